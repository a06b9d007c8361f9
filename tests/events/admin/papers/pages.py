"""The pages of the admin about papers and their register: addresses, and what they say."""

import html
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events.models import Event, IssuedFile, NumberSeries, OfficialDocument, SignedFile
from tests.pages import visible_text
from tests.papers import Reading

PAPERS = "/quan-tri/events/officialdocument/papers/"
LIST = "/quan-tri/events/officialdocument/"
GOOD = {"day": "20/01/2025", "copies": "1", "note": "", "first_number": "", "replaces": ""}
HUGE = "9" * 30
NOTHING: list[Any] = [[], [], [], []]


def text(response: Any) -> str:
    return html.unescape(visible_text(response.content.decode()))


def issue_page(event: Event, kind: str = "plan", *key: int) -> str:
    return reverse("admin:events_paper_issue", args=[kind, event.pk, *key])


def print_page(event: Event, kind: str = "plan", *key: int) -> str:
    return reverse("admin:events_paper_print", args=[kind, event.pk, *key])


def page_of(document: OfficialDocument, name: str = "change") -> str:
    return reverse(f"admin:events_officialdocument_{name}", args=[document.pk])


def register() -> list[Any]:
    """Return all that the register holds."""
    models = (OfficialDocument, IssuedFile, SignedFile, NumberSeries)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def words_of(pdf: bytes) -> str:
    return " ".join(block.text for block in Reading(pdf).blocks)


def upload(client: Client, document: OfficialDocument, content: bytes, name: str = "ky.pdf") -> str:
    """Send a signed copy; return what the page says then."""
    file = SimpleUploadedFile(name, content, "application/pdf")
    url = reverse("admin:events_signed_add", args=[document.pk])
    response = client.post(url, {"signed": file}, follow=True)
    assert response.status_code == 200
    return text(response)


RECALLED = {
    "recalled_on": "22/01/2025",
    "reason": "Ban hành nhầm",
    "notice": "",
    "notice_number": "07/TB-BTC",
    "notice_day": "21/01/2025",
}


def recall_page(document: OfficialDocument) -> str:
    return reverse("admin:events_paper_recall", args=[document.pk])
