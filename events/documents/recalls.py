"""Taking an issued paper back (thu hồi văn bản), for ever."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.documents.errors import DayInFuture, Recalled, RecalledBeforeIssue, Replaced
from events.models import OfficialDocument, Recall


@dataclass(frozen=True, kw_only=True)
class Notice:
    """The paper that recalls: number and symbol, day, and the paper itself where it is our own."""

    number: str
    day: datetime.date
    document: OfficialDocument | None = None

    @classmethod
    def own(cls, document: OfficialDocument) -> "Notice":
        """Return what one of our own papers says of itself."""
        return cls(number=document.number_and_symbol, day=document.issued_on, document=document)


def recall(
    document: OfficialDocument,
    *,
    day: datetime.date,
    reason: str,
    notice: Notice,
    by: User | None = None,
) -> Recall:
    """Note that a paper was recalled. Raises a `RegisterError`; nothing is written then."""
    refuse_unless_current(document)
    if max(day, notice.day) > timezone.localdate():
        raise DayInFuture
    if min(day, notice.day) < document.issued_on:
        raise RecalledBeforeIssue(document)
    try:
        with transaction.atomic():
            return Recall.objects.create(
                document=document,
                recalled_on=day,
                reason=reason,
                notice_number=notice.number,
                notice_day=notice.day,
                notice=notice.document,
                recorded_by=by,
            )
    except IntegrityError:
        refuse_unless_current(document)  # somebody was faster
        raise


def refuse_unless_current(document: OfficialDocument) -> None:
    """Raise a `RegisterError` where a paper was recalled or replaced, as it stands now."""
    now = OfficialDocument.objects.with_fate().get(pk=document.pk)
    if hasattr(now, "recall"):
        raise Recalled(now)
    if hasattr(now, "replaced_by"):
        raise Replaced(now)
