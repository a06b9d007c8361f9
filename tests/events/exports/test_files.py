"""Lists taken along: with their filter, without formulas, with whole telephones."""

import datetime
import io
import re
import time
import zipfile
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
import tablib
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.exports.files import FORMATS, Csv, Ods, Xlsx, as_cell, as_text, harmless, resource_of
from events.importing.detect import sheets
from events.models import Event
from registrations.importing import read_list
from registrations.importing.rejected_rows import rejected_rows
from registrations.models import Seat
from registrations.services import data_requests, hall
from registrations.services.imports import INVITED, import_list
from tests.factories import (
    PreparationTaskFactory,
    SponsorFactory,
    UnitFactory,
    make_hall,
    make_invitation,
    make_registration,
    make_seating,
    signed_memorandum,
)
from tests.people import administrator_client, signed_in
from tests.spreadsheets import workbook


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+84",
        "-1",
        "@SUM(1)",
        " =1",
        "\ufeff=1",
        "\u200b\t@a",
        "\u00a0+1",
        "＝1",
        "\ta",
        "\r=1",
        "|a",
        "%a",
    ],
)
def test_formulas_are_defused(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Lê An", "0912 345 678", "a=b", "'=1", "(+84)", " a"])
def test_other_texts_stay(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("kind", FORMATS)
def test_empty_list_has_its_headings(kind: Any) -> None:
    assert kind().export_data(tablib.Dataset(headers=["Tên", "Số"]))


def test_workbook_stays_on_the_screen_and_drops_what_it_cannot_hold() -> None:
    data = tablib.Dataset(["a" * 500, 7], ["x\x01y", None], headers=["Tên", "Số"])
    sheet = openpyxl.load_workbook(io.BytesIO(Xlsx().export_data(data))).active

    assert [[cell.value for cell in row] for row in sheet.iter_rows()][2] == ["xy", None]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width <= 100


def test_document_says_what_the_table_says() -> None:
    texts = ["Lê An", "'=1+1", "a  b ", "<b>&", "hai\ndòng", "x\x01y", "0912 345 678"]
    data = tablib.Dataset([*texts, 7, None], headers=["Tên", *"abcdefgh"])
    content = Ods().export_data(data)

    (sheet,) = sheets(io.BytesIO(content))
    assert sheet.rows[0].cells == data.headers
    assert sheet.name == "Danh sách"
    assert sheet.rows[1].cells == [
        *("Lê An", "'=1+1", "a  b", "<b>&", "hai\ndòng", "xy"),
        *("0912 345 678", "7"),
    ]


@pytest.mark.parametrize("kind", [Xlsx, Ods])
def test_ten_thousand_rows_make_a_file_soon(kind: Any) -> None:
    row = [*["Nguyễn Văn An"] * 14, DAY, MOMENT]
    data = tablib.Dataset(*[row] * 10_000, headers=["Tên"] * 16)
    start = time.process_time()
    kind().export_data(data)

    assert time.process_time() - start < 15


# Days

DAY = datetime.date(2025, 2, 9)
MOMENT = datetime.datetime(2025, 2, 9, 0, 5, 59)
DAYS = tablib.Dataset([DAY, MOMENT, 12], headers=["a", "b", "c"])


def elements_of(content: bytes, name: str) -> list[dict[str, str]]:
    """Return the attributes of all elements of a document with a name, without name spaces."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))  # noqa: S314
    return [
        {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
        for element in root.iter()
        if element.tag.rpartition("}")[2] == name
    ]


def test_a_moment_is_kept_by_the_clock_on_the_wall() -> None:
    utc = datetime.datetime(2025, 2, 8, 17, 5, 59, 123, tzinfo=datetime.UTC)

    assert as_cell(utc) == MOMENT
    assert as_cell(DAY) == DAY
    assert [as_text(value) for value in (DAY, MOMENT, 12, "a")] == [
        *("09/02/2025", "00:05 09/02/2025"),
        *(12, "a"),
    ]


def test_days_of_a_workbook_are_days() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(Xlsx().export_data(DAYS))).active
    day, moment, number = sheet[2]

    assert [cell.data_type for cell in sheet[2]] == ["d", "d", "n"]
    assert (day.value.date(), day.number_format) == (DAY, "dd/mm/yyyy")
    assert (moment.value, moment.number_format) == (MOMENT, "dd/mm/yyyy hh:mm")
    assert number.value == 12
    assert sheet.column_dimensions["A"].width >= len("09/02/2025") + 2
    assert sheet.column_dimensions["B"].width >= len("09/02/2025 00:05") + 2


def test_days_of_a_document_are_days() -> None:
    content = Ods().export_data(DAYS)
    day, moment, number = elements_of(content, "table-cell")[3:]
    styles = {style.get("name"): style for style in elements_of(content, "style")}
    widths = [styles[column["style-name"]] for column in elements_of(content, "table-column")]

    assert (day["value-type"], day["date-value"]) == ("date", "2025-02-09")
    assert (moment["value-type"], moment["date-value"]) == ("date", "2025-02-09T00:05:59")
    assert (number["value-type"], number["value"]) == ("float", "12")
    looks = {look["name"] for look in elements_of(content, "date-style")}
    assert {styles[cell["style-name"]]["data-style-name"] for cell in (day, moment)} == looks
    assert [width["family"] for width in widths] == ["table-column"] * 3
    properties = elements_of(content, "table-column-properties")
    wide = sorted(float(one["column-width"].removesuffix("cm")) for one in properties)
    assert wide[-1] > 3.2 > wide[-2] > 2  # a digit takes 2 mm
    below_the_heads = tablib.Dataset().load(content, format="ods", headers=False)
    assert below_the_heads[0] == (DAY, MOMENT, 12)


def test_days_of_a_text_are_written_as_people_do() -> None:
    assert Csv().export_data(DAYS) == "\ufeffa,b,c\r\n09/02/2025,00:05 09/02/2025,12\r\n"


def test_a_day_before_excel_counts_is_written_out() -> None:
    data = tablib.Dataset([datetime.date(1025, 2, 9)], headers=["a"])
    sheet = openpyxl.load_workbook(io.BytesIO(Xlsx().export_data(data))).active

    assert sheet["A2"].value == "09/02/1025"


# Columns


def column(source: Any) -> tablib.Dataset:
    rows = [SimpleNamespace(name="=An", seat=None), SimpleNamespace(name="", seat=Seat(number=7))]
    return resource_of(Seat, [("Cột", source)])().export(rows)


def test_a_column_is_an_attribute_a_method_or_a_function() -> None:
    assert column("name")["Cột"] == ["'=An", ""]
    assert column("seat__number")["Cột"] == ["", 7]
    assert column("name__upper")["Cột"] == ["'=AN", ""]
    assert column(lambda row: row.seat and row.seat.number + 1)["Cột"] == ["", 8]
    assert column(lambda row: _("yes"))["Cột"] == ["có", "có"]


@pytest.mark.parametrize("source", ["nam", "seat__numbr"])
def test_a_wrong_name_of_a_column_is_no_empty_column(source: str) -> None:
    with pytest.raises(AttributeError):
        column(source)


# Every list

pytestmark = pytest.mark.django_db

LISTS = [
    "registrations_registration",
    "registrations_seat",
    "registrations_invitation",
    "registrations_datarequest",
    "registrations_consent",
    "events_letter",
    "sponsorship_sponsor",
    "sponsorship_instalment",
]


def fill(event: Event, count: int) -> None:
    for _n in range(count):
        registration = make_registration(event, email=f"a{timezone.now().timestamp()}@so.example")
        data_requests.ask(registration, kind="copy", words="=1+1")
        invitation = make_invitation(event, contact_phone="+84912345678")
        invitation.calls.create(said="Sẽ trả lời", caller="Lê An")
        SponsorFactory(event=event)
        memorandum = signed_memorandum(event)
        memorandum.contributions.first().instalments.get_or_create(
            position=1, defaults={"amount": 5}
        )


@pytest.fixture
def event() -> Event:
    event = make_seating(public_seats=60).event
    fill(event, 1)
    return event


def rows(client: Client, name: str, query: str = "", kind: int = 1) -> list[list[str]]:
    address = reverse(f"admin:{name}_export") + query
    response = client.post(address, {"format": str(kind), "resource": "0"})
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    data = tablib.Dataset().load(response.content.decode("utf-8-sig"), format="csv")
    return [data.headers, *map(list, data)]


@pytest.mark.parametrize("name", LISTS)
def test_list_is_taken_along_in_a_constant_number_of_queries(name: str, event: Event) -> None:
    client = administrator_client()
    rows(client, name)
    with CaptureQueriesContext(connection) as few:
        one = rows(client, name)
    fill(event, 4)
    with CaptureQueriesContext(connection) as many:
        more = rows(client, name)

    assert len(few) == len(many)
    assert len(more) > len(one) > 1 or name == "registrations_seat"
    assert all(one[0])
    page = client.get(reverse(f"admin:{name}_changelist")).content.decode()
    assert reverse(f"admin:{name}_export") in page


@pytest.mark.parametrize("name", LISTS)
def test_file_has_the_name_of_the_list_and_the_day(name: str, event: Event) -> None:
    address = reverse(f"admin:{name}_export")
    response = administrator_client().post(address, {"format": "0", "resource": "0"})

    file_name = response["Content-Disposition"].partition("filename=")[2].strip('"')
    assert re.fullmatch(rf"[a-z-]+-{timezone.localdate()}\.xlsx", file_name)


@pytest.mark.parametrize("name", LISTS)
def test_reception_takes_no_personal_data_along(name: str, event: Event) -> None:
    status = signed_in("reception").get(reverse(f"admin:{name}_export")).status_code

    assert status == 403


def test_invitations_keep_their_secret_and_tell_the_last_call(event: Event) -> None:
    invitation = event.invitations.get()
    found = rows(administrator_client(), "registrations_invitation")

    row = dict(zip(*found, strict=True))
    assert row["Mã giấy mời"] == invitation.code
    assert row["Số điện thoại"] == "0912 345 678"
    assert row["Nội dung trao đổi"] == "Sẽ trả lời"
    assert row["Xác nhận tham dự"] == "chưa xác nhận"
    assert not any(invitation.token in cell for cell in found[1])


def test_export_keeps_to_filter_and_search(event: Event) -> None:
    client = administrator_client()
    make_invitation(event, organisation="Sở Y tế")

    assert len(rows(client, "registrations_invitation", "?answer=accepted")) == 1
    assert len(rows(client, "registrations_invitation", "?answer=open")) == 3
    assert rows(client, "registrations_invitation", "?q=so+y+te")[1][2] == "Sở Y tế"


def test_list_is_numbered_and_prints_on_lying_pages_with_its_title(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(title="Lễ công bố & phát động")
    make_invitation(event)
    book = openpyxl.load_workbook(
        io.BytesIO(taken(administrator_client(), "registrations_invitation", 0))
    )
    sheet = book.active

    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["STT", 1, 2]
    page = sheet.page_setup
    assert (page.orientation, page.paperSize) == ("landscape", 9)
    assert (page.fitToWidth, page.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.oddHeader.center.text == "Giấy mời - Lễ công bố && phát động"
    assert sheet.oddFooter.center.text == "Trang &P/&N"


def test_document_prints_on_lying_pages_with_its_title(event: Event) -> None:
    content = taken(administrator_client(), "registrations_invitation", 2)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = archive.read("styles.xml").decode()
        table = archive.read("content.xml").decode()
    assert 'style:print-orientation="landscape"' in styles
    assert 'style:scale-to-X="1"' in styles
    assert f"<text:p>Giấy mời - {event.title}</text:p>" in styles
    assert table.index("<table:table-header-rows>") < table.index("Mã giấy mời")
    assert table.index("Mã giấy mời") < table.index("</table:table-header-rows>")
    assert elements_of(content, "table")[0]["style-name"] == "list"


@pytest.mark.parametrize("name", ["registration", "seat", "invitation"])
def test_a_file_holds_one_ceremony(name: str, event: Event) -> None:
    client = administrator_client()
    fill(make_seating(public_seats=60).event, 1)
    address = reverse(f"admin:registrations_{name}_export")

    told = client.post(address, {"format": "1", "resource": "0"}, follow=True)

    assert "Danh sách có đại biểu, chỗ hoặc giấy mời của nhiều buổi lễ" in told.content.decode()
    one = f"?event__id__exact={event.pk}"
    assert len(rows(client, f"registrations_{name}", one)) > 1


def test_delegates_have_their_place_in_the_hall_and_in_line() -> None:
    event = make_seating(public_seats=1).event
    for _n in range(3):
        make_registration(event)
    make_hall(event, A=1)
    hall.arrange(event)
    head, *people = rows(administrator_client(), "registrations_registration")

    place, line = head.index("Vị trí trong hội trường"), head.index("Thứ tự trong danh sách chờ")
    assert [(row[place], row[line]) for row in people] == [
        ("Hàng A, ghế 1", ""),
        ("", "1"),
        ("", "2"),
    ]


def test_tasks_are_taken_along(event: Event) -> None:
    PreparationTaskFactory(
        event=event, content="=Việc", lead_unit=UnitFactory(event=event, name="Sở Nội vụ")
    )
    address = reverse("admin:agenda_preparation_tasks_xlsx", args=[event.pk])

    sheet = openpyxl.load_workbook(io.BytesIO(administrator_client().get(address).content)).active
    head, row = [[cell.value for cell in cells] for cells in sheet.iter_rows()]
    assert head[:3] == ["STT", "Nội dung công việc", "Đơn vị chủ trì"]
    assert row[1:3] == ["'=Việc", "Sở Nội vụ"]


@pytest.fixture
def client() -> Client:
    return administrator_client()


def taken(client: Client, name: str, kind: int) -> bytes:
    address = reverse(f"admin:{name}_export")
    return client.post(address, {"format": str(kind), "resource": "0"}).content


def test_invitations_are_sorted_by_their_days(client: Client, event: Event) -> None:
    event.invitations.update(
        deadline=DAY, sent_at=datetime.datetime(2025, 1, 31, 20, tzinfo=datetime.UTC)
    )
    content = taken(client, "registrations_invitation", 0)
    head, row = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)

    invitation = dict(zip(head, row, strict=True))
    assert invitation["Hạn xác nhận"] == datetime.datetime(2025, 2, 9)
    assert invitation["Gửi lúc"] == datetime.datetime(2025, 2, 1, 3)
    assert invitation["Số lượng"] == event.invitations.get().quota
    assert invitation["Số điện thoại"] == "0912 345 678"


@pytest.mark.parametrize("kind", range(3))
def test_invitations_are_read_again_as_they_were(client: Client, event: Event, kind: int) -> None:
    kept = [*INVITED, "quota", "deadline", "note", "contact_name", "contact_phone"]
    kept.append("contact_email")
    event.invitations.update(
        **{"deadline": DAY, "quota": 3, "name": "Lê An", "honorific": "mr", "note": "Đi xe"},
        **{"contact_name": "Lê Bình", "contact_email": "binh@so.example", "position": "Giám đốc"},
    )
    listing = read_list(io.BytesIO(taken(client, "registrations_invitation", kind)), "invitations")
    other = make_seating().event
    import_list(other, listing)

    assert [row.messages for row in listing.rows] == [[]]
    assert [*other.invitations.values(*kept)] == [*event.invitations.values(*kept)]


def test_number_of_a_seat_is_a_number(client: Client, event: Event) -> None:
    make_hall(event, **{"1": 12})
    hall.move(Seat.objects.get(event=event, number=1), "1", 12)
    sheet = openpyxl.load_workbook(io.BytesIO(taken(client, "registrations_seat", 0))).active
    first, second = list(sheet.iter_rows(values_only=True))[1:3]

    assert (first[1], *first[3:5]) == (1, "1", 12)
    assert (second[1], *second[3:5]) == (2, None, None)


def test_money_is_a_number_in_every_file(client: Client, event: Event) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(taken(client, "sponsorship_instalment", 0))).active
    head, row = sheet.iter_rows(values_only=True)
    money = [n for n, heading in enumerate(head) if heading in ("Số tiền (đồng)", "Đã nhận (đồng)")]
    cells = elements_of(taken(client, "sponsorship_instalment", 2), "table-cell")[len(head) :]

    assert [type(row[n]) for n in money] == [int, int]
    assert [cells[n]["value-type"] for n in money] == ["float", "float"]


def test_lines_that_were_left_out_come_back_with_day_and_number() -> None:
    lines = [
        ["TT", "Đơn vị", "Số lượng", "Hạn trả lời", "SĐT người liên hệ"],
        [1, "Sở Nội vụ", "3 người", "15/01/2025", "12"],
        [2, "Sở Y tế", "nhiều", "mai", "0912345678"],
    ]
    data = rejected_rows(read_list(io.BytesIO(workbook(lines)), "invitations"))

    found = [dict(zip(data.headers, row, strict=True)) for row in data]
    assert [row["Số lượng"] for row in found] == [3, "nhiều"]
    assert [row["Hạn trả lời"] for row in found] == [datetime.date(2025, 1, 15), "mai"]
    for kind in FORMATS:
        content = kind().export_data(data)
        raw = content if isinstance(content, bytes) else content.encode()
        again = read_list(io.BytesIO(raw), "invitations").rows
        assert [row.value["deadline"] for row in again] == ["2025-01-15", "mai"]
        assert [row.value["places"] for row in again] == [3, "nhiều"]


def test_database_is_sound_afterwards(event: Event) -> None:
    call_command("check_invariants", stdout=io.StringIO())
