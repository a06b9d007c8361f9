"""The pages on which organizers bring in a list."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from events.web import uploads
from registrations.models import ImportDraft, Registration
from registrations.models.imports import KEPT
from tests.factories import make_registration, make_seating
from tests.files import chosen
from tests.pages import form_data, visible_text
from tests.people import administrator_client, signed_in
from tests.spreadsheets import HEADINGS, PERSON, separated, workbook

pytestmark = pytest.mark.django_db

UPLOAD = "admin:registrations_import"
LIST = workbook(
    [
        HEADINGS,
        PERSON,
        [2, "LÊ BÌNH", "", "Sở Y tế"],
        [3, "<b>Lê Chi</b>", "", "Sở Y tế", "12"],
    ]
)


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def event() -> Event:
    return make_seating().event


def upload(client: Client, content: bytes, name: str = "ds.xlsx", **values: Any) -> Any:
    data = form_data(client.get(reverse(UPLOAD)), "import_form")
    data |= {"file": chosen(name, content, "application/octet-stream"), **values}
    return client.post(reverse(UPLOAD), data)


def test_list_of_registrations_leads_to_the_page(organizer: Client, event: Event) -> None:
    page = organizer.get(reverse("admin:registrations_registration_changelist"))
    button = reverse("admin:registrations_registration_import_list")

    assert button in page.content.decode()
    assert organizer.get(button)["Location"] == reverse(UPLOAD)


def test_nothing_is_saved_until_confirmed(organizer: Client, event: Event) -> None:
    preview = upload(organizer, LIST)["Location"]
    page = organizer.get(preview)

    assert not Registration.objects.exists()
    text = visible_text(page.content.decode())
    assert "Lê Bình" in text
    assert "<b>Lê Chi</b>" in text
    assert [row.outcome for row in page.context["page"]] == ["accepted", "warning", "error"]
    # what the page sends back is no list: it cannot be forged
    assert set(form_data(page, "confirm_form")) == {"csrfmiddlewaretoken"}

    organizer.post(preview, {"rows": "forged"})

    names = Registration.objects.values_list("name", "channel")
    assert list(names) == [("Nguyễn Văn An", "office"), ("Lê Bình", "office")]
    kept = [row["value"]["name"] for row in ImportDraft.objects.get().content["rows"]]
    assert kept == ["<b>Lê Chi</b>"]


def test_second_click_imports_nothing(organizer: Client, event: Event) -> None:
    preview = upload(organizer, LIST)["Location"]
    organizer.post(preview)

    assert organizer.post(preview)["Location"] == preview
    assert Registration.objects.count() == 2


def test_who_registered_meanwhile_is_told(organizer: Client, event: Event) -> None:
    preview = upload(organizer, LIST)["Location"]
    make_registration(event, name="Lê Bình", organisation="Sở Y tế")

    response = organizer.post(preview, follow=True)

    assert Registration.objects.count() == 2
    assert "Lê Bình" in visible_text(response.content.decode())


def test_preview_is_filtered_and_has_pages(organizer: Client, event: Event) -> None:
    lines = [["Họ tên", "Đơn vị"], *[[f"Lê Thử {n}", "Sở"] for n in range(250)], ["", "Sở"]]
    preview = upload(organizer, separated(lines), "ds.csv")["Location"]

    assert len(organizer.get(preview).context["page"]) == 200
    assert len(organizer.get(preview, {"page": "2"}).context["page"]) == 51
    (row,) = organizer.get(preview, {"outcome": "error", "page": "x"}).context["page"]
    assert row.row == 252


def test_preview_costs_the_same_for_one_and_for_many(organizer: Client, event: Event) -> None:
    one = upload(organizer, separated([["Họ tên", "Đơn vị"], ["Lê An", "Sở"]]))["Location"]
    lines = [["Họ tên", "Đơn vị"], *[[f"Lê Thử {n}", "Sở"] for n in range(150)]]
    many = upload(organizer, separated(lines))["Location"]
    counts = []
    for preview in (one, many):
        with CaptureQueriesContext(connection) as queries:
            organizer.get(preview)
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"PK\x03\x04", b"\0" * 99, LIST[:900]])
def test_wrong_file_is_told_beside_its_field(
    organizer: Client, event: Event, content: bytes
) -> None:
    response = upload(organizer, content)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]
    assert not ImportDraft.objects.exists()


def test_too_large_file_is_told(organizer: Client, event: Event) -> None:
    response = upload(organizer, bytes(uploads.MOST_BYTES + 1))

    assert list(response.context["form"].errors) == ["file"]


def test_missing_file_is_told(organizer: Client, event: Event) -> None:
    response = organizer.post(reverse(UPLOAD), {"event": event.pk, "kind": "delegates"})

    assert list(response.context["form"].errors) == ["file"]


def test_draft_is_for_its_user_and_for_an_hour(organizer: Client, event: Event) -> None:
    preview = upload(organizer, LIST)["Location"]

    assert administrator_client().post(preview)["Location"] == reverse(UPLOAD)
    late = timezone.now() - KEPT - datetime.timedelta(seconds=1)
    ImportDraft.objects.update(created_at=late)
    assert organizer.post(preview)["Location"] == reverse(UPLOAD)
    organizer.get(reverse(UPLOAD))

    assert not Registration.objects.exists()
    assert not ImportDraft.objects.exists()


def test_list_that_cannot_be_written_is_kept(organizer: Client, event: Event) -> None:
    preview = upload(organizer, LIST)["Location"]
    event.seating.delete()

    assert organizer.post(preview)["Location"] == preview
    assert organizer.get(preview).status_code == 200


@pytest.mark.parametrize(
    ("kind", "way"), [("invitations", "invitation"), ("delegates", "registration")]
)
def test_the_page_leads_back_to_the_list_of_its_kind(
    organizer: Client, event: Event, kind: str, way: str
) -> None:
    page = organizer.get(reverse(UPLOAD), {"kind": kind})
    assert page.context["opts"].model_name == way


def test_reception_brings_in_nothing(event: Event) -> None:
    assert signed_in("reception").get(reverse(UPLOAD)).status_code == 403


def test_preview_shows_how_people_are_called_and_how_many_places_a_body_gets(
    organizer: Client,
) -> None:
    make_seating()
    lines = [["Đơn vị", "Họ tên", "SL"], ["Sở A", "Ông Lê An", ""], ["Tổng cộng: 1", "", ""]]
    page = upload(organizer, separated(lines), kind="invitations")

    text = visible_text(organizer.get(page["Location"]).content.decode())
    assert "Ông Lê An Sở A 1" in text
    assert "Dòng tổng cộng, không phải mục cần nhập. “Tổng cộng: 1”" in text
