"""What must never be among seats and registrations, looked for in the rows themselves.

What constraints and triggers of the database forbid is not: only that all of them are in place.
A violation is one sentence: it names registrations by code and seats by number, never people.
"""

import datetime
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from events.audit.coverage import rules
from events.invariants import CHUNK, missing_rules, unclean_texts
from events.models import Event
from events.vietnamese.namesakes import Namesakes
from registrations.models import (
    Consent,
    ConsentPurpose,
    Invitation,
    Registration,
    Seat,
    Seating,
    Substitution,
)
from registrations.models.registration import QUEUE_ORDER
from registrations.services import allocation
from registrations.services.erasure import ERASED

Status = Registration.Status
A_MOMENT = datetime.timedelta(minutes=5)
BEYOND_THE_MODELS = [
    ("registrations_registration", "registrations_registration_seat_id_key"),
    ("registrations_registration", "registrations_seat_of_event"),
    ("registrations_registration", "registrations_delegation_of_event"),
    ("registrations_registration", "registrations_invitation_of_event"),
    ("registrations_invitation", "registrations_invitation_delegation"),
    ("registrations_registration", "takes_place"),
    ("registrations_invitation", "keeps_places"),
    ("registrations_seat", "seat_in_hall"),
    ("registrations_hallrow", "keeps_chairs"),
    ("registrations_hallrow", "hall_of_event"),
    ("registrations_seating", "hall_of_event"),
]


def violations() -> Iterator[str]:
    """Yield a sentence for each thing that is wrong."""
    yield from missing_rules("registrations", *BEYOND_THE_MODELS, *rules("registrations"))
    yield from unclean_texts("registrations")
    yield from _wrong_single_rows()
    yield from _numbers_of_seats()
    yield from _seats_kept_from_the_waiting()
    yield from _overtaken()
    yield from _persons_twice()
    yield from _outdated_columns()


def _wrong_single_rows() -> Iterator[str]:
    wrong = {
        _("holds a reserve seat without a reason"): Q(seat__kind=Seat.Kind.RESERVE, reason=""),
        _("came through the public site without a row of consent"): Q(channel="public")
        & ~Exists(_answers(ConsentPurpose.ATTEND)),
        _("came through an invitation without a row of consent"): Q(channel="invitation")
        & ~Exists(_answers(ConsentPurpose.ATTEND)),
        _("was erased but still holds personal data"): Q(erased_at__isnull=False)
        & ~Q(organisation=ERASED),
        _("was declined without a reason"): Q(status=Status.DECLINED, reason=""),
    }
    for sentence, condition in wrong.items():
        for code in _codes(Registration.objects.filter(condition)):
            yield _("Registration %(code)s %(wrong)s.") % {"code": code, "wrong": sentence}


def _answers(purpose: str) -> QuerySet[Consent]:
    return Consent.objects.filter(registration=OuterRef("pk"), purpose=purpose)


def _codes(registrations: QuerySet[Registration]) -> Iterator[str]:
    return registrations.order_by("pk").values_list("code", flat=True).iterator(CHUNK)


def _numbers_of_seats() -> Iterator[str]:
    for seating in Seating.objects.order_by("pk"):
        seats = Seat.objects.filter(event=seating.event_id)
        for kind, number in (
            (Seat.Kind.PUBLIC, seating.public_seats),
            (Seat.Kind.RESERVE, seating.reserve_seats),
        ):
            rows = seats.filter(kind=kind).count()
            if rows != number:
                yield _(
                    "Ceremony %(event)d has %(rows)d seats (%(kind)s) instead of %(number)d."
                ) % {"event": seating.event_id, "rows": rows, "kind": kind.label, "number": number}
    without = Event.objects.filter(seating__isnull=True)
    for key in without.filter(published=True).values_list("pk", flat=True):
        yield _("Ceremony %(event)d is public but its seats are not set up.") % {"event": key}
    lost = without.filter(Exists(Seat.objects.filter(event=OuterRef("pk"))))
    for key in lost.values_list("pk", flat=True):
        yield _("Ceremony %(event)d has seats but no seating.") % {"event": key}


def _seats_kept_from_the_waiting() -> Iterator[str]:
    # what time alone sets free is given by the worker, which may need a moment
    moment = timezone.now() - A_MOMENT
    for seating in Seating.objects.select_related("event").order_by("event"):
        free = allocation.free_seats(seating, seating.event, moment)
        if seating.promotes(seating.event) and any(map(free.admits, free.waiting)):
            number = Seat.objects.get(pk=free.seats[0]).number
            yield _("Ceremony %(event)d: public seat %(number)d is free while somebody waits.") % {
                "event": seating.event_id,
                "number": number,
            }


def _overtaken() -> Iterator[str]:
    """Who holds a public seat stood in line before everybody who still waits.

    Unless the seat was kept for the delegation, or given by an organizer.
    """
    waiting = Registration.objects.filter(event=OuterRef("event_id"), status=Status.WAITING)
    first = waiting.order_by().values("event").annotate(first=Min(QUEUE_ORDER))
    late = (
        Registration.objects.filter(
            status=Status.CONFIRMED, seat__kind=Seat.Kind.PUBLIC, out_of_turn=False
        )
        .alias(place=QUEUE_ORDER, first=Subquery(first.values("first")))
        .filter(place__gt=F("first"))
    )
    for code in _codes(late):
        yield _("Registration %(code)s has overtaken somebody who waits.") % {"code": code}


def _persons_twice() -> Iterator[str]:
    active = Registration.objects.active().order_by("pk")
    known: Namesakes[str] = Namesakes()
    rows = active.values_list("event", "name", "organisation", "code").iterator(CHUNK)
    for event, name, body, code in rows:
        one = known.find(name, body, str(event))
        known.add(code, name, body, str(event))
        if one is not None:
            yield _("Registrations %(one)s and %(other)s are of the same person.") % {
                "one": one,
                "other": code,
            }


def _outdated_columns() -> Iterator[str]:
    for invitation in Invitation.objects.order_by("pk").iterator(CHUNK):
        if any(getattr(invitation, k) != v for k, v in invitation.computed().items()):
            yield _("Invitation %(code)s: computed columns are outdated.") % {
                "code": invitation.code
            }
    people: Iterator[Any] = Registration.objects.order_by("pk").iterator(CHUNK)
    replaced = Substitution.objects.select_related("registration").order_by("pk").iterator(CHUNK)
    for row in chain(people, replaced):
        wrong = [k for k, v in row.computed().items() if getattr(row, k) != v]
        if wrong:
            yield _("Registration %(code)s: computed columns are outdated (%(columns)s).") % {
                "code": getattr(row, "registration", row).code,
                "columns": ", ".join(wrong),
            }
