"""Invitations and what their offices answer."""

import datetime
import html
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import Letter
from registrations.errors import (
    ANOTHER_PERSON,
    INVITATION_GONE,
    REGISTRATION_CLOSED,
    UNKNOWN_DELEGATION,
    AlreadyRegistered,
    ChangedMeanwhile,
    InvitationClosed,
    NotAllowed,
    QuotaReached,
    QuotaTooSmall,
)
from registrations.invariants import violations
from registrations.models import Invitation, Registration, Seating, Substitution
from registrations.services import consents, invitations, transitions
from registrations.services.identity import Delegate
from tests.factories import (
    DelegationFactory,
    EventFactory,
    make_delegate,
    make_invitation,
    make_registration,
    make_seating,
    named,
)
from tests.letters import where
from tests.refusals import not_allowed

pytestmark = pytest.mark.django_db

Status = Registration.Status
YESTERDAY = -1
PERSON = ("name", "organisation", "honorific", "position", "phone", "email")


def day(days: int) -> datetime.date:
    return timezone.localdate() + timedelta(days=days)


def state(invitation: Invitation) -> str:
    return Invitation.objects.with_state().get(pk=invitation.pk).state


@pytest.fixture
def event():
    return make_seating(policy=Seating.Policy.INVITED).event


@pytest.fixture
def invitation(event):
    return make_invitation(event)


@pytest.fixture(autouse=True)
def sweep(db):
    yield
    assert list(violations()) == []


def close(invitation: Invitation) -> None:
    invitations.change(invitation, deadline=day(YESTERDAY))


# inviting


def test_an_invitation_has_a_code_for_the_telephone_and_a_secret(invitation):
    other = make_invitation(invitation.event)
    assert len(invitation.code) == 9
    assert len(invitation.token) >= 22  # 128 bits in base64
    assert (invitation.code, invitation.token) != (other.code, other.token)
    assert state(invitation) == "open"


def test_a_delegation_of_another_ceremony_is_said(event):
    with not_allowed(UNKNOWN_DELEGATION):
        make_invitation(event, delegation=DelegationFactory(event__published=False))
    assert not Invitation.objects.exists()


def test_search_columns_follow_every_change(event):
    invitation = make_invitation(event, organisation="Sở Y tế", name="Lê Thị Hòa")
    assert (invitation.organisation_search, invitation.name_search) == ("so y te", "le thi hoa")
    invitations.change(invitation, organisation="Đài Truyền hình", contact_name="Ánh")
    invitation.refresh_from_db()
    assert invitation.organisation_search == "dai truyen hinh"
    assert invitation.name_search == "le thi hoa anh"


def test_places_are_not_lowered_below_the_named(invitation):
    for _n in range(2):
        named(invitation)
    with pytest.raises(QuotaTooSmall):
        invitations.change(invitation, quota=1)
    assert invitations.change(invitation, quota=3).quota == 3


def test_unanswered_are_the_urgent_first(event):
    late, soon, never = (make_invitation(event, deadline=d) for d in (day(5), day(1), None))
    named(make_invitation(event))
    invitations.decline(make_invitation(event))
    assert list(Invitation.objects.unanswered()) == [soon, late, never]


# naming


def test_only_this_door_lets_in_when_invited_only(event, invitation):
    with not_allowed(REGISTRATION_CLOSED):
        make_registration(event)
    made = named(invitation)
    assert (made.status, made.seat.number, made.channel) == (Status.CONFIRMED, 1, "invitation")
    assert made.invitation == invitation
    assert state(invitation) == "accepted"
    invitation.refresh_from_db()
    assert invitation.replied_at is not None


def test_naming_records_the_consent(invitation):
    made = named(invitation)
    made.refresh_from_db()
    assert made.consented_at is not None
    assert made.consent_version == consents.VERSION
    consent = made.consents.get()
    assert (consent.channel, consent.given) == ("invitation", True)


def test_the_words_that_the_clerk_agreed_to_are_kept(client, invitation):
    """For a delegate who is named and for a substitute: those of the page, and no others."""
    page = html.unescape(client.get(invitation.get_absolute_url()).content.decode())
    made = named(invitation)
    invitations.substitute(made, delegate=make_delegate(organisation=invitation.organisation))
    for consent in made.consents.all():
        *notice, box = consent.text.text.splitlines()
        assert box == str(consents.CLERKS_BOX)
        assert box in page
        assert consent.text.text.count(str(consents.BOXES["attend"])) == 0
        assert len(notice) > 3
    assert made.consents.count() == 2


def test_the_invited_need_no_approval(event, invitation):
    Seating.objects.update(policy=Seating.Policy.APPROVAL)
    assert make_registration(event).status == Status.PENDING
    assert named(invitation).status == Status.CONFIRMED


def test_the_invited_stand_in_line_like_everybody(invitation):
    Seating.objects.update(policy=Seating.Policy.OPEN)
    people = [make_registration(invitation.event) for _n in range(4)]
    made = named(invitation)
    assert (made.status, made.queue_position()) == (Status.WAITING, 2)
    transitions.cancel(people[0])
    assert made.queue_position() == 1


def test_never_more_than_the_places_whether_seated_or_waiting(invitation):
    Seating.objects.update(policy=Seating.Policy.OPEN)
    for _n in range(2):
        make_registration(invitation.event)
    assert [named(invitation).status for _n in range(2)] == [Status.CONFIRMED, Status.WAITING]
    with pytest.raises(QuotaReached):
        named(invitation)
    assert invitation.active().count() == 2


def test_the_same_list_sent_twice_names_once(invitation):
    people, submission = [make_delegate() for _n in range(2)], uuid.uuid4()

    def send():
        return [invitations.name_delegate(invitation, p, submission=submission) for p in people]

    assert send() == send()
    assert invitation.active().count() == 2


def test_who_registered_alone_is_not_named_again(invitation):
    Seating.objects.update(policy=Seating.Policy.OPEN)
    made = make_registration(invitation.event, name="Lê Thị Hoa", organisation="Sở Y tế")
    with pytest.raises(AlreadyRegistered):
        invitations.name_delegate(
            invitation, make_delegate(name="LE THI HOA", organisation="Sở Y tế")
        )
    assert list(Registration.objects.all()) == [made]
    assert state(invitation) == "open"


def test_a_place_given_back_can_be_given_again(invitation):
    first, _second = named(invitation), named(invitation)
    transitions.cancel(first)  # by the delegate's own link
    assert named(invitation).status == Status.CONFIRMED


# the end of the time for answers


@pytest.mark.parametrize(
    ("deadline", "begins", "closed"),
    [(0, None, False), (1, None, False), (-1, None, True), (None, None, False),
     (1, -1, True), (None, -1, True), (None, 1, False)],
)  # fmt: skip
def test_answers_are_taken_through_the_last_day_and_until_it_begins(
    event, deadline, begins, closed
):
    invitation = make_invitation(event, deadline=None if deadline is None else day(deadline))
    event.starts_at = begins and timezone.now() + timedelta(hours=begins)
    assert invitation.is_closed() is closed


@pytest.mark.parametrize(("last_day", "closed"), [(0, False), (-1, True)])
def test_no_answers_are_taken_once_the_last_possible_day_is_over(event, last_day, closed):
    event.window_start = event.window_end = day(last_day)
    assert make_invitation(event).is_closed() is closed


def test_after_the_deadline_nothing_changes_and_the_contact_is_told(invitation):
    invitation.event.contact = "Văn phòng Sở\n0208 3855 123."
    invitation.event.save()
    made = named(invitation)
    close(invitation)
    for step in (
        lambda: named(invitation),
        lambda: invitations.decline(invitation),
        lambda: invitations.cancel_delegate(made),
        lambda: invitations.substitute(made, delegate=make_delegate()),
    ):
        with pytest.raises(InvitationClosed) as caught:
            step()
        assert "Văn phòng Sở, 0208 3855 123." in str(caught.value)
    assert list(invitation.active()) == [made]


def test_an_invitation_taken_back_is_said(invitation):
    Invitation.objects.filter(pk=invitation.pk).delete()
    with not_allowed(INVITATION_GONE):
        named(invitation)


# declining


def test_declining_with_a_reason_and_thinking_again(invitation):
    declined = invitations.decline(invitation, reason="Trùng lịch công tác")
    assert declined.replied_at is not None
    assert (state(invitation), declined.decline_reason) == ("declined", "Trùng lịch công tác")
    named(invitation)
    invitation.refresh_from_db()
    assert (state(invitation), invitation.decline_reason) == ("accepted", "")


def test_declining_is_not_possible_while_somebody_is_named(invitation):
    made = named(invitation)
    with pytest.raises(NotAllowed):
        invitations.decline(invitation)
    invitations.cancel_delegate(made)
    assert state(invitation) == "open"
    invitations.decline(invitation)
    assert state(invitation) == "declined"


# substituting and cancelling


def test_a_substitute_keeps_seat_code_and_history(invitation):
    made = named(invitation, name="Lê Thị Hoa", phone="+84912345678", email="hoa@thu.example")
    new = invitations.substitute(made, delegate=make_delegate(name="Trần Văn Đức", phone=""))
    assert (new.pk, new.seat_id, new.code, new.status) == (
        made.pk, made.seat_id, made.code, Status.CONFIRMED,
    )  # fmt: skip
    assert (new.name, new.name_search, new.phone, new.email) == (
        "Trần Văn Đức", "tran van duc", "", "",
    )  # fmt: skip
    old = Substitution.objects.get()
    assert (old.registration, old.name, old.phone, old.email) == (
        made, "Lê Thị Hoa", "+84912345678", "hoa@thu.example",
    )  # fmt: skip
    assert made.consented_at is not None
    assert new.consented_at is not None
    assert new.consented_at > made.consented_at


def test_the_link_of_who_was_replaced_no_longer_opens(invitation):
    made = named(invitation)
    new = invitations.substitute(made, delegate=make_delegate())
    assert new.token != made.token
    assert not Registration.objects.filter(token=made.token).exists()


def test_a_substitute_who_waits_keeps_the_place_in_line(invitation):
    Seating.objects.update(policy=Seating.Policy.OPEN)
    for _n in range(3):
        make_registration(invitation.event)
    made = named(invitation)
    last = make_registration(invitation.event)
    new = invitations.substitute(made, delegate=make_delegate())
    assert (new.queue_position(), last.queue_position()) == (1, 2)


def test_a_substitute_who_comes_already_is_refused(invitation):
    made, other = named(invitation), named(invitation)
    with pytest.raises(AlreadyRegistered):
        invitations.substitute(
            made, delegate=make_delegate(name=other.name, organisation=other.organisation)
        )
    made.refresh_from_db()
    assert made.name != other.name
    assert not Substitution.objects.exists()


def test_who_was_replaced_or_cancelled_meanwhile_is_not_replaced_again(invitation):
    made, other = named(invitation), named(invitation)
    new = invitations.substitute(made, delegate=make_delegate())
    invitations.cancel_delegate(other)
    for shown in (made, other):
        with pytest.raises(ChangedMeanwhile):
            invitations.substitute(shown, delegate=make_delegate())
        with pytest.raises(ChangedMeanwhile):
            invitations.cancel_delegate(shown)
    assert list(invitation.active()) == [new]


def corrected(registration, **changes):
    kept = {name: getattr(registration, name) for name in PERSON}
    return invitations.correct_delegate(registration, delegate=Delegate(**kept | changes))


def test_a_correction_keeps_the_person_the_seat_and_the_link(invitation):
    made = named(invitation, name="Nguyen thi Hoa", phone="+84912345678")
    corrected(made, name="Nguyễn Thị Hòa", position="Phó Giám đốc", phone="")
    now = Registration.objects.get()
    assert (now.name, now.position, now.phone) == ("Nguyễn Thị Hòa", "Phó Giám đốc", "")
    assert (now.seat_id, now.code, now.token) == (made.seat_id, made.code, made.token)
    assert not Substitution.objects.exists()


@pytest.mark.parametrize("name", ["Lê Văn Khác", "Nguyễn Thị Hoan", "Hòa Nguyễn Thị"])
def test_another_person_is_no_correction(invitation, name):
    made = named(invitation, name="Nguyễn Thị Hòa")
    with not_allowed(ANOTHER_PERSON):
        corrected(made, name=name, position="Phó Giám đốc")
    made.refresh_from_db()
    assert (made.name, made.position) == ("Nguyễn Thị Hòa", "")


def test_nobody_is_corrected_into_who_comes_already(invitation):
    made = named(invitation, name="Nguyễn Thị Hoa")
    named(invitation, name="Nguyễn Thị Hòa")
    with pytest.raises(AlreadyRegistered):
        corrected(made, name="Nguyễn Thị Hòa")


def test_a_new_address_gets_the_letter_and_the_old_one_no_more(invitation):
    made = named(invitation, email="sai@thu.example")
    corrected(made, email="dung@thu.example")
    old, new = Letter.objects.order_by("pk")
    assert [state for _address, state in where()] == ["overtaken", "waiting"]
    assert where()[-1][0] == "dung@thu.example"
    assert new.subject == old.subject
    corrected(Registration.objects.get(), position="Phó Giám đốc")
    assert Letter.objects.count() == 2
    corrected(Registration.objects.get(), email="")
    assert [state for _address, state in where()] == ["overtaken", "overtaken"]


def test_who_was_replaced_or_cancelled_meanwhile_is_not_corrected(invitation):
    first, second = named(invitation), named(invitation)
    invitations.substitute(first, delegate=make_delegate(organisation=invitation.organisation))
    invitations.cancel_delegate(second)
    for made in (first, second):
        with pytest.raises(ChangedMeanwhile):
            corrected(made, position="Phó Giám đốc")


def test_nothing_is_corrected_after_the_deadline(invitation):
    made = named(invitation)
    invitations.change(invitation, deadline=day(YESTERDAY))
    with pytest.raises(InvitationClosed):
        corrected(made, position="Phó Giám đốc")


def test_cancelling_seats_who_waits(invitation):
    Seating.objects.update(policy=Seating.Policy.OPEN)
    made = named(invitation)
    waiting = [make_registration(invitation.event) for _n in range(3)][-1]
    assert invitations.cancel_delegate(made).status == Status.CANCELLED
    waiting.refresh_from_db()
    assert waiting.seat_id == made.seat_id


# what the database refuses, whoever writes


def refused(rule: str, model, **changes) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        model.objects.update(**changes)


def test_a_registration_cannot_name_an_invitation_of_another_ceremony(invitation):
    named(invitation)
    other = make_invitation(EventFactory(published=False))
    refused("registrations_invitation_of_event", Registration, invitation=other)


def test_an_invitation_cannot_name_a_delegation_of_another_ceremony(invitation):
    other = DelegationFactory(event__published=False)
    refused("registrations_invitation_delegation", Invitation, delegation=other)


def test_an_invitation_with_delegates_cannot_move_to_another_ceremony(invitation):
    named(invitation)
    refused("registrations_invitation_of_event", Invitation, event=EventFactory(published=False))


def test_more_active_than_places_cannot_be_written(invitation):
    first, _second = named(invitation), named(invitation)
    refused("registrations_quota", Invitation, quota=1)
    transitions.cancel(first)
    named(invitation)
    refused("registrations_quota", Registration, status="waiting", seat=None)


def test_a_stranger_cannot_be_written_into_a_full_invitation(event, invitation):
    named(invitation)
    Invitation.objects.update(quota=1)
    other = named(make_invitation(event))
    rows = Registration.objects.filter(pk=other.pk)
    with pytest.raises(IntegrityError, match="registrations_quota"), transaction.atomic():
        rows.update(invitation=invitation)


def test_declined_and_named_exclude_each_other(event, invitation):
    declined = invitations.decline(make_invitation(event))
    named(invitation)
    refused("registrations_named_or_declined", Registration, invitation=declined)
    now = timezone.now()
    refused("registrations_named_or_declined", Invitation, declined_at=now, replied_at=now)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("registrations_invitation_quota", {"quota": 0}),
        ("registrations_invitation_addressed", {"organisation": ""}),
        ("registrations_invitation_phone_e164", {"contact_phone": "0912"}),
        ("registrations_invitation_declined", {"decline_reason": "Bận"}),
        ("registrations_invitation_declined", {"declined_at": timezone.now()}),
    ],
)
def test_wrong_values_of_an_invitation(invitation, rule, changes):
    refused(rule, Invitation, **changes)


@pytest.mark.parametrize("column", ["code", "token"])
def test_no_two_have_one_code_or_secret(invitation, column):
    make_invitation(invitation.event)
    refused(f"registrations_invitation_{column}_once", Invitation, **{column: invitation.code})


def test_who_came_by_invitation_names_it(invitation):
    named(invitation)
    refused("registrations_came_by_invitation", Registration, invitation=None)
    refused("registrations_public_consent", Registration, consented_at=None)


def test_an_invitation_with_delegates_cannot_be_removed(invitation):
    named(invitation)
    with (
        pytest.raises(IntegrityError, match="registrations_invitation_of_event"),
        transaction.atomic(),
    ):
        Invitation.objects.filter(pk=invitation.pk)._raw_delete("default")
