"""The end mark and the numbers of headings."""

import pytest

from events.documents.text import close, renumber


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("phục vụ buổi lễ./.", "phục vụ buổi lễ./."),
        ("phục vụ buổi lễ.", "phục vụ buổi lễ./."),
        ("phục vụ buổi lễ;", "phục vụ buổi lễ./."),
        ("phục vụ buổi lễ", "phục vụ buổi lễ./."),
        ("(dự kiến 120 người)", "(dự kiến 120 người)./."),
    ],
)
def test_last_words_get_the_end_mark_once(typed, printed):
    rows = [["Một;"], [typed]]

    close([], rows, [])

    assert rows == [["Một;"], [printed]]


def test_end_mark_that_is_no_longer_last_becomes_a_full_stop():
    first, second = [["Một./."]], [["Hai;./."], ["Ba"]]

    close(first, second)

    assert (first, second) == ([["Một."]], [["Hai."], ["Ba./."]])


def test_last_filled_cell_of_a_table_gets_the_end_mark():
    rows = [["Khai mạc", "Trưởng ban"], ["Bế mạc", ""]]

    close(rows)

    assert rows == [["Khai mạc", "Trưởng ban"], ["Bế mạc./.", ""]]


def test_paper_without_a_text_is_left_alone():
    rows = [["", ""]]

    close([], rows)

    assert rows == [["", ""]]


def test_headings_close_the_gap_on_their_level():
    headings = [
        ("1. A", False),
        ("2. B", True),
        ("2.1. C", True),
        ("2.2. D", False),
        ("2.3. E", False),
        ("2.4. F", True),
        ("3. G", True),
        ("Không số", True),
        ("Không số nữa", False),
    ]

    assert renumber(headings) == ["", "1. B", "1.1. C", "", "", "1.2. F", "2. G", "Không số", ""]


def test_headings_that_all_stay_are_not_touched():
    typed = ["I. Mục đích", "2) Nội dung", "2.10. Mười", "2025 là năm"]

    assert renumber([(heading, True) for heading in typed]) == typed
