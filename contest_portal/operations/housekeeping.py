"""What is no longer needed goes: personal data whose time is over, sessions, counters, attempts."""

import datetime

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from contest_portal.models import OperationRun
from events.models import Event
from events.services import video_uploads, videos
from events.web import throttle
from registrations.services import erasure

ATTEMPTS_KEPT = datetime.timedelta(days=1)  # longer than any lock-out lasts


def erase_personal_data(run: OperationRun) -> str:
    """Erase what is due of every ceremony; each is one transaction."""
    count = sum(erasure.erase_due(event) for event in Event.objects.order_by("pk"))
    return _("Personal data of %(count)d registrations were erased.") % {"count": count}


def sweep(run: OperationRun) -> str:
    """Remove what is worn off: sessions, counters, attempts to sign in, files of no video."""
    now = timezone.now()
    _all, each = Session.objects.filter(expire_date__lt=now).delete()
    counters = throttle.forget_old()
    old = AccessAttempt.objects.filter(attempt_time__lt=now - ATTEMPTS_KEPT)
    attempts = old.count()
    old.delete()
    files = video_uploads.forget_old() + videos.remove_unused()
    return _(
        "Removed: %(sessions)d sessions, %(counters)d counters, %(attempts)d attempts to sign in, "
        "%(files)d files of no video."
    ) % {
        "sessions": each.get("sessions.Session", 0),
        "counters": counters,
        "attempts": attempts,
        "files": files,
    }
