"""The list of who is awaited: filtered, copied, reminded, given a common deadline."""

import datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agenda.models import PreparationTask
from events.models import Event, Letter, Unit, UnitCall
from registrations.models import CallLog, Invitation
from registrations.services import invitations
from tests.clerk import Clerk
from tests.factories import (
    DelegationFactory,
    PreparationTaskFactory,
    UnitFactory,
    make_invitation,
    make_seating,
    named,
)
from tests.letters import words as letter_words
from tests.pages import visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db
LATE = datetime.date(2020, 1, 10)
PAGE = "/quan-tri/registrations/invitation/follow-up/"


@pytest.fixture
def organizer() -> Clerk:
    client: Any = signed_in("organizer")
    return client


@pytest.fixture
def event() -> Event:
    return make_seating(public_seats=40).event


@pytest.fixture
def unit(event: Event) -> Unit:
    unit = UnitFactory(event=event, name="Sở Tài chính", contact_email="tc@thu.example")
    PreparationTaskFactory(event=event, lead_unit=unit, due_on=LATE, content="Thiết kế phông")
    return unit


@pytest.fixture
def offices(event: Event) -> list[Invitation]:
    soon = timezone.localdate() + datetime.timedelta(days=9)
    return [
        make_invitation(
            event,
            organisation=name,
            contact_email=email,
            contact_phone=phone,
            deadline=soon,
        )
        for name, email, phone in (
            ("Sở Y tế", "yte@thu.example", "+84912345678"),
            ("Sở Nội vụ", "noivu@thu.example", "+84912345679"),
            ("Hội Nông dân", "", "+84912345678"),
        )
    ]


def words(response: Any) -> str:
    return visible_text(response.content.decode())


def listed(client: Clerk, **query: Any) -> list[str]:
    return [line.organisation for line in client.get(PAGE, query).context["lines"]]


def key(row: Any) -> str:
    return f"{'units' if isinstance(row, Unit) else 'invitations'}-{row.pk}"


def test_a_line_says_who_what_and_when(
    organizer: Clerk, event: Event, offices: list[Invitation], unit: Unit
) -> None:
    invitations.remind(offices[0])
    Letter.objects.update(status="sent", sent_at=timezone.now(), recipient="x", text="x")
    text = words(organizer.get(PAGE))
    for said in (
        "4 dòng",
        "Sở Y tế",
        "0912 345 678",
        "Chưa trả lời giấy mời",
        "Đã nhắc 1 lần",
        "chưa nhắc lần nào",
        "Hạn 10/01/2020 (quá hạn",
        "Thiết kế phông",
        "quá hạn",
    ):
        assert said in text
    assert 'href="tel:+84912345678"' in organizer.get(PAGE).content.decode()


def test_the_list_is_filtered(
    organizer: Clerk, event: Event, offices: list[Invitation], unit: Unit
) -> None:
    guests = DelegationFactory(event=event)
    Invitation.objects.filter(pk=offices[1].pk).update(delegation=guests, deadline=LATE)
    assert listed(organizer, section="units") == ["Sở Tài chính"]
    assert listed(organizer, section="invitations", q="so y te") == ["Sở Y tế"]
    assert listed(organizer, q="thiet ke") == ["Sở Tài chính"]
    assert listed(organizer, delegation=guests.pk) == ["Sở Nội vụ"]
    assert listed(organizer, state="late") == ["Sở Nội vụ", "Sở Tài chính"]
    assert listed(organizer, state="call") == ["Hội Nông dân"]
    invitations.remind(offices[0])
    assert "Sở Y tế" not in listed(organizer, state="never")
    odd = {"section": "x", "delegation": "9" * 30, "state": "x", "page": "x"}
    assert len(listed(organizer, **odd)) == 4
    assert len(listed(organizer, section="x", state="x")) == 4


def test_all_numbers_and_addresses_are_copied_once_each(
    organizer: Clerk, event: Event, offices: list[Invitation], unit: Unit
) -> None:
    phones = organizer.get(PAGE, {"lines": "phones"})
    assert phones["Content-Type"].startswith("text/plain")
    assert sorted(phones.content.decode().split("\n")) == ["+84912345678", "+84912345679"]
    emails = organizer.get(PAGE, {"lines": "emails", "section": "invitations"}).content.decode()
    assert emails.split("\n") == ["noivu@thu.example", "yte@thu.example"]


def test_those_chosen_are_reminded_after_a_question(
    organizer: Clerk, event: Event, offices: list[Invitation], unit: Unit
) -> None:
    data = {"do": "remind", "chosen": [key(row) for row in (*offices, unit)]}
    question = organizer.ask(PAGE, data)
    text = words(question)
    assert "Sẽ soạn 3 thư." in text
    assert "vui lòng gửi bằng cách khác: Hội Nông dân." in text
    organizer.agree(question, PAGE)
    kinds = sorted(Letter.objects.values_list("kind", flat=True))
    assert kinds == ["invitation.answer_reminder"] * 2 + ["unit.tasks_due"]
    again = words(organizer.post(PAGE, data, follow=True))
    assert "Hôm nay đã có thư nhắc nên không nhắc lại: Sở Nội vụ; Sở Y tế." in again
    assert "Hôm nay đã có thư nhắc nên không nhắc lại: Sở Tài chính." in again
    assert Letter.objects.count() == 3


def test_one_is_reminded_and_the_worker_reminds_not_again(
    organizer: Clerk, event: Event, offices: list[Invitation]
) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    invitations.change(offices[0], deadline=tomorrow)
    organizer.post(PAGE, {"one": key(offices[0])})
    offices[0].refresh_from_db()
    assert offices[0].reminded_for == tomorrow
    assert Letter.objects.count() == 1


def test_who_has_answered_meanwhile_is_not_reminded(
    organizer: Clerk, event: Event, offices: list[Invitation]
) -> None:
    named(offices[0])
    answer = organizer.post(PAGE, {"one": key(offices[0])}, follow=True)
    assert "không còn phải chờ nữa" in words(answer)
    odd = {"do": "remind", "chosen": ["invitations-x", "units-" + "9" * 40, "x"]}
    assert "Chưa chọn dòng nào" in words(organizer.post(PAGE, odd, follow=True))
    assert not Letter.objects.exists()


@pytest.mark.parametrize("tell", [True, False])
def test_a_common_deadline_is_set_told_or_not(
    organizer: Clerk, event: Event, offices: list[Invitation], unit: Unit, tell: bool
) -> None:
    before = offices[0].deadline
    day = timezone.localdate() + datetime.timedelta(days=20)
    task = PreparationTask.objects.get()
    later = PreparationTaskFactory(
        event=event, lead_unit=unit, due_on=day + datetime.timedelta(days=60)
    )
    data = {"do": "deadline", "chosen": [key(offices[0]), key(unit)], "day": f"{day:%d/%m/%Y}"}
    answer = organizer.post(PAGE, {**data, **({"tell": "on"} if tell else {})}, follow=True)
    assert f"Đã đặt hạn {day:%d/%m/%Y} cho 2 việc." in words(answer)
    offices[0].refresh_from_db()
    task.refresh_from_db()
    assert (offices[0].deadline, task.due_on) == (day, day)
    assert PreparationTask.objects.get(pk=later.pk).due_on == later.due_on
    assert sorted(LogEntry.objects.values_list("change_message", flat=True)) == [
        f"Hạn hoàn thành {day:%d/%m/%Y}, trước đó: 10/01/2020.",
        f"Hạn xác nhận {day:%d/%m/%Y}, trước đó: {before:%d/%m/%Y}.",
    ]
    letters = {letter.kind: letter for letter in Letter.objects.all()}
    expected = {"invitation.answer_reminder", "unit.tasks_moved"} if tell else set()
    assert set(letters) == expected
    for letter in letters.values():
        assert f"{day:%d/%m/%Y}" in letter_words(letter)


@pytest.mark.parametrize("typed", ["", "x", "01/01/2020", "01/01/2999"])
def test_a_day_of_no_use_is_refused_and_choices_stay(
    organizer: Clerk, event: Event, offices: list[Invitation], typed: str
) -> None:
    data = {"do": "deadline", "chosen": [key(offices[0])], "day": typed}
    page = organizer.post(PAGE, data)
    assert page.status_code == 200
    assert page.context["form"].errors["day"]
    assert f'value="{key(offices[0])}" checked' in page.content.decode()
    assert Invitation.objects.get(pk=offices[0].pk).deadline == offices[0].deadline


def test_all_of_the_filter_are_chosen_at_once(
    organizer: Clerk, event: Event, offices: list[Invitation]
) -> None:
    day = timezone.localdate() + datetime.timedelta(days=3)
    data = {"do": "deadline", "whole": "1", "day": f"{day:%d/%m/%Y}"}
    organizer.post(f"{PAGE}?q=so", data)
    changed = Invitation.objects.filter(deadline=day).values_list("organisation", flat=True)
    assert sorted(changed) == ["Sở Nội vụ", "Sở Y tế"]


def test_the_secretariat_calls_and_does_not_remind(
    event: Event, offices: list[Invitation], unit: Unit
) -> None:
    client: Any = signed_in("secretariat")
    may_change = client.get(PAGE).context["may_remind"]
    reception: Any = signed_in("reception")
    for data in ({"one": key(offices[0])}, {"do": "deadline", "chosen": [key(unit)]}):
        assert reception.post(PAGE, data).status_code == 403
    assert reception.get(PAGE, {"lines": "phones"}).status_code == 403
    if not may_change:
        assert client.post(PAGE, {"one": key(offices[0])}).status_code == 403
    assert not Letter.objects.exists()


def test_statements_do_not_grow(organizer: Clerk, event: Event) -> None:
    def fill(count: int) -> None:
        for _n in range(count):
            CallLog.objects.create(invitation=make_invitation(event), said="x")
            unit = UnitFactory(event=event)
            PreparationTaskFactory(event=event, lead_unit=unit, due_on=LATE)
            UnitCall.objects.create(unit=unit, caller="An", said="x")

    counts = []
    for more in (1, 2, 20):
        fill(more)
        with CaptureQueriesContext(connection) as statements:
            organizer.get(PAGE)
        with CaptureQueriesContext(connection) as lines:
            organizer.get(PAGE, {"lines": "emails"})
        counts.append((len(statements), len(lines)))
    assert counts[0] == counts[1] == counts[2]
    assert reverse("admin:registrations_invitation_follow_up") == PAGE
