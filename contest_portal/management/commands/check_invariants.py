"""`check_invariants`: sweep the database for anything that must never be."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from agenda import invariants as of_agenda
from contest_portal import invariants as of_portal
from events import invariants as of_events
from registrations import invariants as of_registrations
from registrations.models import Registration, Seat
from sponsorship import invariants as of_sponsorship

APPS = (of_events, of_agenda, of_registrations, of_sponsorship, of_portal)


class Command(BaseCommand):
    """Sweep; one line when all is well, a line per fault and exit code 1 else."""

    help = "Rà soát toàn bộ dữ liệu; báo mọi điều không bao giờ được phép xảy ra."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        with translation.override("vi"), _one_moment():
            for sentence in chain.from_iterable(app.violations() for app in APPS):
                count += 1
                self.stderr.write(sentence)
            if count:
                raise CommandError(_("%(count)d rules are broken.") % {"count": count})
            self.stdout.write(
                _("All rules hold: %(registrations)d registrations, %(seats)d seats.")
                % {
                    "registrations": Registration.objects.count(),
                    "seats": Seat.objects.count(),
                }
            )


@contextmanager
def _one_moment() -> Iterator[None]:
    """See the whole database as it is at one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield  # whoever began this transaction has chosen what it sees
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
