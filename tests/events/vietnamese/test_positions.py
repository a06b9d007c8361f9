"""Positions as offices write them, by how high they stand."""

import pytest

from events.vietnamese.positions import seniority

LADDER = [
    [
        "Giám đốc",
        "GIÁM ĐỐC SỞ KH&CN",
        "Q. Giám đốc",
        "Quyền Giám đốc",
        "Tổng Giám đốc",
        "Tỉnh ủy viên, Giám đốc Sở Nội vụ",
        "Chủ tịch UBND tỉnh",
        "Bí thư Đảng ủy - Chủ tịch HĐQT",
        "Hiệu trưởng",
        "Chánh Văn phòng UBND tỉnh",
        "Trưởng ban Dân vận",
        "Chi cục trưởng",
    ],
    [
        "Phó Giám đốc",
        "Phó giám đốc phụ trách",
        "Phó Tổng Giám đốc",
        "Phó Chủ tịch Thường trực",
        "Phó Bí thư",
        "Phó Chánh Văn phòng",
        "Phó Trưởng ban",
        "Phó Hiệu trưởng",
    ],
    ["Trưởng phòng Kinh tế", "Trưởng khoa", "Đội trưởng"],
    ["Phó Trưởng phòng", "Phó trưởng khoa Y", "Phó phòng Hành chính"],
    ["", "Nghệ nhân Nhân dân", "Anh hùng Lao động", "Đại biểu"],
    ["Chuyên viên", "Chuyên viên chính", "Cán bộ", "Nhân viên", "Phóng viên", "Sinh viên"],
]


@pytest.mark.parametrize(
    ("position", "rank"),
    [(position, rank) for rank, positions in enumerate(LADDER) for position in positions],
)
def test_each_position_has_its_rung(position: str, rank: int) -> None:
    assert seniority(position) == rank


def test_accents_and_capitals_do_not_matter() -> None:
    assert seniority("pho giam doc") == seniority("PHÓ GIÁM ĐỐC") == seniority("Phó Giám đốc")
