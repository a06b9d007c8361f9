"""The admin of programme and preparation, by the requests that a browser sends."""

import datetime
import subprocess
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

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


def pdf_text(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


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
        ("programme_script_pdf", "run-sheet"),
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


def test_secretariat_prints(event: Event) -> None:
    assert signed_in("secretariat").get(paper(event, "plan")).status_code == 200


def test_reception_gets_no_paper(event: Event) -> None:
    reception = signed_in("reception")

    assert reception.get(paper(event, "plan")).status_code == 403
    assert reception.get(paper(event, "programme")).status_code == 403


def test_list_costs_the_same_for_one_and_for_many(organizer: Client, event: Event) -> None:
    address = reverse("admin:agenda_programme_changelist") + "?whole"
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
