"""Titles break where a secretary would break them."""

from events.documents.breaking import balanced


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
