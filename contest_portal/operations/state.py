"""What the overview tells of the daily operations: what was done when, what is late or failed."""

import datetime
from typing import NamedTuple

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from contest_portal.models import OperationRun
from contest_portal.operations.nightly import LOCK, OPERATIONS, Operation
from registrations.services import erasure

LATE_AFTER = datetime.timedelta(hours=2)
OLDEST_PROOF = datetime.timedelta(hours=26)

UNDER_WAY = """
    SELECT EXISTS (
        SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND classid::bigint << 32 | objid::bigint = %s
    )
"""


class State(NamedTuple):
    """How it stands with one operation; `problem` is a sentence, empty while all is well."""

    title: str | Promise
    done: OperationRun | None  # the last that succeeded
    problem: str


class Proof(NamedTuple):
    """Of which moment the last proven backup is, and what is wrong about that."""

    backup_at: datetime.datetime | None
    problem: str


class Overview(NamedTuple):
    """All of it, as the first page of the admin shows it."""

    states: list[State]
    proof: Proof
    overdue_for_erasure: int  # registrations

    @property
    def needs_care(self) -> bool:
        """Whether somebody should look."""
        problems = [self.proof.problem, *(state.problem for state in self.states)]
        return any(problems) or self.overdue_for_erasure > 0


def overview() -> Overview:
    """Read how it stands now."""
    return Overview(states(), proof(), erasure.count_overdue())


def states(now: datetime.datetime | None = None) -> list[State]:
    """Return how it stands with each operation; few statements, however many runs there are."""
    now = now or timezone.now()
    latest, done = _runs()
    born = now if all(operation.name in latest for operation in OPERATIONS) else _born()
    unfinished = any(run.succeeded is None for run in latest.values())
    busy = unfinished and _is_under_way()
    return [
        State(o.title, done.get(o.name), _problem(o, latest.get(o.name), born, busy, now))
        for o in OPERATIONS
    ]


def proof(now: datetime.datetime | None = None) -> Proof:
    """Return how old the last proven backup is; a problem after 26 hours."""
    now = now or timezone.now()
    proven = OperationRun.objects.filter(name="prove_backup", succeeded=True)
    at: datetime.datetime | None = proven.aggregate(at=Max("backup_at"))["at"]
    if now - (at or _born()) <= OLDEST_PROOF:
        return Proof(at, "")
    if at is None:
        return Proof(None, _("No backup has ever been proven to be good."))
    text = _("The last backup that was proven to be good is of %(moment)s: too old.")
    return Proof(at, text % {"moment": _shown(at)})


def _runs() -> tuple[dict[str, OperationRun], dict[str, OperationRun]]:
    """Return the last run of each operation, and the last that succeeded."""
    newest = OperationRun.objects.order_by("name", "succeeded", "-started_at")
    runs = sorted(newest.distinct("name", "succeeded"), key=lambda run: run.started_at)
    return {run.name: run for run in runs}, {run.name: run for run in runs if run.succeeded}


def _problem(
    operation: Operation,
    last: OperationRun | None,
    born: datetime.datetime,
    busy: bool,
    now: datetime.datetime,
) -> str:
    if last is not None and last.succeeded is False:
        text = _("Failed at %(moment)s: %(reason)s")
        return text % {"moment": _shown(last.started_at), "reason": last.message}
    if last is not None and last.succeeded is None:
        text = "" if busy else _("Broke off: begun at %(moment)s.")
        return text and text % {"moment": _shown(last.started_at)}
    wanted = operation.due_since(now - LATE_AFTER)
    if (last.started_at if last is not None else born) >= wanted:
        return ""
    since = wanted if last is not None else max(wanted, born)
    return _("Overdue since %(moment)s.") % {"moment": _shown(since)}


def _born() -> datetime.datetime:
    """Return when this portal was made: what is newer cannot have been done daily."""
    born: datetime.datetime | None = MigrationRecorder.Migration.objects.aggregate(
        at=Min("applied")
    )["at"]
    return born or timezone.now()


def _is_under_way() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(UNDER_WAY, [LOCK])
        return bool(cursor.fetchone()[0])


def _shown(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), "H:i d/m/Y")
