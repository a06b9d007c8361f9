"""Names of persons: what stands before them, and what is a part of them."""

import pytest

from events.vietnamese.persons import doubtful_honorific, split_honorific


@pytest.mark.parametrize(
    ("typed", "chosen", "code", "name"),
    [
        ("Ông Nguyễn Văn An", "", "mr", "Nguyễn Văn An"),
        ("ÔNG NGUYỄN VĂN AN", "", "mr", "NGUYỄN VĂN AN"),
        ("Ông Lê An, Phó Giám đốc", "", "mr", "Lê An, Phó Giám đốc"),
        ("Ông Cao Xuân Thông", "mr", "mr", "Cao Xuân Thông"),
        ("Ông Chẩu Văn Lâm", "", "mr", "Chẩu Văn Lâm"),
        ("Ông TS. Nguyễn An", "", "mr", "TS. Nguyễn An"),
        ("Ông Đại tá Lê An", "", "mr", "Đại tá Lê An"),
        # a name is written in one way, and has no sign behind its family
        ("ông Hải Miên", "", "mr", "Hải Miên"),
        ("Ông. Hải Miên", "", "mr", "Hải Miên"),
        ("Đồng chí Thanh", "", "comrade", "Thanh"),
        ("Đồng Chí Lê Văn An", "", "comrade", "Lê Văn An"),
        # nobody is of the family Bà
        ("Bà Hải Miên", "", "ms", "Hải Miên"),
        ("Bà Ông Thị Lan", "", "ms", "Ông Thị Lan"),
        ("Ông Ông Ích Khiêm", "", "mr", "Ông Ích Khiêm"),
        # a contradiction that is no family
        ("Ông Lê An", "ms", "mr", "Lê An"),
    ],
)
def test_honorific_before_a_whole_name_is_none_of_it(typed, chosen, code, name):
    assert split_honorific(typed, chosen) == (code, name)


@pytest.mark.parametrize(
    ("typed", "chosen", "doubt"),
    [
        ("Ông Ích Đường", "", "Ông"),
        ("Ông Cao Thông", "", "Ông"),
        ("Ông Cao Thông", "mr", "Ông"),
        ("ÔNG CAO THÔNG", "", "ÔNG"),
        ("Ông Hải Miên", "", "Ông"),
        ("Ông An", "", "Ông"),
        ("Đồng Chí Thanh", "ms", "Đồng Chí"),
        # can only be a family
        ("Ông Hải Miên", "ms", ""),
        ("Ông Hoàng Bảo Ngọc", "ms", ""),
        ("Ông Thị Lan", "", ""),
        ("Lê Ông", "", ""),
    ],
)
def test_family_that_is_an_honorific_too_stays(typed, chosen, doubt):
    assert split_honorific(typed, chosen) == ("", typed)
    assert doubtful_honorific(typed, chosen) == doubt
