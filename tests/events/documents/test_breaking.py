"""Titles break where a secretary would break them."""

import pytest

from events.documents.breaking import balanced, left_column, right_column


def test_short_title_stays_on_one_line():
    assert balanced("Dự Lễ công bố") == ("Dự Lễ công bố",)


def test_quoted_name_stays_whole():
    title = (
        "Tổ chức Lễ công bố và phát động Cuộc thi “Đổi mới sáng tạo - vì Thái Nguyên thân yêu” "
        "lần thứ nhất, năm 2025"
    )

    assert balanced(title) == (
        "Tổ chức Lễ công bố và phát động Cuộc thi",
        "“Đổi mới sáng tạo - vì Thái Nguyên thân yêu” lần thứ nhất, năm 2025",
    )


def test_no_line_begins_with_a_dash():
    lines = balanced("kinh tế - xã hội " * 20)

    assert len(lines) > 2
    assert not any(line.startswith("-") for line in lines)


def test_lines_are_about_equal():
    lines = balanced("một hai " * 28)

    assert len(lines) == 4
    lengths = [len(line) for line in lines]
    assert max(lengths) - min(lengths) <= 5


def test_no_word_is_lost():
    title = "Một hai ba bốn năm sáu bảy " * 20

    assert " ".join(balanced(title)) == title.strip()


def test_endless_word_is_left_to_the_page():
    assert balanced("a" * 300) == ("a" * 300,)


def test_empty_title():
    assert balanced("") == ("",)


@pytest.mark.parametrize(
    "lines",
    [
        "ỦY BAN NHÂN DÂN / TỈNH THÁI NGUYÊN",
        "BAN TỔ CHỨC CUỘC THI / “ĐỔI MỚI SÁNG TẠO - / VÌ THÁI NGUYÊN THÂN YÊU”",
        "LIÊN HIỆP CÁC HỘI / KHOA HỌC VÀ KỸ THUẬT / TỈNH THÁI NGUYÊN",
        "HIỆP HỘI DOANH NGHIỆP NHỎ / VÀ VỪA TỈNH THÁI NGUYÊN",
        "TRƯỜNG ĐẠI HỌC / CÔNG NGHỆ THÔNG TIN / VÀ TRUYỀN THÔNG - / ĐẠI HỌC THÁI NGUYÊN",
        "BAN QUẢN LÝ / CÁC KHU CÔNG NGHIỆP / VÀ KHU KINH TẾ / TỈNH THÁI NGUYÊN",
        "V/v đính chính Kế hoạch / số 07/KH-BTC",
    ],
)
def test_long_names_of_bodies_break_between_their_words(lines):
    assert " / ".join(left_column(lines.replace(" / ", " "))) == lines


def test_no_line_ends_with_a_word_that_joins():
    body = "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH TỈNH THÁI NGUYÊN"

    assert right_column(body) == ("SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH TỈNH THÁI NGUYÊN")


def test_dates_stay_whole():
    note = "(Kèm theo Giấy mời số 07/GM-BTC ngày 12 tháng 02 năm 2030 của Ban Tổ chức Cuộc thi)"

    assert balanced(note)[1].startswith("ngày 12 tháng 02 năm 2030")
