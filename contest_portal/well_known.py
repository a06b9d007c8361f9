"""What programs ask every site for: where they may look, and to whom they tell what is wrong."""

import datetime
import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.models import Event

# only where something begins: what stands behind it is a secret and named nowhere
BEGINNINGS = ("/dang-ky/*/", "/moi/", "/xac-minh/*/", "/xem-truoc/")
NOT_TO_LOOK_AT = ("/quan-tri/", *(language + way for way in BEGINNINGS for language in ("", "/en")))
HELD_FOR = datetime.timedelta(days=180)  # RFC 9116 advises less than a year
MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
DAY, HOUR = 24 * 3600, 3600  # seconds


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Allow the public pages; ask to leave alone what belongs to one person or to the staff."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_TO_LOOK_AT), "Allow: /"]
    return _text(lines, DAY)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a weakness (RFC 9116); 404 while nobody is known who reads it."""
    contact = settings.SECURITY_CONTACT or _mailbox(Event.objects.current())
    if not contact:
        raise Http404
    if "@" in contact and ":" not in contact:
        contact = f"mailto:{contact}"
    expires = (timezone.now() + HELD_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: vi, en",
    ]
    if settings.SITE_URL:
        lines.append(f"Canonical: {settings.SITE_URL}{request.path}")
    return _text(lines, HOUR)


def _mailbox(event: Event | None) -> str:
    """Return the first e-mail address of what delegates are told to call or to write to."""
    found = MAILBOX.search(event.contact_shown) if event else None
    return found[0] if found else ""


def _text(lines: list[str], seconds: int) -> HttpResponse:
    headers = {"Cache-Control": f"public, max-age={seconds}"}
    content = "\n".join(lines) + "\n"
    return HttpResponse(content, content_type="text/plain; charset=utf-8", headers=headers)
