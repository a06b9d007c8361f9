"""`import_list (invitations|delegates) FILE [--event SLUG] [--commit] [--silently] [--json]`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from contest_portal.management.commands.print_document import find_event
from registrations.errors import RegistrationError
from registrations.importing import Listing, Outcome, read_list
from registrations.services.imports import PART, check_against, import_list

MANY = 10 * PART


class Command(BaseCommand):
    """Show what a list would become; import it when asked to."""

    help = (
        "Đọc danh sách đại biểu hoặc giấy mời từ bảng tính; chỉ ghi vào hệ thống khi có --commit."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=["invitations", "delegates"])
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--event", metavar="SLUG", help="mặc định: buổi lễ hiện tại")
        parser.add_argument("--commit", action="store_true", help="ghi vào hệ thống")
        parser.add_argument("--silently", action="store_true", help="không gửi thư cho đại biểu")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            event = find_event(options["event"])
            names = [delegation.name for delegation in event.delegations.all()]
            try:
                with options["file"].open("rb") as file:
                    listing = read_list(file, options["kind"], names)
            except OSError as error:
                raise CommandError(
                    _("%(file)s cannot be read. Check the name and the rights.")
                    % {"file": options["file"]}
                ) from error
            check_against(event, listing)
            failure = ""
            if options["commit"] and listing.file_outcome == "import":
                try:
                    import_list(event, listing, self._tell, silently=options["silently"])
                except RegistrationError as error:
                    failure = str(error)
                    listing.file_messages.insert(0, failure)
            self._show(
                listing, committed=options["commit"] and not failure, as_json=options["json"]
            )
            if failure:
                raise CommandError(failure)

    def _tell(self, done: int, total: int) -> None:
        if total > MANY:
            self.stderr.write(f"{done}/{total}")

    def _show(self, listing: Listing, *, committed: bool, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(listing.as_dict(), ensure_ascii=False))
            return
        for message in listing.file_messages:
            self.stdout.write(message)
        for row in listing.rows:
            if row.messages or row.outcome == Outcome.ERROR:
                place = f"{row.sheet}, " if row.sheet else ""
                text = " ".join(row.messages)
                self.stdout.write(f"{place}{row.row}: {row.outcome.label}. {text}")
        counts = listing.counts()
        figures = {
            "good": counts["accepted"] + counts["warning"],
            "warned": counts["warning"],
            "wrong": counts["error"],
            "skipped": counts["skipped"],
        }
        if listing.file_outcome == "reject":
            return
        if committed:
            text = _(
                "Imported: %(good)d (with a warning: %(warned)d). Left out because of errors: "
                "%(wrong)d. Skipped: %(skipped)d."
            )
        else:
            text = _(
                "Nothing was saved yet. Can be imported: %(good)d (with a warning: %(warned)d). "
                "With errors: %(wrong)d. Skipped: %(skipped)d. To import, add --commit."
            )
        self.stdout.write(text % figures)
