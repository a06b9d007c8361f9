"""The one function that takes a memorandum from state to state."""

import datetime

from django.db import transaction

from events.transitions import Transition, may_follow
from sponsorship.errors import Incomplete, NotAllowed, ReasonNeeded
from sponsorship.models import Instalment, Memorandum
from sponsorship.services.missing import missing

Status = Memorandum.Status

AGREE = Transition("agree", (Status.DRAFT,), (Status.AGREED,))
REOPEN = Transition("reopen", (Status.AGREED,), (Status.DRAFT,))
SIGN = Transition("sign", (Status.AGREED,), (Status.SIGNED,))
END = Transition("end", (Status.SIGNED,), (Status.ENDED,))
CANCEL = Transition("cancel", (Status.DRAFT, Status.AGREED), (Status.CANCELLED,))
# a new version is another memorandum: this one stays in its state
NEW_VERSION = Transition("version", (Status.SIGNED, Status.ENDED), ())
TRANSITIONS = (AGREE, REOPEN, SIGN, END, CANCEL, NEW_VERSION)


@transaction.atomic
def change_status(
    memorandum: Memorandum,
    status: str,
    *,
    reason: str = "",
    signing_day: datetime.date | None = None,
) -> Memorandum:
    """Take a memorandum to `status`, and return it as it stands then.

    Signing a new version ends the version that it replaces. Raises `NotAllowed`, `Incomplete`,
    `ReasonNeeded`; nothing has changed then.
    """
    current = lock(memorandum)
    if not may_follow(TRANSITIONS, current.status, status):
        raise NotAllowed(current.get_status_display())
    if status == Status.CANCELLED and not reason.strip():
        raise ReasonNeeded
    day = signing_day or current.signing_day
    if sentences := missing(current, status, signing_day=day):
        raise Incomplete(sentences)
    if status == Status.AGREED:
        _give_each_an_instalment(current)
    current.status = status
    current.reason = reason.strip()
    if status == Status.SIGNED:
        current.signing_day = day
    current.save(update_fields=["status", "reason", "signing_day"])
    if status == Status.DRAFT:
        _take_its_instalment_from_each(current)
    if status == Status.SIGNED and current.replaces_id is not None:
        _end(current.replaces_id)
    return current


def lock(memorandum: Memorandum) -> Memorandum:
    """Lock a memorandum until the transaction ends, and return it as it stands now.

    Without it two clerks could both see an agreed memorandum, and one would sign what the other
    has taken back. Who writes its rows waits as well: a trigger reads the state FOR SHARE.
    """
    return Memorandum.objects.select_for_update().get(pk=memorandum.pk)


def _give_each_an_instalment(memorandum: Memorandum) -> None:
    """Receipts are recorded against instalments: what comes at once is one, without a day."""
    for contribution in memorandum.contributions.filter(instalments__isnull=True):
        Instalment.objects.create(
            contribution=contribution, position=1, amount=contribution.amount or 0
        )


def _take_its_instalment_from_each(memorandum: Memorandum) -> None:
    """Remove what agreeing made, so that an amount that is edited now stands alone again."""
    for contribution in memorandum.contributions.prefetch_related("instalments"):
        if contribution.comes_at_once:
            contribution.instalments.all().delete()


def _end(key: int) -> None:
    replaced = Memorandum.objects.select_for_update().get(pk=key)
    if replaced.status == Status.SIGNED:
        replaced.status = Status.ENDED
        replaced.save(update_fields=["status"])
