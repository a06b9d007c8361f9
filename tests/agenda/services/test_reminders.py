"""Whom the clock writes to about the preparation: each once, on working days in the morning."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from agenda.models import PreparationTask
from agenda.services import tasks as task_service
from agenda.services.reminders import is_to_remind, queue_due_letters
from events.models import CommitteeMember, Event, Letter, Unit
from tests.factories import EventFactory, PreparationTaskFactory, UnitFactory
from tests.letters import now, state
from tests.mail_server import MailServer, mail_server

pytestmark = pytest.mark.django_db

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
ZONE = timezone.get_default_timezone()


def day(text: str) -> datetime.date:
    """Return a day of 2026, written 15/09."""
    return datetime.datetime.strptime(f"{text}/2026", "%d/%m/%Y").date()


@contextmanager
def at(text: str, hour: int = 8, minute: int = 5) -> Iterator[None]:
    moment = datetime.datetime.combine(day(text), datetime.time(hour, minute), ZONE)
    with time_machine.travel(moment, tick=False):
        yield


@pytest.fixture
def event() -> Event:
    return EventFactory(window_start=day("20/10"), window_end=day("23/10"), venue="Hội trường")


@pytest.fixture
def unit(event: Event) -> Unit:
    return UnitFactory(event=event, name="Sở Tài chính", contact_email="stc@example.vn")


def task_of(unit: Unit, due: str, **more: object) -> PreparationTask:
    return PreparationTaskFactory(event=unit.event, lead_unit=unit, due_on=day(due), **more)


# due day, when a letter last told it, today: whether it is told again
WHEN = [
    ("15/09", None, "10/09", False),
    ("15/09", None, "11/09", True),  # a Tuesday: three days before is Saturday, so Friday
    ("18/09", None, "14/09", False),
    ("18/09", None, "15/09", True),
    ("15/09", "11/09", "14/09", False),
    ("15/09", "11/09", "15/09", True),
    ("15/09", "15/09", "16/09", False),
    ("15/09", "15/09", "21/09", False),
    ("15/09", "15/09", "22/09", True),
    ("15/09", "22/09", "28/09", False),
    ("15/09", "22/09", "29/09", True),
    ("13/09", "10/09", "11/09", True),  # due on Sunday: told on Friday
    ("13/09", "11/09", "14/09", False),
    ("13/09", "11/09", "21/09", True),
    ("04/09", None, "28/08", True),  # the National Day and a day moved lie between
    ("15/09", None, "28/09", True),  # late before it was known here
    ("20/09", "15/09", "18/09", True),  # put off after it was told
]


@pytest.mark.parametrize(("due", "told", "today", "again"), WHEN)
def test_three_days_before_on_the_day_and_then_each_week(
    due: str, told: str | None, today: str, again: bool
) -> None:
    task = PreparationTask(due_on=day(due), reminded_on=day(told) if told else None)
    assert is_to_remind(task, day(today)) is again


def test_another_lead_is_told_anew(event: Event, unit: Unit) -> None:
    task = task_of(unit, "15/09")
    other = UnitFactory(event=event, name="Sở Y tế", contact_email="syt@example.vn")
    with mail_server() as server:
        for today, lead in [("11/09", unit), ("14/09", other), ("15/09", other), ("16/09", unit)]:
            PreparationTask.objects.filter(pk=task.pk).update(lead_unit=lead)
            with at(today):
                call_command("send_letters")
        first, second = unit.contact_email, other.contact_email
        assert server.recipients == [first, second, second, first]


def test_one_letter_for_a_unit_with_all_its_tasks_that_are_due(event: Event, unit: Unit) -> None:
    task_of(unit, "10/09", content="Thiết kế phông")
    task_of(unit, "15/09", content="In giấy mời", status="under_way", percent=50)
    task_of(unit, "30/09", content="Việc còn xa")
    task_of(unit, "10/09", content="Đã báo xong", status="under_way", percent=100)
    task_of(unit, "10/09", content="Xong hẳn", status="done", percent=100)
    with at("14/09"):
        assert [queue_due_letters(), queue_due_letters()] == [1, 0]
        letter = Letter.objects.get()
        composed = now(letter)
        assert composed.recipient.address == "stc@example.vn"
        text = composed.text.text
        assert "Kính gửi Sở Tài chính," in text
        late = "Hạn 10/09/2026 (quá hạn 4 ngày): Thiết kế phông (chưa triển khai, 0%)"
        assert late in text
        assert "Hạn 15/09/2026: In giấy mời" in text
        assert [w for w in ("Việc còn xa", "Đã báo xong", "Xong hẳn") if w in text] == []
        PreparationTask.objects.update(status="done", percent=100)
        assert state(letter) == "overtaken"


@pytest.mark.parametrize(
    ("text", "hour"), [("14/09", 7), ("14/09", 12), ("12/09", 9), ("13/09", 9), ("02/09", 9)]
)
def test_not_at_night_nor_on_free_days(event: Event, unit: Unit, text: str, hour: int) -> None:
    task_of(unit, "01/09")
    with at(text, hour):
        assert queue_due_letters() == 0


def test_who_has_no_address_or_no_task_is_not_written_to(event: Event, unit: Unit) -> None:
    silent = UnitFactory(event=event)
    task = task_of(silent, "10/09")
    task.coordinating_units.add(unit)
    PreparationTaskFactory(event=event, due_on=day("10/09"))
    with at("14/09"):
        assert queue_due_letters() == 0


def test_a_letter_that_could_not_go_today_leaves_its_place_to_that_of_the_next_working_day(
    event: Event, unit: Unit
) -> None:
    task_of(unit, "10/09")
    with at("11/09"):
        queue_due_letters()
    with at("12/09", 3):  # a Saturday, at night
        assert state(Letter.objects.get()) == "overtaken"
    with at("14/09"):
        assert queue_due_letters() == 1
        assert [state(one) for one in Letter.objects.order_by("pk")] == ["overtaken", "waiting"]


def test_a_mailbox_that_refuses_is_not_tried_every_day(event: Event, unit: Unit) -> None:
    task_of(unit, "10/09")
    with at("11/09"):
        queue_due_letters()
        Letter.objects.update(status="failed")
    with at("14/09"):
        assert queue_due_letters() == 0
    with at("21/09"):
        assert queue_due_letters() == 1


def test_the_committee_has_a_digest_on_mondays(event: Event, unit: Unit) -> None:
    member = {"event": event, "body": "committee"}
    CommitteeMember.objects.create(**member, position=1, name="Lê Thị Hòa", email="h@example.vn")
    CommitteeMember.objects.create(**member, position=2, name="Không có thư")
    unit.contact_email = ""
    unit.save()
    late, week = task_of(unit, "10/09", content="Phông"), task_of(unit, "18/09", content="Nước")
    task_of(unit, "10/09", status="done", percent=100)
    with at("14/09"):
        assert [queue_due_letters(), queue_due_letters()] == [1, 0]
        text = now(Letter.objects.get()).text.text
    assert "Kính gửi Ông/Bà Lê Thị Hòa," in text
    assert "Có 1 công việc quá hạn và 1 công việc đến hạn trong tuần này" in text
    assert "Tổng số công việc: 3\nĐã hoàn thành: 1\n" in text
    assert text.index("quá hạn 4 ngày): Phông") < text.index("Hạn 18/09/2026: Nước")
    with at("15/09"):
        assert queue_due_letters() == 0
        assert state(Letter.objects.get()) == "waiting"
    with at("20/09"):
        assert state(Letter.objects.get()) == "waiting"
    with at("21/09"):
        assert state(Letter.objects.get()) == "overtaken"
        for task in (late, week):
            task_service.report(task, by="An", status="done", percent=100)
        assert queue_due_letters() == 0


def test_sixty_days_with_a_mail_server_that_fails_tell_each_thing_once(
    event: Event, unit: Unit
) -> None:
    """Each morning and noon of sixty days; the server is away for days, refuses, breaks off."""
    event.starts_at = datetime.datetime.combine(day("20/10"), datetime.time(8), ZONE)
    event.save()
    done, late = task_of(unit, "15/09", content="Xong"), task_of(unit, "16/09", content="Muộn")
    gone = task_of(unit, "30/09", content="Bỏ")
    CommitteeMember.objects.create(event=event, position=1, name="Lê Hòa", email="h@example.vn")
    task_of(UnitFactory(event=event), "01/09")
    sent: list[tuple[datetime.date, str, EmailMessage]] = []
    with mail_server() as server:
        for number in range(60):
            today = day("01/09") + number * DAY
            for hour in (3, 8, 9, 11, 15):
                moment = datetime.datetime.combine(today, datetime.time(hour, 10), ZONE)
                fails(server, today, hour)
                with time_machine.travel(moment, tick=False):
                    before = len(server.letters)
                    Letter.objects.filter(status="waiting").update(due_at=moment)
                    call_command("send_letters")
                    new = zip(server.letters[before:], server.recipients[before:], strict=True)
                    sent += [(today, to, letter) for letter, to in new]
            if today == day("16/09"):
                task_service.report(done, by="An", status="done", percent=100)
            if today == day("24/09"):
                gone.delete()

    told = [one for one in sent if one[1] == "stc@example.vn"]
    days = [f"{one[0]:%d/%m}" for one in told]
    assert days == ["11/09", "15/09", "16/09", "23/09", "30/09", "07/10", "14/10"]
    bodies = [letter.get_body(("plain",)).get_content() for _day, _to, letter in told]
    assert ["Xong" in body for body in bodies] == [True, True, True, *[False] * 4]
    assert all("Muộn" in body for body in bodies[1:])
    assert not any("Bỏ (" in body for body in bodies)
    digests = [f"{one[0]:%d/%m}" for one in sent if one[1] == "h@example.vn"]
    assert digests == ["03/09", "07/09", "14/09", "21/09", "29/09", "05/10", "12/10", "19/10"]
    assert len(told) + len(digests) == len(sent)
    assert late.days_late(day("20/10")) == 34


def fails(server: MailServer, today: datetime.date, hour: int) -> None:
    """Let the mail server be in its mood of the hour."""
    server.on_sender = server.on_data = lambda address: None
    if today == day("28/09"):  # all day
        server.on_sender = lambda sender: "421 4.3.0 not now"
    elif hour == 8 and today.day % 2:
        server.on_sender = lambda sender: "451 4.3.0 not now"
    elif hour == 8:
        server.on_data = lambda recipient: "451 4.3.0 not now"
