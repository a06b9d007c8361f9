"""What offices write into lists that no form would let them: never stored as rubbish."""

import io
from typing import Any

import pytest

from events.importing.sheets import SheetRow
from events.vietnamese.persons import is_person
from registrations.importing import Listing, Row, read_list
from registrations.importing.cells.contacts import email, phone
from registrations.importing.cells.person_cell import name
from registrations.importing.cells.values import is_of_old_font, quota
from registrations.importing.table.columns import columns_of
from tests.spreadsheets import replaced, separated, workbook

HEAD = ["STT", "Họ và tên", "Chức vụ", "Đơn vị"]


def read(lines: list[list[Any]], kind: str = "delegates", **more: Any) -> Listing:
    return read_list(io.BytesIO(workbook(lines)), kind, **more)


def named(text: str, *, kind: str = "delegates") -> Row:
    """Read a list of one person, whose cell of the name holds this."""
    (row,) = read([["STT", "Họ và tên", "Đơn vị"], [1, text, "Sở A"]], kind).rows
    return row


def found(listing: Listing) -> list[tuple[int, str, str]]:
    return [(r.row, str(r.outcome), r.value["name"]) for r in listing.rows]


# Fonts from before Unicode


@pytest.mark.parametrize(
    "rows",
    [
        [["NguyÔn V¨n An", "Gi¸m ®èc", "Së Néi vô"], ["TrÇn Hïng", "Phã phßng", "Së Y tÕ"]],
        [["Nguyeãn Vaên An", "Giaùm ñoác", "Sôû Noäi vuï"], ["Leâ Huøng", "Phoù", "Sôû Y teá"]],
        [["NGUYEÃN VAÊN AN", "GIAÙM ÑOÁC", "SÔÛ NOÄI VUÏ"]],
        [["Nguyen Van An", "Gi¸m ®èc", "Së Néi vô"], ["Nguyễn Bê", "Phã Gi¸m ®èc", "Sở Nội vụ"]],
    ],
    ids=["TCVN3", "VNI", "VNI in capitals", "not the names"],
)
def test_list_in_an_old_font_is_refused_also_under_good_headings(rows: list[list[str]]) -> None:
    listing = read([HEAD, *([n, *row] for n, row in enumerate(rows, 1))])

    assert (listing.file_outcome, listing.rows) == ("reject", [])
    assert "TCVN3" in listing.file_messages[0]


def test_single_lines_in_an_old_font_are_errors() -> None:
    good = [[n, f"Lê {word}", "Chuyên viên", "Sở Y tế"] for n, word in enumerate("ABCDE", 1)]
    old = [[6, "Lª ThÞ Hïng", "", "Sở Y tế"], [7, "Mai Hïng", "", "Sở Y tế"]]
    listing = read([HEAD, *good, *old, [8, "Lê Hoà", "Phó phòng", "Sở Y tế"]])

    assert [str(row.outcome) for row in listing.rows] == [
        *["accepted"] * 5,
        *["error"] * 2,
        "accepted",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Thị Hoà, Trưởng phòng, Sở Khoa học và Công nghệ",
        "THUỶ LOÃ TOÁN QUÝ KHOẺ XOÈ LOÀI NGOÃN OÁNH",
        "Jürgen Müller; François Gonçalves; Søren Åberg; Raphaël Noël; Muñoz; Schön",
        "«Công ty Sao Mai» – 3×4m – 20 m² – 15°C – Côte d'Ivoire – São Tomé",
        "Ông Phan Văn Âu, UBND xã Ô Lâm, ĐHQG-HCM",
    ],
)
def test_good_texts_are_not_taken_for_an_old_font(text: str) -> None:
    assert not is_of_old_font(text)


# Names


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Văn An, Trần Thị Bình",
        "Nguyễn Văn An và Trần Thị Bình",
        "Nguyễn Văn An - Trần Thị Bình",
        "Nguyễn Văn An/Trần Thị Bình",
        "1. Nguyễn Văn An 2. Trần Thị Bình",
        "Ông Nguyễn Văn An, bà Trần Thị Bình",
        "Đ/c Nguyễn Văn An; đ/c Trần Thị Bình",
        "Đ/c Nguyễn Văn An, đ/c Trần Thị Bình",
    ],
)
def test_two_people_in_one_cell_are_refused(text: str) -> None:
    row = named(text)

    assert (row.outcome, row.messages) == (
        "error",
        ["Một ô ghi nhiều người: vui lòng ghi mỗi người một dòng."],
    )


@pytest.mark.parametrize(
    ("text", "full", "position"),
    [
        ("Nguyễn Văn An (Trưởng đoàn)", "Nguyễn Văn An", "Trưởng đoàn"),
        ("Nguyễn Văn An - Phó Giám đốc", "Nguyễn Văn An", "Phó Giám đốc"),
        ("Nguyễn Văn An\nPhó Giám đốc", "Nguyễn Văn An", "Phó Giám đốc"),
        ("Bà Lê An, Trưởng Phòng", "Lê An", "Trưởng Phòng"),
    ],
)
def test_what_follows_a_name_is_the_position(text: str, full: str, position: str) -> None:
    row = named(text)

    assert (row.outcome, row.value["name"], row.value["position"]) == ("warning", full, position)


def test_what_follows_a_name_beside_a_position_goes_to_the_note() -> None:
    (row,) = read([HEAD, [1, "Lê An (Trưởng đoàn)", "Phó Giám đốc", "Sở A"]]).rows

    value = row.value
    assert (value["name"], value["position"], value["note"]) == (
        "Lê An",
        "Phó Giám đốc",
        "Trưởng đoàn",
    )


@pytest.mark.parametrize(
    ("text", "code", "full"),
    [
        ("(Bà) Lê An", "ms", "Lê An"),
        ("ĐC Lê An", "comrade", "Lê An"),
        ("Đồng chí: Lê An", "comrade", "Lê An"),
        ("1. Ông Lê An", "mr", "Lê An"),
        ("- Lê An", "", "Lê An"),
        ("TS. Nguyễn Văn A", "", "TS. Nguyễn Văn A"),
        ("Ông TS. Nguyễn Văn A", "mr", "TS. Nguyễn Văn A"),
    ],
)
def test_name_is_freed_of_what_stands_before_it(text: str, code: str, full: str) -> None:
    assert name(text) == (code, full, [])


@pytest.mark.parametrize("text", ["…", "....", "(chưa có)", "Chưa xác định", "bổ sung sau"])
def test_place_of_a_name_is_no_name(text: str) -> None:
    assert [m for m in named(text).messages if "Thiếu họ và tên" in m] == named(text).messages


@pytest.mark.parametrize("text", ["01 chuyên viên", "3 người"])
def test_number_of_people_is_no_name(text: str) -> None:
    assert named(text).outcome == "error"


def test_body_in_place_of_a_person_is_told() -> None:
    assert named("Lãnh đạo Sở").outcome == "warning"
    assert named("Bàn Văn An").outcome == named("Hà Thị Sở").outcome == "accepted"
    assert named("Lãnh đạo Sở", kind="invitations").outcome == "accepted"


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Trương Văn Phòng", True),
        ("Truong Van Phong", True),
        ("TS. Lê An", True),
        ("Trưởng Phòng", False),
        ("Đoàn Thanh niên", False),
        ("Lê", False),
    ],
)
def test_person_is_told_from_a_position(text: str, person: bool) -> None:
    assert is_person(text) == person


# Contacts and figures


@pytest.mark.parametrize("text", ["0912345678 (Zalo)", "gặp chị Hoa: 0912 345 678"])
def test_telephone_among_words_is_found(text: str) -> None:
    number, others, told = phone(text)

    assert (number, len(others), len(told)) == ("+84912345678", 1, 1)


def test_letter_o_for_a_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="chữ số"):
        phone("O912345678")


@pytest.mark.parametrize("text", ["<an@so.example>", "an@so.example.", "mailto:an@so.example"])
def test_signs_around_an_address_are_left_out(text: str) -> None:
    assert email(text) == ("an@so.example", [], [])


def test_no_place_at_all_is_not_one_place() -> None:
    with pytest.raises(ValueError, match="999"):
        quota("0")
    assert quota("") is None


def test_text_that_excel_was_made_to_keep_is_a_text() -> None:
    content = separated([["Họ tên", "Đơn vị", "SĐT"], ["Lê An", "Sở", '="0912345678"']], ";")
    (row,) = read_list(io.BytesIO(content), "delegates").rows

    assert (row.outcome, row.value["phone"]) == ("accepted", "+84912345678")


# Lines


def test_numbered_body_is_a_group() -> None:
    listing = read(
        [
            HEAD[:3],
            ["B", "CẤP XÃ"],
            [1, "UBND xã Một"],
            ["1.1", "Lê Dung", "Chủ tịch"],
            [2, "UBND xã Hai"],
            ["2.1", "Lê Em", "Chủ tịch"],
        ]
    )

    assert [(r.row, r.value["organisation"]) for r in listing.entries()] == [
        (4, "UBND xã Một"),
        (6, "UBND xã Hai"),
    ]


def test_kind_of_guests_is_nobodys_organisation() -> None:
    known = ["Lãnh đạo UBND tỉnh"]
    lines = [
        HEAD[:3],
        ["I. LÃNH ĐẠO UBND TỈNH"],
        [1, "Lê An", "Chủ tịch"],
        ["II. KHỐI DOANH NGHIỆP"],
        [2, "Lê Bình", "Giám đốc"],
    ]

    nobodys = read(lines, delegations=known)
    offices = read(lines, delegations=known, organisation="Sở A")
    assert found(nobodys)[1][1] == found(nobodys)[3][1] == "error"
    entries = offices.entries()
    assert [row.value["organisation"] for row in entries] == ["Sở A", "Sở A"]
    assert [row.value["delegation"] for row in entries] == ["Lãnh đạo UBND tỉnh", ""]


def test_signature_without_a_date_and_lines_of_dots_are_left_out() -> None:
    listing = read(
        [
            HEAD,
            [1, "Lê An", "Giám đốc", "Sở A"],
            [2, "…", "...", ""],
            [],
            ["", "", "", "PHÓ GIÁM ĐỐC"],
            ["", "", "", "Lê Văn Ký"],
        ]
    )

    assert [(row, outcome) for row, outcome, _name in found(listing)] == [
        (2, "accepted"),
        (3, "skipped"),
        (5, "skipped"),
        (6, "skipped"),
    ]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ tên cán bộ", "name"),
        ("Họ và tên người được cử", "name"),
        ("Họ và tên cán bộ, công chức", "name"),
        ("Đơn vị/Phòng ban", "organisation"),
        ("Số điện thoại di động", "phone"),
        ("Điện thoại (Zalo)", "phone"),
        ("Email công vụ", "email"),
        ("Tên phòng", None),
        ("Số đại biểu", "places"),
    ],
)
def test_more_headings_are_known(heading: str, field: str | None) -> None:
    line = SheetRow(1, ["Họ tên", "Đơn vị", heading])
    columns = columns_of(line, required="organisation")

    assert columns is not None
    assert [name for name, at in columns.by_field.items() if 2 in at] == ([field] if field else [])


def test_addressee_of_an_invitation_stands_below_kinh_gui() -> None:
    lines = [["Đơn vị", "Kính gửi"], ["Sở A", "Ông Lê An"]]
    (row,) = read(lines, "invitations").rows

    assert (row.value["name"], row.value["honorific"]) == ("Lê An", "mr")
    letter = read([["Kính gửi:"], ["- UBND tỉnh"], ["Họ tên", "Đơn vị"], ["Lê An", "Sở A"]])
    assert found(letter) == [(4, "accepted", "Lê An")]


def test_strict_workbook_is_refused_with_the_way_out() -> None:
    content = workbook([["Họ tên", "Đơn vị"], ["Lê An", "Sở A"]])
    usual = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        content = replaced(
            content, part, lambda old: old.replace(usual, b"http://purl.oclc.org/ooxml/main")
        )
    listing = read_list(io.BytesIO(content), "delegates")

    assert listing.file_outcome == "reject"
    assert "Excel Workbook (.xlsx)" in listing.file_messages[0]
