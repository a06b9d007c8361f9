import random
import string
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.vietnamese.names import sort_key

PEOPLE = [
    "Nguyễn An",
    "Nguyễn Văn An",
    "Trần Hoà An",
    "Đặng Thị Ánh",
    "Nguyễn Văn Ánh",
    "Trần Thị Ánh",
    "Lê Văn Ân",
    "Lý Hoa Bình",
    "Đỗ Thị Dung",
    "Hoàng Minh Dũng",
    "Phạm Việt Đức",
    "Vũ Thị Hoa",
    "Nguyễn Thị Hoà",
    "Hà Huy",
    "Ngô Ức",
    "Phan Ưng",
    "Đinh Ý",
    "Bùi Thị Yến",
]

# The independent definition: every letter of the alphabet with its six tones, written out.
# fmt: off
ALPHABET = [
    "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "b", "c", "d", "đ", "eèẻẽéẹ",
    "êềểễếệ", "f", "g", "h", "iìỉĩíị", "j", "k", "l",
    "m", "n", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "p", "q", "r",
    "s", "t", "uùủũúụ", "ưừửữứự", "v", "w", "x", "yỳỷỹýỵ",
    "z",
]
# fmt: on
PLACES = {char: (i, tone) for i, row in enumerate(ALPHABET) for tone, char in enumerate(row)}


def slow_order(name: str) -> list[tuple[list[int], int]]:
    syllables = name.lower().split()
    return [
        ([PLACES[char][0] for char in syllable], max(PLACES[char][1] for char in syllable))
        for syllable in syllables[-1:] + syllables[:-1]
    ]


vowels = st.sampled_from([char for row in ALPHABET if len(row) == 6 for char in row])
consonants = st.sampled_from([row[0] for row in ALPHABET])
syllables = st.tuples(
    st.text(consonants, max_size=2), vowels, st.sampled_from(["", "n", "ng", "i", "ơ"])
).map("".join)
full_names = st.lists(syllables, min_size=1, max_size=4).map(" ".join)


def test_people_by_given_name_then_family_name() -> None:
    shuffled = random.Random(1).sample(PEOPLE, len(PEOPLE))
    assert sorted(shuffled, key=sort_key) == PEOPLE


@pytest.mark.parametrize(
    "expected",
    [
        ["da", "dz", "đa", "e"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ", "mo", "mô", "mơ"],
        ["an", "án", "anh", "ánh", "ăn", "ân"],
        ["An Hoa", "Bình Hoa", "An Hoà", "Bình Hoà"],
        ["hoa", "bình hoa", "hoà", "an hoà"],
        ["Đội 1", "Đội 2", "Đội A", "Đội Z", "Đội Ж", "Đội 李"],
        ["Dung", "Zung", "Жанна"],
    ],
)
def test_order(expected: list[str]) -> None:
    backwards = expected[::-1]
    assert sorted(backwards, key=sort_key) == expected


def test_dictionary_compares_syllable_by_syllable() -> None:
    # The rest of a name is read from the left; comparing whole strings gives the opposite.
    assert sorted(["Hoà An X", "Hoa Bình X"], key=sort_key) == ["Hoa Bình X", "Hoà An X"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "Hòa"),
        ("LÊ THUỶ", "lê  thủy"),
        (unicodedata.normalize("NFD", "Đặng Thị Ậu"), "Đặng Thị Ậu"),
        ("Ðức", "Đức"),
        ("H'Hen Niê", "HHen Niê"),
        ("Ａｎ", "An"),
        (" - ", ""),
    ],
)
def test_equal_keys(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


@given(st.lists(full_names, max_size=8))
def test_order_equals_the_slow_definition(names: list[str]) -> None:
    assert sorted(names, key=sort_key) == sorted(names, key=slow_order)


@given(full_names, full_names)
def test_keys_compare_as_the_slow_definition(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == (slow_order(one) < slow_order(other))
    assert (sort_key(one) == sort_key(other)) == (slow_order(one) == slow_order(other))


@given(st.text(st.characters()))
def test_key_sorts_alike_in_every_collation(name: str) -> None:
    key = sort_key(name)
    assert set(key) <= set(string.ascii_lowercase + string.digits)
    # A letter never meets a letter: no collation can read two of them as one (ch, aa, dz).
    assert [a + b for a, b in pairwise(key) if (a + b).isalpha()] == []
