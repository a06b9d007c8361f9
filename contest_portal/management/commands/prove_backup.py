"""`prove_backup [FILE]`: bring a backup back beside the portal and look at all of it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from contest_portal.operations import nightly
from contest_portal.operations.backup import proving, reading
from contest_portal.operations.errors import OperationError


class Command(BaseCommand):
    """The newest of the folder as every night, or any file; exit 0 only when it is good."""

    help = "Kiểm chứng một bản sao lưu bằng cách khôi phục thử; cổng thông tin không bị đụng đến."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, nargs="?", default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            try:
                self.stdout.write(_prove(options["file"]))
            except OperationError as error:
                raise CommandError(str(error)) from error


def _prove(path: Path | None) -> str:
    if path is not None:
        with reading.opened(path.absolute()) as backup:
            proving.prove(backup)
            return proving.message(backup)
    run = nightly.run("prove_backup")
    if not run.succeeded:
        raise OperationError(run.message)
    return run.message
