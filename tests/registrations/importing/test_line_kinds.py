"""Lines that look like something else: people like bodies, signatures like people."""

from typing import Any

import pytest

from registrations.importing.cells.organisations import is_organisation
from tests.registrations.importing.test_structure import bodies, outcomes, read, told

HEAD = ["STT", "Họ và tên", "Chức vụ", "SĐT"]
OFFICE = ["Đơn vị: Sở A"]

# People whose family is a word for a body


@pytest.mark.parametrize(
    "person",
    [
        *("Phương Minh Hòa", "Xa Văn Hùng", "Sô Lây Tăng", "Ban Văn Hùng", "Hội Văn An"),
        *("Huyền Trang", "Bảo Ngọc", "Nhã Phương", "Đại đức Thích Minh", "PHƯƠNG MINH HÒA"),
    ],
)
@pytest.mark.parametrize("head", [HEAD[:2], HEAD])
def test_family_that_is_a_body_without_accents_is_no_group(person: str, head: list[str]) -> None:
    listing = read([OFFICE, head, [1, "Lê An"], [2, person], [3, "Lê Thị Tư"]])

    assert [row.value["name"].casefold() for row in listing.entries()] == [
        *("lê an", person.casefold(), "lê thị tư")
    ]
    assert {row.value["organisation"] for row in listing.entries()} == {"Sở A"}


@pytest.mark.parametrize(
    "text",
    [
        *("Phường Phan Đình Phùng", "phuong Tan Thinh", "Uỷ ban nhân dân tỉnh", "TOÀ ÁN TỈNH"),
        *("Ban Văn hóa", "Thuế thị xã", "Bảo hiểm xã hội", "Viễn thông A", "So Y te", "Khoa Văn"),
        *("Nhà Văn Hóa", "Hội Văn học", "Xã Văn Hán", "Cục Văn thư", "Sở Văn hoá"),
    ],
)
def test_body_is_known_with_and_without_its_accents(text: str) -> None:
    assert is_organisation(text)


def test_numbered_group_is_told_by_name() -> None:
    group = read([OFFICE, HEAD, [1, "Lê An"], [2, "Khoa Ngọc"], [3, "Lê Tư"]]).rows[1]

    assert (group.outcome, group.value["name"]) == ("skipped", "Khoa Ngọc")


# What somebody is, and who signs


@pytest.mark.parametrize("person", ["Sằn A Phủ", "H'Hen Niê", "Phìn", "John Smith"])
@pytest.mark.parametrize("position", ["Q. Giám đốc", "Thủ trưởng đơn vị", "KT. Trưởng phòng"])
@pytest.mark.parametrize("first", [0, 1])
def test_position_beside_a_rare_name_ends_no_list(person: str, position: str, first: int) -> None:
    lines = [["", person, position, "0912345678"], ["", "Chảo Láo Sử", "", "0987654321"]]
    listing = read([OFFICE, HEAD[first:], *(line[first:] for line in lines)])

    assert [row.value["name"] for row in listing.entries()] == [person, "Chảo Láo Sử"]
    assert listing.entries()[0].value["position"] == position


@pytest.mark.parametrize("body", ["FPT", "Agribank", "Sở A"])
@pytest.mark.parametrize("column", ["Chức vụ", "Kính mời"])
def test_position_beside_any_body_ends_no_list(body: str, column: str) -> None:
    lines = [["Đơn vị", column], [body, "Q. Giám đốc"], ["TNG", "Đại diện đơn vị"]]

    assert [row.value["organisation"] for row in read(lines, "invitations").entries()] == [
        body,
        "TNG",
    ]


@pytest.mark.parametrize(
    "footer",
    [
        [["", "NGƯỜI LẬP", "Q. GIÁM ĐỐC"], ["", "Lê Chi", "Lê Dung"]],
        [["", "KẾ TOÁN TRƯỞNG", "TM. BAN GIÁM ĐỐC"], ["", "Lê Chi", "Lê Dung"]],
        [["", "- Như trên;", "KT. GIÁM ĐỐC"], ["", "", "Lê Dung"]],
        [["", "TRƯỞNG PHÒNG"], ["", "Bế Thị Lan"]],
        [["", "Giám đốc"], ["", "Nguyễn Văn Bê"]],
        [["", "Lãnh đạo đơn vị"], ["", "Nguyễn Văn Bê"]],
        [["", "A, ngày 10/02/2027"], ["", "Hiệu trưởng"], ["", "PGS.TS. Nguyễn Văn Bê"]],
    ],
)
def test_who_signs_below_a_numbered_list_is_no_delegate(footer: list[list[str]]) -> None:
    rows = read([OFFICE, HEAD, [1, "Lê An", "Phó"], *footer]).rows

    assert [str(row.outcome) for row in rows] == ["accepted", *["skipped"] * len(footer)]


# People without a number


@pytest.mark.parametrize("person", ["Sằn A Phủ", "John Smith", "H'Hen Niê", "Vừ A Dê"])
def test_rare_name_without_its_number_is_a_person_and_told(person: str) -> None:
    people: list[list[Any]] = [
        [1, "Lê An", "Phó"],
        ["", person],
        [2, "Lê Bình", "Phó"],
        ["", person + " Hai"],
    ]
    rows = read([OFFICE, HEAD, *people]).rows

    assert [str(row.outcome) for row in rows] == ["accepted", "warning", "accepted", "warning"]
    assert {row.value["organisation"] for row in rows} == {"Sở A"}
    assert told(rows[1], person)


def test_name_of_a_place_is_a_group_within_a_list_only() -> None:
    person: list[Any] = [2, "Lê Bình", "Phó"]
    within = read([OFFICE, HEAD, [1, "Lê An"], ["", "Gang Thép Thái Nguyên"], person])
    below = read([OFFICE, HEAD, [1, "Lê An"], ["", "Gang Thép Thái Nguyên"], ["", "Lê Bình"]])

    assert bodies(within)[1] == ("Lê Bình", "Gang Thép Thái Nguyên")
    assert outcomes(below)[1] == (4, "skipped")
    assert below.rows[1].value["name"] == "Gang Thép Thái Nguyên"  # an office is told of it


# Groups of invited bodies


def test_group_with_its_sum_is_no_invited_body_and_ends_the_delegation() -> None:
    groups = ["Các sở, ban, ngành", "UBND các xã, phường", "Báo chí", "Trường đại học"]
    marks = ["I", "II", "III", "IV"]
    lines: list[list[Any]] = [["STT", "Đơn vị", "Số lượng"]]
    for number, (mark, group) in enumerate(zip(marks, groups, strict=True), 1):
        lines += [[mark, group, 2], [number, f"Đơn vị {number}", 2]]
    entries = read([*lines, ["V", "Sở Nội vụ", 3]], "invitations").entries()

    assert [row.value["organisation"] for row in entries] == [
        *("Đơn vị 1", "Đơn vị 2", "Đơn vị 3", "Đơn vị 4", "Sở Nội vụ")
    ]
    assert [bool(row.value["delegation"]) for row in entries] == [True, *[False] * 3, False]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Trưởng Phòng Kinh Tế", "warning"),
        ("Giám Đốc", "warning"),
        ("Phó Đức Phương", "accepted"),
        ("Đại tá Sằn A Phủ", "accepted"),
    ],
)
def test_position_in_the_column_of_names_is_told(text: str, outcome: str) -> None:
    (row,) = read([OFFICE, HEAD, [1, text, "", "0912345678"]]).rows

    assert (row.outcome, row.value["name"]) == (outcome, text)
