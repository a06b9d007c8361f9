"""Any order of steps, beside a seating of a few lines that cannot be wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from events.models import Delegation
from registrations.errors import RegistrationError
from registrations.invariants import violations
from registrations.models import Registration, Seating
from registrations.services import capacity, transitions
from tests.factories import DelegationFactory, make_registration, make_seating

pytestmark = pytest.mark.django_db

PICK = st.integers(min_value=0, max_value=1000)
ONE_OF_THREE = st.integers(min_value=0, max_value=2)
FEW = st.integers(min_value=0, max_value=6)


class Refused(Exception):
    """The model says no."""


@dataclass
class Hall:
    """The seats as one would keep them on a sheet of paper: names in order."""

    public: set[int]
    reserve: set[int]
    seats: dict[int, int] = field(default_factory=dict)  # who sits where
    line: list[int] = field(default_factory=list)
    pending: list[int] = field(default_factory=list)
    of: dict[int, int | None] = field(default_factory=dict)  # who belongs to which delegation
    allotments: dict[int | None, int] = field(default_factory=dict)
    paused: bool = False

    def free(self, kind: set[int]) -> list[int]:
        return sorted(kind - set(self.seats.values()))

    def kept(self, delegation: int | None) -> int:
        sit = [w for w, n in self.seats.items() if n in self.public and self.of[w] == delegation]
        return max(self.allotments.get(delegation, 0) - len(sit), 0)

    def may_sit(self, who: int) -> bool:
        free, kept = len(self.free(self.public)), sum(map(self.kept, self.allotments))
        return free > 0 and (free > kept or self.kept(self.of[who]) > 0)

    def come(self, who: int) -> None:
        own = self.kept(self.of[who]) > 0
        before = [w for w in self.line if not own or self.of[w] == self.of[who]]
        if self.may_sit(who) and not before:
            self.seats[who] = self.free(self.public)[0]
        else:
            self.line.append(who)

    def seat_the_line(self) -> None:
        while next_one := next((w for w in self.line if self.may_sit(w)), None):
            if self.paused:
                return
            self.line.remove(next_one)
            self.seats[next_one] = self.free(self.public)[0]

    def cancel(self, who: int) -> None:
        self.seats.pop(who, None)
        self.leave(who)
        self.seat_the_line()

    def leave(self, who: int) -> None:
        for people in (self.line, self.pending):
            if who in people:
                people.remove(who)

    def approve(self, who: int) -> None:
        self.decline(who)
        self.come(who)  # in line as if come now

    def decline(self, who: int) -> None:
        if who not in self.pending:
            raise Refused
        self.pending.remove(who)

    def give_reserve_seat(self, who: int) -> None:
        if who not in self.line + self.pending:
            raise Refused
        seats = self.free(self.reserve)
        if not seats and self.paused and self.may_sit(who):
            seats = self.free(self.public)
        if not seats:
            raise Refused
        self.leave(who)
        self.seats[who] = seats[0]

    def resize(self, public: int, reserve: int) -> None:
        kinds = ((self.public, public), (self.reserve, reserve))
        for kind, wanted in kinds:
            if len(kind) - len(self.free(kind)) > wanted:
                raise Refused
        for kind, wanted in kinds:
            while len(kind) > wanted:
                kind.remove(self.free(kind)[-1])
        for kind, wanted in kinds:
            while len(kind) < wanted:
                kind.add(min(set(range(1, 99)) - self.public - self.reserve))
        self.seat_the_line()


class Ceremony(RuleBasedStateMachine):
    """The services and the sheet of paper take the same steps."""

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.seating = make_seating(public_seats=2, reserve_seats=1)
        self.hall = Hall(public={1, 2}, reserve={3})
        self.delegations = [None, *(DelegationFactory(event=self.seating.event) for _n in "ab")]
        self.people: list[int] = []

    def teardown(self) -> None:
        try:
            assert list(violations()) == []
        finally:
            self.forget()

    def forget(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    def both(self, service: Callable[[], object], model: Callable[[], None]) -> None:
        """Take a step on both sides: either both go through or both are refused."""
        try:
            model()
        except Refused:
            with pytest.raises(RegistrationError):
                service()
        else:
            service()

    def someone(self, pick: int) -> Registration | None:
        """Return a registration as some page showed it before: it may be outdated."""
        if not self.people:
            return None
        return Registration(pk=self.people[pick % len(self.people)], event_id=self.seating.event_id)

    def somebody_new(self, delegation: int) -> int:
        key = getattr(self.delegations[delegation], "pk", None)
        made = make_registration(self.seating.event, delegation_id=key)
        self.people.append(made.pk)
        self.hall.of[made.pk] = key
        return made.pk

    @rule(delegation=ONE_OF_THREE)
    def register(self, delegation: int) -> None:
        Seating.objects.update(policy=Seating.Policy.OPEN)
        self.hall.come(self.somebody_new(delegation))

    @rule(delegation=ONE_OF_THREE)
    def ask_for_approval(self, delegation: int) -> None:
        Seating.objects.update(policy=Seating.Policy.APPROVAL)
        self.hall.pending.append(self.somebody_new(delegation))

    @rule(delegation=st.integers(1, 2), seats=FEW)
    def allot(self, delegation: int, seats: int) -> None:
        row = self.delegations[delegation]
        Delegation.objects.filter(pk=row.pk).update(allotment=seats)
        self.hall.allotments[row.pk] = seats
        transitions.promote_due()
        self.hall.seat_the_line()

    @rule(paused=st.booleans())
    def pause(self, paused: bool) -> None:
        self.hall.paused = paused
        seating = Seating.objects.get(pk=self.seating.pk)
        numbers = {"public_seats": seating.public_seats, "reserve_seats": seating.reserve_seats}
        capacity.resize(seating, **numbers, promotion_paused=paused)
        self.hall.seat_the_line()

    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        if person := self.someone(pick):
            self.both(
                lambda: transitions.cancel(person, reason="Bận"),
                lambda: self.hall.cancel(person.pk),
            )

    @rule(pick=PICK)
    def approve(self, pick: int) -> None:
        if person := self.someone(pick):
            self.both(lambda: transitions.approve(person), lambda: self.hall.approve(person.pk))

    @rule(pick=PICK)
    def decline(self, pick: int) -> None:
        if person := self.someone(pick):
            self.both(
                lambda: transitions.decline(person, reason="Ngoài thành phần"),
                lambda: self.hall.decline(person.pk),
            )

    @rule(pick=PICK)
    def give_reserve_seat(self, pick: int) -> None:
        if person := self.someone(pick):
            self.both(
                lambda: transitions.give_reserve_seat(person, reason="Mời"),
                lambda: self.hall.give_reserve_seat(person.pk),
            )

    @rule(public=FEW, reserve=FEW)
    def resize(self, public: int, reserve: int) -> None:
        self.both(
            lambda: capacity.resize(self.seating, public_seats=public, reserve_seats=reserve),
            lambda: self.hall.resize(public, reserve),
        )

    @invariant()
    def the_database_says_what_the_paper_says(self) -> None:
        mine = Registration.objects.filter(event=self.seating.event_id)
        seats = mine.filter(seat__isnull=False).values_list("pk", "seat__number")
        assert dict(seats) == self.hall.seats
        assert list(mine.waiting().values_list("pk", flat=True)) == self.hall.line
        pending = mine.filter(status="pending").order_by("pk").values_list("pk", flat=True)
        assert list(pending) == self.hall.pending


def test_any_order_of_steps_agrees_with_the_paper():
    run_state_machine_as_test(
        Ceremony,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
