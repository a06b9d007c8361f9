"""Many clerks of one office at once: real connections, real locks, and a sweep at the end."""

import uuid

import pytest
from django.db import IntegrityError

from registrations.errors import (
    INVITATION_GONE,
    ChangedMeanwhile,
    NotAllowed,
    QuotaReached,
    RegistrationError,
    RowsRefused,
)
from registrations.models import Invitation, Registration, Substitution
from registrations.services import invitations, transitions
from tests.factories import make_delegate, make_invitation, make_seating, named
from tests.registrations.crowd import check_everything, committed, rush, together

pytestmark = committed


@pytest.fixture(autouse=True)
def sweep():
    yield
    check_everything()


@pytest.fixture
def event():
    return make_seating(public_seats=30, reserve_seats=0, policy="invited").event


def outcome(step, *args, **kwargs):
    """Return what the step gives, or the error that it raises."""
    try:
        return step(*args, **kwargs)
    except RegistrationError as error:
        return error


def test_two_clerks_never_exceed_the_places(event):
    for _n in range(10):
        invitation = make_invitation(event, quota=1)
        made = rush(lambda _m, i=invitation: outcome(named, i), range(2), threads=2)
        assert sorted(type(r).__name__ for r in made) == ["QuotaReached", "Registration"]


def test_forty_clerks_of_four_offices(event):
    offices = [make_invitation(event, quota=3) for _n in range(4)]
    made = rush(lambda n: outcome(named, offices[n % 4]), range(40), threads=16)
    assert sum(isinstance(r, Registration) for r in made) == 12
    assert all(isinstance(r, Registration | QuotaReached) for r in made)
    assert [office.active().count() for office in offices] == [3, 3, 3, 3]


def test_naming_while_places_are_taken_away(event):
    for _n in range(10):
        invitation = make_invitation(event, quota=2)
        named(invitation)
        together(
            lambda i=invitation: outcome(named, i),
            lambda i=invitation: outcome(invitations.change, i, quota=1),
        )
        current = Invitation.objects.with_state().get(pk=invitation.pk)
        assert current.named == current.quota


def test_places_hold_even_past_the_services(event):
    """The trigger alone: rows are written without the lock of the seating."""
    full = make_invitation(event, quota=1)
    people = [named(make_invitation(event)) for _n in range(8)]

    def move(registration):
        try:
            return Registration.objects.filter(pk=registration.pk).update(invitation=full)
        except IntegrityError:
            return 0

    assert sum(rush(move, people, threads=8)) == 1


def test_one_is_replaced_by_one(event):
    made = named(make_invitation(event))
    done = rush(
        lambda _n: outcome(invitations.substitute, made, delegate=make_delegate()),
        range(8),
        threads=8,
    )
    assert sum(isinstance(r, Registration) for r in done) == 1
    assert sum(isinstance(r, ChangedMeanwhile) for r in done) == 7
    assert Substitution.objects.count() == 1


def test_substituting_while_the_delegate_cancels(event):
    for _n in range(10):
        made = named(make_invitation(event))
        new, cancelled = together(
            lambda m=made: outcome(invitations.substitute, m, delegate=make_delegate()),
            lambda m=made: outcome(invitations.cancel_delegate, m),
        )
        # who came second is told, and has changed nothing
        assert isinstance(new, ChangedMeanwhile) != isinstance(cancelled, ChangedMeanwhile)
        made.refresh_from_db()
        assert made.is_active == isinstance(new, Registration)


def test_two_offices_send_the_same_substitute(event):
    one, other = named(make_invitation(event)), named(make_invitation(event))
    same = make_delegate()
    done = together(*(
        lambda m=made: outcome(invitations.substitute, m, delegate=same) for made in (one, other)
    ))  # fmt: skip
    assert sorted(type(r).__name__ for r in done) == ["AlreadyRegistered", "Registration"]


def test_naming_while_declining(event):
    for _n in range(10):
        invitation = make_invitation(event)
        made, declined = together(
            lambda i=invitation: outcome(named, i),
            lambda i=invitation: outcome(invitations.decline, i),
        )
        # naming after declining is thinking again; declining after naming is refused
        assert isinstance(made, Registration)
        assert isinstance(declined, Invitation | NotAllowed)
        assert Invitation.objects.with_state().get(pk=invitation.pk).state == "accepted"


def test_naming_while_the_invitation_is_taken_back(event):
    def take_back(invitation):
        try:
            return invitation.delete()
        except IntegrityError as error:  # somebody was named in between; ProtectedError is one, too
            return error

    for _n in range(10):
        invitation = make_invitation(event)
        made, gone = together(
            lambda i=invitation: outcome(named, i),
            lambda i=invitation: take_back(Invitation.objects.get(pk=i.pk)),
        )
        is_gone = isinstance(made, NotAllowed) and str(made) == str(INVITATION_GONE)
        assert is_gone != isinstance(gone, IntegrityError)
        assert is_gone or isinstance(made, Registration)


def test_a_correction_never_writes_over_a_substitute(event):
    """Sent with the old page open: what was meant for the one is not written about the other."""
    for _n in range(10):
        made = named(make_invitation(event, quota=1), name="Nguyễn Thị Hoa")
        old = make_delegate(name="Nguyễn Thị Hòa", organisation=made.organisation, position="Cũ")
        new = make_delegate(organisation=made.organisation, position="Mới")
        results = together(
            lambda m=made, d=old: outcome(invitations.correct_delegate, m, delegate=d),
            lambda m=made, d=new: outcome(invitations.substitute, m, delegate=d),
        )
        assert type(results[0]) in (Registration, ChangedMeanwhile)
        made.refresh_from_db()
        assert (made.name, made.position) == (new.name, "Mới")
        transitions.cancel(made)


def test_two_clerks_save_their_lists_at_once_and_one_is_told(event):
    """All or nobody: never a part of a list, and never one too many."""
    for _n in range(6):
        invitation = make_invitation(event, quota=3)
        lists = [[make_delegate(organisation="Sở Y tế") for _d in range(2)] for _c in range(2)]
        made = together(
            *(
                lambda i=invitation, some=some: outcome(invitations.name_delegates, i, some)
                for some in lists
            )
        )
        refused = next(one for one in made if isinstance(one, RowsRefused))
        assert list(refused.reasons) == [1]
        saved = {one.name for one in invitation.active()}
        assert saved in ({one.name for one in some} for some in lists)


def test_two_clerks_send_the_same_list_at_once(event):
    invitation = make_invitation(event, organisation="Sở Y tế", quota=3)
    some = [make_delegate(organisation="Sở Y tế") for _n in range(3)]
    alone = uuid.uuid4()
    # one form sent twice
    twice = together(
        *(
            lambda: outcome(invitations.name_delegates, invitation, some, submission=alone)
            for _n in range(2)
        )
    )
    assert [len(one) for one in twice] == [3, 3]
    assert invitation.active().count() == 3
    # the same people by another form
    again = outcome(invitations.name_delegates, invitation, some, submission=uuid.uuid4())
    assert list(again.reasons) == [0, 1, 2]
