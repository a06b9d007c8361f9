"""Lists that were damaged on their way: nobody vanishes, and nothing is guessed in silence."""

import io
from typing import Any

import pytest

from registrations.importing import Listing, read_list
from registrations.importing.cells.lost_letters import has_gaps, is_garbled
from registrations.importing.pasted_lines import error_text, from_cells
from tests.spreadsheets import document, separated, workbook

HEAD = ["STT", "Họ và tên", "Chức vụ", "Đơn vị", "Điện thoại", "Email", "Ghi chú"]


def read(content: bytes | str, **more: Any) -> Listing:
    content = content.encode() if isinstance(content, str) else content
    return read_list(io.BytesIO(content), "delegates", **more)


def one(**cells: str) -> Any:
    """Read a workbook of one person with these cells."""
    titles = {"name": "Họ tên", "position": "Chức vụ", "organisation": "Đơn vị"}
    titles |= {"phone": "SĐT", "email": "Email", "note": "Ghi chú"}
    values = {"name": "Nguyễn Văn An", "organisation": "Sở Nội vụ", **cells}
    (row,) = read(workbook([[titles[key] for key in values], list(values.values())])).rows
    return row


def people(listing: Listing) -> list[tuple[int, str, str]]:
    assert listing.file_outcome == "import", listing.file_messages
    return [(row.row, row.value["name"], row.value["position"]) for row in listing.entries()]


def refusal(listing: Listing) -> str:
    assert (listing.file_outcome, listing.rows) == ("reject", [])
    return listing.file_messages[0]


# A quotation mark that is missing

TO_THE_END = """Họ và tên;Chức vụ;Đơn vị
Lê Bình;Giám đốc;Sở Y tế
Trần Cúc;"Trưởng phòng;Sở Y tế
Phạm Dũng;Chuyên viên;Sở Y tế
Hoàng Em;Chuyên viên;Sở Y tế
"""
CLOSED_BY_THE_NEXT = """Họ và tên;Đơn vị;Chức vụ
Lê Bình;Sở Y tế;Giám đốc
Trần Cúc;Sở Y tế;"Trưởng phòng
Phạm Dũng;Sở Y tế;Chuyên viên"
Hoàng Em;Sở Y tế;Chuyên viên
"""
BROKEN_BY_THE_NEXT = TO_THE_END.replace("Em;Chuyên viên;", 'Em;"Chuyên viên";')


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("text", [TO_THE_END, CLOSED_BY_THE_NEXT, BROKEN_BY_THE_NEXT])
def test_missing_mark_swallows_nobody(text: str, separator: str) -> None:
    listing = read(text.replace(";", separator))

    assert people(listing) == [
        (2, "Lê Bình", "Giám đốc"),
        (3, "Trần Cúc", "Trưởng phòng"),
        (4, "Phạm Dũng", "Chuyên viên"),
        (5, "Hoàng Em", "Chuyên viên"),
    ]
    (told,) = listing.file_messages
    assert told.startswith("Dòng 3 thiếu một dấu ngoặc kép")


@pytest.mark.parametrize(
    "text",
    [
        TO_THE_END.replace("Dũng;Chuyên viên;", "Dũng;"),  # a line with a cell less
        TO_THE_END + "Lê Ê;Chuyên viên;Sở Y tế\n" * 6_000,  # more than a cell can hold
        'Họ và tên;Đơn vị\nLê Bình;Sở A\nTrần Cúc;"Sở A\nPhạm Dũng;Sở A"\n',  # or a sentence
    ],
)
def test_mark_that_cannot_be_placed_is_told_with_its_line(text: str) -> None:
    assert refusal(read(text)).startswith("Dòng 3 thiếu một dấu ngoặc kép")


def test_cell_of_several_lines_is_sound() -> None:
    listing = read(
        'Họ và tên,Chức vụ,Đơn vị,Ghi chú\nLê Bình,"Trưởng phòng,\nBí thư, Chủ tịch","Sở\nY tế",\n'
        'Trần Cúc,,Sở Y tế,"Số 1, phố A,\nphường B, tỉnh C"\n'
    )

    assert people(listing) == [
        (2, "Lê Bình", "Trưởng phòng, Bí thư, Chủ tịch"),
        (3, "Trần Cúc", ""),
    ]
    assert listing.file_messages == []


def test_mark_within_a_cell_that_is_not_doubled_is_told() -> None:
    head = "Họ và tên,Chức vụ,Đơn vị"
    wrong = read(f'{head}\nLê An,,"Trường "Hoa Sen""\n')
    right = read(f'{head}\nLê An,,"Trường ""Hoa Sen"""\nLê Chi,,Trường "Hoa Sen"\n')

    assert wrong.file_messages[0].startswith("Dấu ngoặc kép ở dòng 2")
    assert right.file_messages == []
    assert {row.value["organisation"] for row in right.rows} == {'Trường "Hoa Sen"'}


def test_people_whom_a_spreadsheet_swallowed_are_told() -> None:
    head = ["Họ tên", "Chức vụ", "Đơn vị", "Xe"]
    lines = [head, ["Lê An", "", "Sở A", "1\nTrần Bình;;Sở A;2"], ["Lê Chi", "", "Sở\nA, B"]]
    rows = read(workbook(lines)).rows

    assert [str(row.outcome) for row in rows] == ["error", "accepted"]
    assert rows[0].messages[0].startswith("Ô D2 chứa cả những dòng khác")


def test_line_with_another_separator_is_no_group() -> None:
    text = "Danh sách đại biểu, khách mời, báo chí\nHọ và tên;Chức vụ;Đơn vị\nLê An;;Sở A\n"

    assert people(read(text)) == [(3, "Lê An", "")]
    assert refusal(read(f"{text}Trần Bình,,Sở B\n")).startswith("Dòng 4 ngăn cách các ô")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('Lê An; "Giám đốc; 0912 345 678', "thiếu một dấu ngoặc kép"),
        ('Lê An; Hiệu trưởng Trường "Hoa Sen"', ""),
        ('Lê An; "Giám đốc; Bí thư"; 0912 345 678', ""),
    ],
)
def test_missing_mark_in_a_pasted_line_is_told(line: str, told: str) -> None:
    assert (told in error_text(line)) is True
    assert bool(error_text(line)) is bool(told)


# Letters that were lost

GARBLED = [
    "Nguyá»…n VÄƒn BÃ¬nh", "LÃª An", "HÃ\xa0 Lan", "CÃ”NG TY", "Æ¯á»›c", "Ä\x90á»©c",
    "Nguyï¿½n", "BĂ¬nh", "Nguy·ªÖn", "B̀nh", "Ph\ufffdm", "Ph\x9dm",
]  # fmt: skip
SOUND = [
    "Nguyễn Văn Đức", "PHƯỜNG XÃ”", "LÃ “Tư”", "LÃ\xa0VĂN AN", "Müller", "Gößmann", "Ångström",
    "H'Hen Niê", "Krông Ană", "trường «Má»", "Ước", "Nguyễn", "Hoà – Á",
]  # fmt: skip


@pytest.mark.parametrize("text", GARBLED)
def test_garbled_letters_are_known(text: str) -> None:
    assert is_garbled(text)


@pytest.mark.parametrize("text", SOUND)
def test_sound_letters_are_not_garbled(text: str) -> None:
    assert not is_garbled(text)
    assert not has_gaps(text)


@pytest.mark.parametrize(
    "text", ["Nguy?n An", "S? Y t?", "??n v?", "?i?n tho?i", "Lê Th?", "Tr??ng phòng", "H? và tên"]
)
def test_question_mark_in_the_place_of_a_letter_is_known(text: str) -> None:
    assert has_gaps(text)
    assert has_gaps(text, is_heading=True)


@pytest.mark.parametrize("text", ["Lê An?", "Lê An (?)", "Đi xe không?", "Dự k?", "?", "Sở ???"])
def test_question_is_no_lost_letter(text: str) -> None:
    assert not has_gaps(text)


def as_utf_8_read_as_ansi(text: str) -> bytes:
    shown = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    return f"\ufeff{shown}".encode()


LIST = "STT,Họ và tên,Chức vụ,Đơn vị\n1,Nguyễn Văn Bình,Giám đốc,Sở Y tế\n2,Lê An,,Công ty Mẫu\n"
PLAIN_HEAD = LIST.replace("Họ và tên,Chức vụ,Đơn vị", "Ho ten,Chuc vu,Cong ty")


@pytest.mark.parametrize(
    ("content", "line", "shown"),
    [
        (LIST.encode("cp1252", "replace"), 1, "H? và tên"),
        (PLAIN_HEAD.encode("cp1252", "replace"), 2, "Nguy?n V?n Bình"),
        (b"Ho va ten;Don vi\nNguy?n Van An;S? Y t?\nLe An;Truong A\n", 2, "Nguy?n Van An"),
        (as_utf_8_read_as_ansi(LIST), 1, "Há»"),
        (as_utf_8_read_as_ansi(PLAIN_HEAD), 2, "Nguyá»…n"),
        ("Họ và tên,Đơn vị\nNguyá»…n An,Sở Y tế\nLÃª An,Sở Y tế\nLê Ê,Sở\n", 2, "Nguyá»…n An"),
        ("Ho ten,Don vi\nNguy\ufffdn An,S\ufffd Y t\ufffd\n", 2, "Nguy\ufffdn An"),
        (workbook([["H? và tên", "??n v?"], ["Lê An", "Công ty"]]), 1, "H? và tên"),
        (document([["Họ và tên", "Đơn vị"], ["Nguy?n An", "S? Y t?"]]), 2, "Nguy?n An"),
    ],
)
def test_file_that_lost_letters_is_refused_with_the_way_to_save_it(
    content: bytes | str, line: int, shown: str
) -> None:
    told = refusal(read(content))

    assert told.startswith(f"Tệp bị mất chữ tiếng Việt khi lưu: dòng {line} ghi “{shown}")
    assert "CSV UTF-8" in told
    assert ".xlsx" in told


def test_broken_byte_is_told_with_its_line_and_the_others_are_read() -> None:
    text = "Họ và tên,Đơn vị\nLê An,Sở Y tế\nTrần Bê,Sở Y tế\nPh@m Xi,Sở A\n"
    bad = next(row for row in read(text.encode().replace(b"@", b"\xe1")).rows if row.row == 4)

    assert (bad.outcome, bad.messages[0]) == (
        "error",
        "“Ph\ufffdm Xi” bị mất chữ hoặc lỗi chữ tiếng Việt: vui lòng ghi lại cho đúng.",
    )
    broken = text.encode().replace(b"@", b"\xe1").replace("tế".encode(), b"t\xe1\xba")
    assert "dòng 2 ghi “Sở Y t\ufffd" in refusal(read(broken))


def test_damage_of_one_row_keeps_nobody_else_out() -> None:
    lines = [
        HEAD,
        [1, "Lê An", "", "Sở Y tế", "", "", "có đến không? đi xe k?"],
        [2, "Nguy?n Bình", "", "Sở Y tế"],
        [3, "Lê Chi", "GiÃ¡m đốc", "Sở Y tế"],
        [4, "Lê Dung", "", "Sở Đ", "", "", "khÃ´ng rÃµ"],
        [5, "Lê Em?", "", "Sở Đ"],
        [6, "Lê Giang", "", "Sở Đ"],
        [7, "Lê Hà", "", "Sở Đ"],
    ]
    rows = read(workbook(lines)).rows

    outcomes = ["accepted", "error", "error", "error", "warning", "accepted", "accepted"]
    assert [str(row.outcome) for row in rows] == outcomes
    assert all("lỗi chữ tiếng Việt" in row.messages[0] for row in rows[1:4])


def test_windows_1252_is_not_read_as_windows_1258() -> None:
    listing = read("Ho va ten;Don vi\nLê Bình;Phòng Lý A\n".encode("cp1252"))

    (row,) = listing.entries()
    assert (row.value["name"], row.value["organisation"]) == ("Lê Bình", "Phòng Lý A")
    assert "“ANSI”" in listing.file_messages[0]


def test_mark_of_utf_8_that_was_saved_twice_is_none() -> None:
    text = "\ufeffï»¿Họ và tên;Đơn vị\nLê An;Sở A\n"

    assert people(read(text)) == [(2, "Lê An", "")]


def test_nul_among_letters_is_told_as_such() -> None:
    told = refusal(read("Họ và tên;Đơn vị\nLê\0 An;Sở A\n"))
    assert told.startswith("Không đọc được bảng mã")


@pytest.mark.parametrize("line", ["Nguy?n An; Giám đốc", "Lê An; S? Y t?", "Lê An; GiÃ¡m đốc"])
def test_pasted_line_that_lost_letters_is_told(line: str) -> None:
    assert "lỗi chữ tiếng Việt" in error_text(line)


# Words beside a telephone or an address


@pytest.mark.parametrize(
    "typed", ["lan nt@so.example", "lan@so.example .vn", "nt@so.example lan", "a @so.example"]
)
def test_space_in_an_address_is_not_left_out(typed: str) -> None:
    row = one(email=typed)

    assert (row.outcome, row.value["email"]) == ("error", typed)
    assert f"“{typed}” không đọc được thành địa chỉ" in row.messages[0]
    assert one(phone=typed).outcome == "error"


def test_space_in_the_address_of_a_contact_is_not_left_out() -> None:
    lines = [["Đơn vị", "Người liên hệ"], ["Sở A", "lan nt@so.example"], ["Sở B", "Lan; b@c.vn"]]
    wrong, good = read_list(io.BytesIO(workbook(lines)), "invitations").rows

    assert (wrong.outcome, wrong.value["contact_name"]) == ("error", "lan nt@so.example")
    assert (good.value["contact_name"], good.value["contact_email"]) == ("Lan", "b@c.vn")


@pytest.mark.parametrize("typed", ["Zalo 0912 345 678", "SĐT/Zalo: 0912345678", "LH: 0912345678"])
def test_word_for_a_number_is_neither_a_number_nor_a_note(typed: str) -> None:
    row = one(phone=typed)

    assert (row.value["phone"], row.value["note"]) == ("+84912345678", "")
    line = from_cells(f"Lê An\tGiám đốc\t{typed}")
    assert error_text(line) == ""


@pytest.mark.parametrize(
    ("cells", "note", "beside"),
    [
        ({"phone": "0912345678 (Zalo)"}, "SĐT: 0912345678 (Zalo)", "Zalo"),
        ({"phone": "LH: Lan 0912345678"}, "SĐT: LH: Lan 0912345678", "LH: Lan"),
        (
            {"phone": "0912345678, 0913345678, chị Lan"},
            "SĐT: 0912345678, 0913345678, chị Lan",
            "chị Lan",
        ),
        ({"email": "Lan <a@b.example>"}, "Email: Lan <a@b.example>", "Lan"),
        ({"email": "a@b.example; Zalo"}, "Email: a@b.example; Zalo", "Zalo"),
        ({"email": "LH chị Lan: a@b.example"}, "Email: LH chị Lan: a@b.example", "LH chị Lan"),
    ],
)
def test_words_in_a_cell_stay_words(cells: dict[str, str], note: str, beside: str) -> None:
    row = one(**cells)

    assert (row.outcome, row.value["note"]) == ("warning", note)
    assert row.messages[0].startswith(f"“{beside}” ghi kèm")


def test_contacts_in_a_note_are_nobodys() -> None:
    note = "LH thư ký Lan 0912 345 678, lan@so.example"
    row = one(phone="", email="", note=note)

    assert (row.value["phone"], row.value["email"], row.value["note"]) == ("", "", note)


# What a spreadsheet shows in the place of a value


@pytest.mark.parametrize("shown", ["#NAME?", "#REF!", "#N/A", "Err:502", "########"])
def test_failed_cell_is_told(shown: str) -> None:
    for cells in ({"name": shown}, {"position": shown}, {"phone": shown}):
        (row,) = read(
            separated([["Đơn vị", "Họ tên", "Chức vụ", "SĐT"], ["Sở A", *_three(**cells)]])
        ).rows
        assert row.outcome == "error"
        assert any("2" in told and ("Công thức" in told or shown in told) for told in row.messages)
    assert error_text(f"Lê An; {shown}") != ""


def _three(name: str = "Lê An", position: str = "", phone: str = "") -> list[str]:
    return [name, position, phone]


def test_text_that_may_be_cut_off_is_told() -> None:
    whole, cut = one(organisation="Sở A" + "a" * 250), one(organisation="Sở A" + "a" * 251)

    assert (str(whole.outcome), str(cut.outcome)) == ("accepted", "warning")
    assert "có thể đã bị cắt" in cut.messages[0]
