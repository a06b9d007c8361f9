"""Where staff are signed in: written down at the door, shown to its owner, ended from afar."""

import re
import time
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from contest_portal.admin.security.models import WorkSession
from events.web import throttle

SEEN_EVERY = 300  # seconds: how exact "last seen" is
CONFIRMED = "confirmed_at"  # of a session: when its user has proved to be there, as a Unix time
FRESH_FOR = 15 * 60  # seconds after which a change asks for the password anew

# the first that fits; whoever says to be several things says the rarer one first
BROWSERS = (
    ("Cốc Cốc", r"coc_coc_browser"),
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("Windows", r"Windows"),
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux|X11"),
)


@receiver(user_logged_in)
def _begin(request: Any, user: Any, **kwargs: Any) -> None:
    confirm(request)
    touch(request, user)


def confirm(request: HttpRequest) -> None:
    """Remember that the user has just proved to be there."""
    request.session[CONFIRMED] = int(time.time())


def is_fresh(request: HttpRequest) -> bool:
    """Return whether the user has proved to be there a short while ago."""
    return time.time() - float(request.session.get(CONFIRMED, 0)) < FRESH_FOR


def touch(request: HttpRequest, user: Any) -> None:
    """Write down that a session is in use, every few minutes in each process."""
    key = request.session.session_key
    if not key or not cache.add(_kept(key), True, SEEN_EVERY):
        return
    now = timezone.now()
    if WorkSession.objects.filter(session_id=key).update(last_seen_at=now):
        return
    agent = request.headers.get("User-Agent", "")
    row = WorkSession(
        session_id=key,
        user_id=user.pk,
        browser=_named(BROWSERS, agent),
        system=_named(SYSTEMS, agent),
        network=throttle.shortened(request),
        began_at=now,
        last_seen_at=now,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        pass  # written by another request meanwhile, or ended


def of(user: Any) -> list[WorkSession]:
    """Return where somebody is signed in, the last used first.

    What a change of the password has ended is not in it: it opens nothing any more.
    """
    valid = user.get_session_auth_hash()
    return [
        row
        for row in _running(user).select_related("session")
        if constant_time_compare(row.session.get_decoded().get(HASH_SESSION_KEY, ""), valid)
    ]


def end_one(user: Any, row: int, *, but: str | None) -> bool:
    """End the session of a row of this person, unless it is that of a key; return whether."""
    found = _running(user).filter(pk=row).exclude(session_id=but)
    return bool(Session.objects.filter(pk__in=found.values("session_id")).delete()[0])


def end_all(user: Any, *, but: str | None = None) -> int:
    """End all sessions of a person, written down or not, but that of a key. Return how many."""
    running = Session.objects.filter(expire_date__gt=timezone.now()).exclude(pk=but or "")
    keys = [
        session.pk
        for session in running.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=keys).delete()
    return len(keys)


def _running(user: Any) -> Any:
    return WorkSession.objects.filter(user_id=user.pk, session__expire_date__gt=timezone.now())


def _named(kinds: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, sign in kinds if re.search(sign, agent)), "")


def _kept(key: str) -> str:
    return salted_hmac("contest_portal.sessions", key, algorithm="sha256").hexdigest()
