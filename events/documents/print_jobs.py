"""Long papers are printed by the worker, part by part, and fetched when they are ready.

A part is kept as soon as it is made, so whoever goes on after one who died begins with the next.
Who works on a job holds a lock of the database that goes with its connection: a dead worker blocks
nobody, and a job is never worked on by two. Users take turns after each part.
"""

import datetime
import hashlib
import io
import json
import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from events.database import is_away
from events.documents import joining
from events.documents.bundles import BUNDLES, Batch
from events.documents.errors import TooManyPapers, TooManyPrintJobs
from events.models import PrintJob, PrintPart

LONGEST = 10_000  # papers in one file
OF_A_USER = 10  # jobs under way
TRIES = 3  # of a part, before it is given up
PIECE = 2**20  # bytes of a finished file in a row
LOCKS = 7_226_411  # any number, the same for all servers of one database
SILENCE = datetime.timedelta(seconds=20)  # after it, it is asked whether anybody is at work
SOMEBODY_WORKS = """
    SELECT EXISTS (
        SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
        WHERE locktype = 'advisory' AND classid = %s AND datname = current_database()
    )
"""

State = PrintJob.State
log = logging.getLogger(__name__)


def ask(user: User, batch: Batch) -> PrintJob:
    """Let a batch be printed; whoever asks twice gets the same job, as long as it is under way.

    Raises a `PrintingError`.
    """
    if len(batch.keys) > LONGEST:
        raise TooManyPapers(LONGEST)
    digest = _digest(batch)
    mine = PrintJob.objects.filter(user=user).under_way()
    same = mine.filter(digest=digest)
    if found := same.first():
        return found
    if mine.count() >= OF_A_USER:
        raise TooManyPrintJobs(OF_A_USER)
    try:
        with transaction.atomic():
            return PrintJob.objects.create(
                user=user,
                bundle=batch.bundle.name,
                keys=list(batch.keys),
                options=batch.options,
                digest=digest,
                file_name=batch.file_name,
                total=batch.total,
            )
    except IntegrityError:  # another click was faster
        return same.first() or ask(user, batch)


def batch_of(job: PrintJob) -> Batch:
    """Return what a job prints."""
    bundle = BUNDLES[job.bundle]
    return Batch(bundle=bundle, keys=job.keys, options=job.options, file_name=job.file_name)


def cancel(job: PrintJob) -> None:
    """End a job that is under way; the part that is at hand is thrown away."""
    _end(PrintJob.objects.under_way(), job, state=State.CANCELLED)


def forget(job: PrintJob) -> None:
    """Throw the file of a job away."""
    _end(PrintJob.objects.filter(state=State.DONE), job, state=State.CANCELLED)


def withdraw_all() -> None:
    """Throw all files away, as when somebody who stands in them is erased."""
    text = _("Personal data were erased after this was printed. Please print it anew.")
    jobs = PrintJob.objects.exclude(state=State.CANCELLED)
    jobs.update(state=State.FAILED, failure=text)
    PrintPart.objects.all().delete()


def content_of(job: PrintJob) -> Iterator[bytes]:
    """Yield the file of a job that is done, piece by piece."""
    parts = PrintPart.objects.filter(job=job).order_by("number")
    for number in list(parts.values_list("number", flat=True)):
        yield bytes(parts.values_list("content", flat=True).get(number=number))


def is_stalled(job: PrintJob) -> bool:
    """Return whether a job waits, and nobody has been at work for a while."""
    moved = job.worked_at or job.asked_at
    if not job.is_under_way or moved > timezone.now() - SILENCE:
        return False
    with connection.cursor() as cursor:
        cursor.execute(SOMEBODY_WORKS, [LOCKS])
        return not cursor.fetchone()[0]


def work_off(stop: Callable[[], bool] = lambda: False, most: int | None = None) -> int:
    """Print what waits, `most` parts of it or all; return how many parts were made."""
    count = 0
    while not stop() and (most is None or count < most) and _step():
        count += 1
    return count


def forget_outdated() -> None:
    """Throw away what nobody may look at any more."""
    PrintJob.objects.outdated().delete()


def _step() -> bool:
    """Do what is next; return whether there was anything."""
    for key in list(PrintJob.objects.fresh().in_turn().values_list("pk", flat=True)):
        with _alone_with(key) as alone:
            if alone and _advance(key):
                return True
    return False


@contextmanager
def _alone_with(key: int) -> Iterator[bool]:
    """Keep others away from a job; yield False where another is at it."""
    lock = [LOCKS, key % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", lock)
        alone = cursor.fetchone()[0]
    yield alone  # after an error the connection ends, and the lock with it
    if alone:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", lock)


def _advance(key: int) -> bool:
    """Print the next part of a job, or put its parts together; False where it is over by now."""
    job = PrintJob.objects.under_way().filter(pk=key).first()
    if job is None:
        return False
    if job.tries >= TRIES:
        text = _("Printing broke off several times at the same place. Please tell whoever runs it.")
        _fail(job, text)
        return True
    # noted before the work, which may be the death of its process
    PrintJob.objects.filter(pk=key).update(state=State.WORKING, tries=job.tries + 1)
    try:
        if job.done < job.total:
            _print_part(job)
        else:
            _put_together(job)
    except ObjectDoesNotExist:
        _fail(job, _("What was to be printed is no longer there."))
    except Exception as error:
        if is_away(error):
            raise
        log.exception("A long paper could not be printed")
        _fail(job, _("Printing broke off because of a fault of the portal. Please try again."))
    return True


def _print_part(job: PrintJob) -> None:
    batch = batch_of(job)
    content, pages = batch.part(job.done, job.pages)
    done = min(job.done + batch.bundle.part, job.total)
    with transaction.atomic():
        if not _claim(job):
            return
        if content:
            PrintPart.objects.create(job=job, number=job.done, content=content)
        PrintJob.objects.filter(pk=job.pk).update(
            done=done,
            pages=job.pages + pages,
            tries=0,
            worked_at=timezone.now(),
        )


def _put_together(job: PrintJob) -> None:
    if not job.pages:
        raise ObjectDoesNotExist
    with tempfile.TemporaryFile() as file:  # it has no name, and goes with the process
        joining.join(map(io.BytesIO, content_of(job)), file)
        size = file.tell()
        file.seek(0)
        with transaction.atomic():
            if not _claim(job):
                return
            parts = PrintPart.objects.filter(job=job)
            parts.delete()
            for number, piece in enumerate(iter(lambda: file.read(PIECE), b"")):
                PrintPart.objects.create(job=job, number=number, content=piece)
            PrintJob.objects.filter(pk=job.pk).update(
                state=State.DONE, size=size, worked_at=timezone.now()
            )


def _claim(job: PrintJob) -> bool:
    """Lock the row of a job; return whether it still waits for what was done."""
    same = PrintJob.objects.under_way().filter(pk=job.pk, done=job.done)
    return same.select_for_update().values_list("pk").first() is not None


def _fail(job: PrintJob, reason: str) -> None:
    _end(PrintJob.objects.under_way(), job, state=State.FAILED, failure=reason)


def _end(of: QuerySet[PrintJob], job: PrintJob, **values: str) -> None:
    with transaction.atomic():
        if of.filter(pk=job.pk).update(**values):
            PrintPart.objects.filter(job=job).delete()


def _digest(batch: Batch) -> str:
    work = json.dumps([batch.bundle.name, list(batch.keys), batch.options], sort_keys=True)
    return hashlib.sha256(work.encode()).hexdigest()
