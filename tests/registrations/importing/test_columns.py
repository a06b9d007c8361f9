"""Columns as offices name and fill them: each thing where it belongs, a word on a guess."""

import io
from typing import Any

import pytest

from registrations.importing import Listing, Row, read_list
from registrations.importing.cells.organisations import split_position
from registrations.importing.table.columns import field_of
from tests.spreadsheets import separated, workbook


def read(lines: list[list[Any]], kind: str = "delegates", *merged: str, **more: Any) -> Listing:
    def merge(book: Any) -> None:
        for area in merged:
            book.active.merge_cells(area)

    return read_list(io.BytesIO(workbook(lines, merge)), kind, **more)


def only(listing: Listing) -> Row:
    (row,) = [row for row in listing.rows if row.outcome != "skipped"]
    return row


def values(row: Row, *fields: str) -> tuple[str, ...]:
    return tuple(row.value[field] for field in fields)


# Names beside one another


@pytest.mark.parametrize("kind", ["delegates", "invitations"])
@pytest.mark.parametrize(
    "headings", [("Người đại diện", "Người tham dự"), ("Kính mời", "Người nhận giấy mời")]
)
def test_second_person_of_a_line_goes_to_the_note(kind: str, headings: tuple[str, str]) -> None:
    lines = [["Tên đơn vị", *headings], ["Công ty A", "Nguyễn Văn An", "Trần Thị Bình"]]
    row = only(read(lines, kind))

    assert (str(row.outcome), row.value["name"]) == ("warning", "Nguyễn Văn An")
    assert row.value["note"] == f"{headings[1]}: Trần Thị Bình"
    assert "Trần Thị Bình" in row.messages[0]


def test_second_column_of_names_counts_where_the_first_is_empty() -> None:
    lines = [["Họ tên", "Khách mời", "Đơn vị"], ["", "Lê An", "Sở A"], ["Lê Bình", "x", "Sở A"]]
    first, second = read(lines).rows

    assert values(first, "name", "note") == ("Lê An", "")
    assert values(second, "name", "note") == ("Lê Bình", "Khách mời: x")
    assert {first.outcome, second.outcome} == {"accepted"}


@pytest.mark.parametrize(
    ("first", "second", "full", "note", "outcome"),
    [
        ("Lê Văn Cường", "1975", "Lê Văn Cường", "1975", "warning"),
        ("Lê Văn Cường", "Trưởng đoàn", "Lê Văn Cường", "Trưởng đoàn", "warning"),
        ("Lê Văn Cường", "VIP", "Lê Văn Cường", "VIP", "warning"),
        ("Lê Văn", "Trưởng Đoàn", "Lê Văn", "Trưởng Đoàn", "warning"),
        ("Lê Thị", "Ánh Tuyết", "Lê Thị Ánh Tuyết", "", "warning"),
        ("Lê Văn", "Nam", "Lê Văn Nam", "", "warning"),
        ("Lê Văn", "Cường", "Lê Văn Cường", "", "accepted"),
        ("Lê", "Văn Cường", "Lê Văn Cường", "", "accepted"),
        ("Lê Văn Cường", "", "Lê Văn Cường", "", "accepted"),
    ],
)
def test_column_without_a_heading_is_a_name_only_where_it_can_be(
    first: str, second: str, full: str, note: str, outcome: str
) -> None:
    content = separated([["Họ và tên", "", "Đơn vị"], [first, second, "Sở A"]])
    row = only(read_list(io.BytesIO(content), "delegates"))

    assert (row.value["name"], row.value["note"], str(row.outcome)) == (full, note, outcome)


# Position and body in one cell


@pytest.mark.parametrize(
    ("cell", "position", "body", "guess"),
    [
        ("Phó Giám đốc, Sở Tài chính", "Phó Giám đốc", "Sở Tài chính", False),
        ("Giám đốc, Trung tâm Y tế, Sở Y tế", "Giám đốc", "Trung tâm Y tế, Sở Y tế", False),
        (
            "Trưởng phòng Kinh tế - Hạ tầng, UBND huyện Đại Từ",
            "Trưởng phòng Kinh tế - Hạ tầng",
            "UBND huyện Đại Từ",
            False,
        ),
        ("Tỉnh ủy viên, Giám đốc Sở Nội vụ", "Tỉnh ủy viên, Giám đốc", "Sở Nội vụ", True),
        (
            "Bí thư Đảng ủy, Chủ tịch HĐND xã Phú Lạc",
            "Bí thư Đảng ủy, Chủ tịch",
            "HĐND xã Phú Lạc",
            True,
        ),
        ("PCT UBND xã B", "PCT", "UBND xã B", False),
        ("Giám đốc Sở Y tế", "Giám đốc", "Sở Y tế", False),
        ("Phóng viên Báo Thái Nguyên", "Phóng viên", "Báo Thái Nguyên", False),
        ("Trưởng phòng Tài chính Sở Y tế", "Trưởng phòng Tài chính", "Sở Y tế", False),
        ("Phó Trưởng Ban Dân vận", "Phó Trưởng", "Ban Dân vận", True),
        ("Chủ tịch Hội", "Chủ tịch", "Hội", True),
        ("Giám đốc, Trà Xanh Co.", "Giám đốc", "Trà Xanh Co.", True),
        ("Sở Tài chính, Phó Giám đốc", "Phó Giám đốc", "Sở Tài chính", True),
        ("Hiệu trưởng, Trường Khoa học", "Hiệu trưởng", "Trường Khoa học", False),
        (
            "Phó Trưởng phòng Kinh tế - Hạ tầng huyện Đại Từ",
            "",
            "Phó Trưởng phòng Kinh tế - Hạ tầng huyện Đại Từ",
            True,
        ),
    ],
)
def test_position_is_parted_from_its_body(cell: str, position: str, body: str, guess: bool) -> None:
    assert split_position(cell, organisation_first=False, organisation_known=False) == (
        position,
        body,
        guess,
    )
    row = only(read([["Họ tên", "Chức vụ, đơn vị"], ["Lê An", cell]]))
    assert values(row, "position", "organisation") == (position, body)
    assert (row.outcome == "warning") is guess


@pytest.mark.parametrize(
    ("cell", "position", "body"),
    [
        ("Sở Tài chính, Phó Giám đốc", "Phó Giám đốc", "Sở Tài chính"),
        ("Công ty Trà - Kế toán trưởng, Bí thư", "Kế toán trưởng, Bí thư", "Công ty Trà"),
    ],
)
def test_heading_tells_which_of_both_comes_first(cell: str, position: str, body: str) -> None:
    row = only(read([["Họ tên", "Đơn vị, chức vụ"], ["Lê An", cell]]))

    assert values(row, "position", "organisation") == (position, body)
    assert row.outcome == "accepted"


@pytest.mark.parametrize("cell", ["Giám đốc", "Phó Chánh Văn phòng", "Trưởng Ban", "Phóng viên"])
def test_position_alone_is_no_body(cell: str) -> None:
    row = only(read([["Họ tên", "Chức vụ, đơn vị"], ["Lê An", cell]]))

    assert values(row, "position", "organisation") == (cell, "")
    assert row.outcome == "error"


def test_fax_is_not_missed() -> None:
    lines = [["Họ tên", "Đơn vị", "Số fax", "Máy 2"], ["Lê An", "Sở A", "02083855123", ""]]
    assert only(read(lines)).outcome == "accepted"

    lines[1][3] = "0912345678"
    assert only(read(lines)).outcome == "warning"


def test_undivided_text_is_the_position_where_the_body_is_known() -> None:
    beside = [
        ["Họ tên", "Chức vụ/Đơn vị", "Cơ quan"],
        ["Lê An", "Giám đốc", "Sở Y tế"],
        ["Lê Bình", "Trưởng phòng, Phòng Kế hoạch", "Sở Y tế"],
    ]
    group = [["STT", "Họ tên", "Chức vụ, đơn vị"], ["I", "Sở Y tế"], [1, "Lê An", "Giám đốc"]]

    first, second = read(beside).rows
    assert values(first, "position", "organisation") == ("Giám đốc", "Sở Y tế")
    assert values(second, "position", "organisation") == (
        "Trưởng phòng, Phòng Kế hoạch",
        "Sở Y tế",
    )
    row = only(read(group))
    assert values(row, "position", "organisation") == ("Giám đốc", "Sở Y tế")
    assert {first.outcome, second.outcome, row.outcome} == {"accepted"}


# Headings


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Ông (Bà)", "honorific"),
        ("Đồng chí", "honorific"),
        ("Họ tên đ/c dự", "name"),
        ("Họ và tên, học hàm, học vị", "name"),
        ("Học hàm, học vị, họ và tên", "name"),
        ("Thành viên đoàn", "name"),
        ("Họ và tên cán bộ, công chức được cử đi dự", "name"),
        ("Cấp bậc, chức vụ", "position"),
        ("Title", "position"),
        ("Company", "organisation"),
        ("Tên cơ quan, đơn vị, địa phương", "organisation"),
        ("ĐT DĐ", "phone"),
        ("DĐ", "phone"),
        ("ĐT nhà riêng", "phone"),
        ("Điện thoại DĐ", "phone"),
        ("Đ.thoại", "phone"),
        ("Phone number", "phone"),
        ("Hòm thư (công vụ)", "email"),
        ("Năm", None),
        ("Cấp bậc", None),
        ("Học vị", None),
        ("Thành viên", None),
    ],
)
def test_usual_headings_are_known(heading: str, field: str | None) -> None:
    assert field_of(heading) == field


@pytest.mark.parametrize("heading", ["Ông (bà)", "Đồng chí", "Ông/Bà"])
def test_names_may_stand_under_an_honorific(heading: str) -> None:
    row = only(read([["TT", heading, "Chức vụ", "Cơ quan"], [1, "Bà Lê An", "GĐ", "Sở A"]]))

    assert values(row, "name", "honorific") == ("Lê An", "ms")


@pytest.mark.parametrize("words", [("Nam", "Nữ"), ("Ông", "Bà")])
def test_marked_column_tells_the_honorific(words: tuple[str, str]) -> None:
    head = ["Họ tên", *words, "Đơn vị"]
    an, binh = read([head, ["Lê An", "x", "", "Sở A"], ["Lê Bình", "", "1980", "Sở A"]]).rows

    assert values(an, "honorific", "note") == ("mr", "")
    assert values(binh, "honorific", "note") == ("ms", f"{words[1]}: 1980")


def test_second_line_of_headings_names_the_sexes() -> None:
    lines = [
        ["STT", "Họ tên", "Giới tính", "", "Đơn vị"],
        ["", "", "Nam", "Nữ", ""],
        [1, "Lê An", "", "x", "Sở A"],
    ]
    row = only(read(lines))

    assert values(row, "name", "honorific", "organisation") == ("Lê An", "ms", "Sở A")


@pytest.mark.parametrize("heading", ["Phòng/Đơn vị", "Địa phương", "Sở, ban, ngành", "Khoa/Phòng"])
def test_places_name_the_body_where_no_better_column_does(heading: str) -> None:
    row = only(read([["Họ tên", heading], ["Lê An", "Xã A"]]))
    better = read([["Họ tên", heading, "Đơn vị"], ["Lê An", "Xã A", "Sở A"]])
    group = only(read([["STT", "Họ tên", heading], ["I", "Sở Y tế"], [1, "Lê An", "Xã A"]]))

    assert values(row, "organisation", "note") == ("Xã A", "")
    assert values(only(better), "organisation", "note") == ("Sở A", "")
    assert heading in better.file_messages[0]
    assert values(group, "organisation", "note") == ("Sở Y tế", f"{heading}: Xã A")


@pytest.mark.parametrize("heading", ["Kính gửi", "Thành phần mời", "Nơi nhận"])
def test_invited_bodies_stand_under_many_headings(heading: str) -> None:
    body, person = read(
        [["TT", heading, "Số lượng"], [1, "Sở A", 2], [2, "Ông Lê An", 1]], "invitations"
    ).rows

    assert (body.value["organisation"], str(body.outcome)) == ("Sở A", "accepted")
    assert person.outcome == "warning"
    assert read([[heading], ["Sở A"]], "invitations").file_outcome == "reject"
