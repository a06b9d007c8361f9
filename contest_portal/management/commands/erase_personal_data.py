"""`erase_personal_data [--event SLUG] [--dry-run] [--now DAY]`: erase what is no longer needed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from contest_portal.management.commands.print_register import day
from events.models import Event
from events.web import throttle
from registrations.services import erasure


class Command(BaseCommand):
    """Go through the ceremonies; each is one transaction, and a row tells how much was erased."""

    help = "Xóa dữ liệu cá nhân đã hết thời hạn lưu; số chỗ và trạng thái giữ nguyên."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--event", metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--now", metavar="DAY", type=day, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            today = options["now"] or timezone.localdate()
            events = Event.objects.order_by("pk")
            if options["event"]:
                events = events.filter(slug=options["event"])
                if not events:
                    raise CommandError(
                        _("There is no ceremony “%(slug)s”.") % {"slug": options["event"]}
                    )
            dry = options["dry_run"]
            for event in events:
                count = (
                    len(erasure.due_for_erasure(event, today))
                    if dry
                    else erasure.erase_due(event, today)
                )
                text = (
                    _("%(event)s: the data of %(count)d registrations would be erased.")
                    if dry
                    else _("%(event)s: the data of %(count)d registrations were erased.")
                )
                self.stdout.write(text % {"event": event.slug, "count": count})
            if not dry:
                throttle.forget_old()
