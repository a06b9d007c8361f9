"""Pages that are kept: true after every edit, and cheap in between."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda.models import AgendaItem
from events.models import Event
from events.web import pages
from tests.factories import AgendaItemFactory, EventFactory, make_seating, published

TODAY = datetime.date(2030, 2, 12)


def day(number: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=number)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "windows",
    [
        [],
        [(-9, -8)],
        [(-9, -8), (-7, -5)],
        [(-9, -5), (-7, -5)],
        [(-9, -8), (0, 0), (3, 4)],
        [(3, 4), (1, 9)],
        [(3, 4), (3, 9), (-2, 0)],
        [(-5, 30), (-4, 1)],
    ],
)
def test_current_event_of_the_database_is_that_of_the_model(windows):
    for start, end in windows:
        EventFactory(window_start=day(start), window_end=day(end))
    EventFactory(window_start=day(0), window_end=day(0), published=False)
    with time_machine.travel(TODAY, tick=False):
        current = Event.objects.current()
        assert pages.Content.read().event_id == (current and current.pk)


@pytest.mark.django_db
def test_day_changes_at_midnight_in_vietnam():
    past = EventFactory(window_start=day(0), window_end=day(0))
    coming = EventFactory(window_start=day(5), window_end=day(5))
    with time_machine.travel(
        datetime.datetime(2030, 2, 12, 16, 59, tzinfo=datetime.UTC), tick=False
    ):
        assert pages.Content.read().event_id == past.pk
    with time_machine.travel(
        datetime.datetime(2030, 2, 12, 17, 0, tzinfo=datetime.UTC), tick=False
    ):
        assert pages.Content.read().event_id == coming.pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/", "/chuong-trinh/", "/en/", "/en/chuong-trinh/"])
def test_kept_page_takes_one_statement(client, path):
    make_seating()
    first = client.get(path)
    with CaptureQueriesContext(connection) as captured:
        again = client.get(path)
    assert len(captured) == 1
    assert again.content == first.content
    assert dict(again.headers) == dict(first.headers)


@pytest.mark.django_db(transaction=True)
def test_what_a_page_shows_is_read_once_where_it_has_changed(client):
    event = make_seating().event
    client.get("/tin-tuc/")
    Event.objects.filter(pk=event.pk).update(venue="Nhà văn hóa")
    with CaptureQueriesContext(connection) as captured:
        client.get("/tin-tuc/")
    stamps = [query["sql"] for query in captured if "events_content_stamp" in query["sql"]]
    assert len(stamps) == 1


@pytest.mark.django_db(transaction=True)
def test_programme_shows_as_soon_as_it_is_published(client):
    event = make_seating().event
    item = AgendaItemFactory(event=event, title="Phát biểu khai mạc")
    published(event)
    for path in ("/", "/chuong-trinh/"):
        assert "Phát biểu khai mạc" in client.get(path).content.decode()
    AgendaItem.objects.filter(pk=item.pk).update(title="Phát biểu chào mừng")
    for path in ("/", "/chuong-trinh/"):  # a draft shows to nobody
        assert "Phát biểu chào mừng" not in client.get(path).content.decode()
    published(event)
    for path in ("/", "/chuong-trinh/"):
        page = client.get(path).content.decode()
        assert "Phát biểu chào mừng" in page
        assert "Phát biểu khai mạc" not in page


@pytest.mark.django_db(transaction=True)
def test_edit_outside_of_django_shows_at_once(client):
    make_seating()
    assert "Hội trường thử" in client.get("/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET venue = 'Nhà văn hóa'")
    page = client.get("/").content.decode()
    assert "Nhà văn hóa" in page
    assert "Hội trường thử" not in page


@pytest.mark.django_db(transaction=True)
def test_unchanged_page_is_not_sent_again(client):
    make_seating()
    page = client.get("/")
    again = client.get("/", headers={"if-none-match": page["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == page["ETag"]
    EventFactory(window_start=day(-5), window_end=TODAY, title="Lễ khác")
    changed = client.get("/", headers={"if-none-match": page["ETag"]})
    assert changed.status_code == 200
    assert "Lễ khác" in changed.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked", ["W/{}", '"another", {}', "*"])
def test_tag_is_known_in_every_form_that_browsers_and_proxies_send(client, asked):
    make_seating()
    page = client.get("/")
    again = client.get("/", headers={"if-none-match": asked.format(page["ETag"])})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == page["Cache-Control"] == "public, no-cache"
    other = client.get("/", headers={"if-none-match": 'W/"another"'})
    assert (other.status_code, other.content) == (200, page.content)


@pytest.mark.django_db(transaction=True)
def test_kept_page_belongs_to_its_host(client):
    make_seating()
    assert 'href="http://testserver/en/"' in client.get("/").content.decode()
    other = client.get("/", headers={"host": "localhost"}).content.decode()
    assert 'href="http://localhost/en/"' in other
    assert "testserver" not in other


@pytest.mark.django_db(transaction=True)
def test_kept_page_refuses_other_methods(client):
    make_seating()
    client.get("/")
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_connection_lost_between_two_pages_is_made_anew(client):
    make_seating()
    page = client.get("/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()
    again = client.get("/")
    assert (again.status_code, again.content) == (200, page.content)


def test_remembered_thing_is_made_once():
    things = iter(["first", "second"])
    assert pages.remember("name", lambda: next(things)) == "first"
    assert pages.remember("name", lambda: next(things)) == "first"
    assert pages.remember("other", lambda: next(things)) == "second"
