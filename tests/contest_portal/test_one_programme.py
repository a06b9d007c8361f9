"""A published version says the same wherever it is read: page, papers, letter and calendar."""

import datetime
import html
import io
import re
from typing import Any

import pdfplumber
import pytest
from django.test import Client
from icalendar import Calendar

from agenda.services import versions
from events import mail
from events.documents import KINDS
from events.models import Letter
from registrations.mail.calendar_file import calendar_file
from tests import letters
from tests.factories import (
    AgendaItemFactory,
    EventFactory,
    PlanFactory,
    make_registration,
    make_seating,
)

Line = tuple[str, str, str]  # number on paper, hours, title

ALL: list[Line] = [
    ("1", "08:00 - 08:10", "Khai mạc"),
    ("", "08:10 - 08:15", "Chào cờ"),  # internal, and a quarter of an hour is empty after it
    ("2", "08:30 - 08:50", "Ký kết"),  # at a fixed hour
    ("3", "08:50 - 09:00", "Bế mạc"),
]
ANNOUNCED = [line for line in ALL if line[0]]


def table(pdf: bytes) -> list[list[str]]:
    """Return the rows of the table of a paper, each cell as one line, without head and “./.”."""
    with pdfplumber.open(io.BytesIO(pdf)) as paper:
        rows = [row for page in paper.pages for found in page.extract_tables() for row in found]
    cells = [[" ".join((cell or "").split()).removesuffix("./.") for cell in row] for row in rows]
    return [row for row in cells if row[0] != "TT"]


def on_the_page(client: Client) -> list[Line]:
    source = client.get("/chuong-trinh/").content.decode()
    listed = re.search(r'<ol class="programme">(.*?)</ol>', source, re.DOTALL)
    assert listed is not None
    lines = []
    for number, item in enumerate(re.findall(r"<li>(.*?)</li>", listed[1], re.DOTALL), start=1):
        hours = " - ".join(re.findall(r'<time datetime="(\d\d:\d\d)">', item))
        title = re.search(r'<p class="what"[^>]*>(.*?)</p>', item)
        assert title is not None
        lines.append((str(number), hours, html.unescape(title[1])))
    return lines


@pytest.mark.django_db
def test_page_papers_letter_and_calendar_say_the_same(client: Client) -> None:
    starts_at = datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC)
    event = make_seating(EventFactory(starts_at=starts_at, title="Lễ công bố")).event
    PlanFactory(event=event)
    values: list[dict[str, Any]] = [
        {"minutes": 10},
        {"minutes": 5, "only_script": True},
        {"minutes": 20, "fixed_start": datetime.time(8, 30)},
        {"minutes": 10},
    ]
    for position, (line, own) in enumerate(zip(ALL, values, strict=True), start=1):
        AgendaItemFactory(event=event, position=position, title=line[2], performer="", **own)
    registration = make_registration(event, email="hoa@example.vn")
    versions.publish(event, tell=["delegates"])

    assert on_the_page(client) == ANNOUNCED
    programme = table(client.get("/chuong-trinh/chuong-trinh.pdf").content)
    assert [tuple(row[:3]) for row in programme] == ANNOUNCED
    script = [row for row in table(KINDS["run-sheet"].draft(event).pdf()) if any(row)]
    assert [(row[0], row[1].partition(" (")[0], row[2]) for row in script] == ALL
    (letter,) = mail.looked_up(Letter.objects.filter(kind="registration.programme"))
    told = re.findall(r"^(\d\d:\d\d - \d\d:\d\d): (.*)$", letters.words(letter), re.MULTILINE)
    assert told == [line[1:] for line in ANNOUNCED]
    entry = Calendar.from_ical(calendar_file(registration) or b"").walk("VEVENT")[0]
    local = entry["dtstart"].dt.astimezone(datetime.timezone(datetime.timedelta(hours=7)))
    assert f"{local:%H:%M}" == ANNOUNCED[0][1][:5]
    assert (str(entry["summary"]), str(entry["location"])) == (event.title, event.venue)
