"""`print_document KIND [--event SLUG] [--key N] -o FILE`: write one paper as PDF."""

import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from events.admin.printing import PAPER, PAPERS, PRINTED
from events.audit.notes import note
from events.documents import KINDS, Kind
from events.documents.bundles import Batch
from events.models import Event


class Command(BaseCommand):
    """Find the ceremony, make the paper, put the file there in one step."""

    help = "In một văn bản ra tệp PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND", choices=sorted(KINDS))
        parser.add_argument("--event", metavar="SLUG", help="mặc định: buổi lễ hiện tại")
        parser.add_argument("--key", metavar="N", type=int, help="khi có nhiều văn bản cùng loại")
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            event = find_event(options["event"])
            try:
                kind = KINDS[options["kind"]]
                key = self._key(kind, event, options["key"])
                if batch := kind.batch(event, key):
                    write_batch(self, options["output"], batch)
                    return
                draft = kind.copy(event, key)
                content = draft.pdf()
            except ObjectDoesNotExist as error:
                raise CommandError(
                    _("This ceremony has no such paper yet: %(event)s") % {"event": event}
                ) from error
            with written(self, options["output"]) as file:
                file.write(content)
            if draft.private:
                note(PRINTED, PAPER, about=event, name=str(kind.label))

    def _key(self, kind: Kind, event: Event, asked: int | None) -> int:
        """Return which of several papers is meant; the only one needs no name."""
        if kind.several is None:
            return asked or 0
        names = dict(kind.several(event))
        if asked in names or (asked is None and len(names) <= 1):
            return asked if asked is not None else next(iter(names), 0)
        choices = "\n".join(f"  --key {key}  {name}" for key, name in names.items())
        raise CommandError(
            _("Choose one of these papers:\n%(choices)s") % {"choices": choices or "  -"}
        )


def find_event(slug: str | None) -> Event:
    """Return the ceremony of this name, or the current one."""
    if slug is None:
        event = Event.objects.current()
        if event is None:
            raise CommandError(_("There is no ceremony yet: load one with load_plan."))
        return event
    event = Event.objects.filter(slug=slug).first()
    if event is None:
        known = ", ".join(Event.objects.values_list("slug", flat=True)) or "-"
        raise CommandError(
            _("There is no ceremony “%(slug)s”. Known: %(known)s.") % {"slug": slug, "known": known}
        )
    return event


def write_batch(command: BaseCommand, path: Path, batch: Batch) -> None:
    """Write papers part by part; of long ones tell how far it is.

    Raises `ObjectDoesNotExist` where nothing is left to print.
    """

    def tell(done: int, total: int) -> None:
        if not batch.is_short:
            command.stderr.write(f"{done}/{total}")

    with written(command, path) as file:
        if not batch.write(file, tell):
            raise ObjectDoesNotExist
    note(PRINTED, PAPERS, name=str(batch.bundle.label), count=batch.total)


@contextmanager
def written(command: BaseCommand, path: Path) -> Iterator[IO[bytes]]:
    """Give a file to fill, and say how large it became; it is there whole or not at all.

    A full disk leaves no half paper behind.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.absolute().parent, suffix=".pdf")
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                size = file.tell()
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(name, 0o666 & ~mask)
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be written. Check the folder and the space left.") % {"file": path}
        ) from error
    command.stdout.write(
        _("Written: %(file)s (%(size)d kB)") % {"file": path, "size": -(-size // 1024)}
    )
