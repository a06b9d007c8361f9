"""Who asks for a password to be checked, and how failed attempts to sign in are counted."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from contest_portal.admin.password_hashing import Asker, asker
from events.web import throttle

COUNTED_MAX = 255  # what the column of the counter holds

# Hashes of passwords at once, and as many again in the course of the time. From one address
# several people of an office mistype; one browser has what axes gives to one name.
HASHES, HASHES_PER = 20, 10 * throttle.MINUTE
KNOWN_HASHES, KNOWN_HASHES_PER = 10, 15 * throttle.MINUTE

KNOWN_COOKIE = "known"  # of a browser in which somebody has signed in: the name, signed
KNOWN_FOR = 180 * throttle.DAY


class AskerMiddleware:
    """Tells the hashing of passwords who asks, and remembers a browser in which one signs in.

    A known browser opens nothing. It is counted by itself, so whoever floods from the same office,
    or from everywhere, does not keep the organizers out of their own portal.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = asker.set(partial(_asker, request))
        try:
            response = self.get_response(request)
        finally:
            asker.reset(before)
        if name := getattr(request, "signed_in_name", ""):
            response.set_cookie(
                KNOWN_COOKIE,
                signing.dumps(name, salt=KNOWN_COOKIE),
                max_age=KNOWN_FOR,
                path=reverse("admin:index"),
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


@receiver(user_logged_in)
def _note(request: Any, user: Any, **kwargs: Any) -> None:
    request.signed_in_name = user.get_username()


def _asker(request: HttpRequest) -> Asker:
    if name := known_name(request):
        own = throttle.Deed("password, known", name, KNOWN_HASHES, KNOWN_HASHES_PER)
        return Asker((own,), is_known=True)
    return Asker(throttle.of_address(request, "password", HASHES, HASHES_PER), is_known=False)


def known_name(request: HttpRequest) -> str:
    """Return the user name that has signed in from this browser; empty where none has."""
    kept = request.COOKIES.get(KNOWN_COOKIE, "")
    try:
        return str(signing.loads(kept, salt=KNOWN_COOKIE, max_age=KNOWN_FOR))
    except signing.BadSignature:
        return ""


def is_known(request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
    """Return whether this very name has signed in from this browser before."""
    known = known_name(request)
    return bool(known) and counted_name(request, credentials) == known


def counted_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str | None:
    """Return the user name that an attempt counts for, however long a one was typed."""
    typed = (credentials or (request.POST if request else {})).get("username")
    return str(typed).replace("\0", "")[:COUNTED_MAX] if typed is not None else None
