"""What each role may do with delegates."""

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event
from registrations.models import Registration, Seating
from registrations.services import invitations, transitions
from tests.factories import make_delegate, make_invitation, make_registration, named
from tests.people import signed_in
from tests.registrations.admin.registration.pages import (
    ADD,
    LIST,
    opened,
    status,
    step,
    text_of,
    url,
)

pytestmark = pytest.mark.django_db


def test_secretariat_works_on_delegates_but_not_on_seats(seating: Seating) -> None:
    secretary = signed_in("secretariat")
    registration = make_registration(seating.event)
    data = {**opened(secretary, registration), "position": "Trưởng phòng"}

    assert secretary.post(url(registration), data).status_code == 302
    assert secretary.post(url(seating), {"public_seats": "1"}).status_code == 403

    registration.refresh_from_db()
    assert registration.position == "Trưởng phòng"
    seating.refresh_from_db()
    assert seating.public_seats == 2


def test_reception_sees_delegates_and_changes_nothing(seating: Seating) -> None:
    reception = signed_in("reception")
    registration = make_registration(seating.event, name="Lê Thị Xem")

    assert "Lê Thị Xem" in text_of(reception.get(reverse(LIST)))
    assert reception.get(url(registration)).status_code == 200
    assert reception.post(url(registration), {"name": "Khác"}).status_code == 403
    assert reception.post(reverse(ADD), {"name": "Thêm trộm"}).status_code == 403
    data = {"ids": registration.pk, "reason": "trộm"}
    assert reception.post(step("cancel"), data).status_code == 403
    assert reception.get(reverse("admin:registrations_registration_export")).status_code == 403
    assert reception.get(url(seating)).status_code == 403
    act = {"action": "cancel_chosen", "_selected_action": registration.pk}
    reception.post(reverse(LIST), act)

    registration.refresh_from_db()
    assert (registration.name, registration.status) == ("Lê Thị Xem", "confirmed")
    assert Registration.objects.count() == 1


def test_reception_reads_what_it_needs_to_receive_people_and_no_more(seating: Seating) -> None:
    one = make_registration(
        seating.event, name="Lê Thị Xem", phone="+84912345004", email="xem@thu.example"
    )
    transitions.correct(one, delegate=make_delegate(name="Lê Thị Xem"), note="Ngồi xe lăn")
    transitions.correct(
        one,
        delegate=make_delegate(name="Lê Thị Xem", phone="+84912345004", email="xem@thu.example"),
    )
    one.refresh_from_db()
    invitations.substitute(one, delegate=make_delegate(name="Trần Thị Thay"), channel="office")
    transitions.cancel(one, reason="Gia đình có việc")
    reception = signed_in("reception")
    seen = [text_of(reception.get(page)) for page in (url(one), reverse(LIST))]
    seen.append(text_of(reception.get(reverse(LIST), {"q": "le thi xem"})))
    for page in seen:
        assert "Trần Thị Thay" in page
        for hidden in ("xem@thu.example", "Ngồi xe lăn", "Gia đình có việc", "+84"):
            assert hidden not in page
    organizer = text_of(signed_in("organizer").get(url(one)))
    assert "Ngồi xe lăn" in organizer
    assert "Gia đình có việc" in organizer


def test_visitor_is_asked_to_log_in(client: Client, event: Event) -> None:
    registration = make_registration(event)

    for address in (reverse(LIST), url(registration), step("cancel")):
        response = client.post(address, {"ids": registration.pk, "reason": "trộm"})
        assert response.status_code == 403
        assert 'type="password"' in response.content.decode()  # what was typed waits behind it
    assert status(registration) == "confirmed"


def test_reception_finds_no_way_to_what_it_may_not_see(event: Event) -> None:
    one = named(make_invitation(event, organisation="Sở Nội vụ"), name="Lê Thị Được Mời")
    reception = signed_in("reception")

    page = reception.get(url(one))
    assert "Sở Nội vụ" in text_of(page)
    assert url(one.invitation) not in page.content.decode()
    assert reception.get(reverse("admin:registrations_seat_export")).status_code == 403


@pytest.mark.parametrize("column", ["token", "email", "note", "reason", "submission", "seat__row"])
def test_no_address_of_a_list_lets_guess_what_is_hidden(event: Event, column: str) -> None:
    make_registration(event, email="rieng@thu.example")
    for role in ("reception", "organizer"):
        client = signed_in(role)
        for asked in (f"{column}__startswith", column, f"event__registrations__{column}"):
            assert client.get(reverse(LIST), {asked: "r"}).status_code == 400, asked
        for asked in ("status__exact", "event__id__exact", "delegation__id__exact"):
            values = {"status__exact": "confirmed"}
            typed = {asked: values.get(asked, str(event.pk))}
            assert client.get(reverse(LIST), typed).status_code == 200, asked
