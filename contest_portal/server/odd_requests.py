"""What no browser of a person sends is refused before it reaches a form or the database."""

import logging
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from contest_portal.public import error_pages

log = logging.getLogger(__name__)

QUERY_MAX = 16_000  # bytes; an action on a thousand rows names them all
WORD_MAX = 2000  # characters between two commas of a value
COOKIE_MAX = 4096  # characters; no browser keeps a longer one
# what Python, Django and psycopg say of values that no page of ours has ever offered
TOO_ODD = ("NUL (0x00) characters", "integer string conversion", "expected a number but got")


class OddRequestMiddleware:
    """Answers 404 or 400 to what cannot be meant: signs that no text holds, lengths without end.

    What a form says better is left to the form: fields that are posted are looked at only where
    they have passed every form and the database refused them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if len(query) > QUERY_MAX or _holds_what_no_text_holds(request.GET):
            return error_pages.bad_request(request, BadRequest())  # raised, it would fill the log
        for name, value in list(request.COOKIES.items()):
            if "\0" in value or len(value) > COOKIE_MAX:  # as if it had not come: it would return
                del request.COOKIES[name]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 400 where a value was too odd for the database; leave all other errors alone."""
        if not is_too_odd(exception):
            return None
        log.warning("Refused: a value that nobody can mean, at %s", request.path)
        return error_pages.bad_request(request, exception)


def is_too_odd(exception: Exception) -> bool:
    """Return whether an error was caused by a value that no column and no number can hold."""
    if isinstance(exception, ValueError):
        return any(words in str(exception) for words in TOO_ODD)
    return isinstance(exception, DataError)


def _holds_what_no_text_holds(values: QueryDict) -> bool:
    """Return whether there is a NUL, or a word without end."""
    texts = [text for name, many in values.lists() for text in (name, *many)]
    return any("\0" in text or max(map(len, text.split(","))) > WORD_MAX for text in texts)
