"""The public programme."""

import datetime
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event
from tests.factories import AgendaItemFactory, EventFactory, PlanFactory, published
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

MORNING = datetime.datetime(2030, 2, 12, 1, 0, tzinfo=datetime.UTC)  # 08:00 in Vietnam


def opened(client, address="/chuong-trinh/"):
    """Open a page about the ceremony, whose programme is published where it has items."""
    event = Event.objects.first()
    if event is not None and event.agenda_items.exists() and not event.programme_versions.exists():
        published(event)
    return client.get(address)


def text(response) -> str:
    return html.unescape(visible_text(response.content.decode()))


def hours(response) -> list[str]:
    return re.findall(r'<time datetime="(\d\d:\d\d)">', response.content.decode())


def test_programme_of_an_empty_portal(client):
    response = opened(client)
    assert response.status_code == 200
    assert "Thông tin đang được cập nhật" in text(response)


def test_programme_without_items(client):
    EventFactory()
    assert "Chương trình sẽ được công bố sau." in text(opened(client))


def test_programme_in_order_with_performers(client):
    event = EventFactory()
    AgendaItemFactory(event=event, position=2, title="Bế mạc", performer="")
    AgendaItemFactory(event=event, position=1, title="Khai mạc", performer="Trưởng Ban Tổ chức")
    page = text(opened(client))
    assert "Khai mạc Thực hiện: Trưởng Ban Tổ chức Bế mạc" in page
    assert page.count("Thực hiện:") == 1


def test_hours_are_hidden_while_the_start_is_open(client):
    AgendaItemFactory(event=EventFactory(), minutes=10)
    assert hours(opened(client)) == []


def test_hours_are_shown_as_far_as_they_are_known(client):
    event = EventFactory(starts_at=MORNING)
    for position, minutes in enumerate([10, 15, None, 5], start=1):
        AgendaItemFactory(event=event, position=position, minutes=minutes)
    assert hours(opened(client)) == ["08:00", "08:10", "08:10", "08:25", "08:25"]


@pytest.mark.parametrize("count", [1, 30])
def test_programme_takes_the_same_number_of_statements(client, count):
    AgendaItemFactory.create_batch(count, event=EventFactory())
    published(Event.objects.get())
    with CaptureQueriesContext(connection) as captured:
        client.get("/chuong-trinh/")
    assert len(captured) == 7


def test_programme_in_english_marks_what_is_vietnamese(client):
    AgendaItemFactory(event=EventFactory(), title="Khai mạc", performer="Ban Tổ chức")
    source = opened(client, "/en/chuong-trinh/").content.decode()
    assert '<p class="what" lang="vi">Khai mạc</p>' in source
    assert 'Performed by: <span lang="vi">Ban Tổ chức</span>' in source


def test_text_of_an_organizer_is_no_markup(client):
    AgendaItemFactory(event=EventFactory(), title="<script>alert(1)</script>")
    source = opened(client).content.decode()
    assert "<script>" not in source
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source


def test_paper_is_offered_once_there_is_a_plan(client):
    event = EventFactory(slug="le-thu")
    AgendaItemFactory(event=event)
    link = 'href="/chuong-trinh/chuong-trinh.pdf"'
    assert link not in opened(client).content.decode()
    PlanFactory(event=event)
    assert opened(client, "/chuong-trinh/chuong-trinh.pdf").status_code == 200


def test_paper_is_shown_in_the_browser_under_a_good_name(client):
    event = PlanFactory(event__slug="le-thu").event
    AgendaItemFactory(event=event)
    assert 'href="/chuong-trinh/chuong-trinh.pdf"' in opened(client).content.decode()
    response = opened(client, "/chuong-trinh/chuong-trinh.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="chuong-trinh-le-thu.pdf"'
    assert response.content.startswith(b"%PDF-")
