"""What programs ask every site for: where they may look, and to whom they tell what is wrong."""

import datetime
import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from events.models import Event
from events.web import looks

# only where something begins: what stands behind it is a secret and named nowhere
BEGINNINGS = ("/dang-ky/*/", "/moi/", "/xac-minh/*/", "/xem-truoc/")
NOT_TO_LOOK_AT = ("/quan-tri/", *(language + way for way in BEGINNINGS for language in ("", "/en")))
HELD_FOR = datetime.timedelta(days=180)  # RFC 9116 advises less than a year
MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ICON_SIZES = (192, 512)  # pixels
SHORT = 12  # letters that stand below an icon
DAY, HOUR = 24 * 3600, 3600  # seconds


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Allow the public pages; ask to leave alone what belongs to one person or to the staff."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_TO_LOOK_AT), "Allow: /"]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}"]
    return _text(lines, DAY)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead who asks for the icon without having read a page to the one of today."""
    answer = redirect(looks.of(request).favicon)
    answer["Cache-Control"] = f"public, max-age={HOUR}"
    return answer


@require_safe
def web_manifest(request: HttpRequest) -> HttpResponse:
    """Say how the site looks on a home screen."""
    event = Event.objects.current()
    name = event.contest.name if event else gettext("Portal of the contest")
    look = looks.of(request)
    icons = [
        {
            "src": look.address(f"icon-{size}.png", f"icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
        }
        for size in ICON_SIZES
    ]
    if look.drawn_icon:
        icons.append({"src": look.emblem, "sizes": "any"})
    manifest = {
        "name": name,
        "short_name": name if len(name) <= SHORT else gettext("Contest"),
        "lang": settings.LANGUAGE_CODE,
        "start_url": "/",
        "display": "browser",
        "background_color": "#fffdf9",
        "theme_color": look.palette.main,
        "icons": icons,
    }
    headers = {"Cache-Control": f"public, max-age={HOUR}"}
    return JsonResponse(manifest, content_type="application/manifest+json", headers=headers)


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
