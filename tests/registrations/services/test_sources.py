"""What came from one network within an hour: as a group, and taken back together."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from events.models import Letter
from registrations.models import Registration, Seat
from registrations.services import data_requests, invitations, sources, transitions
from registrations.services.origins import ByHand, PublicForm
from registrations.services.registration import register
from registrations.services.sources import bursts, digest, groups
from tests.factories import make_delegate, make_seating
from tests.registrations.crowd import check_everything
from tests.registrations.public.registration.test_views import form

pytestmark = pytest.mark.django_db

Status = Registration.Status
NINE = datetime.datetime(2030, 1, 7, 9, tzinfo=datetime.UTC)


@pytest.fixture
def event():
    return make_seating(public_seats=120).event


def come(event, network: str, *minutes: float, email: str = "") -> list[Registration]:
    """Register somebody from a network at each of these minutes after nine."""
    made = []
    for minute in minutes:
        delegate = make_delegate(email=email)
        source = digest(event, network) if network else ""
        one = register(event=event, delegate=delegate, origin=PublicForm(source=source))
        at = NINE + datetime.timedelta(minutes=minute)
        Registration.objects.filter(pk=one.pk).update(created_at=at)
        made.append(one)
    return made


def keys(rows) -> list[int]:
    return [row.pk for row in rows]


def states(rows) -> list[str]:
    found = Registration.objects.in_bulk(keys(rows))
    return [found[row.pk].status for row in rows]


# What is kept


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::3", "2001:db8:1:ffff::4", True),
        ("2001:db8:1:2::3", "2001:db8:2:2::3", False),
    ],
)
def test_the_form_keeps_a_digest_of_the_network_alone(client, event, one, other, same):
    for number, address in enumerate((one, other)):
        person = {"name": f"Nguyễn Thử {number}", "phone": f"091200000{number}"}
        answer = client.post("/dang-ky/", form(client, **person), REMOTE_ADDR=address)
        assert answer.status_code == 303
    kept = list(Registration.objects.order_by("pk").values_list("source", flat=True))
    assert (kept[0] == kept[1]) is same
    assert all(len(source) == 64 and source.isalnum() for source in kept)


def test_the_same_network_is_another_one_for_another_ceremony(event):
    assert digest(event, "203.0.113.7") != digest(make_seating().event, "203.0.113.7")


def test_only_public_registrations_have_a_source(event):
    office = register(event=event, delegate=make_delegate(), origin=ByHand())
    with pytest.raises(IntegrityError, match="registrations_source_of_public"):
        Registration.objects.filter(pk=office.pk).update(source="a" * 64)


def test_the_source_is_erased_with_the_person_and_goes_with_who_is_replaced(event):
    erased, replaced = come(event, "a", 0, 1)
    with (
        pytest.raises(IntegrityError, match="registrations_erased_is_empty"),
        transaction.atomic(),
    ):
        Registration.objects.filter(pk=erased.pk).update(
            erased_at=NINE, honorific="", phone="", position="", submission=None
        )
    data_requests.finish(data_requests.ask(erased, "erase"))
    invitations.substitute(
        replaced, delegate=make_delegate(), channel=Registration.Channel.OFFICE, silently=True
    )
    assert list(Registration.objects.values_list("source", flat=True)) == ["", ""]
    check_everything()


# Groups


def test_a_group_goes_on_while_each_comes_within_an_hour_of_the_one_before(event):
    first = come(event, "a", 0, 10, 60, 120)
    later = come(event, "a", 181, 182, 183)
    come(event, "b", 0, 1)
    come(event, "", 0, 1, 2)
    found = groups(event.pk)
    assert [group.keys for group in found] == [keys(later), keys(first)]
    assert [group.most for group in found] == [3, 3]  # of the first: 9:00 to 10:00
    assert found[1].began == NINE
    assert found[1].ended == NINE + datetime.timedelta(hours=2)


def test_who_comes_seldom_is_no_group(event):
    come(event, "a", 0, 40, 80, 120)
    assert groups(event.pk) == []


def test_who_is_out_or_comes_to_another_ceremony_does_not_count(event):
    made = come(event, "a", 0, 1, 2, 3)
    transitions.cancel(made[0])
    come(make_seating().event, "a", 0, 1, 2)
    assert [group.keys for group in groups(event.pk)] == [keys(made[1:])]


@pytest.mark.parametrize(
    ("seats", "number", "expected"), [(120, 11, 0), (120, 12, 1), (500, 12, 1), (20, 4, 0)]
)
def test_a_burst_is_a_tenth_of_the_hall_within_an_hour(seats, number, expected):
    seating = make_seating(public_seats=seats)
    come(seating.event, "a", *range(number))
    assert bursts(seating) == expected


def test_groups_are_one_statement(event, django_assert_num_queries):
    for network in "abc":
        come(event, network, 0, 1, 2)
    with django_assert_num_queries(1):
        assert len(groups(event.pk)) == 3


# Taken back


def test_the_group_goes_whole_and_the_line_moves_up_in_order():
    event = make_seating(public_seats=6, reserve_seats=0).event
    genuine = come(event, "b", 0)
    burst = come(event, "a", 1, 2, 3, 4, 5)
    waiting = come(event, "c", 6, 7)
    burst += come(event, "a", 8)  # waits, too: must not get the seat of another of the group
    waiting += come(event, "b", 9)
    done = sources.take_back(burst[2], keys(burst), reason="Dồn dập", silently=True)
    assert done.cancelled == burst
    assert done.promoted == waiting
    assert states(burst) == ["cancelled"] * 6
    assert states([*genuine, *waiting]) == ["confirmed"] * 4
    numbers = Seat.objects.taken().order_by("registration__pk").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]
    assert {r.reason for r in Registration.objects.filter(pk__in=keys(burst))} == {"Dồn dập"}
    check_everything()


def test_to_ask_twice_does_nothing_more_and_others_are_not_touched(event):
    burst, others = come(event, "a", 0, 1, 2), come(event, "b", 0)
    first = sources.take_back(burst[0], keys([*burst[:2], *others]))
    assert first.cancelled == burst[:2]
    again = sources.take_back(burst[0], keys([*burst[:2], *others]))
    assert (again.cancelled, again.promoted) == ([], [])
    assert states([*burst, *others]) == ["cancelled", "cancelled", "confirmed", "confirmed"]
    without = come(event, "", 0, 1)
    assert sources.take_back(without[0], keys(without)).cancelled == []


@pytest.mark.parametrize(("silently", "letters"), [(True, 0), (False, 2)])
def test_letters_tell_of_it_where_the_organizer_wants_it(event, silently, letters):
    burst = come(event, "a", 0, 1, email="an@thu.example")
    sources.take_back(burst[0], keys(burst), silently=silently)
    assert Letter.objects.filter(key__contains="cancel").count() == letters


def test_what_is_let_be_stays_and_is_no_group_any_more(event):
    made, other = come(event, "a", 0, 1, 2, 3), come(event, "b", 0)
    assert sources.let_be(made[0], keys([*made[:3], *other])) == made[:3]
    assert groups(event.pk) == []
    assert states(made) == ["confirmed"] * 4
    assert Registration.objects.get(pk=other[0].pk).source
