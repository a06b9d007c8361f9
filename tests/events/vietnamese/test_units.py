"""Which offices a text names, as plans and lists of offices write it."""

import pytest

from events.vietnamese.units import split_units


@pytest.mark.parametrize(
    "written",
    [
        ["Các sở, ban, ngành"],
        ["Các Sở, Ban, Ngành của tỉnh", "Sở Tài chính"],
        ["UBND các huyện, thành phố", "Báo Thái Nguyên"],
        ["Các phòng, ban chuyên môn", "Văn phòng UBND tỉnh"],
        ["Công an tỉnh", "các xã, phường, thị trấn"],
        ["Các sở, ban, ngành", "UBND thành phố Thái Nguyên", "Sở Y tế"],
        ["Sở Văn hóa, Thể thao và Du lịch", "sở Tài chính", "Đài Phát thanh và Truyền hình"],
        ["Sở Nông nghiệp", "sở tài chính"],
        ["Các sở, ban, ngành", "các trường đại học, cao đẳng"],
        ["Các cơ quan, đơn vị, địa phương"],
    ],
)
@pytest.mark.parametrize("between", [", ", "; ", "\n"])
def test_a_body_of_many_stays_one(written: list[str], between: str) -> None:
    assert split_units(between.join(written)) == written


def test_the_last_of_a_list_may_stand_behind_and() -> None:
    said = "Sở Nội vụ, Công an tỉnh, và Sở Y tế."
    assert split_units(said) == ["Sở Nội vụ", "Công an tỉnh", "Sở Y tế"]


def test_a_name_that_goes_on_in_the_next_line_of_a_cell_is_one() -> None:
    said = "Sở Khoa học\nvà Công nghệ\nỦy ban nhân dân tỉnh,\nBáo và\nphát thanh"
    assert split_units(said) == [
        "Sở Khoa học và Công nghệ",
        "Ủy ban nhân dân tỉnh",
        "Báo và phát thanh",
    ]
