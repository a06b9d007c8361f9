"""Registering: seats in order, once per person, with as few statements as it takes."""

import secrets
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.web import pages
from registrations.errors import (
    REGISTRATION_CLOSED,
    UNKNOWN_DELEGATION,
    AlreadyRegistered,
    NoSeating,
)
from registrations.models import Registration, Seat, Seating
from registrations.services import consents, transitions
from registrations.services import registration as registration_service
from registrations.services.origins import ByHand, PublicForm
from tests.factories import (
    DelegationFactory,
    EventFactory,
    make_delegate,
    make_registration,
    make_seating,
)
from tests.refusals import not_allowed

Status = Registration.Status
Channel = Registration.Channel
Policy = Seating.Policy
CLOSED = "Hiện không nhận đăng ký."


@pytest.fixture
def event(db):
    return make_seating(public_seats=3, reserve_seats=1).event


def register(event, **kwargs) -> Registration:
    return registration_service.register(event=event, delegate=make_delegate(), **kwargs)


# seats


def test_seats_are_given_from_number_1_up_then_people_wait(event):
    made = [make_registration(event) for _n in range(5)]
    assert [r.status for r in made] == [Status.CONFIRMED] * 3 + [Status.WAITING] * 2
    assert [r.seat.number for r in made if r.seat] == [1, 2, 3]
    assert [r.queue_position() for r in made] == [None, None, None, 1, 2]


def test_reserve_seats_stay_free_when_the_public_ones_are_full(event):
    for _n in range(5):
        make_registration(event)
    assert Seat.objects.reserve().free().count() == 1


def test_seats_of_two_ceremonies_do_not_mix(event):
    other = make_seating(public_seats=1).event
    first, second = make_registration(other), make_registration(other)
    mine = make_registration(event)
    assert first.seat.event_id == other.pk
    assert second.status == Status.WAITING
    assert mine.seat.event_id == event.pk


def test_a_seat_that_came_free_past_the_services_still_belongs_to_who_waits(event):
    people = [make_registration(event) for _n in range(4)]
    people[0].delete()
    newcomer = make_registration(event)
    assert newcomer.queue_position() == 2
    assert transitions.promote_waiting(event) == [people[3]]


def test_an_organizer_registers_into_the_same_line(event):
    for _n in range(3):
        make_registration(event)
    late = register(event, origin=ByHand())
    assert (late.status, late.consented_at, late.consent_version) == (Status.WAITING, None, "")


def test_public_registration_records_the_consent(event):
    made = register(event, origin=PublicForm(news_consent=True))
    made.refresh_from_db()
    assert made.consent_version == consents.VERSION
    assert made.consented_at is not None
    assert timezone.now() - made.consented_at < timedelta(minutes=1)
    assert consents.given(made) == {"attend", "news"}


def test_registering_takes_five_statements_in_one_transaction(event):
    delegate = make_delegate()
    event = pages.current_event(*pages.Content.read())  # as the public form has it
    assert event is not None
    with CaptureQueriesContext(connection) as captured:
        registration_service.register(
            event=event, delegate=delegate, origin=PublicForm(submission=uuid.uuid4())
        )
    starts = [query["sql"].split()[0] for query in captured]
    # inside the test's own transaction, BEGIN and COMMIT are savepoints
    assert starts == ["SAVEPOINT", "SELECT", "SELECT", "WITH", "INSERT", "WITH", "RELEASE"]
    assert "FOR UPDATE" in captured[1]["sql"]


# who may register when


@pytest.mark.parametrize(
    ("policy", "opens", "closes", "is_open"),
    [
        (Policy.OPEN, None, None, True),
        (Policy.OPEN, -1, 1, True),
        (Policy.OPEN, 1, None, False),
        (Policy.OPEN, None, -1, False),
        (Policy.APPROVAL, -1, None, True),
        (Policy.INVITED, None, None, False),
    ],
)
def test_the_public_registers_within_the_period_and_unless_invited_only(
    db, policy, opens, closes, is_open
):
    hours = {"opens_at": opens, "closes_at": closes}
    period = {k: v and timezone.now() + timedelta(hours=v) for k, v in hours.items()}
    event = make_seating(policy=policy, **period).event
    if is_open:
        assert register(event).is_active
        return
    with not_allowed(REGISTRATION_CLOSED) as caught:
        register(event)
    assert str(caught.value) == CLOSED
    assert register(event, origin=ByHand()).status == Status.CONFIRMED


def test_with_approval_the_public_awaits_it_and_holds_no_seat(db):
    event = make_seating(policy=Policy.APPROVAL).event
    pending = register(event)
    assert (pending.status, pending.seat) == (Status.PENDING, None)


def test_a_ceremony_without_seats_set_up_says_so(db):
    with pytest.raises(NoSeating) as caught:
        register(EventFactory())
    assert str(caught.value) == "Buổi lễ này chưa được thiết lập chỗ ngồi."


def test_closed_registration_does_not_tell_who_is_registered(event):
    make_registration(event, name="Lê Thị Hoa", organisation="Sở Y tế")
    Seating.objects.filter(event=event).update(closes_at=timezone.now())
    with not_allowed(REGISTRATION_CLOSED):
        make_registration(event, name="Lê Thị Hoa", organisation="Sở Y tế")


# one registration per person


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Lê Thị Hòa", "Sở Y tế"), ("LÊ THỊ HOÀ", "sở  y tế")),
        (("Lê Thị Hòa", "Sở Y tế"), (" Lê Thị Hòa ", "SỞ Y TẾ")),
        (("Lê Thị Hòa", "Sở Y tế"), ("Le Thi Hoa", "So Y te")),
        (("le thi hoa", "so y te"), ("Lê Thị Hòa", "Sở Y tế")),
        (("Le Thi Hoa", "Sở Y tế"), ("Lê Thị Hoa", "So Y te")),
        (("Lê Thị Hòa", "Sở Y tế"), ("Lê Thị Hòa,", "“Sở Y tế”.")),
        (("Đỗ Văn Đức", "Sở Y tế"), ("Do Van Duc", "Sở Y tế")),
        (("Lê Thị Hoa", "Sở Y tế"), ("Lê Thị Hoa", "Sở Y tế")),
        (("Ｌê Thị Hoa", "Sở Y tế"), ("Lê Thị\u200b Hoa", "Sở Y tế")),
    ],
)
def test_a_person_is_registered_once_however_typed(event, first, second):
    made = make_registration(event, name=first[0], organisation=first[1])
    with pytest.raises(AlreadyRegistered) as caught:
        make_registration(event, name=second[0], organisation=second[1])
    assert caught.value.existing == made
    assert made.token not in str(caught.value)
    assert made.code not in str(caught.value)
    assert Registration.objects.get() == made


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Lê Thị Hòa", "Sở Y tế"), ("Lê Thị Hóa", "Sở Y tế")),
        (("Lê Thị Hoa", "Sở Y tế"), ("Lê Thị Hòa", "Sở Y tế")),
        (("Lê Thị Hoa", "Sở Y tế"), ("Lê Thị Hoa", "Sở Tư pháp")),
        (("Trần Văn Dũng", "Sở Y tế"), ("Trần Văn Đũng", "Sở Y tế")),
    ],
)
def test_accents_and_organisations_tell_people_apart(event, first, second):
    make_registration(event, name=first[0], organisation=first[1])
    other = make_registration(event, name=second[0], organisation=second[1])
    assert other.status == Status.CONFIRMED


def test_people_may_share_a_telephone_and_a_mailbox(event):
    shared = {"phone": "+84912345678", "email": "vanthu@thu.example"}
    assert make_registration(event, **shared).pk != make_registration(event, **shared).pk


def test_the_same_person_may_register_for_another_ceremony(event):
    person = {"name": "Lê Thị Hoa", "organisation": "Sở Y tế"}
    make_registration(event, **person)
    assert make_registration(make_seating().event, **person).status == Status.CONFIRMED


def test_who_cancelled_may_register_again_at_the_end_of_the_line(event):
    people = [make_registration(event) for _n in range(4)]
    person = {"name": "Lê Thị Hoa", "organisation": "Sở Y tế"}
    first = transitions.cancel(make_registration(event, **person))
    again = make_registration(event, **person)
    assert (first.status, again.status) == (Status.CANCELLED, Status.WAITING)
    assert people[3].queue_position() == 1
    assert again.queue_position() == 2


def test_names_that_grow_when_spelled_out_still_fit_the_indexes(event):
    signs = "".join(chr(0x3300 + n % 88) for n in range(300))  # squared katakana words
    made = make_registration(event, name=signs[:150], organisation=signs)
    assert made.status == Status.CONFIRMED
    with pytest.raises(AlreadyRegistered):
        make_registration(event, name=signs[:150], organisation=signs)


# one form sent twice


def test_the_same_form_sent_twice_is_one_registration(event):
    delegate, submission = make_delegate(), uuid.uuid4()
    first = registration_service.register(
        event=event, delegate=delegate, origin=PublicForm(submission=submission)
    )
    second = registration_service.register(
        event=event, delegate=delegate, origin=PublicForm(submission=submission)
    )
    assert second == first
    assert Registration.objects.count() == 1


def test_the_same_form_sent_again_after_closing_still_finds_its_registration(event):
    delegate, submission = make_delegate(), uuid.uuid4()
    first = registration_service.register(
        event=event, delegate=delegate, origin=PublicForm(submission=submission)
    )
    Seating.objects.filter(event=event).update(policy=Policy.INVITED)
    assert (
        registration_service.register(
            event=event, delegate=delegate, origin=PublicForm(submission=submission)
        )
        == first
    )


def test_the_same_form_sent_again_with_a_mended_telephone_mends_it(event):
    person = {"name": "Le Thi Hoa", "organisation": "Sở Y tế"}
    submission = uuid.uuid4()
    first = make_registration(event, **person, phone="+84912345678", submission=submission)
    person["name"] = "Lê Thị Hòa"
    again = make_registration(event, **person, phone="+84912345679", submission=submission)
    again.refresh_from_db()
    assert (again.pk, again.seat_id) == (first.pk, first.seat_id)
    assert (again.name, again.phone) == ("Lê Thị Hòa", "+84912345679")
    assert again.name_search == "le thi hoa"


def test_another_person_with_the_same_form_is_another_registration(event):
    submission = uuid.uuid4()
    first = make_registration(event, submission=submission)
    assert make_registration(event, submission=submission).pk != first.pk


def test_the_same_person_on_another_form_is_refused(event):
    person = {"name": "Lê Thị Hoa", "organisation": "Sở Y tế"}
    make_registration(event, **person, submission=uuid.uuid4())
    for submission in (uuid.uuid4(), None):
        with pytest.raises(AlreadyRegistered):
            make_registration(event, **person, submission=submission)


def test_forms_without_an_id_are_never_taken_for_the_same(event):
    person = {"name": "Lê Thị Hoa", "organisation": "Sở Y tế"}
    make_registration(event, **person, submission=None)
    with pytest.raises(AlreadyRegistered):
        make_registration(event, **person, submission=None)


# what the database refuses


@pytest.mark.parametrize("whose", ["deleted", "of another ceremony"])
def test_a_delegation_that_is_gone_or_elsewhere_is_said_to_the_person(event, whose):
    delegation = DelegationFactory()
    if whose == "deleted":
        delegation.delete()
    with not_allowed(UNKNOWN_DELEGATION) as caught:
        make_registration(event, delegation_id=delegation.pk or 999_999)
    assert str(caught.value) == (
        "Thành phần tham dự này không còn trong danh sách. Vui lòng chọn thành phần khác."
    )
    assert not Registration.objects.exists()


def test_a_code_that_another_has_is_drawn_again(event, monkeypatch):
    taken = make_registration(event).code
    letters = list(taken.replace("-", ""))
    real = secrets.choice
    monkeypatch.setattr(secrets, "choice", lambda of: letters.pop(0) if letters else real(of))
    second = make_registration(event)
    assert letters == []
    assert second.code != taken
    assert second.seat.number == 2


def test_a_draw_that_never_ends_is_given_up(event, monkeypatch):
    make_registration(event)
    code = Registration.objects.get().code.replace("-", "")
    drawn = iter(code * 100)
    monkeypatch.setattr(secrets, "choice", lambda of: next(drawn))
    with pytest.raises(IntegrityError, match="registrations_code_once"):
        make_registration(event)
