"""The files of the look: under an address that is made of their bytes, so kept for ever."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from events.models import AppearanceFile

TYPES = {"css": "text/css", "svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon"}


@require_safe
def file(request: HttpRequest, sha256: str, ending: str) -> HttpResponse:
    """Answer with a file."""
    found = AppearanceFile.objects.filter(name=f"{sha256}.{ending}").first()
    if found is None:
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(bytes(found.content), TYPES[ending], headers=headers)
