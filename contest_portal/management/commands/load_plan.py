"""`load_plan FILE.toml`: load a ceremony, or update it."""

import datetime
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from contest_portal.plans import loading, moving, plan_file
from events.documents import publishing

FIRST_YEAR, LAST_YEAR = 2000, 2100  # what can be meant


class Command(BaseCommand):
    """Read, check, load; one line on success, a line per fault else."""

    help = "Nạp hoặc cập nhật một buổi lễ từ tệp kế hoạch (TOML)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.toml", type=Path)
        parser.add_argument(
            "--first-day",
            metavar="DAY",
            type=_day,
            help="Dời mọi ngày của tệp để thời gian tổ chức bắt đầu từ ngày này (2026-12-18).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            try:
                read = plan_file.read(options["file"])
                if options["first_day"]:
                    self._move(read, options["first_day"])
                loaded = loading.load(read)
            except plan_file.PlanFileError as error:
                nothing = _("Nothing was loaded.")
                raise CommandError(f"{error}\n{nothing}") from error
            done = _("Loaded") if loaded.created else _("Updated")
            self.stdout.write(
                _(
                    "%(done)s “%(event)s”: %(delegations)d delegations, %(tasks)d preparation "
                    "tasks, %(agenda)d agenda items."
                )
                % {"done": done, "event": loaded.event.title, **loaded.counts}
            )
            for sentence in loaded.left_alone:
                self.stdout.write(sentence)
            if loaded.event.published:
                for obstacle in publishing.of_ceremony(loaded.event):
                    self.stdout.write(obstacle.message)

    def _move(self, read: plan_file.PlanFile, first_day: datetime.date) -> None:
        days = moving.move(read, first_day)
        self.stdout.write(
            _(
                "Every day of the file is moved by %(days)d days. The days of decisions, of "
                "milestones up to them and of finished tasks stay. What the sentences of the plan "
                "say of days stays as it is written."
            )
            % {"days": days}
        )


def _day(text: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("vui lòng ghi ngày theo dạng 2026-12-18") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ArgumentTypeError(f"vui lòng chọn ngày trong các năm {FIRST_YEAR} - {LAST_YEAR}")
    return day
