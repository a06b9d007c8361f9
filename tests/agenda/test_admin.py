"""The admin of programme and preparation, by the requests that a browser sends."""

import datetime
import subprocess
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agenda.models import AgendaItem
from events.models import Event
from tests.factories import (
    AgendaItemFactory,
    EventFactory,
    PlanFactory,
    PreparationTaskFactory,
)
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def event() -> Event:
    event = EventFactory(starts_at=datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC))
    PlanFactory(event=event)
    for position, title in enumerate(("Khai mạc", "Công bố thể lệ", "Bế mạc"), start=1):
        AgendaItemFactory(event=event, position=position, title=title)
    for position, content in enumerate(("In giấy mời", "Dựng sân khấu"), start=1):
        PreparationTaskFactory(event=event, position=position, content=content)
    return event


def url(event: Event, page: str = "programme") -> str:
    return reverse(f"admin:agenda_{page}_change", args=[event.pk])


def paper(event: Event, name: str) -> str:
    return reverse("admin:events_paper_print", args=[name, event.pk])


def opened(client: Client, event: Event, page: str = "programme") -> dict[str, Any]:
    return {**form_data(client.get(url(event, page)), f"{page}_form"), "_save": "Lưu"}


def titles(event: Event) -> list[tuple[int, str]]:
    return list(event.agenda_items.values_list("position", "title"))


def pdf_text(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_items_change_places_on_the_page_and_on_paper(organizer: Client, event: Event) -> None:
    data = opened(organizer, event)
    data["agenda_items-0-position"], data["agenda_items-1-position"] = "2", "1"
    data["agenda_items-2-title"] = "Lời cảm ơn và bế mạc"

    assert organizer.post(url(event), data).status_code == 302

    assert titles(event) == [(1, "Công bố thể lệ"), (2, "Khai mạc"), (3, "Lời cảm ơn và bế mạc")]
    text = pdf_text(organizer.get(paper(event, "programme")).content)
    places = [text.index(title) for _n, title in titles(event)]
    assert places == sorted(places)


def test_all_places_turned_round_at_once(organizer: Client, event: Event) -> None:
    data = opened(organizer, event)
    for row, position in enumerate(("3", "2", "1")):
        data[f"agenda_items-{row}-position"] = position
    data["agenda_items-1-DELETE"] = "on"

    organizer.post(url(event), data)

    assert titles(event) == [(1, "Bế mạc"), (2, "Khai mạc")]


def test_programme_page_leaves_the_ceremony_alone(organizer: Client, event: Event) -> None:
    data = {**opened(organizer, event), "title": "Tên lạ", "venue": "Nơi lạ"}
    Event.objects.filter(pk=event.pk).update(venue="Hội trường của người khác")

    organizer.post(url(event), data)

    event.refresh_from_db()
    assert (event.title, event.venue) == (event.title, "Hội trường của người khác")
    assert event.title.startswith("Lễ công bố thử")


def test_wrong_minutes_are_told_beside_the_field(organizer: Client, event: Event) -> None:
    data = {**opened(organizer, event), "agenda_items-0-minutes": "0"}
    data["agenda_items-1-title"] = "Đã gõ mà chưa lưu"

    response = organizer.post(url(event), data)

    assert response.status_code == 200
    assert form_data(response, "programme_form")["agenda_items-1-title"] == "Đã gõ mà chưa lưu"
    assert "Giá trị phải lớn hơn hoặc bằng 1." in visible_text(response.content.decode())


@pytest.mark.parametrize(("name", "file"), [("plan", "ke-hoach"), ("programme", "chuong-trinh")])
def test_paper_comes_with_one_click(organizer: Client, event: Event, name: str, file: str) -> None:
    page = visible_text(organizer.get(url(event)).content.decode())
    assert "Tải chương trình (PDF)" in page
    assert "Tải kế hoạch (PDF)" in page

    response = organizer.get(paper(event, name))

    assert response["Content-Disposition"] == f'attachment; filename="{file}-{event.slug}.pdf"'
    text = pdf_text(response.content)
    assert "08 giờ 00 phút, ngày 12 tháng 02 năm 2030" in text
    assert "Công bố thể lệ" in text


@pytest.mark.parametrize(
    ("button", "kind"),
    [
        ("programme_programme_pdf", "programme"),
        ("programme_plan_pdf", "plan"),
        ("script_script_pdf", "run-sheet"),
        ("preparation_annex_pdf", "preparation"),
    ],
)
def test_buttons_lead_to_the_papers(
    organizer: Client, event: Event, button: str, kind: str
) -> None:
    response = organizer.get(reverse(f"admin:agenda_{button}", args=[event.pk]))

    assert response["Location"] == paper(event, kind)


def test_paper_without_plan_is_told_in_words(organizer: Client) -> None:
    response = organizer.get(paper(EventFactory(), "plan"), follow=True)

    assert response.status_code == 200
    assert "chưa có văn bản đó" in visible_text(response.content.decode())


@pytest.mark.parametrize("page", ["programme", "preparation"])
def test_ceremony_is_neither_made_nor_removed_here(
    organizer: Client, event: Event, page: str
) -> None:
    assert organizer.get(reverse(f"admin:agenda_{page}_add")).status_code == 403
    delete = reverse(f"admin:agenda_{page}_delete", args=[event.pk])
    assert organizer.post(delete, {"post": "yes"}).status_code == 403
    assert Event.objects.filter(pk=event.pk).exists()


def test_secretariat_reads_and_prints_but_does_not_edit(event: Event) -> None:
    secretary = signed_in("secretariat")

    assert secretary.get(url(event)).status_code == 200
    assert secretary.get(paper(event, "plan")).status_code == 200
    data = {"agenda_items-TOTAL_FORMS": "1", "agenda_items-INITIAL_FORMS": "0"}
    data |= {"agenda_items-0-title": "Thêm trộm", "agenda_items-0-event": str(event.pk)}
    assert secretary.post(url(event), data).status_code == 403
    assert AgendaItem.objects.count() == 3


def test_reception_gets_no_paper(event: Event) -> None:
    reception = signed_in("reception")

    assert reception.get(paper(event, "plan")).status_code == 403
    assert reception.get(paper(event, "programme")).status_code == 403
    assert reception.get(url(event)).status_code == 403


def test_list_costs_the_same_for_one_and_for_many(organizer: Client, event: Event) -> None:
    address = reverse("admin:agenda_programme_changelist")
    organizer.get(address)  # content types are kept after the first time
    with CaptureQueriesContext(
        connection,
    ) as one:
        organizer.get(address)
    for _n in range(4):
        AgendaItemFactory(event=EventFactory())
    with CaptureQueriesContext(connection) as many:
        organizer.get(address)

    assert len(many) == len(one)
