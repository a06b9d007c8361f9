"""Any order of answers, beside a sheet of paper that cannot be wrong."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from registrations.errors import RegistrationError
from registrations.invariants import violations
from registrations.models import Invitation, Registration
from registrations.services import invitations, transitions
from tests.factories import make_delegate, make_invitation, make_seating, named

pytestmark = pytest.mark.django_db

WHICH = st.integers(min_value=0, max_value=1)
PICK = st.integers(min_value=0, max_value=100)


class Answers(RuleBasedStateMachine):
    """Two offices with few places in a hall of three seats."""

    def __init__(self) -> None:
        super().__init__()
        self.step = transaction.atomic()
        self.step.__enter__()
        event = make_seating(public_seats=3, policy="invited").event
        self.offices = [make_invitation(event, quota=n) for n in (2, 3)]
        self.quotas = [2, 3]
        self.people: list[list[int]] = [[], []]
        self.declined = [False, False]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.step.__exit__(None, None, None)

    def takes(self, possible, step):
        """Take a step; it must succeed exactly when the sheet says so."""
        try:
            result = step()
        except RegistrationError:
            assert not possible
            return None
        assert possible
        return result

    def someone(self, office: int, pick: int) -> Registration | None:
        people = self.people[office]
        return Registration.objects.get(pk=people[pick % len(people)]) if people else None

    @rule(office=WHICH)
    def name(self, office):
        possible = len(self.people[office]) < self.quotas[office]
        made = self.takes(possible, lambda: named(self.offices[office]))
        if made:
            self.people[office].append(made.pk)
            self.declined[office] = False

    @rule(office=WHICH, pick=PICK, own_link=st.booleans())
    def cancel(self, office, pick, own_link):
        person = self.someone(office, pick)
        if person:
            (transitions.cancel if own_link else invitations.cancel_delegate)(person)
            self.people[office].remove(person.pk)

    @rule(office=WHICH, pick=PICK)
    def substitute(self, office, pick):
        person = self.someone(office, pick)
        if person:
            new = invitations.substitute(person, delegate=make_delegate())
            assert (new.seat_id, new.status, new.pk) == (person.seat_id, person.status, person.pk)

    @rule(office=WHICH)
    def decline(self, office):
        step = invitations.decline
        if self.takes(not self.people[office], lambda: step(self.offices[office])):
            self.declined[office] = True

    @rule(office=WHICH, quota=st.integers(min_value=1, max_value=4))
    def give_another_quota(self, office, quota):
        step = invitations.change
        possible = quota >= len(self.people[office])
        if self.takes(possible, lambda: step(self.offices[office], quota=quota)):
            self.quotas[office] = quota

    @invariant()
    def rows_are_as_on_the_sheet(self):
        for office, people, declined in zip(self.offices, self.people, self.declined, strict=True):
            row = Invitation.objects.with_state().get(pk=office.pk)
            state = "declined" if declined else "accepted" if people else "open"
            assert (row.state, row.named) == (state, len(people))
            assert sorted(r.pk for r in row.active()) == sorted(people)
        assert list(violations()) == []


def test_any_order_of_answers(db):
    run_state_machine_as_test(
        Answers,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
