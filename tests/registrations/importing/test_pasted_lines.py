"""A delegate on one line: written so that the same delegate is read, whatever the name holds."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from events.vietnamese import phones
from events.vietnamese.text import clean
from registrations.importing.pasted_lines import (
    error_text,
    from_cells,
    names_nobody,
    read_line,
    write_line,
)
from registrations.models import Registration

NOBODY = {"name": "", "position": "", "honorific": "", "phone": "", "email": ""}

words = st.lists(
    st.sampled_from(
        ["Nguyễn An", "Ông", "bà ", "đ/c", "12. ", "0912 345 678", "a@b.vn", ";", ",", '"', "\t"]
    )
    | st.text(max_size=8),
    min_size=1,
    max_size=4,
).map(lambda parts: clean("".join(parts)))
people = st.fixed_dictionaries(
    {
        "name": words.filter(bool),
        "position": words,
        "honorific": st.sampled_from(["", *Registration.Honorific.values]),
        "phone": st.sampled_from(["", "+84912345678", "+842083855123", "+16502530000"]),
        "email": st.sampled_from(["", "an@thu.example", '"an"@thu.example']),
    }
)


def person(name: str, **kwargs: str) -> dict[str, str]:
    return {**NOBODY, "name": name, **kwargs}


@settings(max_examples=300, deadline=None)
@given(one=people)
@example(one=person("Nguyễn Văn An", position="Phó Giám đốc; Bí thư"))
@example(one=person("Ông Ích Khiêm", honorific="mr"))
@example(one=person("Bà Triệu"))
@example(one=person('An "Tư"; B', position='"', phone="+84912345678"))
@example(one=person("Lê, An", position="an@thu.example"))
def test_what_is_written_is_read_again(one):
    assert read_line(write_line(one)) == one


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (person("Lê Văn An"), "Lê Văn An"),
        (person("Lê An", honorific="ms", phone="+84912345678"), "Bà Lê An; 0912 345 678"),
        (person("Lê An", position="Bí thư, Giám đốc"), "Lê An; Bí thư, Giám đốc"),
        (person("Lê An", position="Giám đốc; Bí thư"), 'Lê An; "Giám đốc; Bí thư"'),
        (
            person("Lê An", honorific="comrade", position="Giám đốc", email="a@b.vn"),
            "Đ/c Lê An; Giám đốc; a@b.vn",
        ),
    ],
)
def test_quotes_stand_only_where_they_are_needed(one, line):
    assert write_line(one) == line


@pytest.mark.parametrize(
    ("cells", "position"),
    [
        ("1\tLê An\tGiám đốc; Bí thư\t0912345678", "Giám đốc; Bí thư"),
        ('1\tLê An\tHiệu trưởng Trường "Hoa Sen"\t', 'Hiệu trưởng Trường "Hoa Sen"'),
        ("Lê An\t\tGiám đốc, Bí thư", "Giám đốc, Bí thư"),
    ],
)
def test_cells_of_a_spreadsheet_stay_whole(cells, position):
    found = read_line(from_cells(cells))
    assert (found["name"], found["position"]) == ("Lê An", position)


@pytest.mark.parametrize("line", ['Trường "Hoa Sen"; Lê An', '"Hoa Sen" An; Lê', 'Lê "'])
def test_quotes_inside_of_a_part_stay(line):
    assert '"' in read_line(line)["name"]


@pytest.mark.parametrize(
    "line",
    [
        "- Ông Lê An; Giám đốc; 0912 345 678; an@thu.example",
        "+ Ông Lê An, Giám đốc, ĐT: 0912 345 678, Email: an@thu.example",
        "1/ Ông Lê An - Giám đốc - 0912.345.678 - an@thu.example",
        "1 - Ông Lê An – Giám đốc – SĐT 912345678 – an@thu.example",
        "• Ông Lê An - Giám đốc, điện thoại: 0912-345-678, thư điện tử: an@thu.example",
        "2: Ông Lê An; Giám đốc; số điện thoại 0912 - 345 - 678; an@thu.example",
    ],
)
def test_lines_as_offices_write_them(line):
    assert read_line(line) == {
        "honorific": "mr",
        "name": "Lê An",
        "position": "Giám đốc",
        "phone": read_line(line)["phone"],
        "email": "an@thu.example",
    }
    assert phones.normalize(read_line(line)["phone"]) == "+84912345678"


@pytest.mark.parametrize(
    ("line", "one"),
    [
        ("Lê Văn Xá (Hiệu phó)", person("Lê Văn Xá", position="Hiệu phó")),
        ("(1) Lê Văn Xá", person("Lê Văn Xá")),
        ("a) Lê Văn Xá", person("Lê Văn Xá")),
        ("Lê Văn Xá: Trưởng phòng", person("Lê Văn Xá", position="Trưởng phòng")),
        ("Lê Văn Xá|Trưởng phòng", person("Lê Văn Xá", position="Trưởng phòng")),
        (
            "Bà Hà Thị Ê, chuyên viên; SĐT 0912.000.222",
            person("Hà Thị Ê", honorific="ms", position="chuyên viên", phone="+84912000222"),
        ),
        (
            "Đồng chí: Trần Văn Ký, Chánh Văn phòng (0912 000 777)",
            person(
                "Trần Văn Ký", honorific="comrade", position="Chánh Văn phòng", phone="+84912000777"
            ),
        ),
        (
            "Trần Văn Ký (ĐT: 0912 000 777); Trưởng phòng (phụ trách)",
            person("Trần Văn Ký", position="Trưởng phòng (phụ trách)", phone="+84912000777"),
        ),
        ("Lê An; 0912000222 (Zalo)", person("Lê An", phone="+84912000222")),
        (
            "Trần Văn Ký; Bí thư, Giám đốc nhiệm kỳ 2020 - 2025",
            person("Trần Văn Ký", position="Bí thư, Giám đốc nhiệm kỳ 2020 - 2025"),
        ),
    ],
)
def test_what_stands_beside_a_name_comes_to_its_own_field(line, one):
    assert read_line(from_cells(line)) == one
    assert error_text(from_cells(line)) == ""


@pytest.mark.parametrize(
    "more", ["12345", "0912000333 / 0912000444", "0208 3855 123 máy lẻ 12", "12/02/1975"]
)
def test_what_looks_like_a_number_is_never_a_position(more):
    found = read_line(f"Lê An; Giám đốc; {more}")
    assert (found["position"], found["phone"]) == ("Giám đốc", more)


def test_a_second_number_is_not_lost():
    found = read_line("Lê An; 0912 000 333; 0912 000 444")
    assert found["phone"] == "0912 000 333 / 0912 000 444"


@pytest.mark.parametrize(
    "line",
    [
        "Đầu mối + lái xe",
        "Lê An 0912000333",
        "Cán bộ tổng hợp",
        "Thực hiện giấy mời số 12",
        "Đề nghị ghi nhận; Sở Y tế",
        "Lê An; Giám đốc 0912 000 333",
    ],
)
def test_a_line_that_is_more_than_names_is_told(line):
    assert error_text(line)


@pytest.mark.parametrize(
    "line", ["Lê An", "nguyễn văn an", "LÊ AN", "H'Hen Niê", "PGS.TS. Lê An; Viện trưởng", "Ông An"]
)
def test_a_name_is_no_fault(line):
    assert error_text(line) == ""


@pytest.mark.parametrize(
    ("line", "nobody"),
    [
        ("STT\tHọ và tên\tChức vụ\tĐiện thoại\tGhi chú", True),
        ("Họ tên; Chức vụ; Quê quán", True),
        ("TT, Tên", True),
        ("HỌ VÀ TÊN", True),
        ("Tổng số: 05 người", True),
        ("\tTổng cộng\t5", True),
        ("Kính gửi Ban Tổ chức,", True),
        ("Trân trọng cảm ơn!", True),
        ("Xin cảm ơn.", True),
        ("DANH SÁCH ĐẠI BIỂU DỰ LỄ", True),
        ("Danh Thị Sách", False),
        ("Hồ An; Chức vụ khác", False),
        ("Tên Thị Danh", False),
        ("1; Lê An; Tổng Giám đốc", False),
        ("Lê An", False),
    ],
)
def test_the_head_of_a_table_and_its_total_are_nobody(line, nobody):
    assert names_nobody(from_cells(line)) is nobody


def test_a_dash_within_the_position_stays():
    found = read_line("Lê An - Trưởng phòng Kế hoạch - Tài chính")
    assert (found["name"], found["position"]) == ("Lê An", "Trưởng phòng Kế hoạch - Tài chính")
    found = read_line("Lê An; Trưởng phòng Kế hoạch - Tài chính; Bí thư")
    assert found["position"] == "Trưởng phòng Kế hoạch - Tài chính, Bí thư"


@pytest.mark.parametrize(
    "line",
    [
        "Vũ Thị Xuân; Phó Giám Đốc",
        "Vũ Thị Xuân, Phó Chánh Văn Phòng, 0912345678",
        "Vũ Thị Xuân - PHÓ CHỦ TỊCH",
    ],
)
def test_deputy_in_capitals_is_no_second_person(line):
    assert error_text(line) == ""
    assert read_line(line)["name"] == "Vũ Thị Xuân"
    assert error_text("Vũ Thị Xuân, Phó Đức Chính") != ""


@pytest.mark.parametrize(
    "position",
    [
        "Phó GĐ", "Phó CT", "Phó BT Đoàn", "Phó Thôn", "Phó Trạm Y Tế", "Phó Kế Toán", "Văn Thư",
        "Văn Phòng", "Văn Hóa Xã Hội", "Đoàn Thanh Niên", "Lâm Nghiệp", "Tôn Giáo", "Đồng Hỷ",
        "Võ Nhai", "Thẩm Phán", "Thẩm Phán TAND", "Thẩm Tra Viên",
    ],
)  # fmt: skip
def test_position_is_no_second_person(position):
    for line in (f"Lê Văn An; {position}", f'Lê An; "{position}"', f"Bế Thị An, {position}"):
        assert error_text(line) == ""
        assert read_line(line)["position"] == position


@pytest.mark.parametrize("position", ["Cao Thắng", "Đồng Văn", "Kim Sơn", "Hoàng Gia Media"])
def test_what_stands_behind_a_semicolon_is_a_position(position):
    assert error_text(f"Lê Văn An; {position}") == ""
    assert error_text(f"Lê Văn An, {position}") != ""
    assert error_text(f"Lê Văn An, {position}; Giám đốc") != ""


@pytest.mark.parametrize(
    "more",
    [
        "Trần Bình", "TS. Trần Bình", "Tran Binh", "Ông Cao Thắng", "Ma Thị Hoa",
        "Giám đốc; Lê Hòa", "Giám đốc; Lê Hòa, Kế toán",
    ],
)  # fmt: skip
def test_second_person_is_told_behind_a_semicolon_too(more):
    assert "nhiều người" in error_text(f"Lê Văn An; {more}")


@pytest.mark.parametrize(
    ("line", "is_name"),
    [
        ("Nguyễn văn an; Giám đốc", True),
        ("Nguyễn Văn an", True),
        ("Nguyễn quốc an, Giám đốc", True),
        ("Nguyễn Thị Hương b", True),
        ("Nguyễn Thị An và chồng", False),
        ("Lê An giám đốc", False),
        ("Lê An vắng", False),
        ("Phó văn phòng", False),
        ("Đồng văn", False),
        ("Đoàn thanh niên", False),
        ("Cán bộ văn phòng", False),
    ],
)
def test_small_letters_in_a_name_are_no_fault(line, is_name):
    assert (error_text(line) == "") is is_name


@pytest.mark.parametrize("called", ["Ông/Bà", "Ông (Bà)", "ông/bà:", "1. Ông/Bà"])
def test_honorific_that_leaves_it_open_is_no_part_of_the_name(called):
    found = read_line(f"{called} Lê Thị Lan; Kế toán")
    assert found == person("Lê Thị Lan", position="Kế toán")
    assert error_text(f"{called} Lê Thị Lan") == ""


@pytest.mark.parametrize(
    "line", ["Lê An, Phòng Kinh tế - Hạ tầng", "Lê An (Phòng Kinh tế - Hạ tầng)"]
)
def test_a_dash_behind_a_comma_or_a_bracket_is_one_of_the_position(line):
    found = read_line(f"{line}; 0912 345 678")
    assert (found["name"], found["position"]) == ("Lê An", "Phòng Kinh tế - Hạ tầng")
    found = read_line("Ông Lê An, Phó phòng Kinh tế - Hạ tầng - 0912 345 678; an@so.example")
    assert found["position"] == "Phó phòng Kinh tế - Hạ tầng"
    assert (found["name"], found["email"]) == ("Lê An", "an@so.example")


@pytest.mark.parametrize(
    "line",
    [
        "Lê Văn An; Trưởng phòng; 0208.3855.123; máy lẻ 105",
        "Lê Văn An; Trưởng phòng; 0208.3855.123 - máy lẻ 105",
        "Lê Văn An - Trưởng phòng - 0208.3855.123 - máy lẻ 105",
        "Lê Văn An, Trưởng phòng, 0208.3855.123 (105)",
    ],
)
def test_extension_stays_with_its_number_which_then_says_what_to_do(line: str) -> None:
    read = read_line(line)

    assert (read["name"], read["position"]) == ("Lê Văn An", "Trưởng phòng")
    assert phones.split_extension(read["phone"])[1] == "105"
