"""Two organizers have the same page open; and pages with very many rows are saved whole."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, Purpose
from tests.factories import AgendaItemFactory, EventFactory, PlanFactory
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def event() -> Event:
    event = EventFactory(venue="Văn phòng UBND tỉnh")
    AgendaItemFactory(event=event, position=1, title="Khai mạc")
    return event


def event_url(event: Event) -> str:
    return reverse("admin:events_event_change", args=[event.pk])


def opened(client: Client, url: str, form: str) -> dict[str, Any]:
    return {**form_data(client.get(url), form), "_save": "Lưu"}


def test_the_second_who_changes_one_field_is_told_and_sees_both(
    organizer: Client, event: Event
) -> None:
    url = event_url(event)
    first, second = (opened(organizer, url, "event_form") for _n in range(2))
    assert organizer.post(url, {**first, "venue": "Hội trường A"}).status_code == 302

    answer = organizer.post(url, {**second, "venue": "Nhà hát lớn", "duration": "1/2 buổi"})

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "người khác đã sửa ô này; nội dung hiện nay là: “Hội trường A”" in visible_text(page)
    again = {**form_data(answer, "event_form"), "_save": "Lưu"}
    assert (again["venue"], again["duration"]) == ("Nhà hát lớn", "1/2 buổi")
    event.refresh_from_db()
    assert event.venue == "Hội trường A"

    assert organizer.post(url, again).status_code == 302
    event.refresh_from_db()
    assert (event.venue, event.duration) == ("Nhà hát lớn", "1/2 buổi")


def test_whoever_changes_it_a_third_time_is_told_again(organizer: Client, event: Event) -> None:
    url = event_url(event)
    data = opened(organizer, url, "event_form")
    Event.objects.update(venue="Hội trường A")
    answer = organizer.post(url, {**data, "venue": "Nhà hát lớn"})
    Event.objects.update(venue="Hội trường B")
    again = organizer.post(url, {**form_data(answer, "event_form"), "_save": "Lưu"})
    assert again.status_code == 200
    assert "“Hội trường B”" in visible_text(again.content.decode())


def test_different_fields_and_equal_texts_are_saved_silently(
    organizer: Client, event: Event
) -> None:
    url = event_url(event)
    data = opened(organizer, url, "event_form")
    starts = datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC)
    Event.objects.update(venue="Hội trường A", summary="Một dòng\nhai dòng", starts_at=starts)
    typed = {"venue": "Hội trường A", "expected_min": "100", "summary": "Một dòng\r\nhai dòng"}
    assert organizer.post(url, {**data, **typed}).status_code == 302
    event.refresh_from_db()
    assert (event.venue, event.expected_min, event.starts_at) == ("Hội trường A", 100, starts)


@pytest.mark.parametrize(
    ("column", "now", "typed", "told"),
    [
        ("starts_at", datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC), None, "12/02/2030"),
        ("published", False, "", None),
        ("session", "morning", "afternoon", "buổi sáng"),
    ],
)
def test_other_kinds_of_fields_are_told_in_words(
    organizer: Client, event: Event, column: str, now: Any, typed: str | None, told: str | None
) -> None:
    url = event_url(event)
    data = opened(organizer, url, "event_form")
    Event.objects.update(**{column: now})
    if column == "starts_at":
        data |= {"starts_at_0": "13/02/2030", "starts_at_1": "08:00"}
    elif column == "published":
        del data["published"]
    else:
        data[column] = typed
    answer = organizer.post(url, data)
    if told is None:  # both took it off the site
        assert answer.status_code == 302
    else:
        assert answer.status_code == 200
        assert told in visible_text(answer.content.decode()).partition("nội dung hiện nay là")[2]


def test_three_hundred_rows_are_saved(organizer: Client, event: Event) -> None:
    plan = PlanFactory.create(event=event)
    Purpose.objects.bulk_create(
        Purpose(plan=plan, position=position, text=f"Mục {position};") for position in range(1, 301)
    )
    url = reverse("admin:events_plan_change", args=[plan.pk])
    data = opened(organizer, url, "plan_form")
    assert len(data) > 1000
    data["purposes-299-text"] = "Mục cuối cùng;"
    assert organizer.post(url, data).status_code == 302
    assert Purpose.objects.filter(text="Mục cuối cùng;").count() == 1


def test_a_form_beyond_all_measure_is_told_in_words(organizer: Client, event: Event) -> None:
    data = {f"field-{number}": "x" for number in range(20_001)}
    for url in (event_url(event), "/dang-ky/?gui"):
        answer = organizer.post(url, data)
        assert answer.status_code == 400
        assert "Biểu mẫu lớn hơn mức" in visible_text(answer.content.decode())
