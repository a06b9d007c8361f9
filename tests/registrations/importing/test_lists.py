"""Lists as offices write them, read into rows."""

import io
import string
import unicodedata
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from events.vietnamese.persons import proper_case
from events.vietnamese.text import clean
from registrations.importing import Listing, Outcome, Row, read_list
from registrations.importing.cells.contacts import email, phone
from registrations.importing.cells.lost_letters import is_lost
from registrations.importing.cells.person_cell import name
from registrations.importing.cells.values import day, is_of_old_font
from registrations.importing.table.columns import field_of
from registrations.importing.table.entry import LONGEST
from registrations.models import Registration
from tests import files
from tests.spreadsheets import (
    HEADINGS,
    LAUGHS,
    PERSON,
    bomb,
    document,
    packed,
    replaced,
    separated,
    workbook,
    written_document,
)


def read(content: bytes, kind: str = "delegates", delegations: Any = ()) -> Listing:
    return read_list(io.BytesIO(content), kind, delegations)


def entries(listing: Listing) -> list[Row]:
    assert listing.file_outcome == "import", listing.file_messages
    return [row for row in listing.rows if row.outcome != Outcome.SKIPPED]


def people(listing: Listing) -> list[str]:
    return [row.value["name"] for row in entries(listing)]


def only(listing: Listing) -> Row:
    (row,) = entries(listing)
    return row


def one(**cells: Any) -> Row:
    """Read a list of one person with these cells."""
    titles = {"name": "Họ tên", "organisation": "Đơn vị", "phone": "SĐT", "email": "Email"}
    titles |= {"position": "Chức vụ", "delegation": "Thành phần", "note": "Ghi chú"}
    values = {"name": "Nguyễn Văn An", "organisation": "Sở Nội vụ", **cells}
    return only(read(workbook([[titles[key] for key in values], list(values.values())])))


# Every kind of file gives the same

GOOD = [["DANH SÁCH ĐẠI BIỂU"], [], HEADINGS, PERSON]


@pytest.mark.parametrize(
    "content",
    [
        workbook(GOOD),
        document(GOOD),
        separated(GOOD),
        separated(GOOD, ";", "utf-8-sig"),
        separated(GOOD, "\t", "utf-16"),
        separated(GOOD, ";", "utf-16-le"),
        b"sep=;\r\n" + separated(GOOD, ";"),
    ],
    ids=["xlsx", "ods", "csv", "bom", "utf-16", "utf-16 without bom", "sep"],
)
def test_person_is_read_whole(content: bytes) -> None:
    row = only(read(content))

    assert (row.outcome, row.row, row.messages) == ("accepted", 4, [])
    assert row.value == {
        "name": "Nguyễn Văn An",
        "position": "Phó Giám đốc",
        "organisation": "Sở Nội vụ",
        "phone": "+84912345678",
        "email": "an@so.example",
        "delegation": "",
        "note": "Đi xe",
        "honorific": "",
    }


def test_windows_1258_is_read() -> None:
    letters = unicodedata.normalize("NFD", "Nguyễn Thị Hường")
    # the code page has letters with their hat or horn, and the tones by themselves
    for base, sign in (("e", "\u0302"), ("u", "\u031b"), ("o", "\u031b")):
        letters = letters.replace(base + sign, unicodedata.normalize("NFC", base + sign))
    head = "Ho va ten;Don vi;Dien thoai\r\n"
    content = (head + f"{letters};So Noi vu;0912345678\r\n").encode("cp1258")

    assert people(read(content)) == ["Nguyễn Thị Hường"]


def test_decomposed_letters_become_whole() -> None:
    rows = [[unicodedata.normalize("NFD", str(cell)) for cell in line] for line in GOOD if line]

    assert only(read(workbook(rows))).value["name"] == PERSON[1]


# Headings


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("TT", "number"),
        ("STT", "number"),
        ("Số\nTT", "number"),
        ("HỌ VÀ TÊN", "name"),
        ("Họ, tên", "name"),
        ("Ho ten", "name"),
        ("Họ và tên đại biểu", "name"),
        ("Họ và tên (viết hoa)", "name"),
        ("Họ đệm", "surname"),
        ("Họ và tên đệm", "surname"),
        ("Tên", "given"),
        ("Chức danh", "position"),
        ("CHUC VU HIEN NAY", "position"),
        ("Đơn vị công tác", "organisation"),
        ("Tên cơ quan, đơn vị", "organisation"),
        ("Chức vụ, đơn vị công tác", "both"),
        ("ĐT", "phone"),
        ("SĐT", "phone"),
        ("Số điện thoại liên hệ", "phone"),
        ("Điện\nthoại di động", "phone"),
        ("E-mail", "email"),
        ("Địa chỉ thư điện tử", "email"),
        ("Ghi chú", "note"),
        ("Thành phần tham dự", "delegation"),
        ("Khối", "delegation"),
        ("Ông/Bà", "honorific"),
        ("Kính mời Ông/Bà", "name"),
        ("Số lượng đại biểu", "places"),
        ("Số lượng ĐB", "places"),
        ("Số ĐB", "places"),
        ("Họ tên ĐB", "name"),
        ("Hạn trả lời", "deadline"),
        ("Thời hạn phúc đáp", "deadline"),
        ("Hạn xác nhận (trước ngày)", "deadline"),
        ("Người liên hệ", "contact_name"),
        ("Đầu mối liên hệ", "contact_name"),
        ("Cán bộ đầu mối", "contact_name"),
        ("Điện thoại đầu mối", "contact_phone"),
        ("Email cán bộ đầu mối", "contact_email"),
        ("Liên hệ", "phone"),
        ("Số điện thoại người liên hệ", "phone"),
        ("Thông tin liên hệ", None),
        ("Ngày đăng ký", None),
        ("Ngày sinh", None),
        ("Đại biểu Quốc hội", None),
        ("Công ty Điện lực", None),
        ("", None),
    ],
)
def test_heading_is_known(heading: str, field: str | None) -> None:
    assert field_of(heading) == field
    assert field_of(unicodedata.normalize("NFD", heading)) == field


def test_columns_stand_in_any_order_and_unknown_ones_are_told() -> None:
    listing = read(
        workbook(
            [
                ["Email", "Năm sinh", "Cơ quan", "Họ đệm", "Tên", "STT"],
                ["a@b.vn", 1980, "Sở Y tế", "Trần Thị", "Bình", 1],
            ]
        )
    )

    row = only(listing)
    assert (row.value["name"], row.value["organisation"]) == ("Trần Thị Bình", "Sở Y tế")
    assert any("Năm sinh" in message for message in listing.file_messages)


def test_merged_heading_stands_for_family_and_given_name() -> None:
    content = workbook(
        [["TT", "Họ và tên", None, "Đơn vị"], [1, "Trần Thị", "Bình", "Sở Y tế"]],
        lambda book: book.active.merge_cells("B1:C1"),
    )
    as_text = separated([["TT", "Họ và tên", "", "Đơn vị"], [1, "Trần Thị", "Bình", "Sở Y tế"]])

    assert people(read(content)) == people(read(as_text)) == ["Trần Thị Bình"]


def test_headings_in_two_lines_are_one() -> None:
    def merge(book: Any) -> None:
        for area in ("A1:A2", "B1:B2", "C1:C2", "D1:E1"):
            book.active.merge_cells(area)

    row = only(
        read(
            workbook(
                [
                    ["TT", "Họ và tên", "Đơn vị", "Liên hệ", None],
                    [None, None, None, "Email", "Điện thoại"],
                    [1, "Lê An", "Sở Y tế", "a@b.vn", "0912345678"],
                ],
                merge,
            )
        )
    )

    assert (row.value["email"], row.value["phone"]) == ("a@b.vn", "+84912345678")


def test_merged_office_holds_for_all_its_people() -> None:
    content = workbook(
        [["Họ tên", "Đơn vị"], ["Lê An", "Sở Y tế"], ["Lê Bình"], ["Lê Chi", "Sở Nội vụ"]],
        lambda book: book.active.merge_cells("B2:B3"),
    )

    bodies = [row.value["organisation"] for row in entries(read(content))]
    assert bodies == ["Sở Y tế", "Sở Y tế", "Sở Nội vụ"]


def test_gigantic_merged_cell_costs_nothing() -> None:
    content = workbook(
        [["Họ tên", "Đơn vị"], ["Lê An", "Sở Y tế"], ["Lê Bình"]],
        lambda book: book.active.merge_cells("B2:B3"),
    )
    sheet = "xl/worksheets/sheet1.xml"
    content = replaced(content, sheet, lambda part: part.replace(b"B2:B3", b"B2:XFD1048576"))

    assert people(read(content)) == ["Lê An", "Lê Bình"]


# What is no entry


def test_lines_around_and_between_the_entries_are_left_out() -> None:
    listing = read(
        workbook(
            [
                ["UBND TỈNH THỬ", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
                ["DANH SÁCH ĐẠI BIỂU THAM DỰ LỄ CÔNG BỐ"],
                [],
                HEADINGS,
                ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
                PERSON,
                HEADINGS,
                [2, "Tống Thị Cộng", "Chuyên viên", "Sở Y tế"],
                [3],
                ["", "Tổng số: 25 người"],
                ["", "", "", "", "Thái Nguyên, ngày 12 tháng 01 năm 2025"],
                ["", "NGƯỜI LẬP", "", "", "GIÁM ĐỐC"],
                ["", "(Ký, ghi rõ họ tên)"],
                ["", "Nguyễn Văn Ký", "", "", "Bùi Thị Giám"],
            ]
        )
    )

    assert people(listing) == ["Nguyễn Văn An", "Tống Thị Cộng"]
    left = [row.row for row in listing.rows if row.outcome == Outcome.SKIPPED]
    assert left == [7, 9, 10, 11, 12, 13, 14]
    assert all(row.messages for row in listing.rows if row.outcome == Outcome.SKIPPED)


def test_groups_hold_for_the_lines_below() -> None:
    listing = read(
        workbook(
            [
                ["TT", "Họ và tên", "Chức vụ", "Đơn vị"],
                ["I", "LÃNH ĐẠO UBND TỈNH"],
                [1, "Lê An", "Chủ tịch", "UBND tỉnh"],
                ["II. Các sở, ban, ngành"],
                ["", "Sở Nội vụ"],
                [2, "Đoàn Văn Bộ", "Giám đốc"],
                ["", "Đoàn Thanh niên"],
                [3, "Lê Chi", "Bí thư"],
            ]
        ),
        delegations=["Lãnh đạo UBND tỉnh", "Lãnh đạo các sở, ban, ngành"],
    )

    found = [
        (r.value["name"], r.value["organisation"], r.value["delegation"]) for r in entries(listing)
    ]
    assert found == [
        ("Lê An", "UBND tỉnh", "Lãnh đạo UBND tỉnh"),
        ("Đoàn Văn Bộ", "Sở Nội vụ", "Lãnh đạo các sở, ban, ngành"),
        ("Lê Chi", "Đoàn Thanh niên", "Lãnh đạo các sở, ban, ngành"),
    ]


def test_office_of_all_stands_above_the_table() -> None:
    listing = read(workbook([["Đơn vị: Sở Nội vụ"], ["STT", "Họ và tên", "SĐT"], [1, "Lê An", ""]]))

    assert only(listing).value["organisation"] == "Sở Nội vụ"


def test_person_twice_in_a_file_is_taken_once() -> None:
    listing = read(workbook([HEADINGS, PERSON, [2, "NGUYỄN VĂN AN", "", "sở nội vụ"]]))

    assert [row.outcome for row in listing.rows] == ["accepted", "skipped"]
    assert "2" in listing.rows[1].messages[-1]


def test_all_sheets_are_read_but_hidden_ones() -> None:
    def hide(book: Any) -> None:
        book["Nhap"].sheet_state = "hidden"
        book["Hai"].row_dimensions[2].hidden = True

    listing = read(
        workbook(
            [HEADINGS, PERSON],
            hide,
            Hai=[HEADINGS, [1, "Lê Bình", "", "Sở Y tế"]],
            Nhap=[HEADINGS, [1, "Lê Chi", "", "Sở Y tế"]],
            Khac=[["Việc", "Ai"]],
        )
    )

    assert [(r.sheet, r.value["name"], r.outcome) for r in entries(listing)] == [
        ("Sheet", "Nguyễn Văn An", "accepted"),
        ("Hai", "Lê Bình", "warning"),
    ]
    assert [any(s in m for m in listing.file_messages) for s in ("Nhap", "Khac")] == [True, True]


# Cells


@pytest.mark.parametrize(
    ("typed", "stored", "warned"),
    [
        ("0912345678", "+84912345678", False),
        (912345678, "+84912345678", True),
        ("912345678.0", "+84912345678", True),
        ("2083855123", "+842083855123", True),
        ("0912.345.678 - 0987654321", "+84912345678", True),
        ("12; 0912345678", "+84912345678", True),
        ("ĐT: 0912 345 678", "+84912345678", False),
        ("+84 (0) 912 345 678", "+84912345678", False),
        ("", "", False),
        ("không có", "", False),
    ],
)
def test_telephone_is_understood(typed: Any, stored: str, warned: bool) -> None:
    row = one(phone=typed)

    assert (row.value["phone"], row.outcome == "warning") == (stored, warned)


def test_other_telephones_go_to_the_note() -> None:
    row = one(phone="0912345678 / 0208 3855 123", note="Đi xe")

    assert row.value["note"].startswith("Đi xe; ")
    assert "0208 3855 123" in row.value["note"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": "0912"},
        {"phone": "9.12346E+08"},
        {"phone": "=A9"},
        {"email": "an(at)so.vn"},
        {"name": ""},
        {"name": "25"},
        {"name": "an@so.example"},
        {"name": "Nguyễn Văn An\nTrần Thị Bình"},
        {"name": "A" * 151},
        {"position": "ư" * 3000},
        {"organisation": ""},
    ],
)
def test_wrong_cell_is_an_error_with_its_reason(wrong: dict[str, str]) -> None:
    row = one(**{"position": "Chuyên viên", **wrong})

    assert row.outcome == "error"
    assert row.row == 2
    assert row.messages


@pytest.mark.parametrize(
    ("typed", "proper"),
    [
        ("NGUYỄN VĂN ĐỨC", "Nguyễn Văn Đức"),
        ("nguyễn thị ưng", "Nguyễn Thị Ưng"),
        ("PGS.TS. LÊ HỮU Ý", "PGS.TS. Lê Hữu Ý"),
        ("THS. TRẦN BÌNH", "ThS. Trần Bình"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("TÔN-NỮ THỊ KS", "Tôn-Nữ Thị Ks"),
        ("Nguyễn Văn A", "Nguyễn Văn A"),
        ("Lê TS", "Lê TS"),
    ],
)
def test_capitals_become_a_name(typed: str, proper: str) -> None:
    assert proper_case(typed) == proper
    assert proper_case(proper) == proper


@pytest.mark.parametrize(
    ("typed", "code", "stored"),
    [
        ("Ông Nguyễn Văn An", "mr", "Nguyễn Văn An"),
        ("BÀ Lê Thị Bà", "ms", "Lê Thị Bà"),
        ("Đ/c Lê An", "comrade", "Lê An"),
        ("Bàn Văn An", "", "Bàn Văn An"),
        ("Ông", "", "Ông"),
    ],
)
def test_honorific_is_no_part_of_the_name(typed: str, code: str, stored: str) -> None:
    assert name(typed) == (code, stored, [])


def test_column_of_position_and_office_is_parted() -> None:
    head = ["Họ tên", "Chức vụ, đơn vị"]
    listing = read(workbook([head, ["Lê An", "Giám đốc, Sở Y tế"], ["Lê Bình", "Sở Nội vụ"]]))

    parted, whole = entries(listing)
    assert (parted.value["position"], parted.value["organisation"]) == ("Giám đốc", "Sở Y tế")
    assert (parted.outcome, whole.outcome) == ("accepted", "warning")


def test_unknown_delegation_is_told() -> None:
    row = one(delegation="Khách lạ")

    assert (row.outcome, row.value["delegation"]) == ("warning", "Khách lạ")


@pytest.mark.parametrize(
    "typed", ["Đại học Thái Nguyên", "các trường đại học thành viên", "ĐẠI HỌC THÁI NGUYÊN;"]
)
def test_part_of_a_delegation_is_enough(typed: str) -> None:
    whole = "Đại biểu Đại học Thái Nguyên, các trường đại học thành viên, các trường cao đẳng"
    lines = [["Họ tên", "Đơn vị", "Thành phần"], ["Lê An", "Sở Y tế", typed]]

    row = only(read(workbook(lines), delegations=[whole, "Tổ thư ký"]))

    assert (row.outcome, row.value["delegation"]) == ("accepted", whole)


def test_limits_are_those_of_the_table() -> None:
    for field in ("name", "position", "organisation", "email"):
        assert Registration._meta.get_field(field).max_length == LONGEST[field]


def test_invitations_need_a_body_and_may_do_without_a_name() -> None:
    listing = read(
        workbook(
            [
                ["STT", "Tên cơ quan, đơn vị", "Họ và tên", "Số lượng", "SĐT"],
                [1, "Sở Nội vụ", "Ông Lê An", "3 người", "0912345678"],
                ["", "Sở Y tế", "", "", ""],
                [3, "Tổng công ty Thử", "", "nhiều", ""],
            ]
        ),
        "invitations",
    )

    first, second, third = entries(listing)
    assert (first.value["name"], first.value["places"], first.value["honorific"]) == (
        "Lê An",
        3,
        "mr",
    )
    assert (second.outcome, second.value["places"]) == ("accepted", None)
    assert third.outcome == "error"


def test_contact_and_deadline_belong_to_invitations_only() -> None:
    lines = [
        ["Họ tên", "Đơn vị", "Người liên hệ", "Hạn trả lời"],
        ["Lê An", "Sở", "Lê B", "15/01/30"],
    ]

    listing = read(workbook(lines))
    assert "deadline" not in only(listing).value
    assert "Người liên hệ, Hạn trả lời" in listing.file_messages[0]
    row = only(read(workbook(lines), "invitations"))
    assert (row.value["name"], row.value["contact_name"]) == ("Lê An", "Lê B")
    assert row.value["deadline"] == "2030-01-15"


def test_contact_is_told_from_the_addressee() -> None:
    def merge(book: Any) -> None:
        for area in ("A1:A2", "B1:B2", "C1:C2", "D1:F1"):
            book.active.merge_cells(area)

    beside = [
        ["Đơn vị", "Họ tên", "SĐT", "Họ tên người liên hệ", "SĐT người liên hệ", "Email"],
        ["Sở Nội vụ", "Lê An", "0912345678", "Lê Bình", "0987654321", "b@so.example"],
    ]
    below = [
        ["TT", "Đơn vị", "Số lượng", "Đầu mối liên hệ", None, None],
        [None, None, None, "Họ và tên", "SĐT", "Email"],
        [1, "Sở Nội vụ", 2, "Lê Bình", "0987654321", "b@so.example"],
    ]
    together = [["Đơn vị", "Cán bộ đầu mối"], ["Sở Nội vụ", "Lê Bình - 0987654321, b@so.example"]]
    for content in (workbook(beside), workbook(below, merge), workbook(together)):
        value = only(read(content, "invitations")).value
        assert (value["contact_name"], value["contact_phone"]) == ("Lê Bình", "+84987654321")
        assert "b@so.example" in (value["contact_email"], value["email"])
    first = only(read(workbook(beside), "invitations")).value
    assert (first["name"], first["phone"]) == ("Lê An", "+84912345678")
    assert "0912 345 678" in first["note"]


@pytest.mark.parametrize(
    ("typed", "found", "warned"),
    [
        ("15/01/2030", "2030-01-15", False),
        ("5-1-30", "2030-01-05", False),
        ("trước 17h00 ngày 15/01/2030", "2030-01-15", False),
        ("ngày 15 tháng 01 năm 2030", "2030-01-15", False),
        ("2030-01-15 00:00:00", "2030-01-15", False),
        ("47498", "2030-01-15", True),
        ("-", "", False),
    ],
)
def test_day_is_understood(typed: str, found: str, warned: bool) -> None:
    day_found, told = day(typed)

    assert (day_found, bool(told)) == (found, warned)


@pytest.mark.parametrize("typed", ["15/01", "32/01/2030", "01/15/2030", "sớm nhất có thể", "123"])
def test_wrong_day_is_refused_and_stays_as_typed(typed: str) -> None:
    row = only(read(workbook([["Đơn vị", "Hạn trả lời"], ["Sở", typed]]), "invitations"))

    assert (row.outcome, row.value["deadline"]) == ("error", typed)


def test_day_of_a_document_is_its_value_not_what_is_shown() -> None:
    cells = "".join(
        f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"
        for text, more in (("Sở", ""), ("01/15/30", 'office:date-value="2030-01-15"'))
    )
    head = "".join(
        f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"
        for text in ("Đơn vị", "Hạn trả lời")
    )
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in (head, cells))
    content = written_document(f'<table:table table:name="A">{rows}</table:table>')

    assert only(read(content, "invitations")).value["deadline"] == "2030-01-15"


# Hostile and wrong files


def _named(part: str) -> bytes:
    return packed({part: b"x"})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        files.pdf(),
        files.picture(),
        b"<html><table><tr><td>1</td></tr></table></html>",
        b"PK\x03\x04" + bytes(100),
        _named("xl/workbook.xml"),
        _named("xl/workbook.bin"),
        _named("word/document.xml"),
        workbook(GOOD)[:2000],
        replaced(workbook(GOOD), "xl/worksheets/sheet1.xml", lambda part: part[:-200]),
        replaced(workbook(GOOD), "xl/worksheets/sheet1.xml", lambda part: LAUGHS + part),
        replaced(workbook(GOOD), "xl/workbook.xml", lambda part: LAUGHS + b"<x>&b;</x>"),
        replaced(document(GOOD), "content.xml", lambda part: LAUGHS + b"<x>&b;</x>"),
        replaced(document(GOOD), "META-INF/manifest.xml", lambda part: b"<encryption-data/>"),
        bomb(),
        separated([HEADINGS, *[PERSON] * 20_001]),
        separated([HEADINGS + ["x"] * 300]),
        b'Ho ten,Don vi\n"' + b"a" * 200_000,
        bytes(range(256)) * 20,
        b"\0" * 5000,
        separated([["Chỉ có chữ"], ["và chữ"]]),
        separated([HEADINGS]),
    ],
)
def test_wrong_file_is_rejected_with_a_sentence(content: bytes) -> None:
    listing = read(content)

    assert (listing.file_outcome, listing.rows) == ("reject", [])
    assert listing.file_messages[0].endswith(".")


@given(st.binary(max_size=400))
def test_no_bytes_make_an_error(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"Ho ten,Don vi\n"):
        assert read(start + content).file_outcome in ("import", "reject")


def test_line_repeated_to_the_end_of_the_sheet_is_not_followed() -> None:
    def line(cells: str, times: int = 1) -> str:
        return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'

    def cell(text: str, times: int = 1) -> str:
        repeated = f'table:number-columns-repeated="{times}"'
        return f"<table:table-cell {repeated}><text:p>{text}</text:p></table:table-cell>"

    head = line(cell("Họ tên") + cell("Đơn vị"))
    many = line(cell("Lê An", 2), 1_048_576)
    empty = line("<table:table-cell/>", 1_048_576)
    wide = line(cell("Lê An", 16_384))

    def table(rows: str) -> Listing:
        return read(written_document(f'<table:table table:name="A">{rows}</table:table>'))

    assert people(table(head + many))[0] == "Lê An"
    assert table(head + wide).file_outcome == "reject"
    (row,) = entries(table(head + empty + line(cell("Lê An", 2))))
    assert row.row == 1_048_578


def test_hidden_sheet_of_a_document_is_not_read() -> None:
    styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/>'
    table = '<table:table table:style-name="ta2" table:name="Ẩn"/>'
    listing = read(written_document(table, f"{styles}</style:style>"))

    assert any("Ẩn" in message for message in listing.file_messages)


# What is typed stays

LETTERS = st.text(
    st.characters(
        exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co"], exclude_characters="\ufffe\uffff"
    ),
    min_size=1,
    max_size=60,
)


@given(LETTERS)
def test_text_survives_in_every_kind_of_file(typed: str) -> None:
    text = f"Đ {typed} ơ"
    assume(not is_of_old_font(clean(text)) and not is_lost(text))  # which is refused
    lines = [["Họ tên", "Đơn vị", "Ghi chú"], ["Lê An", text, text]]
    for content in (workbook(lines), separated(lines, ";", "utf-8-sig")):
        row = only(read(content))
        assert row.value["organisation"] == row.value["note"] == clean(text)


@given(st.text(string.printable + "0123456789+", max_size=40))
def test_contacts_are_good_or_refused(typed: str) -> None:
    for field, read_cell in (("phone", phone), ("email", email)):
        try:
            value, _others, _told = read_cell(typed)
        except ValueError:
            continue
        if value:
            Registration._meta.get_field(field).run_validators(value)
