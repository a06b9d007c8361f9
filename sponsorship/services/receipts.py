"""What has come, instalment by instalment, and how much that is of what was promised."""

import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event
from sponsorship.errors import (
    DayInFuture,
    NewerVersion,
    NotAllowed,
    NothingOpen,
    TakenBack,
    WrongAmount,
)
from sponsorship.models import Contribution, Instalment, Memorandum, Receipt

Status = Memorandum.Status


class Balance(NamedTuple):
    """Đồng of a ceremony: promised since an agreement, received, past their day."""

    pledged: int
    received: int
    overdue: int


def balance(event: Event, today: datetime.date) -> Balance:
    """Return what was promised to a ceremony, what has come and what is late; three statements.

    What came under a version that was replaced has come all the same.
    """
    promised = Memorandum.objects.promising().filter(event=event)
    pledged = Contribution.objects.filter(memorandum__in=promised).aggregate(
        sum=Coalesce(Sum("amount"), 0)
    )["sum"]
    received = Receipt.objects.filter(instalment__contribution__memorandum__event=event).aggregate(
        sum=Coalesce(Sum("amount"), 0)
    )["sum"]
    late = Instalment.objects.overdue(today).filter(contribution__memorandum__event=event)
    overdue = late.aggregate(sum=Coalesce(Sum(F("amount") - F("received")), 0))["sum"]
    return Balance(pledged, received, overdue)


@transaction.atomic
def record_receipt(
    instalment: Instalment,
    *,
    amount: int,
    received_on: datetime.date,
    note: str = "",
    by: User | None = None,
) -> Receipt:
    """Note that `amount` đồng of an instalment have come.

    Raises `NotAllowed` (not signed), `WrongAmount`, `NothingOpen`,
    `DayInFuture`, `NewerVersion` (signed in place of this one).
    """
    current, received = _lock(instalment)
    newer = _in_force_instead(current)
    if newer is not None:
        raise NewerVersion(newer.version)
    if amount < 1:
        raise WrongAmount(_("The amount must be above zero."))
    if amount > current.amount - received:
        raise NothingOpen(current.amount - received)
    if received_on > timezone.localdate():
        raise DayInFuture
    return Receipt.objects.create(
        instalment=current, amount=amount, received_on=received_on, note=note, added_by=by
    )


@transaction.atomic
def take_back(receipt: Receipt, *, note: str, by: User | None = None) -> Receipt:
    """Set a receipt right by one that takes it back; both stay in the book.

    Raises `WrongAmount` (no note), `TakenBack`.
    """
    if not note.strip():
        raise WrongAmount(_("Say in the note why a receipt is taken back."))
    _lock(receipt.instalment)
    if receipt.amount < 0 or Receipt.objects.filter(takes_back=receipt).exists():
        raise TakenBack
    return Receipt.objects.create(
        instalment_id=receipt.instalment_id,
        amount=-receipt.amount,
        received_on=timezone.localdate(),
        note=note.strip(),
        added_by=by,
        takes_back=receipt,
    )


def _lock(instalment: Instalment) -> tuple[Instalment, int]:
    """Lock an instalment; return it and what has come for it by now.

    Two clerks who note the same transfer at once would else both find it open.
    """
    Instalment.objects.select_for_update().get(pk=instalment.pk)
    current: Any = Instalment.objects.with_received().get(pk=instalment.pk)
    memorandum = Memorandum.objects.get(contributions=current.contribution_id)
    if memorandum.status not in (Status.SIGNED, Status.ENDED):
        raise NotAllowed(memorandum.get_status_display())
    return current, current.received


def _in_force_instead(instalment: Instalment) -> Memorandum | None:
    """Return the version that was signed in place of the one that the instalment belongs to."""
    newer = Memorandum.objects.filter(replaces__contributions=instalment.contribution_id)
    return newer.filter(status__in=[Status.SIGNED, Status.ENDED]).first()
