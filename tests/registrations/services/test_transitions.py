"""Cancelling, approving, declining, reserve seats, corrections."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.mail import looked_up
from events.models import Letter
from registrations.errors import (
    REASON_NEEDED,
    UNKNOWN_DELEGATION,
    AlreadyRegistered,
    NotAllowed,
    SeatingFull,
)
from registrations.invariants import violations
from registrations.models import Registration, Seating
from registrations.services import transitions
from registrations.services.origins import ByHand
from registrations.services.registration import register
from tests.factories import DelegationFactory, make_delegate, make_registration, make_seating
from tests.letters import words
from tests.refusals import not_allowed

Status = Registration.Status


@pytest.fixture
def event(db):
    event = make_seating(public_seats=2, reserve_seats=1).event
    yield event
    assert list(violations()) == []


@pytest.fixture
def people(event):
    """Five people: two seated, three waiting."""
    return [make_registration(event) for _n in range(5)]


def approval(event) -> None:
    Seating.objects.filter(event=event).update(policy=Seating.Policy.APPROVAL)


def now(registration: Registration) -> tuple[str, int | None]:
    fresh = Registration.objects.select_related("seat").get(pk=registration.pk)
    return fresh.status, fresh.seat.number if fresh.seat else None


def waiting(event) -> list[int]:
    line = Registration.objects.waiting().filter(event=event)
    return list(line.values_list("pk", flat=True))


# cancelling


def test_a_cancelled_seat_goes_to_the_first_who_waits(people):
    transitions.cancel(people[0])
    assert [now(p) for p in people] == [
        (Status.CANCELLED, None),
        (Status.CONFIRMED, 2),
        (Status.CONFIRMED, 1),
        (Status.WAITING, None),
        (Status.WAITING, None),
    ]
    assert [p.queue_position() for p in people[3:]] == [1, 2]


def test_cancelling_twice_frees_one_seat(people):
    transitions.cancel(people[0])
    transitions.cancel(people[0])
    assert [now(p)[0] for p in people].count(Status.CONFIRMED) == 2


def test_cancelling_with_an_outdated_object_does_not_bring_the_seat_back(people):
    """The one in hand still believes to wait, while it was seated by another's cancelling."""
    stale = Registration.objects.get(pk=people[2].pk)
    transitions.cancel(people[0])
    transitions.cancel(stale)
    assert now(people[2]) == (Status.CANCELLED, None)
    assert now(people[3]) == (Status.CONFIRMED, 1)


@pytest.mark.parametrize("step", [transitions.cancel, transitions.approve])
def test_a_step_looks_at_the_registration_as_it_is_now(event, step):
    approval(event)
    pending = make_registration(event)
    shown_before = Registration.objects.get(pk=pending.pk)
    step(pending)
    before = now(pending)
    for late in (
        lambda: transitions.approve(shown_before),
        lambda: transitions.decline(shown_before, reason="Ngoài thành phần"),
    ):
        with pytest.raises(NotAllowed):
            late()
    assert now(pending) == before


def test_who_waits_can_leave_the_list(event, people):
    transitions.cancel(people[2])
    assert waiting(event) == [people[3].pk, people[4].pk]


def test_a_cancelled_reserve_seat_is_not_given_to_the_waiting_list(event, people):
    transitions.give_reserve_seat(people[4], reason="Khách mời")
    transitions.cancel(people[4])
    assert [now(p)[0] for p in people[2:4]] == [Status.WAITING] * 2


def test_cancelling_without_anybody_waiting_leaves_the_seat_to_a_newcomer(event):
    first = make_registration(event)
    transitions.cancel(first)
    assert make_registration(event).seat.number == 1


def test_cancelling_keeps_the_reason(people):
    transitions.cancel(people[0], reason="Đi công tác")
    people[0].refresh_from_db()
    assert people[0].reason == "Đi công tác"


def test_cancelling_takes_a_constant_number_of_statements(event, people):
    def statements(registration) -> int:
        with CaptureQueriesContext(connection) as captured:
            transitions.cancel(registration)
        return len(captured)

    few = statements(people[0])
    for _n in range(20):
        make_registration(event)
    assert statements(people[1]) == few == 9


# approval


def test_an_approved_delegate_gets_a_seat_while_one_is_free(event):
    approval(event)
    pending = make_registration(event)
    assert transitions.approve(pending).seat.number == 1


def test_an_approved_delegate_never_overtakes_who_waits(event):
    approval(event)
    early, *others = [make_registration(event) for _n in range(4)]
    for other in others:
        transitions.approve(other)
    transitions.approve(early)  # came first, but was approved last
    assert waiting(event) == [others[2].pk, early.pk]
    for late in (others[2], early):
        late.refresh_from_db()
    assert (others[2].queue_position(), early.queue_position()) == (1, 2)
    transitions.cancel(others[0])
    assert now(others[2]) == (Status.CONFIRMED, 1)
    assert now(early) == (Status.WAITING, None)


def test_a_newcomer_stands_behind_who_was_approved_before(event):
    approval(event)
    pending = make_registration(event)
    Seating.objects.filter(event=event).update(policy=Seating.Policy.OPEN)
    for _n in range(2):
        make_registration(event)
    transitions.approve(pending)
    last = make_registration(event)
    assert waiting(event) == [pending.pk, last.pk]


@pytest.mark.parametrize("step", ["confirmed", "waiting", "declined", "cancelled"])
def test_only_what_awaits_approval_is_approved(event, step):
    approval(event)
    one = make_registration(event)
    if step in ("confirmed", "waiting"):
        transitions.approve(one)
    if step == "waiting":
        transitions.approve(make_registration(event))
        one = transitions.approve(make_registration(event))
    if step == "declined":
        transitions.decline(one, reason="Ngoài thành phần")
    if step == "cancelled":
        transitions.cancel(one)
    before = now(one)
    assert before[0] == step
    with pytest.raises(NotAllowed) as caught:
        transitions.approve(one)
    assert str(caught.value) == "Chỉ duyệt được đăng ký đang chờ duyệt."
    assert now(one) == before


def test_declining_needs_a_reason_and_is_final(event):
    approval(event)
    pending = make_registration(event)
    with not_allowed(REASON_NEEDED):
        transitions.decline(pending, reason="  ")
    assert transitions.decline(pending, reason="Ngoài thành phần").status == Status.DECLINED
    with pytest.raises(NotAllowed) as caught:
        transitions.decline(pending, reason="Lần nữa")
    assert (
        str(caught.value) == "Không thực hiện được: đăng ký đang ở trạng thái “không được duyệt”."
    )
    pending.refresh_from_db()
    assert pending.reason == "Ngoài thành phần"


def test_cancelling_a_declined_registration_changes_nothing(event):
    approval(event)
    pending = make_registration(event)
    transitions.decline(pending, reason="Ngoài thành phần")
    assert transitions.cancel(pending).status == Status.DECLINED


@pytest.mark.parametrize("index", [0, 2])
def test_who_has_a_seat_or_waits_cannot_be_declined(people, index):
    before = now(people[index])
    with pytest.raises(NotAllowed):
        transitions.decline(people[index], reason="Nhầm")
    assert now(people[index]) == before


# reserve seats


@pytest.mark.parametrize("index", [2, 4])
def test_a_reserve_seat_goes_to_whom_the_organizer_chooses(event, people, index):
    given = transitions.give_reserve_seat(people[index], reason="Khách mời của tỉnh")
    assert (given.seat.number, given.seat.kind, given.reason) == (
        3,
        "reserve",
        "Khách mời của tỉnh",
    )
    assert waiting(event) == [p.pk for p in people[2:] if p != people[index]]


def test_a_reserve_seat_for_who_awaits_approval(event):
    approval(event)
    assert transitions.give_reserve_seat(make_registration(event), reason="Mời").seat.number == 3


def test_a_reserve_seat_needs_a_reason(people):
    with not_allowed(REASON_NEEDED) as caught:
        transitions.give_reserve_seat(people[2], reason="\n")
    assert str(caught.value) == "Vui lòng ghi lý do."


def test_no_more_reserve_seats_than_there_are(people):
    transitions.give_reserve_seat(people[4], reason="Mời")
    with pytest.raises(SeatingFull) as caught:
        transitions.give_reserve_seat(people[3], reason="Mời")
    assert str(caught.value) == "Đã hết chỗ dự phòng. Có thể tăng số chỗ ở mục “Số chỗ ngồi”."
    assert now(people[3]) == (Status.WAITING, None)


def stop(event, how: str) -> None:
    """Let nobody be promoted any more, or for now."""
    if how == "begun":
        event.starts_at = timezone.now() - datetime.timedelta(minutes=1)
        event.window_start = event.window_end = timezone.localdate()
        event.save()
    seatings = Seating.objects.filter(event=event)
    if how == "paused":
        seatings.update(promotion_paused=True)
    elif how == "ended":
        seatings.update(promotion_until=timezone.now() - datetime.timedelta(minutes=1))


@pytest.mark.parametrize("how", ["begun", "paused", "ended"])
def test_where_nobody_is_promoted_an_organizer_gives_a_free_public_seat(event, people, how):
    stop(event, how)
    transitions.cancel(people[0])
    for person in (people[3], people[4]):
        person.refresh_from_db()  # the reserve seat first, then the public one
        transitions.give_reserve_seat(person, reason="Có mặt tại cửa")
    assert [now(person) for person in people[2:]] == [
        (Status.WAITING, None),
        (Status.CONFIRMED, 3),
        (Status.CONFIRMED, 1),
    ]
    with pytest.raises(SeatingFull):
        transitions.give_reserve_seat(people[2], reason="Có mặt tại cửa")
    assert list(violations()) == []
    Seating.objects.update(promotion_paused=False)
    transitions.cancel(people[1])
    assert (how != "paused") == (now(people[2])[0] == Status.WAITING)


def test_a_free_seat_that_is_kept_for_a_delegation_is_not_given_to_others(event, people):
    own = DelegationFactory(event=event, allotment=1)
    stop(event, "paused")
    transitions.give_reserve_seat(people[2], reason="Mời")
    transitions.cancel(people[0])
    with pytest.raises(SeatingFull):
        transitions.give_reserve_seat(people[3], reason="Mời")
    late = make_registration(event, delegation_id=own.pk)
    assert now(late) == (Status.CONFIRMED, 1)


def test_who_comes_late_and_is_entered_by_hand_gets_a_free_public_seat(event, people):
    stop(event, "begun")
    transitions.give_reserve_seat(people[2], reason="Mời")
    transitions.cancel(people[0])
    late = register(event=event, delegate=make_delegate(), origin=ByHand())
    assert now(late) == (Status.WAITING, None)
    other = register(
        event=event,
        delegate=make_delegate(),
        origin=ByHand(reserve_reason="Có mặt tại cửa"),
    )
    assert (now(other), other.reason) == ((Status.CONFIRMED, 1), "Có mặt tại cửa")


def test_who_has_a_seat_gets_no_reserve_seat(people):
    with pytest.raises(NotAllowed):
        transitions.give_reserve_seat(people[0], reason="Mời")
    assert now(people[0]) == (Status.CONFIRMED, 1)


# corrections


def test_correcting_keeps_seat_and_state(people):
    delegate = make_delegate(name="Lê Thị Hòa", organisation="Sở Y tế", position="Giám đốc")
    transitions.correct(people[0], delegate=delegate)
    people[0].refresh_from_db()
    assert (people[0].name, people[0].position) == ("Lê Thị Hòa", "Giám đốc")
    assert (people[0].name_search, people[0].organisation_search) == ("le thi hoa", "so y te")
    assert now(people[0]) == (Status.CONFIRMED, 1)


@pytest.mark.parametrize(
    ("before", "after", "ends"),
    [
        ("sai@thu.vn", "dung@thu.vn", True),
        ("sai@thu.vn", "", True),
        ("", "dung@thu.vn", False),
        ("dung@thu.vn", "dung@thu.vn", False),
    ],
)
def test_the_link_that_a_wrong_address_got_ends(event, settings, before, after, ends):
    settings.SITE_URL = "https://thu.vn"
    one = make_registration(event, name="Lê Thị Hoa", organisation="Sở Y tế", email=before)
    delegate = make_delegate(name="Lê Thị Hoa", organisation="Sở Y tế", position="Phó", email=after)
    now = transitions.correct(one, delegate=delegate)
    assert (now.token != one.token) is ends
    assert Registration.objects.get().token == now.token
    for letter in looked_up(Letter.objects.waiting()):
        assert letter.outlook.overtaken or now.token in words(letter)


def test_adding_accents_to_the_own_name_is_a_correction(event):
    one = make_registration(event, name="Le Thi Hoa", organisation="Sở Y tế")
    delegate = make_delegate(name="Lê Thị Hòa", organisation="Sở Y tế")
    assert transitions.correct(one, delegate=delegate).name == "Lê Thị Hòa"


def test_a_name_cannot_be_corrected_into_that_of_another(people):
    with pytest.raises(AlreadyRegistered) as caught:
        transitions.correct(people[3], delegate=make_delegate(name=people[0].name.upper()))
    assert caught.value.existing == people[0]


def test_a_name_without_accents_could_be_the_other_of_two(event):
    first = make_registration(event, name="Lê Thị Hòa", organisation="Sở Y tế")
    other = make_registration(event, name="Lê Thị Hóa", organisation="Sở Y tế")
    with pytest.raises(AlreadyRegistered) as caught:
        transitions.correct(
            first, delegate=make_delegate(name="Le Thi Hoa", organisation="Sở Y tế")
        )
    assert caught.value.existing == other


def test_a_cancelled_registration_may_bear_the_name_of_an_active_one(people):
    transitions.cancel(people[4])
    delegate = make_delegate(name=people[0].name)
    assert transitions.correct(people[4], delegate=delegate).name == people[0].name


def test_correcting_to_a_delegation_of_another_ceremony_is_refused(people):
    elsewhere = DelegationFactory(event__published=False)
    with not_allowed(UNKNOWN_DELEGATION):
        transitions.correct(people[0], delegate=make_delegate(delegation_id=elsewhere.pk))
