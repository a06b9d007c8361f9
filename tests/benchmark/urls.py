"""What a request costs at least on this machine: a text, and one inserted row."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

CREATE_BARE_TABLE = "CREATE TABLE IF NOT EXISTS bare_row (id bigserial PRIMARY KEY, text text)"


def bare_text(request: HttpRequest) -> HttpResponse:
    """Answer a short text."""
    return HttpResponse("Xin chào")


@csrf_exempt
def bare_insert(request: HttpRequest) -> HttpResponse:
    """Insert one row, committed."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare_row (text) VALUES (%s)", ["Nguyễn Văn Thử"])
    return HttpResponse("Xong")


urlpatterns = [
    path("bare/text", bare_text),
    path("bare/insert", bare_insert),
    path("", include("contest_portal.urls")),
]
