"""`back_up [-o FILE]`: write one file with everything; exit 0 only when all of it went well."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from contest_portal.operations import nightly
from contest_portal.operations.backup import folder, making
from contest_portal.operations.errors import OperationError


class Command(BaseCommand):
    """Into the folder of backups as every night, or into a file of its own."""

    help = "Sao lưu toàn bộ cổng thông tin vào một tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            try:
                self._back_up(options["output"])
            except OperationError as error:
                raise CommandError(str(error)) from error
            if not settings.BACKUP_PASSPHRASE:
                self.stdout.write(
                    _(
                        "This backup is not encrypted and holds personal data and the secret key: "
                        "set BACKUP_PASSPHRASE, or keep the file where nobody else can read it."
                    )
                )

    def _back_up(self, output: Path | None) -> None:
        if output is not None:
            self.stdout.write(folder.message(making.make(output.absolute())))
            return
        for name in ("back_up", "copy_backup"):
            run = nightly.run(name)
            if not run.succeeded:
                raise OperationError(run.message)
            self.stdout.write(run.message)
