"""What was typed into a form whose sender had to sign in first: kept in the page, never lost.

It travels inside the page of signing in, signed, and is sent again by its user from the page that
follows, with a fresh token. The server stores nothing of it; passwords and files are not kept.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest

from contest_portal.admin.login_attempts import known_name

FIELD = "unsent"  # of the form of signing in
SALT = "contest_portal.unsent"
KEPT_FOR = 12 * 3600  # seconds


@dataclass(frozen=True)
class Unsent:
    """A form as it was sent: (name, value) of its fields, (name, file name) of its files."""

    path: str
    fields: list[tuple[str, str]]
    files: list[tuple[str, str]]
    user: str  # the name of who had last signed in with this browser; empty where none had

    def sealed(self) -> str:
        """Return it as a text that only this portal can have written."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    def is_of(self, user: Any) -> bool:
        """Return whether this user may have typed it."""
        return self.user in ("", user.get_username())


def taken_from(request: HttpRequest) -> Unsent | None:
    """Return what was typed; None where there is nothing to keep."""
    fields = [(k, v) for k, many in request.POST.lists() for v in many if _is_kept(k)]
    files = [(k, f.name or "") for k, many in request.FILES.lists() for f in many]
    if not fields and not files:
        return None
    user = request.user.get_username() or known_name(request)
    return Unsent(request.get_full_path(), fields, files, user)


def brought_by(request: HttpRequest) -> Unsent | None:
    """Return what the page of signing in held; None for nothing, or for what was tampered with."""
    try:
        found = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return Unsent(**found)


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
