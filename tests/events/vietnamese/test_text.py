import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.vietnamese.text import clean, clean_lines


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("  Nguyễn   Văn\tAn ", "Nguyễn Văn An"),
        ("Nguyễn\u00a0Văn\u3000An", "Nguyễn Văn An"),
        ("Sở Khoa học\r\nvà Công nghệ", "Sở Khoa học và Công nghệ"),
        ("một\u2028hai\u2029ba\x0bbốn\x85năm", "một hai ba bốn năm"),
        (unicodedata.normalize("NFD", "Phạm Việt Đức"), "Phạm Việt Đức"),
        ("An\u200b \ufeffBình\x00", "An Bình"),
        ("A\u0323\u200b\u0302", "Ậ"),
        ("\u202eAn\u202c \u2066Bình\u2069\u200f", "An Bình"),
        ("Ba\u00adn Tổ chức", "Ban Tổ chức"),
        ("An\ud800", "An"),
        ("An\ufffe\uffff\ufdd0", "An"),
        ("An\ufe0f \u3164Bình", "An Bình"),
        ("\uf0b7\tMột \uf0a7 hai \uf0d8 ba \uf0fc bốn", "• Một ▪ hai ► ba - bốn"),
    ],
)
def test_clean(typed: str, stored: str) -> None:
    assert clean(typed) == stored


@pytest.mark.parametrize(
    "text",
    [
        "“Đổi mới sáng tạo - vì Thái Nguyên thân yêu”",
        "57-NQ/TW; 120-130; 50%; a < b & c",
        "hoà và tỏa",
        "Ban Tổ chức 🎉",
    ],
)
def test_clean_keeps_what_the_author_typed(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("một\r\nhai\rba\nbốn", "một\nhai\nba\nbốn"),
        ("\n\n một  hai \n\n\n \n ba\u200b \n\n", "một hai\n\nba"),
        ("một\u2029hai", "một\nhai"),
        (unicodedata.normalize("NFD", "Điều 1\nKhoản 2"), "Điều 1\nKhoản 2"),
    ],
)
def test_clean_lines(typed: str, stored: str) -> None:
    assert clean_lines(typed) == stored


@given(st.text(st.characters()))
def test_clean_is_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters()))
def test_clean_gives_one_line_in_nfc(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == unicodedata.normalize("NFC", " ".join(cleaned.split()))
    assert len(cleaned.splitlines()) <= 1


@given(st.text(st.sampled_from("aé \n\r\t\u2028\u200b\u0301")))
def test_clean_lines_is_idempotent(text: str) -> None:
    assert clean_lines(clean_lines(text)) == clean_lines(text)


@given(st.lists(st.text(), max_size=4))
def test_clean_lines_cleans_every_line(lines: list[str]) -> None:
    assert [clean(line) for line in clean_lines("\n".join(lines)).split("\n")] == clean_lines(
        "\n".join(lines)
    ).split("\n")
