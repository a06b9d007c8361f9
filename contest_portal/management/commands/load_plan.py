"""`load_plan FILE.toml`: load a ceremony, or update it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from contest_portal.plans import loading, plan_file


class Command(BaseCommand):
    """Read, check, load; one line on success, a line per fault else."""

    help = "Nạp hoặc cập nhật một buổi lễ từ tệp kế hoạch (TOML)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.toml", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            try:
                loaded = loading.load(plan_file.read(options["file"]))
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
