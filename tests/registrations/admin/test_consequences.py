"""What follows by itself where organizers save something is asked about before."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from events.models import Delegation, Event, Letter
from registrations.models import Invitation, Registration
from registrations.services import invitations, reminders, transitions
from tests.clerk import Clerk
from tests.factories import DelegationFactory, make_invitation, make_registration, make_seating
from tests.pages import form_data, visible_text
from tests.people import signed_in, worker
from tests.registrations.crowd import committed, together

pytestmark = pytest.mark.django_db
Status = Registration.Status
DAY, DAYS = datetime.timedelta(days=1), datetime.timedelta(days=4)


@pytest.fixture
def organizer() -> Clerk:
    client: Any = signed_in("organizer")
    return client


@pytest.fixture
def event() -> Event:
    """Three public seats, two of them kept for a delegation that nobody has come for."""
    event = make_seating(public_seats=3).event
    DelegationFactory(event=event, allotment=2)
    return event


def ceremony(client: Clerk, event: Event, **changed: Any) -> tuple[str, dict[str, Any]]:
    """Return the address of the page of a ceremony, and what it sends."""
    url = reverse("admin:events_event_change", args=[event.pk])
    return url, {**form_data(client.get(url), "event_form"), "_save": "Lưu", **changed}


def words(response: Any) -> str:
    return visible_text(response.content.decode())


def waiting(event: Event) -> list[Registration]:
    """Let three come of whom two wait; the last has no e-mail address."""
    make_registration(event, email="ngoi@thu.example")
    rows = [
        make_registration(event, name="Lê Thị Chờ", email="cho@thu.example"),
        make_registration(event, name="Lê Văn Điện"),
    ]
    Letter.objects.all().delete()
    return rows


def test_a_smaller_allotment_asks_about_who_gets_a_seat(organizer: Clerk, event: Event) -> None:
    rows = waiting(event)
    url, data = ceremony(organizer, event, **{"delegations-0-allotment": "0"})

    page = organizer.ask(url, data)

    text = words(page)
    assert "Sẽ soạn 1 thư." in text
    assert "cho@thu.example" in text
    assert "2 đại biểu trong danh sách chờ đã được xếp chỗ: Lê Thị Chờ; Lê Văn Điện." in text
    assert "vui lòng báo bằng điện thoại: Lê Văn Điện." in text
    assert not Registration.objects.filter(status=Status.CONFIRMED, pk=rows[0].pk).exists()
    assert Delegation.objects.get().allotment == 2

    told = organizer.agree(page, url, follow=True)

    assert "vui lòng báo bằng điện thoại: Lê Văn Điện." in words(told)
    assert {row.status for row in Registration.objects.all()} == {Status.CONFIRMED}
    assert Letter.objects.get().kind == "registration.promotion"
    assert transitions.promote_due() == 0


def test_a_ceremony_that_has_not_begun_after_all_seats_who_waits(
    organizer: Clerk, event: Event
) -> None:
    waiting(event)
    Delegation.objects.all().delete()
    Event.objects.update(starts_at=timezone.now().replace(second=0, microsecond=0) - DAY)
    url, data = ceremony(organizer, event, starts_at_0="12/02/2030", starts_at_1="08:00")
    page = organizer.ask(url, data)
    assert "Lê Thị Chờ" in words(page)
    organizer.agree(page, url)
    assert transitions.promote_due() == 0


def test_what_changes_no_seat_asks_nothing(organizer: Clerk, event: Event) -> None:
    waiting(event)
    url, data = ceremony(organizer, event, summary="Lời mới")
    assert organizer.ask(url, data).status_code == 302
    assert not Letter.objects.exists()


def test_a_larger_hall_asks_too(organizer: Clerk, event: Event) -> None:
    waiting(event)
    url = reverse("admin:registrations_seating_change", args=[event.seating.pk])
    data = {**form_data(organizer.get(url), "seating_form"), "_save": "Lưu", "public_seats": "5"}
    text = words(organizer.ask(url, data))
    assert "Sẽ soạn 1 thư." in text
    assert "vui lòng báo bằng điện thoại: Lê Văn Điện." in text


def test_another_place_names_whom_no_letter_reaches(organizer: Clerk, event: Event) -> None:
    waiting(event)
    for n in range(12):
        make_registration(event, name=f"Trần Văn Không {n:02d}")
    silent = make_invitation(event, organisation="Sở Không Thư")
    invitations.note_sent([silent])
    Letter.objects.all().delete()
    page = organizer.ask(*ceremony(organizer, event, venue="Hội trường B"))
    text = words(page)
    assert "Sẽ soạn 2 thư." in text
    assert "Có 14 trường hợp không có địa chỉ thư điện tử" in text
    assert "Trần Văn Không 09; và 4 trường hợp khác." in text


def test_who_may_not_see_delegates_learns_their_number_only(event: Event) -> None:
    waiting(event)
    clerk = Clerk()
    user = worker("reception")
    role = Group.objects.create(name="Người sửa buổi lễ")
    user.groups.set([role])
    role.permissions.set(
        Permission.objects.filter(
            codename__in=["view_event", "change_event", "change_delegation", "view_delegation"]
        )
    )
    clerk.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    text = words(clerk.ask(*ceremony(clerk, event, **{"delegations-0-allotment": "0"})))
    assert "2 đại biểu trong danh sách chờ đã được xếp chỗ: …" in text
    assert "Lê" not in text


@pytest.fixture
def office(event: Event) -> Invitation:
    """Invited on paper some days ago, before the ceremony moved; without an address."""
    office = make_invitation(event, organisation="Sở Thử nghiệm")
    invitations.note_sent([office])
    Event.objects.update(venue="Hội trường B")
    long_ago = timezone.now() - DAYS
    Invitation.objects.update(created_at=long_ago, sent_at=long_ago)
    return office


def written_by_the_worker() -> int:
    return reminders.queue_due_letters(timezone.now() + datetime.timedelta(minutes=11))


def invitation_form(client: Clerk, office: Invitation, **changed: Any) -> tuple[str, Any]:
    url = reverse("admin:registrations_invitation_change", args=[office.pk])
    return url, {**form_data(client.get(url), "invitation_form"), "_save": "Lưu", **changed}


def test_an_address_that_the_worker_writes_to_is_asked_about(
    organizer: Clerk, event: Event, office: Invitation
) -> None:
    url, data = invitation_form(organizer, office, contact_email="so@thu.example")
    page = organizer.ask(url, data)
    assert "Sẽ soạn 1 thư." in words(page)
    assert "so@thu.example" in words(page)
    assert written_by_the_worker() == 0
    assert organizer.agree(page, url).status_code == 302
    assert written_by_the_worker() == 1
    url, data = invitation_form(organizer, office, note="Đã gọi")
    assert organizer.ask(url, data).status_code == 302


def test_a_near_deadline_is_asked_about(
    event: Event, office: Invitation, time_machine: Any
) -> None:
    Event.objects.update(venue="Hội trường thử")
    Invitation.objects.update(
        contact_email="so@thu.example", notified_revision=Event.objects.get().revision
    )
    noon = timezone.localtime().replace(hour=12)
    time_machine.move_to(noon)
    organizer: Any = signed_in("organizer")
    day = f"{noon + DAY:%d/%m/%Y}"
    page = organizer.ask(*invitation_form(organizer, office, deadline=day))
    assert "Sẽ soạn 1 thư." in words(page)
    url = reverse("admin:registrations_invitation_follow_up")
    data = {"chosen": f"invitations-{office.pk}", "do": "deadline", "day": day}
    page = organizer.ask(url, data)
    assert "Sẽ soạn 1 thư." in words(page)
    assert "vài phút" in words(page)
    told = organizer.ask(url, {**data, "tell": "on"})
    assert "Sẽ soạn 1 thư." in words(told)
    assert "vài phút" not in words(told)
    organizer.agree(page, url)
    assert reminders.queue_due_letters() == 1


def test_an_office_that_is_asked_again_is_told_of_before(
    organizer: Clerk, event: Event, office: Invitation
) -> None:
    Invitation.objects.update(contact_email="so@thu.example")
    invitations.decline(office)
    Invitation.objects.update(notified_revision=0)
    url = reverse("admin:registrations_invitation_changelist")
    page = organizer.ask(url, {"action": "reopen_chosen", "_selected_action": office.pk})
    assert "Sẽ soạn 1 thư." in words(page)
    organizer.agree(page, url)
    assert written_by_the_worker() == 1


def test_who_is_seated_instead_and_has_no_address_is_named(organizer: Clerk) -> None:
    event = make_seating(public_seats=1).event
    seated = make_registration(event, email="ngoi@thu.example")
    make_registration(event, name="Lê Văn Điện")
    address = reverse("admin:registrations_registration_transition", args=["cancel"])
    page = organizer.ask(address, {"ids": seated.pk, "reason": "x"})
    assert "vui lòng báo bằng điện thoại: Lê Văn Điện." in words(page)


@committed
def test_a_delegate_registers_while_the_ceremony_is_saved() -> None:
    event = make_seating(public_seats=3).event
    for n in range(4):
        DelegationFactory(event=event, text=f"Thành phần {n};", allotment=1)
    client: Any = signed_in("organizer")
    url, data = ceremony(client, event, **{"delegations-3-DELETE": "on"})
    kept = Delegation.objects.order_by("position").first()
    assert kept
    answers = together(
        lambda: client.ask(url, data).status_code,
        *(lambda: make_registration(event, delegation_id=kept.pk).status for _n in range(3)),
    )
    assert answers[0] in (200, 302)
    assert Registration.objects.count() == 3
    assert transitions.promote_due() == 0
