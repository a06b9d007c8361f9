"""The files of pictures: under an address that is made of their bytes, so kept for ever."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from events.models import PictureFile
from events.web.pictures import ENDINGS, TYPES

FORMATS = {ending: format for format, ending in ENDINGS.items()}


@require_safe
def file(request: HttpRequest, sha256: str, ending: str) -> HttpResponse:
    """Answer with a file."""
    found = PictureFile.objects.filter(sha256=sha256, format=FORMATS.get(ending)).first()
    if found is None:
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(bytes(found.content), TYPES[found.format], headers=headers)
