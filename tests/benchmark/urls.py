"""What a request costs at least on this machine: a text, and one inserted row."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from contest_portal.urls import urlpatterns as portal


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
    *portal,
]
