"""`print_register --from DAY --to DAY -o FILE`: write the register of a period as a book."""

import datetime
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from contest_portal.management.commands.print_document import write_batch
from events.documents import book


def day(text: str) -> datetime.date:
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise ArgumentTypeError("vui lòng ghi ngày theo dạng 31/12/2025")


class Command(BaseCommand):
    """Set the papers part by part, and tell how far it is."""

    help = "In sổ đăng ký văn bản đi của một khoảng thời gian ra tệp PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        year = timezone.localdate().year
        parser.add_argument("--from", dest="first", type=day, default=datetime.date(year, 1, 1))
        parser.add_argument("--to", dest="last", type=day, default=timezone.localdate())
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            if options["last"] < options["first"]:
                raise CommandError(_("The period ends before it begins."))
            batch = book.of_period(options["first"], options["last"])
            write_batch(self, options["output"], batch)
