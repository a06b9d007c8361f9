"""Which memoranda are signed on stage, in which order, by whom; and what is printed of it."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from agenda.models import AgendaItem
from contest_portal.models import Signing, SigningItem
from contest_portal.wiring.papers import run_sheet, signings
from events.documents import KINDS, register
from events.models import CommitteeMember
from sponsorship import services
from sponsorship.models import Memorandum
from tests.factories import (
    AgendaItemFactory,
    EventFactory,
    MemorandumFactory,
    PartyFactory,
    PlanFactory,
    complete_memorandum,
    signed_memorandum,
)
from tests.pages import form_data, visible_text
from tests.papers import Reading
from tests.people import signed_in

pytestmark = pytest.mark.django_db

Status = Memorandum.Status
DAY = datetime.date(2026, 1, 15)
A, B = "Ban Tổ chức (Ông Nguyễn Văn Thử, Trưởng ban)", "Công ty Thử (Bà Trần Thị Mẫu, Giám đốc)"


@pytest.fixture
def item():
    return AgendaItemFactory(event__published=False)


def memorandum_of(item: AgendaItem, **sides) -> Memorandum:
    """Make a draft with the two sides that most tests print."""
    memorandum = MemorandumFactory(event=item.event)
    PartyFactory(memorandum=memorandum, side="A", name="Ban Tổ chức")
    PartyFactory(
        memorandum=memorandum,
        side="B",
        **{
            "name": "Công ty Thử",
            "honorific": "Bà",
            "representative": "Trần Thị Mẫu",
            "position": "Giám đốc",
            **sides,
        },
    )
    return memorandum


def put_on_stage(item: AgendaItem, memorandum: Memorandum, **values) -> Signing:
    values = {"position": item.signings.count() + 1, **values}
    return Signing.objects.create(item=item, memorandum=memorandum, **values)


def text_of(content: bytes) -> str:
    blocks = Reading(content).blocks
    return " ".join(line.text for block in blocks for line in block.lines)


# what is refused


def test_a_memorandum_of_another_ceremony_is_refused(item):
    with pytest.raises(ValidationError) as caught:
        Signing(item=item, memorandum=MemorandumFactory(), position=1).full_clean()
    assert caught.value.message_dict == {"memorandum": ["Biên bản ghi nhớ này thuộc buổi lễ khác."]}


def test_a_memorandum_of_the_same_ceremony_is_taken(item):
    Signing(item=item, memorandum=MemorandumFactory(event=item.event), position=1).full_clean()


def test_a_memorandum_is_signed_once(item):
    memorandum = MemorandumFactory(event=item.event)
    put_on_stage(item, memorandum)
    again = Signing(item=AgendaItemFactory(event=item.event), memorandum=memorandum, position=1)
    with pytest.raises(ValidationError) as caught:
        again.full_clean()
    assert caught.value.messages == ["Biên bản ghi nhớ này đã được xếp ký ở một nội dung khác."]
    with pytest.raises(IntegrityError, match="contest_portal_signing_once"), transaction.atomic():
        again.save()


def test_two_signings_do_not_stand_at_one_place(item):
    for _n in range(2):
        put_on_stage(item, MemorandumFactory(event=item.event), position=1)
    with (
        pytest.raises(IntegrityError, match="contest_portal_signing_position"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Signing.objects.filter(item=item).delete()


def test_two_signings_can_change_places(item):
    rows = [put_on_stage(item, MemorandumFactory(event=item.event)) for _n in range(2)]
    for row, position in zip(rows, (2, 1), strict=True):
        row.position = position
        row.full_clean()
        row.save()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(item.signings.all()) == rows[::-1]


@pytest.mark.parametrize("gone", ["item", "memorandum"])
def test_a_signing_goes_with_what_it_joins(item, gone):
    signing = put_on_stage(item, MemorandumFactory(event=item.event))
    getattr(signing, gone).delete()
    assert not Signing.objects.exists()


def test_an_item_is_the_same_row_seen_as_a_signing(item):
    assert SigningItem.objects.get(pk=item.pk).title == item.title
    signing = put_on_stage(item, MemorandumFactory(event=item.event, subject="Về việc tài trợ"))
    assert str(signing) == "Về việc tài trợ"


# what the script says


def test_the_script_names_who_signs_in_order(item):
    put_on_stage(item, memorandum_of(item), position=2, signer_b="Bà Lê Thị Thay, Phó Giám đốc")
    put_on_stage(item, memorandum_of(item), position=1)
    other = AgendaItemFactory(event=item.event)
    put_on_stage(other, memorandum_of(other), signer_a="Ông Trần Văn Thay")
    put_on_stage(abroad := AgendaItemFactory(), memorandum_of(abroad))

    assert signings(item.event) == {
        item.pk: [f"1. {A} - {B}", f"2. {A} - Công ty Thử (Bà Lê Thị Thay, Phó Giám đốc)"],
        other.pk: [f"1. Ban Tổ chức (Ông Trần Văn Thay) - {B}"],
    }


@pytest.mark.parametrize(
    ("sides", "line"),
    [
        ({"representative": "", "honorific": ""}, "Công ty Thử (Giám đốc)"),
        ({"position": ""}, "Công ty Thử (Bà Trần Thị Mẫu)"),
        ({"representative": "", "honorific": "", "position": ""}, "Công ty Thử"),
    ],
)
def test_the_script_says_as_much_as_is_known(item, sides, line):
    put_on_stage(item, memorandum_of(item, **sides))
    assert signings(item.event) == {item.pk: [f"1. {A} - {line}"]}


def test_the_script_of_a_memorandum_without_parties(item):
    put_on_stage(item, MemorandumFactory(event=item.event), signer_b="Bà Trần Thị Mẫu")
    assert signings(item.event) == {item.pk: ["1. Bà Trần Thị Mẫu"]}


def test_nobody_is_called_to_sign_what_was_cancelled(item):
    rows = [put_on_stage(item, memorandum_of(item, name=f"Công ty {n}")) for n in "XYZ"]
    services.change_status(rows[1].memorandum, Status.CANCELLED, reason="Rút")
    (lines,) = signings(item.event).values()
    assert [line.partition(" - ")[2].partition(" (")[0] for line in lines] == [
        "Công ty X",
        "Công ty Z",
    ]
    assert [line[:2] for line in lines] == ["1.", "2."]


def test_many_signings_take_three_statements(item, django_assert_num_queries):
    for _n in range(5):
        put_on_stage(item, memorandum_of(item))
    with django_assert_num_queries(3):
        assert len(signings(item.event)[item.pk]) == 5


def test_the_signing_is_printed_in_the_script():
    item = AgendaItemFactory(event=PlanFactory().event)
    put_on_stage(item, memorandum_of(item))
    assert f"1. {A} - {B}" in text_of(run_sheet(item.event).pdf())


# new versions


def offered(client: Client, item: AgendaItem) -> list[str]:
    """Return the memoranda that can be chosen on the page of the item."""
    address = reverse("admin:contest_portal_signingitem_change", args=[item.pk])
    page: Any = client.get(address)
    form = page.context_data["inline_admin_formsets"][0].formset.empty_form
    return [label for key, label in form.fields["memorandum"].choices if key]


def test_only_memoranda_in_force_of_the_ceremony_are_offered(item):
    client = signed_in("organizer")
    MemorandumFactory()
    MemorandumFactory(event=item.event, subject="Dự thảo", sponsor=None)
    off = MemorandumFactory(event=item.event, subject="Đã hủy")
    services.change_status(off, Status.CANCELLED, reason="Rút")
    old = signed_memorandum(item.event, subject="Về việc tài trợ")
    labels = ["Dự thảo", f"{old.sponsor}: Về việc tài trợ"]
    assert offered(client, item) == labels
    services.new_version(old)
    assert offered(client, item) == ["Dự thảo", f"{labels[1]} (phiên bản 2)"]
    put_on_stage(item, old)
    assert offered(client, item) == [*labels, f"{labels[1]} (phiên bản 2)"]


def test_the_list_begins_with_the_ceremony_at_hand_and_pages_of_others_open():
    now = AgendaItemFactory(title="Ký kết")
    other = AgendaItemFactory(title="Ký kết cũ", event__published=False)
    client = signed_in("organizer")
    listed = client.get(reverse("admin:contest_portal_signingitem_changelist"))
    assert list(listed.context_data["cl"].result_list) == [SigningItem.objects.get(pk=now.pk)]
    page = client.get(reverse("admin:contest_portal_signingitem_change", args=[other.pk]))
    assert page.status_code == 200


def test_a_new_version_leaves_the_signing_to_the_version_that_was_signed(item):
    signing = put_on_stage(item, signed_memorandum(item.event))
    services.new_version(signing.memorandum)
    assert Signing.objects.get().memorandum.version == 1


def test_the_page_of_an_item_is_saved_after_a_new_version_was_made(item):
    put_on_stage(item, signed_memorandum(item.event))
    services.new_version(Memorandum.objects.get())
    address = reverse("admin:contest_portal_signingitem_change", args=[item.pk])
    client = signed_in("organizer")
    page = form_data(client.get(address), "signingitem_form")
    page["signings-0-signer_a"] = "Ông Trần Văn Thay"
    answer = client.post(address, page)
    assert answer.status_code == 302, visible_text(answer.content.decode())
    signing = Signing.objects.get()
    assert (signing.signer_a, signing.memorandum.version) == ("Ông Trần Văn Thay", 1)


def test_the_paper_of_a_new_version_names_the_paper_that_it_replaces():
    event = PlanFactory(event__published=False).event
    old = signed_memorandum(event)
    kind = KINDS["memorandum"]
    issued = register.issue(register.Entry(kind=kind, event=event, day=DAY, key=old.pk))
    fresh = services.new_version(old)

    text = text_of(kind.draft(event, fresh.pk).pdf())
    assert f"(Thay thế {issued.citation})" in text
    assert "Thay thế" not in text_of(kind.draft(event, old.pk).pdf())


def test_the_newest_version_in_force_is_printed_where_none_is_named():
    event = EventFactory(published=False)
    kind = KINDS["memorandum"]
    with pytest.raises(Memorandum.DoesNotExist):
        kind.draft(event, 0)
    old = complete_memorandum(event)
    services.change_status(old, Status.AGREED)
    services.change_status(old, Status.SIGNED, signing_day=DAY)
    fresh = services.new_version(old)
    fresh.subject = "Bản mới"
    fresh.save()
    assert kind.draft(event, 0).paper.subject == "Bản mới"
    services.change_status(fresh, Status.CANCELLED, reason="Rút")
    assert kind.draft(event, 0).paper.subject == old.subject


def test_people_of_the_committee_are_offered_and_others_are_taken(item):
    CommitteeMember.objects.create(
        event=item.event, position=1, name="Phạm Việt Đức", role="Phó Trưởng Ban"
    )
    memorandum = memorandum_of(item)
    put_on_stage(item, memorandum)
    client = signed_in("organizer")
    address = reverse("admin:contest_portal_signingitem_change", args=[item.pk])
    page = client.get(address)
    words = page.content.decode()
    assert words.count('<option value="Phạm Việt Đức, Phó Trưởng Ban">') == 1
    assert words.count('list="id_signings-signer_a_names"') == 2  # the row and that to come
    data = {**form_data(page, "signingitem_form"), "signings-0-signer_a": "Ông Nguyễn Văn Thử"}
    assert client.post(address, {**data, "_save": "Lưu"}).status_code == 302
    assert Signing.objects.get().signer_a == "Ông Nguyễn Văn Thử"
