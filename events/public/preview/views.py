"""A draft as its page would show it, for whoever has its secret link."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from events.models.content.publication import Publication
from events.web.links import secret_page

Show = Callable[[HttpRequest, Any], HttpResponse]

SHOWN: dict[type[Publication], Show] = {}


def shows(model: type[Publication]) -> Callable[[Show], Show]:
    """Let a function answer with the page of a draft: it says `is_preview` to its template."""

    def decorate(show: Show) -> Show:
        SHOWN[model] = show
        return show

    return decorate


@require_safe
@secret_page
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link belongs to, whatever its state."""
    for model, show in SHOWN.items():
        row = model._default_manager.filter(token=token).first()
        if row is not None:
            return show(request, row)
    raise Http404
