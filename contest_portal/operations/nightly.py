"""What is done once a day: when it is due, that it is done once, and what became of it."""

import datetime
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from django.db import Error, connection
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contest_portal.models import OperationRun
from contest_portal.operations import housekeeping
from contest_portal.operations.backup import folder, proving
from contest_portal.operations.errors import OperationError
from events.database import is_away

LOCK = 6_215_030_214  # any number, the same for all servers of one database
TRY_AGAIN = datetime.timedelta(hours=1)

log = logging.getLogger(__name__)


class Operation(NamedTuple):
    """One thing that is done every day, from that hour on (Asia/Ho_Chi_Minh)."""

    name: str
    title: str | Promise
    hour: int
    work: Callable[[OperationRun], str]  # returns one line: what it did

    def due_since(self, now: datetime.datetime) -> datetime.datetime:
        """Return the latest moment at which it became due: today's, before that yesterday's."""
        local = timezone.localtime(now)
        today = local.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        return today if today <= local else today - datetime.timedelta(days=1)


# carried out in this order
OPERATIONS = (
    Operation(
        "erase_personal_data",
        gettext_lazy("Erasing personal data whose time is over"),
        1,
        housekeeping.erase_personal_data,
    ),
    Operation("sweep", gettext_lazy("Removing old sessions and counters"), 1, housekeeping.sweep),
    Operation("back_up", gettext_lazy("Backup of everything"), 2, folder.back_up),
    Operation("copy_backup", gettext_lazy("Copy in the second folder"), 2, folder.copy_backup),
    Operation("prove_backup", gettext_lazy("Proof of the backup"), 2, proving.prove_newest),
)
BY_NAME = {operation.name: operation for operation in OPERATIONS}


class Busy(OperationError):
    """An operation is under way, here or on another server."""

    def __init__(self) -> None:
        super().__init__(_("Another daily operation is under way; please try again later."))


def due(now: datetime.datetime) -> list[Operation]:
    """Return what is due, not done yet and not tried within the last hour."""
    return [operation for operation in OPERATIONS if _is_due(operation, now)]


def _is_due(operation: Operation, now: datetime.datetime) -> bool:
    runs = OperationRun.objects.filter(name=operation.name)
    done = runs.filter(succeeded=True, started_at__gte=operation.due_since(now))
    tried = runs.filter(started_at__gt=now - TRY_AGAIN).exclude(succeeded=True)
    return not done.exists() and not tried.exists()


def run_due(stopped: Callable[[], bool] = lambda: False) -> list[OperationRun]:
    """Carry out what is due, one after the other; nothing while another server does so."""
    runs: list[OperationRun] = []
    for operation in due(timezone.now()):
        if stopped():
            break
        try:
            with alone():
                if _is_due(operation, timezone.now()):  # nobody else was faster
                    runs.append(_carry_out(operation))
        except Busy:
            break
    return runs


def run(name: str) -> OperationRun:
    """Carry out one operation now, due or not, and write down what became of it.

    Raises `Busy`.
    """
    with alone():
        return _carry_out(BY_NAME[name])


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock of all daily operations, in a connection of its own. Raises `Busy`."""
    # An operation may lose its connection and open another: the lock must not go with it.
    holder = connection.copy()
    try:
        with holder.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                raise Busy
        try:
            yield
        finally:
            # not left to the end of the connection, which the server may be slow to notice
            with suppress(Error), holder.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    finally:
        holder.close()


def _carry_out(operation: Operation) -> OperationRun:
    run = OperationRun.objects.create(name=operation.name, started_at=timezone.now())
    with translation.override("vi"):
        try:
            run.message = operation.work(run)
            run.succeeded = True
        except Exception as error:
            run.message, run.succeeded = _reason(error), False
    run.finished_at = timezone.now()
    run.save()
    return run


def _reason(error: Exception) -> str:
    if isinstance(error, OperationError):
        return str(error)
    if is_away(error):
        connection.close()
        return _("The database did not answer.")
    log.exception("A daily operation failed")
    return _("A fault of the portal (%(fault)s); see the log of the server.") % {
        "fault": type(error).__name__
    }
