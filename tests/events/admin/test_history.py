"""“Nhật ký” of a row and of everything, as organizers read it."""

import re

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from events.audit import reading
from events.audit.actors import Actor, acting
from events.models import AuditEntry, Unit
from tests.committees import BACKENDS, client_of, member
from tests.factories import PlanFactory, UnitFactory, make_registration, make_seating
from tests.people import signed_in, worker

pytestmark = pytest.mark.django_db

EVERYTHING = "/quan-tri/events/auditentry/"


def told(answer) -> str:
    """Return the record on a page as plain text."""
    page = answer.content.decode()
    block = page.partition('<ol class="record"')[2].partition("</ol>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", block).split())


@pytest.fixture
def plan():
    return PlanFactory()


def history(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_history", args=[row.pk])


def test_a_change_is_told_with_label_before_and_after(plan):
    client = signed_in("organizer")
    with acting(Actor("admin", "203.0.113.0/24", who="Lê Thị Thử")):
        plan.signer_name = "Trần Văn Ký"
        plan.save()

    text = told(client.get(history(plan)))

    assert "Lê Thị Thử trang quản trị, 203.0.113.0/24 Sửa: Kế hoạch" in text
    assert "Họ và tên người ký Nguyễn Văn Thử → Trần Văn Ký" in text


def test_rows_that_belong_to_it_stand_with_it(plan):
    client = signed_in("organizer")
    recipient = plan.recipients.get()
    recipient.text = "Sở Thử nghiệm;"
    recipient.save()
    recipient.delete()

    text = told(client.get(history(plan)))

    assert "Sửa: Nơi nhận" in text
    assert "Bỏ: Nơi nhận “Sở Thử nghiệm;”" in text


def test_long_texts_are_compared_word_by_word(plan):
    before = "Ban Tổ chức xây dựng Kế hoạch tổ chức Lễ công bố, cụ thể và chi tiết như sau:"
    plan.lead_in = before
    plan.save()
    plan.lead_in = before.replace("chi tiết", "đầy đủ")
    plan.save()

    page = signed_in("organizer").get(history(plan)).content.decode()

    assert "cụ thể và <del>chi tiết </del><ins>đầy đủ </ins>như sau:" in page


def test_what_the_older_history_says_is_kept(plan):
    client = signed_in("organizer")
    user = worker("secretariat")
    LogEntry.objects.log_actions(user.pk, [plan], CHANGE, "Đã gọi điện", single_object=True)

    assert "nguoi-secretariat trang quản trị Đã gọi điện" in told(client.get(history(plan)))


def test_an_earlier_text_is_put_into_the_form_and_written_by_saving(plan):
    client = signed_in("organizer")
    plan.signer_name = "Trần Văn Ký"
    plan.save()
    page = client.get(history(plan)).content.decode()
    address = re.search(r'record-restore" href="([^"]+)"', page)[1].replace("&amp;", "&")

    form = client.get(address)

    assert "Nội dung trước đây đã được điền lại" in form.content.decode()
    field = form.context["adminform"].form["signer_name"]
    assert 'value="Nguyễn Văn Thử"' in str(field)
    assert 'value="Trần Văn Ký"' in field.as_hidden(only_initial=True)
    plan.refresh_from_db()
    assert plan.signer_name == "Trần Văn Ký"


def test_a_text_that_cannot_be_changed_now_is_not_put_back(plan):
    unit = UnitFactory(event=plan.event)
    Unit.objects.filter(pk=unit.pk).update(token="B" * 32)
    entry = AuditEntry.objects.filter(table="events_unit").latest("pk")
    change = reverse("admin:events_unit_change", args=[unit.pk])

    page = signed_in("organizer").get(f"{change}?restore={entry.pk}&field=token").content.decode()

    assert "không thể khôi phục" in page


def test_who_may_not_see_delegates_reads_no_names():
    event = make_seating().event
    make_registration(event, name="Nguyễn Văn Kín")
    client = signed_in("reception")
    readers = Group.objects.get(name="reception").permissions
    readers.set(Permission.objects.filter(codename="view_auditentry"))

    page = client.get(EVERYTHING).content.decode()

    assert "Bạn không có quyền xem nội dung này" in page
    assert "Nguyễn Văn Kín" not in page


def test_rights_in_one_ceremony_open_its_rows_and_no_others(plan, settings):
    settings.AUTHENTICATION_BACKENDS = BACKENDS
    theirs = PlanFactory()
    for each, name in ((plan, "Trần Văn Mình"), (theirs, "Trần Văn Khác")):
        each.signer_name = name
        each.save()
        each.recipients.create(position=7, text=f"Nơi nhận của {name}").delete()
    organizer = member(organizer=plan.event)

    text = told(client_of(organizer).get(history(plan)))
    deeds = reading.deeds(AuditEntry.objects.order_by("-pk"), organizer)
    lines = [line for deed in deeds for line in deed.lines]

    assert "Trần Văn Mình" in text
    assert "Bỏ: Nơi nhận “Nơi nhận của Trần Văn Mình”" in text
    assert "không có quyền" not in text
    shown = " ".join(str(line.values) + line.title for line in lines if not line.is_hidden)
    assert "Trần Văn Mình" in shown
    assert "Trần Văn Khác" not in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=events_unit", True),
        ("kind=events_plan", False),
        ("act=removed", False),
        ("since=01/01/2020&until=31/12/2999", True),
        ("until=01/01/2020", False),
        ("who=others", True),
        ("key=0", False),
        ("since=hôm+qua", False),
    ],
)
def test_everything_is_filtered(query, found):
    client = signed_in("organizer")
    with acting(Actor("public")):
        UnitFactory(name="Sở Lọc Thử")

    assert ("Sở Lọc Thử" in client.get(f"{EVERYTHING}?{query}").content.decode()) is found


def test_older_entries_are_a_click_away():
    client = signed_in("organizer")
    event = UnitFactory(name="Đơn vị xưa nhất").event
    for number in range(70):
        with acting(Actor("public", who=f"Khách {number}")):
            UnitFactory(event=event)

    first = client.get(EVERYTHING)
    assert "Đơn vị xưa nhất" not in first.content.decode()
    older = re.search(r'href="(\?before=\d+)"', first.content.decode())[1]
    assert "Đơn vị xưa nhất" in client.get(EVERYTHING + older).content.decode()


@pytest.mark.parametrize("role", ["secretariat", "reception"])
def test_the_whole_record_is_for_who_has_the_right(role):
    assert signed_in(role).get(EVERYTHING).status_code == 403


@pytest.mark.parametrize("many", [3, 20])
def test_pages_take_as_many_statements_for_many_entries(plan, many, django_assert_max_num_queries):
    client = signed_in("organizer")
    for number in range(many):
        plan.recipients.create(position=number + 5, text=f"Nơi nhận {number}")
    client.get(history(plan))

    with django_assert_max_num_queries(20):
        client.get(history(plan))
    with django_assert_max_num_queries(20):
        client.get(EVERYTHING)
