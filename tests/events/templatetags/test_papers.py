"""What stays together at the end of a line."""

import re

import pytest

from events.templatetags.papers import lines, one_line, symbols


def _kept(text: str, *args: int) -> list[str]:
    return re.findall('<span class="together">(.*?)</span>', symbols(text, *args))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Nghị quyết số 57-NQ/TW ngày 22/12/2024", ["57-NQ/TW", "22/12/2024"]),
        ("số 255/KH-UBND, ngày", ["255/KH-UBND,"]),
        ("tổ chức KH&CN.", ["KH&amp;CN."]),
        ("dự kiến 120-130 người", ["120-130"]),
        ("kinh tế - xã hội", ["tế -"]),
        ("phục vụ buổi lễ./.", ["buổi lễ./."]),
        ("Nghị định số 30/2020/NĐ-CP", ["30/2020/NĐ-CP"]),
        ("- Lãnh đạo UBND tỉnh;", []),
        ("1/2 ngày", ["1/2"]),
        ("không có gì", []),
        ("", []),
    ],
)
def test_symbols_stay_together(text, kept):
    assert _kept(text) == kept


def test_everything_is_escaped():
    printed = symbols('<b>đậm</b> & "trích" <a/b> x-<i>')

    assert "<b>" not in printed
    assert re.sub("</?span[^>]*>", "", printed).count("<") == 0


def test_too_long_symbol_may_break():
    assert _kept("https://example.org/" + "a" * 40) == ["https://example.", "org"]
    assert _kept("số 255/KH-UBND-VP-KGVX", 14) == []


def test_short_symbols_beside_a_long_end_stay_together():
    assert _kept("255/KH-UBND, KH&CN./.", 14) == ["255/KH-UBND,", "KH&amp;CN./."]


def test_lines_and_one_line():
    assert lines("một\n\n hai \n") == ["một", "hai"]
    assert one_line("một\nhai") == "một hai"
