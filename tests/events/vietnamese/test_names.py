import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.vietnamese.names import fold, identity, normalize_tone_placement

# fmt: off
SYLLABLES = [
    "nguyễn", "văn", "ánh", "hoà", "hòa", "thuỷ", "thủy", "quý", "kỹ", "kĩ",
    "Đỗ", "lý", "Uyên", "ĐỨC", "hoàn", "-", "A.", "(B)", "ngoài",
]
# fmt: on


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn Văn Ánh", "nguyen van anh"),
        ("Đỗ  Thị\u00a0Đượm ", "do thi duom"),
        (unicodedata.normalize("NFD", "Phạm Việt Đức"), "pham viet duc"),
        ("Hoà", "hoa"),
        ("Hòa", "hoa"),
        ("KỸ", "ky"),
        ("Kĩ", "ki"),
        ("Sở KH&CN, số 57-NQ/TW", "so kh&cn, so 57-nq/tw"),
        ("Ðức", "duc"),
        ("Lumír Łukasz Øre Straße", "lumir lukasz ore strasse"),
        ("Ａ１", "a1"),
        ("Nhà\u200b \ufeffnước", "nha nuoc"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Văn Hoà", "nguyễn  văn hòa"),
        ("NGUYỄN THỊ THUỶ", "Nguyễn Thị Thủy"),
        ("Sở Khoa học và Công nghệ.", "Sở Khoa học và Công nghệ"),
        ("Hội Doanh nhân, tỉnh", "Hội Doanh nhân tỉnh"),
        ("“Ban Tổ chức” - Cuộc thi", "Ban Tổ chức Cuộc thi"),
        (unicodedata.normalize("NFD", "Đặng Ý"), "Đặng Ý"),
        ("Ðặng Ý", "Đặng Ý"),
        ("Ａｎ", "An"),
        ("-", ""),
    ],
)
def test_identity_of_one_name_written_in_two_ways(one: str, other: str) -> None:
    assert identity(one) == identity(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Văn Anh", "Nguyễn Văn Ánh"),
        ("Dương", "Đương"),
        ("Lý Hoa", "Lý Hoà"),
        ("Kỹ", "Kĩ"),
        ("Thuý", "Thúi"),
        ("Đội 1", "Đội 2"),
        ("An Bình", "Bình An"),
        ("Công ty A-B", "Công ty AB"),
    ],
)
def test_identity_keeps_different_names_apart(one: str, other: str) -> None:
    assert (identity(one) == identity(other)) is False


@pytest.mark.parametrize(
    ("late", "early"),
    [
        ("hoà", "hòa"),
        ("hoá", "hóa"),
        ("khoẻ", "khỏe"),
        ("thuỷ", "thủy"),
        ("uỷ", "ủy"),
        ("xoè", "xòe"),
        ("tuý", "túy"),
        ("HOÀ BÌNH, Uỷ ban", "HÒA BÌNH, Ủy ban"),
        ("loạ toã nguỵ huỹ", "lọa tõa ngụy hũy"),
        (unicodedata.normalize("NFD", "Hoà."), "Hòa."),
    ],
)
def test_normalize_tone_placement(late: str, early: str) -> None:
    assert normalize_tone_placement(late) == early


@pytest.mark.parametrize(
    "text", ["quý", "Quỳ", "QUỶ", "hoàn", "ngoài", "quỳnh", "suýt", "hòa", "khuỷu", "ngoèo", "huế"]
)
def test_normalize_tone_placement_leaves_the_rest(text: str) -> None:
    assert normalize_tone_placement(text) == text


@given(st.one_of(st.text(st.characters()), st.lists(st.sampled_from(SYLLABLES)).map(" ".join)))
def test_all_are_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert identity(identity(text)) == identity(text)
    once = normalize_tone_placement(text)
    assert normalize_tone_placement(once) == once


@given(st.lists(st.sampled_from(SYLLABLES)).map(" ".join))
def test_fold_of_vietnamese_is_ascii(name: str) -> None:
    assert set(fold(name)) <= set(string.ascii_lowercase + " -.()")
