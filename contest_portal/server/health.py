"""The sign of life for whatever watches the portal: answered before anything else looks at it."""

import logging
import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

from contest_portal.server import circuit_breaker
from events.sizes import MEBIBYTE

PATH = "/healthz"
DATABASE_SECONDS = 1.5
FREE_MIN = 64 * MEBIBYTE  # bytes that the disk with our files must have left

log = logging.getLogger(__name__)


class HealthMiddleware:
    """Answers `/healthz` whatever its method, host, scheme and query: 200 `ok`, or 503 and why.

    Each line names one trouble and nothing else: no host, no user, no message of another program.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.rstrip("/") != PATH:
            return self.get_response(request)
        troubles = [trouble for find in (_database, _disk) if (trouble := find())]
        return HttpResponse(
            "\n".join(troubles) or "ok",
            status=503 if troubles else 200,
            content_type="text/plain; charset=utf-8",
            headers={"Cache-Control": "no-store", **({"Retry-After": "30"} if troubles else {})},
        )


def _database() -> str:
    try:
        with circuit_breaker.breaker.within(DATABASE_SECONDS), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        connection.close()
        log.error("The database does not answer: %s", str(error).partition("\n")[0])
        return "database: no answer"
    return ""


def _disk() -> str:
    try:
        free = shutil.disk_usage(settings.VAR_DIR).free
    except OSError:
        return "disk: cannot be read"
    return "" if free >= FREE_MIN else "disk: almost full"
