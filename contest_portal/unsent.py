"""What was typed into a form whose sender had to sign in first: kept in the page, never lost.

It travels inside the page of signing in, signed, and is sent again by its user from the page that
follows, with a fresh token. The server stores nothing of it; passwords and files are not kept.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

FIELD = "unsent"  # of the form of signing in
SALT = "contest_portal.unsent"
KEPT_FOR = 12 * 3600  # seconds
COOKIE = "last_worker"  # whose form it may be: a session that is over says nothing any more
COOKIE_FOR = 14 * 24 * 3600  # seconds


@dataclass(frozen=True)
class Unsent:
    """A form as it was sent: (name, value) of its fields, (name, file name) of its files."""

    path: str
    fields: list[tuple[str, str]]
    files: list[tuple[str, str]]
    user: int | None  # who had last signed in with this browser

    def sealed(self) -> str:
        """Return it as a text that only this portal can have written."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    def is_of(self, user: Any) -> bool:
        """Return whether this user may have typed it."""
        return self.user in (None, user.pk)


def taken_from(request: HttpRequest) -> Unsent | None:
    """Return what was typed; None where there is nothing to keep."""
    fields = [(k, v) for k, many in request.POST.lists() for v in many if _is_kept(k)]
    files = [(k, f.name or "") for k, many in request.FILES.lists() for f in many]
    if not fields and not files:
        return None
    return Unsent(request.get_full_path(), fields, files, _last_worker(request))


def brought_by(request: HttpRequest) -> Unsent | None:
    """Return what the page of signing in held; None for nothing, or for what was tampered with."""
    try:
        found = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return Unsent(**found)


def remember(response: HttpResponse, request: HttpRequest) -> None:
    """Let the browser know who signed in, for when the session is over."""
    response.set_signed_cookie(
        COOKIE,
        str(request.user.pk),
        salt=SALT,
        max_age=COOKIE_FOR,
        path="/quan-tri/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def came_from_here(request: HttpRequest) -> bool:
    """Return whether the browser says that a page of this very portal sent the request."""
    if "Origin" in request.headers:
        try:
            return request.headers["Origin"] == f"{request.scheme}://{request.get_host()}"
        except SuspiciousOperation:
            return False
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def _is_kept(name: str) -> bool:
    return name not in ("csrfmiddlewaretoken", FIELD) and "password" not in name.lower()


def _last_worker(request: HttpRequest) -> int | None:
    if request.user.is_authenticated:
        return request.user.pk
    known = request.get_signed_cookie(COOKIE, default=None, salt=SALT, max_age=COOKIE_FOR)
    return int(known) if known else None
