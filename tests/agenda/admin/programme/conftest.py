"""A draft of three items, and what a browser sends about it."""

import datetime
import re
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from events.models import Event
from tests.factories import AgendaItemFactory, EventFactory
from tests.people import signed_in

EIGHT = datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC)  # 08:00 in Vietnam


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def event() -> Event:
    event = EventFactory(starts_at=EIGHT)
    for position, title in enumerate(("Khai mạc", "Công bố thể lệ", "Bế mạc"), start=1):
        AgendaItemFactory(event=event, position=position, title=title, minutes=10)
    return event


def page_of(event: Event) -> str:
    return reverse("admin:agenda_programme_change", args=[event.pk])


def titles(event: Event) -> list[tuple[int, str]]:
    return list(event.agenda_items.values_list("position", "title"))


def key_of(event: Event, title: str) -> int:
    return int(event.agenda_items.get(title=title).pk)


def sent(client: Client, event: Event, page: str, data: dict[str, Any]) -> HttpResponse:
    """Send what htmx sends."""
    address = reverse(f"admin:agenda_programme_{page}", args=[event.pk])
    return client.post(address, data, headers={"HX-Request": "true"})


def step(client: Client, event: Event, do: str, item: int = 0, **data: Any) -> HttpResponse:
    """Press one of the buttons."""
    return sent(client, event, "step", {"do": do, "item": item, **data})


def save(client: Client, event: Event, item: int, **fields: tuple[str, str]) -> HttpResponse:
    """Save fields of an item; each is told as what the page showed and what was typed."""
    data = {f"shown-{name}": shown for name, (shown, _typed) in fields.items()}
    data |= {name: typed for name, (_shown, typed) in fields.items()}
    return sent(client, event, "item", {"item": item, **data})


def said(response: HttpResponse) -> str:
    """Return what the page tells its user after an action."""
    assert response.status_code == 200
    status = re.search(r'id="programme-status"[^>]*><span[^>]*>(.*?)</span>', text(response), re.S)
    assert status
    return unescape(status[1])


def trouble(response: HttpResponse, item: int, name: str) -> str:
    """Return what stands beside a field."""
    pattern = rf'id="trouble-{item}-{name}"[^>]*>(.*?)</div>'
    found = re.search(pattern, text(response), re.S)
    assert found
    words = re.search(r"<p>(.*?)</p>", found[1], re.S)
    return unescape(words[1]) if words else ""


def hours(response: HttpResponse) -> list[str]:
    """Return the hours beside the lines."""
    found = re.findall(r'class="programme-hours">([^<]*)', text(response))
    return [" ".join(one.split()) for one in found]


def text(response: HttpResponse) -> str:
    return response.content.decode()
