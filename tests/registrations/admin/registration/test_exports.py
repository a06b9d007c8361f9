"""Taking the list of delegates along."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event
from registrations.importing import read_list
from tests.factories import make_registration, make_seating
from tests.registrations.admin.registration.pages import text_of

pytestmark = pytest.mark.django_db


def exported(client: Client, kind: int) -> bytes:
    address = reverse("admin:registrations_registration_export")
    response = client.post(address, {"format": str(kind), "resource": "0"})
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"], text_of(response)
    return response.content


def test_workbook_has_words_and_whole_telephones(organizer: Client, event: Event) -> None:
    make_registration(
        event,
        name="=HYPERLINK(1)",
        organisation="+Sở Thử",
        honorific="ms",
        phone="+84912345678",
    )

    sheet = openpyxl.load_workbook(io.BytesIO(exported(organizer, 0))).active

    head, row = [[cell.value for cell in cells] for cells in sheet.iter_rows()]
    assert head[:6] == ["STT", "Mã đăng ký", "Trạng thái", "Chỗ số", "Danh xưng", "Họ và tên"]
    person = dict(zip(head, row, strict=True))
    assert person["Họ và tên"] == "'=HYPERLINK(1)"
    assert person["Đơn vị công tác"] == "'+Sở Thử"
    assert (person["Danh xưng"], person["Trạng thái"]) == ("Bà", "đã xác nhận")
    assert (person["Số điện thoại"], person["Chỗ số"]) == ("0912 345 678", 1)
    assert [cell.data_type for cell in sheet[2]].count("f") == 0


def test_csv_opens_in_excel_with_its_accents(organizer: Client, event: Event) -> None:
    make_registration(event, name="Đặng Thị Ánh", phone="+84912345678")

    content = exported(organizer, 1)

    assert content.startswith(b"\xef\xbb\xbf")
    head, row = content.decode("utf-8-sig").splitlines()
    assert head.startswith("STT,Mã đăng ký,Trạng thái,Chỗ số,")
    assert ",Đặng Thị Ánh," in row
    assert ",0912 345 678," in row


def test_document_is_a_list_that_can_be_read_again(organizer: Client, event: Event) -> None:
    make_registration(event, name="Đặng Thị Ánh", organisation="=Sở Thử", phone="+84912345678")

    content = exported(organizer, 2)

    (row,) = read_list(io.BytesIO(content), "delegates").rows
    assert (row.value["name"], row.value["organisation"]) == ("Đặng Thị Ánh", "=Sở Thử")
    assert row.value["phone"] == "+84912345678"


def test_seats_are_taken_along_with_who_sits_there(organizer: Client, event: Event) -> None:
    make_registration(event, name="Đặng Thị Ánh", organisation="=Sở Thử")
    address = reverse("admin:registrations_seat_export") + "?kind__exact=public"
    with CaptureQueriesContext(connection) as one:
        content = organizer.post(address, {"format": "1", "resource": "0"}).content.decode()
    make_registration(event)
    with CaptureQueriesContext(connection) as two:
        organizer.post(address, {"format": "1", "resource": "0"})

    lines = content.splitlines()
    assert len(lines) == 3
    assert "Đặng Thị Ánh" in lines[1]
    assert "'=Sở Thử" in lines[1]
    assert len(one) == len(two)


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_export_keeps_to_the_filter(organizer: Client, event: Event, kind: int) -> None:
    for name in ("Lê An", "Lê Bình"):
        make_registration(event, name=name)
    address = reverse("admin:registrations_registration_export") + "?q=binh"
    response = organizer.post(address, {"format": str(kind), "resource": "0"})

    rows = read_list(io.BytesIO(response.content), "delegates").rows
    assert [row.value["name"] for row in rows] == ["Lê Bình"]


def test_export_costs_the_same_for_one_and_for_many(organizer: Client) -> None:
    event = make_seating(public_seats=40).event
    make_registration(event)
    exported(organizer, 1)
    with CaptureQueriesContext(connection) as one:
        exported(organizer, 1)
    for _n in range(20):
        make_registration(event)
    with CaptureQueriesContext(connection) as many:
        exported(organizer, 1)

    assert len(many) == len(one)
