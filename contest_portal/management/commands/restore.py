"""`restore FILE [--replace]`: bring the portal back from a backup, all of it or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg2
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from contest_portal.operations.backup import restoring
from contest_portal.operations.errors import OperationError


class Command(BaseCommand):
    """Needs no tables: it works on an empty database, before anything was set up."""

    help = "Khôi phục cổng thông tin từ một bản sao lưu: toàn bộ hoặc không gì cả."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="thay dữ liệu đang có bằng dữ liệu trong bản sao"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            try:
                restoring.restore(
                    options["file"].absolute(),
                    replace=options["replace"],
                    say=lambda line: self.stdout.write(line),
                )
            except OperationError as error:
                raise CommandError(str(error)) from error
            except psycopg2.OperationalError as error:
                raise CommandError(_("The database did not answer.")) from error
