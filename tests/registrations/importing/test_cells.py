"""What offices write into single cells; names, telephones, counts, and who stands there twice."""

import io

import pytest

from events.exports.files import as_typed, harmless
from events.vietnamese.persons import is_person, proper_case
from registrations.importing import read_list
from registrations.importing.cells.contacts import contact, email, phone
from registrations.importing.cells.person_cell import name
from registrations.importing.cells.values import quota
from tests.registrations.importing.test_columns import only, read, values
from tests.spreadsheets import workbook

# Telephones


@pytest.mark.parametrize("organisation", ["Sở Y tế", ""])
def test_kinds_of_telephones_below_one_heading_are_no_body(organisation: str) -> None:
    lines = [
        ["STT", "Họ tên", "Chức vụ", "Số điện thoại", None],
        [None, None, None, "Cơ quan", "Di động"],
        [1, "Lê An", "GĐ", "0208.3855.123", "0912345678"],
    ]
    merged = ("A1:A2", "B1:B2", "C1:C2", "D1:E1")
    row = only(read(lines, "delegates", *merged, organisation=organisation))

    assert values(row, "phone", "organisation") == ("+84912345678", organisation)
    assert row.value["note"] == "Cơ quan: 0208.3855.123"


@pytest.mark.parametrize("kind", ["delegates", "invitations"])
def test_body_without_a_letter_is_refused(kind: str) -> None:
    row = only(read([["Họ tên", "Đơn vị"], ["Lê An", "0208.3855.123"]], kind))

    assert row.outcome == "error"
    assert "không phải là tên đơn vị" in row.messages[0]


def test_sign_that_papers_cannot_show_is_told_with_its_field() -> None:
    head = ["Họ tên", "Chức vụ", "Đơn vị", "Ghi chú"]
    row = only(read([head, ["Lê 王 An", "Trưởng phòng ✓", "Sở A", "😀"]]))

    assert row.outcome == "error"
    assert values(row, "name", "position", "note") == ("Lê 王 An", "Trưởng phòng ✓", "😀")
    assert [message.partition(":")[0] for message in row.messages] == ["Họ và tên", "Chức vụ"]
    assert "“王” (chữ Hán, U+738B): vui lòng thay" in row.messages[0]


@pytest.mark.parametrize("heading", ["SĐT, Email", "Điện thoại/email", "Email - ĐT", "Liên hệ"])
def test_address_in_the_column_of_telephones_is_taken(heading: str) -> None:
    lines = [["Họ tên", "Đơn vị", heading], ["Lê An", "Sở A", "0912345678\na@b.example"]]
    row = only(read(lines))

    assert values(row, "phone", "email", "note") == ("+84912345678", "a@b.example", "")
    assert row.outcome == ("warning" if heading == "Liên hệ" else "accepted")


def test_contact_in_a_column_that_is_not_imported_is_told() -> None:
    head = ["Họ tên", "Đơn vị", "Máy nhánh", "CCCD", "Ngày sinh", "", ""]
    line = ["Lê An", "Sở A", "0912345678", "001085012345", "01/02/1985", "a@b.example", "Đi xe"]
    row = only(read([head, line]))

    assert row.outcome == "warning"
    assert ["Máy nhánh" in text for text in row.messages] == [True, False, False]
    assert "a@b.example" in row.messages[1]
    assert "Đi xe" in row.messages[2]


@pytest.mark.parametrize(
    "typed", ["0208.3855.123 - máy lẻ 105", "0208 3855 123 (105)", "ĐT: 02083855123/105"]
)
def test_extension_goes_to_the_note_with_a_warning(typed: str) -> None:
    row = only(read([["Họ tên", "Đơn vị", "Điện thoại"], ["Lê An", "Sở A", typed]]))

    assert values(row, "phone", "note") == (
        "+842083855123",
        f"Điện thoại: {typed}",
    )
    assert row.messages == [
        "“105” được hiểu là số máy lẻ của 0208 3855 123 và được chuyển vào ghi chú."
    ]


def test_old_number_is_refused_with_that_of_today() -> None:
    row = only(read([["Họ tên", "Đơn vị", "Điện thoại"], ["Lê An", "Sở A", "0280 3855 123"]]))

    assert (row.outcome, "nay là 0208 3855 123" in row.messages[0]) == ("error", True)


@pytest.mark.parametrize("behind", [" - máy lẻ 105", "/105", " (105)"])
def test_extension_of_a_contact_stays_with_the_number(behind: str) -> None:
    person, number, _address = contact(f"Lê Văn An - 0208.3855.123{behind}")

    assert (person, phone(number)[0]) == ("Lê Văn An", "+842083855123")
    assert "máy lẻ của 0208 3855 123" in phone(number)[2][0]


@pytest.mark.parametrize("typed", ["0912,345,678", "912,345,678"])
def test_number_with_commas_is_understood(typed: str) -> None:
    assert phone(typed)[0] == "+84912345678"


def test_address_that_is_to_come_is_none() -> None:
    assert email("Chưa có") == ("", [], [])


@pytest.mark.parametrize(
    ("typed", "count"),
    [("2 đồng chí", 2), ("02 suất", 2), ("01 LĐ", 1), ("2,0", 2), ("2 (hai)", 2), ("3 vé", 3)],
)
def test_places_are_counted_in_many_words(typed: str, count: int) -> None:
    assert quota(typed) == count


@pytest.mark.parametrize("typed", ["2,5", "2-3", "01 lãnh đạo, 01 chuyên viên", "2 (1 lái xe)"])
def test_what_is_no_count_of_places_stays_wrong(typed: str) -> None:
    with pytest.raises(ValueError, match="không phải là số lượng"):
        quota(typed)


# Names and titles


@pytest.mark.parametrize(
    "text",
    [
        "Phó Giám Đốc", "Phó Chủ Tịch", "PHÓ CHÁNH VĂN PHÒNG", "Phó Trưởng Đoàn", "Phó Ban",
        "Phó GĐ", "Phó Văn Phòng", "Phó Đội Trưởng", "Phó Quản Đốc", "Thẩm Phán", "Thẩm Tra Viên",
    ],
)  # fmt: skip
def test_deputy_is_nobody_of_the_family_pho(text: str) -> None:
    assert not is_person(text)
    row = only(read([["Họ tên", "Đơn vị"], [f"Nguyễn Văn An - {text}", "Sở A"]]))
    assert values(row, "name", "position") == ("Nguyễn Văn An", text)


def test_family_pho_stays_one() -> None:
    assert is_person("Phó Đức Chính")
    assert is_person("Phó Thị An")
    assert is_person("Phó Văn Hùng")


@pytest.mark.parametrize(
    ("typed", "proper"),
    [
        ("BS CKII LÊ THỊ BÌNH", "BS CKII Lê Thị Bình"),
        ("TS NGUYỄN HOÀNG GIANG", "TS Nguyễn Hoàng Giang"),
        ("ĐẠI TÁ LÊ VĂN NAM", "Đại tá Lê Văn Nam"),
        ("Th.S ĐỖ VĂN MINH", "Th.S Đỗ Văn Minh"),
        ("Đại tá Lê Văn Nam", "Đại tá Lê Văn Nam"),
    ],
)
def test_titles_before_a_name_stay(typed: str, proper: str) -> None:
    assert proper_case(typed) == proper
    assert proper_case(proper) == proper
    assert only(read([["Họ tên", "Đơn vị"], [proper, "Công an tỉnh"]])).outcome == "accepted"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Ông/Bà Lê An", ""),
        ("Ông (bà) Lê An", ""),
        ("Ô. Lê An", "mr"),
        ("Anh Lê An", "mr"),
        ("Chị Lê An", "ms"),
    ],
)
def test_further_honorifics_are_no_part_of_the_name(typed: str, code: str) -> None:
    assert name(typed) == (code, "Lê An", [])


@pytest.mark.parametrize("typed", ["Ông Thị Lan", "ÔNG THỊ LAN"])
def test_ong_is_a_family_before_thi(typed: str) -> None:
    assert name(typed)[:2] == ("", "Ông Thị Lan")
    assert name(f"Bà {typed}")[:2] == ("ms", "Ông Thị Lan")
    assert name("Bà Thị Lan")[:2] == ("ms", "Thị Lan")


@pytest.mark.parametrize(
    ("typed", "sex", "honorific", "warned"),
    [
        ("Ông Cao Thông", "Nam", "mr", True),
        ("Ông Cao Thông", "", "", True),
        ("Ông Ích Tường", "Nam", "mr", True),
        ("Ông Hải Miên", "Nữ", "ms", False),  # a woman is not addressed so: it is her family
        ("Ông Thị Lan", "", "", False),
        ("Đồng Chí Thanh", "Nam", "mr", True),
    ],
)
def test_family_that_is_an_honorific_too_stays(
    typed: str, sex: str, honorific: str, warned: bool
) -> None:
    row = only(read([["Họ tên", "Giới tính", "Đơn vị"], [typed, sex, "Sở A"]]))

    assert values(row, "name", "honorific") == (typed, honorific)
    assert [f"giữ nguyên là “{typed}”" in text for text in row.messages] == [True] * warned


def test_honorific_that_contradicts_its_column_is_told() -> None:
    row = only(read([["Họ tên", "Giới tính", "Đơn vị"], ["Ông Lê Văn An", "Nữ", "Sở A"]]))

    assert values(row, "name", "honorific") == ("Lê Văn An", "ms")
    assert "khác với" in row.messages[0]


def test_anh_may_be_a_name() -> None:
    assert name("Anh Thư") == ("", "Anh Thư", [])


# What was exported, and who stands in a list twice


@pytest.mark.parametrize("text", ["@Công ty X", "=Giám đốc", "- Phó GĐ", "+ ăn chay"])
def test_text_that_was_made_harmless_is_read_as_it_was(text: str) -> None:
    assert as_typed(harmless(text)) == text
    assert as_typed(text) == text
    lines = [["Họ tên", "Chức vụ", "Đơn vị"], ["Lê An", harmless(text), harmless(f"@{text}")]]
    assert values(only(read(lines)), "position", "organisation") == (text, f"@{text}")


def test_apostrophe_that_is_typed_stays() -> None:
    assert as_typed("'t Hooft") == "'t Hooft"


def test_those_who_are_gone_do_not_come_back_with_an_export() -> None:
    head = ["Mã đăng ký", "Trạng thái", "Họ và tên", "Đơn vị"]
    states = {"Lê An": "đã xác nhận", "Lê Bình": "đã hủy", "Lê Chi": "không được duyệt"}
    rows = read([head, *(["A1", state, who, "Sở A"] for who, state in states.items())]).rows

    assert [str(row.outcome) for row in rows] == ["accepted", "skipped", "skipped"]
    assert "đã hủy" in rows[1].messages[0]
    others = read([["Trạng thái", "Họ và tên", "Đơn vị"], ["đã hủy", "Lê An", "Sở A"]])
    assert only(others).outcome == "accepted"


def test_two_people_of_one_name_are_told_what_to_do() -> None:
    lines = [
        ["Họ tên", "Chức vụ", "Đơn vị"],
        ["Lê An", "Trưởng phòng", "Sở A"],
        ["Lê An", "Chuyên viên", "Sở A"],
        ["Lê An", "", "Sở A"],
        ["Lê An A", "Chuyên viên", "Sở A"],
    ]
    rows = read(lines).rows

    assert [str(row.outcome) for row in rows] == ["accepted", "skipped", "skipped", "accepted"]
    assert "Lê An A" in rows[1].messages[-1]
    assert len(rows[2].messages) == 1


def test_body_is_invited_once_for_each_position() -> None:
    positions = ["Bí thư", "Chủ tịch UBND", "BÍ THƯ", ""]
    lines = [["Đơn vị", "Chức vụ"], *(["Huyện Đại Từ", position] for position in positions)]
    rows = read(lines, "invitations").rows

    assert [str(row.outcome) for row in rows] == ["accepted", "accepted", "skipped", "accepted"]


@pytest.mark.parametrize(
    ("cell", "name", "number", "told"),
    [
        ("0912000111, 0912000112", "", "+84912000111", "phần còn lại chuyển vào ghi chú"),
        ("Lan 0912000111, Tú 0912000112", "", "+84912000111", "vui lòng kiểm tra"),
        ("Zalo: 0912000111", "", "+84912000111", ""),
        ("Lan (0912000111)", "Lan", "+84912000111", ""),
        ("Lan lan@a,vn", "Lan lan@a,vn", "", "không đọc được thành địa chỉ thư điện tử"),
        ("lan@a.vn; tu@b.vn", "", "", "vui lòng kiểm tra"),
    ],
)
def test_no_number_and_no_address_becomes_the_name_of_a_contact(
    cell: str, name: str, number: str, told: str
) -> None:
    content = workbook([["Cơ quan được mời", "Số lượng", "Đầu mối"], ["Sở Y tế", 2, cell]])
    (row,) = read_list(io.BytesIO(content), "invitations").rows
    assert (row.value["contact_name"], row.value["contact_phone"]) == (name, number)
    assert told in " ".join(row.messages)
    assert bool(row.messages) is bool(told)
