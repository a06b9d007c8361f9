"""What the database itself refuses, whoever writes."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from registrations.models import Registration, Seat, Seating
from registrations.models.registration import new_code, new_token
from registrations.services import data_requests, transitions
from tests.factories import DelegationFactory, make_registration, make_seating

pytestmark = pytest.mark.django_db


@pytest.fixture
def seating():
    return make_seating(public_seats=2)


@pytest.fixture
def person(seating):
    return make_registration(seating.event)


def refused(constraint: str, model, **changes) -> None:
    """Write past all services, as a shell would; expect the constraint to say no."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**changes)


@pytest.mark.parametrize("status", ["waiting", "pending", "declined", "cancelled"])
def test_only_the_confirmed_hold_a_seat(person, status):
    refused("registrations_confirmed_holds_seat", Registration, status=status)


def test_the_confirmed_hold_a_seat(person):
    refused("registrations_confirmed_holds_seat", Registration, seat=None)


def test_two_cannot_hold_one_seat(seating, person):
    make_registration(seating.event)
    refused("registrations_registration_seat_id_key", Registration, seat=person.seat)


def test_a_seat_of_another_ceremony_cannot_be_held(person):
    refused("registrations_seat_of_event", Registration, seat=make_seating().event.seats.first())


def test_a_seat_that_is_not_there_cannot_be_held(person):
    refused("registrations_seat_of_event", Registration, seat_id=0)


def test_a_held_seat_cannot_move_to_another_ceremony(seating, person):
    with pytest.raises(IntegrityError, match="registrations_seat_of_event"), transaction.atomic():
        Seat.objects.filter(number=1).update(event=DelegationFactory().event)


def test_a_held_seat_cannot_be_deleted(person):
    with (
        pytest.raises(IntegrityError, match="registrations_seat_of_event"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM registrations_seat")


def test_a_delegation_of_another_ceremony_cannot_be_named(person):
    refused("registrations_delegation_of_event", Registration, delegation=DelegationFactory())


def test_a_person_cannot_be_active_twice(seating, person):
    other = make_registration(seating.event)
    other.name = person.name.upper()
    with pytest.raises(IntegrityError, match="registrations_person_once"), transaction.atomic():
        other.save(update_fields=["name"])


@pytest.mark.parametrize("phone", ["0912345678", "+84 912345678", "+0912345678", "+8491", "x"])
def test_a_telephone_number_is_e164_or_empty(person, phone):
    refused("registrations_phone_e164", Registration, phone=phone)


@pytest.mark.parametrize("changes", [{"name": " "}, {"organisation": ""}])
def test_name_and_organisation_cannot_be_empty(person, changes):
    refused("registrations_named", Registration, **changes)


@pytest.mark.parametrize("changes", [{"consented_at": None}, {"consent_version": ""}])
def test_no_public_registration_without_consent(person, changes):
    refused("registrations_public_consent", Registration, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"honorific": "mr"},
        {"position": "Giám đốc"},
        {"phone": "+84912345678"},
        {"email": "a@example.vn"},
        {"submission": uuid.uuid4()},
    ],
)
def test_of_who_was_erased_nothing_is_written(person, changes):
    data_requests.finish(data_requests.ask(person, "erase"))
    refused("registrations_erased_is_empty", Registration, **changes)


@pytest.mark.parametrize("changes", [{"channel": "fax"}, {"status": "Waiting", "seat": None}])
def test_only_known_words(person, changes):
    refused("registrations_known_words", Registration, **changes)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("registrations_seating_size", {"public_seats": 5001}),
        ("registrations_seating_policy", {"policy": "lottery"}),
        (
            "registrations_seating_period",
            {"opens_at": timezone.now(), "closes_at": timezone.now() - timedelta(days=1)},
        ),
    ],
)
def test_a_seating_keeps_within_its_bounds(seating, constraint, changes):
    refused(constraint, Seating, **changes)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("registrations_seat_number_from_1", {"number": 0}),
        ("registrations_seat_number", {"number": 1}),
        ("registrations_seat_kind", {"kind": "box"}),
    ],
)
def test_a_seat_keeps_within_its_bounds(seating, constraint, changes):
    refused(constraint, Seat, **changes)


def test_computed_columns_follow_also_when_few_fields_are_saved(person):
    person.name = "Đỗ Thị Hoà"
    person.save(update_fields=["name"])
    person.refresh_from_db()
    assert person.name_search == "do thi hoa"
    assert {k: getattr(person, k) for k in person.computed()} == person.computed()


def test_saving_another_field_leaves_what_others_wrote(person):
    Registration.objects.filter(pk=person.pk).update(name_search="khác")
    person.save(update_fields=["position"])
    person.refresh_from_db()
    assert person.name_search == "khác"


def test_text_is_stored_composed_with_single_spaces(seating):
    made = make_registration(seating.event, name="  Le\u0302  Thi\u0323\u00a0Hoa ")
    made.refresh_from_db()
    assert made.name == "Lê Thị Hoa"


def test_codes_can_be_read_over_the_telephone():
    codes = {new_code() for _n in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}", code) for code in codes)


def test_the_secret_of_a_link_has_192_bits(person):
    assert re.fullmatch(r"[\w-]{32}", new_token(), re.ASCII)
    assert person.get_absolute_url() == f"/dang-ky/{person.token}/"


def test_the_queue_position_is_of_the_own_ceremony(seating):
    other = make_seating(public_seats=0).event
    make_registration(other)
    for _n in range(2):
        make_registration(seating.event)
    first, second = make_registration(seating.event), make_registration(seating.event)
    assert (first.queue_position(), second.queue_position()) == (1, 2)
    assert transitions.cancel(second).queue_position() is None
