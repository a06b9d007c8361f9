"""The overview: its numbers, what waits for whom, and what it costs."""

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agenda.models import AgendaItem
from events.models import Event, Letter, Submission
from registrations.models import Registration
from registrations.services import data_requests
from sponsorship import services as sponsorship
from sponsorship.models import Memorandum
from tests.factories import (
    AgendaItemFactory,
    DelegationFactory,
    PlanFactory,
    PreparationTaskFactory,
    UnitFactory,
    complete_memorandum,
    make_invitation,
    make_registration,
    make_seating,
    published,
    signed_memorandum,
)
from tests.pages import visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

INDEX = "admin:index"
YESTERDAY = datetime.timedelta(days=1)


@pytest.fixture
def event() -> Event:
    event: Event = make_seating(public_seats=2, reserve_seats=1).event
    PlanFactory(event=event)
    return event


def overview(client: Client) -> str:
    return client.get(reverse(INDEX)).content.decode()


def decisions(page: str) -> dict[str, str]:
    """Return what waits for a decision: the sentence, and where it leads."""
    part = page.split('id="overview-decisions"')[1].split("</section>")[0]
    links = re.findall(r'<a href="([^"]+)">(.*?)</a>', part, re.DOTALL)
    return {visible_text(text).strip(): href.replace("&amp;", "&") for href, text in links}


def test_seats_are_told_by_state_and_delegation_against_those_there_are(event: Event) -> None:
    own = DelegationFactory(event=event, text="Sở Khoa học;")
    for _n in range(3):
        make_registration(event)
    Registration.objects.filter(status="waiting").update(delegation=own)
    Registration.objects.filter(pk=Registration.objects.earliest("pk").pk).update(delegation=own)

    type(own).objects.filter(pk=own.pk).update(allotment=2)
    text = visible_text(overview(signed_in("organizer")).split('id="overview-seats"')[1])

    assert "Chỗ mở đăng ký 2/2 Cả hội trường 2/3" in text
    assert "Đã xác nhận 2 Danh sách chờ 1" in text
    assert "Sở Khoa học 1/2 1 0" in text
    assert "Không thuộc thành phần nào 1 0 0" in text


def test_answers_are_a_curve_and_a_table_once_somebody_came(event: Event) -> None:
    client = signed_in("organizer")
    assert "Chưa có đăng ký hoặc trả lời nào." in visible_text(overview(client))

    early, _late = make_registration(event), make_registration(event)
    Registration.objects.filter(pk=early.pk).update(created_at=timezone.now() - 3 * YESTERDAY)
    invitation = make_invitation(event)
    type(invitation).objects.filter(pk=invitation.pk).update(replied_at=timezone.now())

    page = overview(client)
    today = timezone.localdate()
    text = visible_text(page)
    assert f"{today:%d/%m/%Y} 1 2 1 1" in text
    assert f"{today - 3 * YESTERDAY:%d/%m/%Y} 1 1 0 0" in text
    assert "2 đăng ký, 1 cơ quan, đơn vị đã trả lời." in page.split("<desc ")[1]
    assert re.findall(r'points="([^"]+)"', page) == [
        "0,180 150,180 150,90 600,90 600,0 600,0",
        "0,180 150,180 150,180 600,180 600,90 600,90",
    ]
    assert not re.search(r"<[^>]+\sstyle=", page.split('id="overview"')[1])


def test_preparation_is_told_by_state_and_unit_and_what_is_late(event: Event) -> None:
    unit = UnitFactory(event=event, name="Văn phòng Sở")
    today = timezone.localdate()
    PreparationTaskFactory(
        event=event, lead_unit=unit, content="Mời khách", due_on=today - 2 * YESTERDAY
    )
    PreparationTaskFactory(event=event, lead_unit=unit, status="done", percent=100)
    PreparationTaskFactory(event=event, lead_unit=None, status="under_way")

    text = visible_text(overview(signed_in("secretariat")))

    assert "Công tác chuẩn bị: đã hoàn thành 1/3 việc" in text
    assert re.search(r"Mời khách Văn phòng Sở; .{,20}\d\d/\d\d/\d{4}, .*2 ngày", text)
    assert "Văn phòng Sở 1/2 1 0" in text
    assert "Chưa có đơn vị chủ trì 0/1 0 0" in text


def test_what_waits_for_a_decision_leads_to_where_it_is_decided(event: Event) -> None:
    organizer = signed_in("organizer")
    Event.objects.update(starts_at=timezone.now() + 40 * YESTERDAY, contact="Văn phòng")
    Event.objects.update(window_start="2020-01-01", window_end="2040-01-01")
    quiet = decisions(overview(organizer))

    for _n in range(4):
        make_registration(event, email="dai-bieu@example.vn")
    asked = data_requests.ask(Registration.objects.earliest("pk"), "copy", "")
    type(asked).objects.update(answer_due=timezone.localdate() - YESTERDAY)
    make_invitation(event, deadline=timezone.localdate() - YESTERDAY)
    unit = UnitFactory(event=event)  # without an address
    late = timezone.localdate() - YESTERDAY
    reported = PreparationTaskFactory(event=event, lead_unit=unit, percent=100)
    PreparationTaskFactory(event=event, status="blocked", blocked_reason="Chưa có kinh phí")
    PreparationTaskFactory(event=event, lead_unit=unit, due_on=late)
    AgendaItemFactory(event=event)
    published(event)
    AgendaItem.objects.update(title="Tiết mục khác")
    memorandum = complete_memorandum(event)
    promised = memorandum.contributions.get()
    promised.instalments.create(position=1, amount=promised.amount, due_on=late)
    sponsorship.change_status(memorandum, "agreed")
    sponsorship.change_status(memorandum, "signed", signing_day=late)
    Memorandum.objects.create(event=event, subject="Tài trợ giải thưởng")
    Submission.objects.create(
        event=event,
        kind="plan",
        subject="Kế hoạch",
        words_sha256="0" * 64,
        presented_by=User.objects.get(),
    )
    Letter.objects.filter(pk=Letter.objects.earliest("pk").pk).update(status="failed")

    found = decisions(overview(organizer))
    expected = {
        "2 người trong danh sách chờ; còn 1 chỗ dự phòng": reverse("admin:registrations_waiting"),
        "1 yêu cầu về dữ liệu cá nhân cần giải quyết. Quá hạn: 1.": "datarequest",
        "1 cơ quan, đơn vị được mời đã quá hạn": reverse(
            "admin:registrations_invitation_follow_up"
        ),
        "1 đơn vị có công việc đến hạn": reverse("admin:registrations_invitation_follow_up"),
        "1 văn bản đã trình, chờ duyệt": "decision=waits",
        "chờ nghiệm thu": f"edit={reported.pk}#task-{reported.pk}",
        "đang vướng mắc": "#task-",
        "1 công việc đã quá hạn": "?due=late",
        "Bản nháp chương trình khác bản số 1": reverse(
            "admin:agenda_programmeversion_publish", args=[event.pk]
        ),
        "1 dự thảo bản ghi nhớ": "status__exact=draft",
        "Khoản đóng góp đã quá hạn": reverse("admin:sponsorship_instalment_changelist"),
        "1 thư bị máy chủ thư từ chối": "state=failed",
    }
    for words, way in expected.items():
        (sentence,) = (text for text in found if words in text)
        assert way in found[sentence], sentence
        assert organizer.get(found[sentence]).status_code == 200, sentence
        assert not any(words in text for text in quiet), words
    # what is late comes first
    marks = [text.startswith("Quá hạn") for text in found]
    assert marks == sorted(marks, reverse=True)
    assert any(marks)


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("organizer", "ceremony decisions seats programme sponsors answers work running"),
        ("secretariat", "ceremony decisions seats programme sponsors answers work running"),
        ("reception", "ceremony decisions seats answers"),
    ],
)
def test_each_role_sees_the_blocks_of_its_rights(event: Event, role: str, seen: str) -> None:
    make_registration(event)
    make_invitation(event, deadline=timezone.localdate() - YESTERDAY)
    page = overview(signed_in(role))

    assert re.findall(r'aria-labelledby="overview-(\w+)"', page) == seen.split()
    if role == "reception":
        assert decisions(page) == {}
        assert "Cơ quan" not in visible_text(page.split('id="overview"')[1])


def test_it_is_refreshed_by_the_part_alone(event: Event) -> None:
    client = signed_in("organizer")
    whole = overview(client)
    part = client.get(reverse(INDEX), headers={"HX-Request": "true"}).content.decode()

    assert part.strip().startswith('<div id="overview"')
    assert 'hx-trigger="every 60s"' in part
    assert "nav-sidebar" in whole
    assert "nav-sidebar" not in part


def test_days_are_counted_to_the_window_or_to_the_fixed_day(event: Event) -> None:
    client = signed_in("organizer")
    today = timezone.localdate()

    def told(**fields: Any) -> str:
        Event.objects.filter(pk=event.pk).update(**fields)
        return visible_text(overview(client).split('class="overview-days"')[1].split("</p>")[0])

    window = {"window_start": today + 10 * YESTERDAY, "window_end": today + 14 * YESTERDAY}
    assert "10–14 ngày nữa, chưa chốt ngày" in told(**window)
    assert "12 ngày nữa" in told(starts_at=timezone.now() + 12 * YESTERDAY)
    assert "0 buổi lễ diễn ra hôm nay" in told(starts_at=timezone.now())
    assert "0 buổi lễ đã kết thúc" in told(starts_at=timezone.now() - 2 * YESTERDAY)


def test_it_costs_the_same_for_one_and_for_many(event: Event) -> None:
    # ten thousand registrations: tests/registrations/admin/test_ten_thousand.py
    client = signed_in("organizer")

    def statements() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(INDEX))
        return len(found)

    def grow() -> None:
        unit = UnitFactory(event=event)
        PreparationTaskFactory(event=event, lead_unit=unit, due_on=timezone.localdate() - YESTERDAY)
        make_invitation(event)
        DelegationFactory(event=event)
        AgendaItemFactory(event=event)
        published(event)
        signed_memorandum(event)

    make_registration(event)
    grow()
    statements()
    one = statements()
    for _n in range(2):
        make_registration(event)
        grow()

    assert statements() == one
    assert one <= 45
