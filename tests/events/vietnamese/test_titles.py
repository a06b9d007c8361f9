"""Titles in lines."""

import pytest

from events.vietnamese.titles import SetTitle, set_in_lines


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "Lễ công bố và phát động Cuộc thi “Đổi mới sáng tạo - vì Thái Nguyên thân yêu” "
            "lần thứ nhất, năm 2025",
            SetTitle(
                "Lễ công bố và phát động Cuộc thi",
                ["Đổi mới sáng tạo -", "vì Thái Nguyên thân yêu"],
                "Lần thứ nhất · 2025",
            ),
        ),
        ("Lễ trao giải", SetTitle("", ["Lễ trao giải"], "")),
        ('Lễ trao giải "Sáng kiến"', SetTitle("Lễ trao giải", ["Sáng kiến"], "")),
        ("“A - B - C”, năm 2026", SetTitle("", ["A -", "B - C"], "2026")),
        ("Lễ - hội", SetTitle("", ["Lễ -", "hội"], "")),
        ("Gặp mặt năm mới", SetTitle("", ["Gặp mặt năm mới"], "")),
        ("“Chưa đóng", SetTitle("", ["“Chưa đóng"], "")),
        ("", SetTitle("", [""], "")),
    ],
)
def test_title_is_parted_around_its_name(title, expected):
    assert set_in_lines(title) == expected
