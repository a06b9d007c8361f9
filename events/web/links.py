"""Pages behind secret links: what their addresses look like, and that nobody keeps them."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter

from events import mail


class TokenConverter(StringConverter):
    """The secret of a link; what looks otherwise is not even looked up."""

    regex = "[A-Za-z0-9_-]{22,64}"


class PageNumberConverter(IntConverter):
    """The number of a page, written in one way only: each address that answers is kept."""

    regex = "0|[1-9][0-9]{0,5}"


register_converter(TokenConverter, "token")
register_converter(PageNumberConverter, "page_number")


class SeeOther(HttpResponseRedirectBase):
    """303: whatever was posted, what follows is a page to get."""

    status_code = 303


def submission_of(request: HttpRequest) -> uuid.UUID | None:
    """Return the id that this form was given; None where it was tampered with."""
    try:
        return uuid.UUID(request.POST.get("submission", ""))
    except ValueError:
        return None


View = Callable[..., HttpResponse]


def secret_page(view: View) -> View:
    """Keep a page behind a secret link out of caches, indexes and the addresses of others."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with mail.paced():
            response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return wrapper


def with_form(response: HttpResponse) -> HttpResponse:
    """Let the form of a secret page be sent."""
    # without a referrer the browser hides the origin of the form too, and it would be refused
    response["Referrer-Policy"] = "same-origin"
    return response


def file_answer(content: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file to be kept under this name."""
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, kind, headers={"Content-Disposition": disposition})
