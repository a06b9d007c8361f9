"""The admin's own content policy, and an honest answer while the database is away."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from events.audit.actors import Actor, acting
from events.database import is_away
from events.web import throttle
from events.web.throttle import TooMany

log = logging.getLogger(__name__)

AWAY_SECONDS = 30  # until a visitor may come again; the server keeper needs ten at most

# exactly where the policy of the public pages is not sent
ADMIN_PREFIXES = tuple(settings.CONTENT_SECURITY_POLICY["EXCLUDE_URL_PREFIXES"])

# No script and no style sheet stands in a page. The admin's theme runs Alpine, which evaluates
# the expressions of attributes (its build without that knows no arrow functions, which the theme
# uses) and sets styles by attributes. What keeps 'unsafe-eval' from more: only files of our own
# run, whatever users typed is escaped, and none of it stands inside an expression (tests).
ADMIN_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'unsafe-eval'",
        "script-src-attr 'none'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "connect-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class AdminPolicyMiddleware:
    """Sends the policy of the pages under the admin's address, and lets nobody keep them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(ADMIN_PREFIXES):
            response.headers.setdefault("Content-Security-Policy", ADMIN_POLICY)
            match = request.resolver_match
            if match is None or match.view_name != "admin:jsi18n":  # words of the theme, no data
                response.headers.setdefault("Cache-Control", "no-store")
        return response


class DatabaseAwayMiddleware:
    """Turns a lost or refused connection to the database into a friendly 503."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 for errors of the connection; leave all others alone."""
        if not is_away(exception):
            return None
        # the first line names the trouble; the lines below it may quote values
        log.error("The database does not answer: %s", str(exception).partition("\n")[0])
        headers = {"Retry-After": str(AWAY_SECONDS), "Cache-Control": "no-store"}
        # the next full minute: who comes then is not early
        moment = timezone.localtime() + timedelta(seconds=AWAY_SECONDS + 59)
        page = render_to_string("503.html", {"moment": moment})
        return HttpResponse(page, status=503, headers=headers)


class TooManyMiddleware:
    """Turns attempts that come too fast into a friendly 429 (or 503) that says when to return."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer where a view has not answered itself."""
        if not isinstance(exception, TooMany):
            return None
        signing_in = request.path_info == reverse("admin:login")
        context = {"message": str(exception), "signing_in": signing_in}
        response = render(request, "429.html", context, status=exception.status)
        response["Retry-After"] = str(exception.seconds)
        response["Cache-Control"] = "no-store"
        return response


class WayBackMiddleware:
    """Lets a browser that goes back find the very form that it has sent.

    The form's page sets a cookie and, because of it, would vary by cookie: the browser, which has
    the cookie now, would fetch another form, and sending that one would not be sending twice.
    Caches that serve several people are told `private`, and do not keep the page at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("Cache-Control") == "private, no-cache" and "Vary" in response:
            others = [name for name in response["Vary"].split(", ") if name != "Cookie"]
            del response["Vary"]
            if others:
                response["Vary"] = ", ".join(others)
        return response


class ActorMiddleware:
    """Tells the record who acts: who is signed in, by the time something is written, or nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        way = "admin" if request.path_info.startswith(ADMIN_PREFIXES) else "public"

        def user() -> Any:
            """Look at nobody's session for it: who writes as a user was asked for before."""
            known: Any = vars(request).get("user")
            if isinstance(known, SimpleLazyObject):
                known = known._wrapped  # of nobody, until asked for
            return known if way == "admin" and getattr(known, "is_authenticated", False) else None

        with acting(Actor(way, throttle.shortened(request), user=user)):
            return self.get_response(request)
