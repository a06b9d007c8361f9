"""What the lines of a list are: headings, groups, entries, and what stands below."""

import io
from typing import Any

import pytest

from events.importing.sheets import SheetRow
from events.vietnamese.persons import is_doubtful
from registrations.importing import Listing, Row, read_list
from registrations.importing.cells.person_cell import name
from registrations.importing.table.columns import columns_of
from registrations.importing.table.line_kinds import LineKind, Progress, classify
from registrations.importing.table.table_row import TableRow
from tests.spreadsheets import separated, workbook

HEAD = ["STT", "Họ và tên", "Chức vụ", "SĐT"]
BODIES = ["STT", "Đơn vị", "Số lượng", "Ghi chú"]
KNOWN = ["Lãnh đạo UBND tỉnh", "Lãnh đạo các sở, ban, ngành, đơn vị của tỉnh"]


def read(lines: list[list[Any]], kind: str = "delegates", merged: tuple[str, ...] = ()) -> Listing:
    def merge(book: Any) -> None:
        for area in merged:
            book.active.merge_cells(area)

    return read_list(io.BytesIO(workbook(lines, merge)), kind, KNOWN)


def outcomes(listing: Listing) -> list[tuple[int, str]]:
    return [(row.row, str(row.outcome)) for row in listing.rows]


def bodies(listing: Listing) -> list[tuple[str, str]]:
    return [(row.value["name"], row.value["organisation"]) for row in listing.entries()]


def told(row: Row, words: str) -> bool:
    return any(words in message for message in row.messages)


# Where a list ends


@pytest.mark.parametrize(
    "position", ["Q. Giám đốc", "KT. Trưởng phòng", "Thủ trưởng đơn vị", "Đại diện đơn vị"]
)
@pytest.mark.parametrize("number", [[], [""]])
def test_position_of_a_person_ends_no_list(position: str, number: list[str]) -> None:
    lines = [
        [*number, "Nguyễn Văn An", position, "Sở Y tế"],
        [*number, "Lê Bình", "Giám đốc", "Sở Tư pháp"],
    ]
    head = ["STT", "Họ và tên", "Chức vụ", "Đơn vị"]
    listing = read([head[1 - len(number) :], *lines])

    assert outcomes(listing) == [(2, "accepted"), (3, "accepted")]
    assert listing.rows[0].value["position"] == position


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Chức vụ", "Q. Giám đốc"),
        ("Kính mời", "Thủ trưởng đơn vị"),
        ("Hạn trả lời", "ngày 10 tháng 02 năm 2030"),
        ("Ghi chú", "đến ngày 10 tháng 3"),
    ],
)
def test_cell_of_an_invited_body_ends_no_list(heading: str, cell: str) -> None:
    lines = [["Đơn vị", heading], ["Sở Y tế", cell], ["Sở Nội vụ", ""]]

    assert outcomes(read(lines, "invitations")) == [(2, "accepted"), (3, "accepted")]


def test_signatures_below_a_list_without_numbers_are_left_out() -> None:
    listing = read(
        [
            ["Đơn vị: UBND xã Tân Thịnh"],
            HEAD[1:],
            ["Lò Văn An", "Chủ tịch", "0912345678"],
            [],
            ["", "", "T/M UBND XÃ"],
            ["", "", "CHỦ TỊCH"],
            ["Cán bộ tổng hợp"],
            ["Triệu Thị Hoa", "", "Lò Văn An"],
        ]
    )

    assert outcomes(listing) == [
        (3, "accepted"),
        *[(row, "skipped") for row in (5, 6, 7, 8)],
    ]


def test_whole_entry_below_signatures_is_taken_and_told() -> None:
    listing = read(
        [
            ["Họ và tên", "Chức vụ", "Đơn vị"],
            ["Nguyễn Văn An", "Giám đốc", "Sở A"],
            ["NGƯỜI LẬP", "", "GIÁM ĐỐC"],
            ["Lê Bình", "", "Nguyễn Văn An"],
            ["Lê Chi", "Chuyên viên", "Sở A"],
            ["Lê Dung", "Chuyên viên"],
        ]
    )

    assert [str(row.outcome) for row in listing.rows] == [
        "accepted",
        "skipped",
        "skipped",
        "warning",
        "skipped",
    ]
    assert told(listing.rows[3], "dưới danh sách")
    assert [row.value["name"] for row in listing.rows[2:]] == ["", "Lê Chi", "Lê Dung"]


def test_notes_below_a_list_are_no_entries() -> None:
    numbered = read(
        [
            ["Đơn vị: Sở A"],
            HEAD,
            [1, "Lê An", "Giám đốc", ""],
            ["", "Đầu mối liên hệ: Vũ Thị Lan", "", "0911222333"],
            ["", "Người gửi: Lê Văn Xe", "", "0911222333"],
            ["", "Lê Văn Ký", "", ""],
        ]
    )
    plain = read(
        [
            ["Họ và tên", "Đơn vị", "SĐT"],
            ["Lê An", "Sở A", ""],
            ["Ghi chú:", "Đề nghị gửi trước 10/2"],
            ["Trân trọng cảm ơn!"],
        ]
    )

    assert outcomes(numbered) == [(3, "accepted"), *[(row, "skipped") for row in (4, 5, 6)]]
    assert outcomes(plain) == [(2, "accepted"), (3, "skipped"), (4, "skipped")]
    assert numbered.rows[2].value["name"] == "Người gửi: Lê Văn Xe"  # an office is told of it


def test_label_within_a_list_ends_nothing() -> None:
    listing = read(
        [
            ["Đơn vị: Sở A"],
            HEAD,
            [1, "Lê An", "Giám đốc"],
            ["", "Phó phòng: Lê Bình", "", "0912345678"],
            ["", "Đồng chí: Lê Chi", "Chuyên viên"],
            ["", "Đ/c Lê Dung"],
            [2, "Lê Em", "Chuyên viên"],
        ]
    )

    assert outcomes(listing) == [
        (3, "accepted"),
        (4, "warning"),
        *[(row, "accepted") for row in (5, 6, 7)],
    ]


# Headings


@pytest.mark.parametrize("word", ["ĐẠI BIỂU", "KHÁCH MỜI", "Khách mời"])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("where", ["merged", "column"])
def test_group_that_is_called_like_a_column_is_no_heading(
    word: str, first: bool, where: str
) -> None:
    group = [word] if where == "merged" else ["", word]
    people: list[list[Any]] = [
        [1, "Lê An", "Giám đốc", "0912345678"],
        [2, "Lê Bình", "Phó", "0987654321"],
    ]
    lines = [group, *people] if first else [people[0], group, people[1]]
    at = 3 if first else 4
    merged = (f"A{at}:D{at}",) if where == "merged" else ()
    listing = read([["Đơn vị: Sở A"], HEAD, *lines], merged=merged)

    assert [row.value["position"] for row in listing.entries()] == ["Giám đốc", "Phó"]
    assert [row.value["phone"] for row in listing.entries()] == ["+84912345678", "+84987654321"]
    assert bodies(listing) == [("Lê An", "Sở A"), ("Lê Bình", "Sở A")]


@pytest.mark.parametrize("word", ["DOANH NGHIỆP", "Công ty", "CƠ QUAN", "Tổ chức"])
@pytest.mark.parametrize("merged", [True, False])
def test_group_of_bodies_that_is_called_like_a_column_is_no_heading(
    word: str, merged: bool
) -> None:
    group = [word] if merged else ["", word]
    lines = [BODIES, group, [1, "Sở Y tế", 2, "a"], group, [2, "Công ty A", 3, "b"]]
    areas = ("A2:D2", "A4:D4") if merged else ()
    entries = read(lines, "invitations", areas).entries()

    assert [(row.value["organisation"], row.value["places"]) for row in entries] == [
        ("Sở Y tế", 2),
        ("Công ty A", 3),
    ]
    assert [row.value["note"] for row in entries] == ["a", "b"]


def test_heading_of_one_column_may_be_repeated() -> None:
    listing = read([["Đơn vị: Sở A"], ["Họ và tên"], ["Lê An"], ["HỌ VÀ TÊN"], ["Lê Bình"]])

    assert [row.value["name"] for row in listing.entries()] == ["Lê An", "Lê Bình"]


def test_second_line_of_headings_is_known_without_merged_cells() -> None:
    listing = read(
        [
            ["STT", "Họ và tên", "Khen thưởng", "", "Chức vụ", "Đơn vị"],
            ["", "", "Trung ương", "Tỉnh"],
            [1, "Lê An", "x", "", "Giám đốc", "Sở A"],
        ]
    )

    assert outcomes(listing) == [(3, "accepted")]
    assert "Tỉnh" in " ".join(listing.file_messages)
    nameless = read([["Họ và tên", "Chức vụ", "Đơn vị"], ["", "Phó phòng", "Sở A"]])
    assert nameless.file_outcome == "import"
    assert outcomes(nameless) == [(2, "error")]


# Groups


@pytest.mark.parametrize(
    "body",
    [
        *("Tòa án nhân dân tỉnh", "Viện kiểm sát nhân dân tỉnh", "Liên đoàn Lao động tỉnh"),
        *("Kho bạc Nhà nước", "Bưu điện tỉnh", "Khoa Điện", "Chi nhánh A", "VNPT Thái Nguyên"),
        *("Thuế tỉnh", "Bảo hiểm xã hội tỉnh", "Điện lực A", "Hợp tác xã B"),
    ],
)
@pytest.mark.parametrize("number", [[""], [2], []])
def test_name_of_a_body_is_a_group(body: str, number: list[Any]) -> None:
    start = 1 - len(number)
    head = HEAD[start:]
    lines = [["1", "Sở Y tế"], ["1.1", "Lê An", "Phó"], [*number, body], ["2.1", "Lê Bình", "Phó"]]
    lines = [line if line[-1] == body else line[start:] for line in lines]

    assert bodies(read([head, *lines])) == [("Lê An", "Sở Y tế"), ("Lê Bình", body)]


def test_unknown_name_in_a_numbered_list_is_a_group_and_told() -> None:
    lines = [HEAD, ["", "Sở Y tế"], [1, "Lê An", "Phó"], ["", "Sao Mai JSC"], [2, "Lê Bình", "Phó"]]
    listing = read(lines)

    assert outcomes(listing) == [
        (2, "skipped"),
        (3, "accepted"),
        (4, "skipped"),
        (5, "warning"),
    ]
    assert bodies(listing)[1] == ("Lê Bình", "Sao Mai JSC")
    assert listing.rows[2].value["name"] == "Sao Mai JSC"  # it may be somebody
    assert told(listing.rows[3], "Sao Mai JSC")


@pytest.mark.parametrize("number", ["", "I"])
@pytest.mark.parametrize("person", ["Trần Thị Bình", "Ma Văn Hai", "Chẩu Thị Ba", "Ông Lê Tư"])
def test_person_without_anything_else_is_no_group(number: str, person: str) -> None:
    lines = [["Đơn vị: Sở A"], HEAD, [1, "Lê An", "Phó"], [number, person]]

    assert bodies(read(lines))[1] == (person.removeprefix("Ông "), "Sở A")


def test_sum_of_a_group_of_invitations_is_no_places() -> None:
    groups = [["I", "Các sở, ban, ngành", 20], [1, "Sở Y tế", 2], ["II", "Sở Nội vụ", 3]]
    rows = read([BODIES, *groups], "invitations").entries()
    romans = read([BODIES, ["I", "Các trường", 4], ["II", "Sở A", 2]], "invitations").entries()

    assert [(row.value["organisation"], row.value["places"]) for row in [*rows, *romans]] == [
        ("Sở Y tế", 2),
        ("Sở Nội vụ", 3),
        ("Các trường", 4),
        ("Sở A", 2),
    ]


@pytest.mark.parametrize(
    "group",
    [
        ["I", "Sở Tài chính (02 đại biểu)"],
        ["II", "Sở Tài chính: 01 đồng chí"],
        ["I", "Sở Tài chính", "", "02 đại biểu"],
        ["", "Sở Tài chính - 2 người"],
        ["", "- Sở Tài chính:"],
        ["Đơn vị: Sở Tài chính"],
        ["* Sở Tài chính"],
        ["1. Sở Tài chính"],
        ["A. Sở Tài chính"],
    ],
)
def test_count_and_marks_are_no_part_of_a_group(group: list[str]) -> None:
    merged = ("A2:D2",) if len(group) == 1 else ()

    assert bodies(read([HEAD, group, [1, "Lê An", "Phó"]], merged=merged)) == [
        ("Lê An", "Sở Tài chính")
    ]


def test_group_of_people_is_nobodys_organisation_unless_told() -> None:
    person: list[Any] = [1, "Lê An", "Phó"]
    lines = [["Đơn vị: Trường A"], HEAD, ["DOANH NGHIỆP"], person, ["GIÁO VIÊN"]]
    merged = ("A3:D3", "A5:D5")
    last: list[Any] = [2, "Lê Bình", "Phó"]
    first, second = read([*lines, last], merged=merged).entries()

    assert (first.outcome, first.value["organisation"]) == ("accepted", "Trường A")
    assert (second.outcome, second.value["organisation"]) == ("warning", "GIÁO VIÊN")


def test_number_of_a_page_is_no_group() -> None:
    lines = [["Đơn vị: Sở A"], HEAD, [1, "Lê An", "Phó"], ["Trang 2"], [2, "Lê Bình", "Phó"]]

    assert bodies(read(lines)) == [("Lê An", "Sở A"), ("Lê Bình", "Sở A")]


def _delegations(lines: list[list[Any]], kind: str, merged: tuple[str, ...] = ()) -> list[str]:
    return [row.value["delegation"] for row in read(lines, kind, merged).entries()]


def test_delegation_ends_with_its_group() -> None:
    head = ["STT", "Họ và tên", "Chức vụ", "Đơn vị"]
    marked = [["I", "CÁC SỞ, BAN, NGÀNH"], ["II", "UBND CẤP XÃ"], ["III", "BÁO CHÍ"]]
    people = [[n, f"Lê {word}", "", "Sở A"] for n, word in enumerate(("An", "Bê", "Chi"), 1)]
    listed = [line for pair in zip(marked, people, strict=True) for line in pair]
    assert _delegations([head, *listed], "delegates") == [KNOWN[1], "", ""]

    entries = [[n, f"Đơn vị {n}", 1] for n in (1, 2, 3)]
    invited = [line for pair in zip(marked, entries, strict=True) for line in pair]
    assert _delegations([BODIES, *invited], "invitations") == [KNOWN[1], "", ""]
    bare = [line if line[0] not in ("I", "II", "III") else line[1:] for line in invited]
    merged = ("A2:D2", "A4:D4", "A6:D6")
    assert _delegations([BODIES, *bare], "invitations", merged) == [KNOWN[1], "", ""]


def test_delegation_holds_for_the_groups_within_it() -> None:
    lines = [
        HEAD,
        ["A", "CÁC SỞ, BAN, NGÀNH"],
        ["I", "Sở Y tế"],
        [1, "Lê An", "Phó"],
        ["II", "Sở Nội vụ"],
        [2, "Lê Bình", "Phó"],
        ["B", "LÃNH ĐẠO UBND TỈNH"],
        ["", "Văn phòng UBND huyện"],
        [3, "Lê Chi", "Phó"],
        ["C", "BÁO CHÍ"],
        ["", "Báo A"],
        [4, "Lê Dung", "Phó"],
    ]

    assert _delegations(lines, "delegates") == [KNOWN[1], KNOWN[1], KNOWN[0], ""]


# Above the table


@pytest.mark.parametrize(
    "line",
    [
        *("Đơn vị tính: người", "Đơn vị tổ chức: Sở A", "Cơ quan chủ trì: UBND tỉnh"),
        *("Cơ quan chủ quản: Sở A", "Đơn vị soạn thảo: Sở A", "Đơn vị phối hợp: Sở A"),
    ],
)
def test_other_office_above_the_table_is_nobodys(line: str) -> None:
    (row,) = read([[line], HEAD, [1, "Lê An", "Phó"]]).rows

    assert (row.outcome, row.value["organisation"]) == ("error", "")


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        (["Tên đơn vị:", "Sở Y tế"], "accepted"),
        (["Cơ quan, đơn vị: Sở Y tế."], "accepted"),
        (["Đơn vị đăng ký: Sở Y tế"], "accepted"),
        (["Đơn vị: Sở Y tế - Điện thoại: 0208.3855.123"], "warning"),
        (["Đơn vị: Sở Y tế, Email: a@so.example"], "warning"),
        (["Đơn vị của chúng tôi là: Sở Y tế"], "warning"),
    ],
)
def test_office_above_the_table_is_understood(line: list[str], outcome: str) -> None:
    (row,) = read([line, HEAD, [1, "Lê An", "Phó"]]).rows

    assert (row.outcome, row.value["organisation"]) == (outcome, "Sở Y tế")


# Names


@pytest.mark.parametrize(
    "text",
    [
        *("Không dự", "Xin vắng", "Vắng mặt", "Chưa đăng ký", "Đã đăng ký", "Có văn bản sau"),
        *("Không cử người dự", "Bận công tác", "(không tham dự)", "Gửi danh sách sau"),
    ],
)
def test_answer_is_no_name(text: str) -> None:
    (row,) = read([["STT", "Họ và tên", "Đơn vị"], [1, text, "Sở A"]]).rows

    assert (row.outcome, row.value["name"]) == ("error", "")
    assert told(row, text)
    (row,) = read([["STT", "Đơn vị", "Họ và tên"], [1, "Sở A", text]], "invitations").rows
    assert (row.outcome, row.value["name"]) == ("warning", "")


@pytest.mark.parametrize(
    "text", ["Giám đốc: Hoàng Văn Dũng", "Nguyễn Văn Tú + 01 lái xe", "Giám đốc", "Lê An!"]
)
def test_doubtful_name_is_told(text: str) -> None:
    (row,) = read([["STT", "Họ và tên", "Đơn vị"], [1, text, "Sở A"]]).rows

    assert (row.outcome, row.value["name"]) == ("warning", text)
    assert told(row, text)


@pytest.mark.parametrize("text", ["Vang Không", "Lê Đã", "H'Hen Niê", "John Smith", "Y Vắng"])
def test_rare_name_is_neither_an_answer_nor_doubtful(text: str) -> None:
    assert name(text) == ("", text, [])
    assert not is_doubtful(text)


# Files


def test_line_that_names_the_separator_is_not_counted() -> None:
    content = b"sep=;\r\n" + separated([["Họ tên", "Đơn vị"], ["Lê An", "Sở A"]], ";")

    assert [row.row for row in read_list(io.BytesIO(content), "delegates").rows] == [2]


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff<html><table><tr><td>Họ và tên</td></tr></table></html>".encode(),
        "<html><table>Họ và tên</table></html>".encode("utf-16"),
        "<html><table>Họ và tên</table></html>".encode("utf-16-le"),
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n<html>',
    ],
)
def test_page_that_calls_itself_a_list_is_refused_with_the_way_out(content: bytes) -> None:
    listing = read_list(io.BytesIO(content), "delegates")

    assert listing.file_outcome == "reject"
    assert ".xlsx" in listing.file_messages[0]


def test_too_many_sheets_are_told() -> None:
    content = workbook([["x"]], **{f"Tờ {n}": [["Họ tên"]] for n in range(60)})

    assert "50" in read_list(io.BytesIO(content), "delegates").file_messages[0]


# What a row is


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["(1)", "(2)", "(3)", "(4)"], LineKind.NUMBERING),
        (["", "Tổng cộng: 02 đại biểu"], LineKind.TOTAL),
        (["", "", "Thái Nguyên, ngày 10 tháng 01 năm 2025"], LineKind.SIGNATURE),
        (["", "", "GIÁM ĐỐC"], LineKind.SIGNATURE),
        (["", "Ghi chú: xe chạy lúc 7 giờ"], LineKind.NOTE),
        (["", "Người nhận: Lê An"], LineKind.FOOTER),
        (["5", "…", "…"], LineKind.PLACEHOLDER),
        (["", "xin cảm ơn"], LineKind.REMARK),
        (["5", "Lê An", "Giám đốc"], LineKind.ENTRY),
        (["", "Lê An", "Giám đốc"], LineKind.ENTRY),
    ],
)
def test_a_row_below_the_last_number_is_of_one_kind(cells: list[str], kind: LineKind) -> None:
    columns = columns_of(SheetRow(1, HEAD), required="name")
    assert columns is not None
    row, progress = TableRow(SheetRow(4, cells), columns), Progress(last_numbered=3)

    assert classify(row, progress, is_group=False) is kind


def test_below_signatures_a_name_needs_more_beside_it() -> None:
    columns = columns_of(SheetRow(1, HEAD), required="name")
    assert columns is not None
    below = Progress(last_numbered=3, details_needed=2)

    def kind(*cells: str) -> LineKind:
        return classify(TableRow(SheetRow(4, [*cells]), columns), below, is_group=False)

    assert kind("", "Lê An", "Giám đốc") is LineKind.FOOTER
    assert kind("", "Lê An", "Giám đốc", "0912345678") is LineKind.ENTRY
    assert kind("4", "Lê An") is LineKind.ENTRY
