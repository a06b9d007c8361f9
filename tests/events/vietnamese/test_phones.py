import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.vietnamese.phones import display, normalize

EXAMPLES = "số di động 10 chữ số như 0912 345 678 hoặc số cố định có mã vùng như 0208 3855 123"
INVALID = f"Số điện thoại không hợp lệ: vui lòng nhập {EXAMPLES}."
NOT_DIGITS = f"Số điện thoại chỉ gồm các chữ số, mỗi ô một số: vui lòng nhập {EXAMPLES}."


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "+84912345678",
        "84 912 345 678",
        "84912345678",
        "0912.345.678",
        "0912-345-678",
        "+84 (0) 912 345 678",
        "0084 912 345 678",
        " 0912\u00a0345\u2009678\u200b",
        "０９１２３４５６７８",
        "'0912345678",
    ],
)
def test_normalize_mobile(typed: str) -> None:
    assert normalize(typed) == "+84912345678"


@pytest.mark.parametrize(
    ("typed", "e164", "shown"),
    [
        ("0912345678", "+84912345678", "0912 345 678"),
        ("(0208) 3.855.123", "+842083855123", "0208 3855 123"),
        ("1900 1234", "+8419001234", "1900 1234"),
        ("+1 (650) 253-0000", "+16502530000", "+1 650-253-0000"),
    ],
)
def test_display(typed: str, e164: str, shown: str) -> None:
    assert (normalize(typed), display(e164)) == (e164, shown)


@pytest.mark.parametrize("text", ["", "không có", "+84"])
def test_display_leaves_what_is_no_number(text: str) -> None:
    assert display(text) == text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (" ", f"Vui lòng nhập số điện thoại: {EXAMPLES}."),
        ("01234567890", INVALID),
        ("091234567", INVALID),
        ("09123456789", INVALID),
        ("0112345678", INVALID),
        ("113", INVALID),
        ("+1 650 253 000", INVALID),
        ("0912345678 / 0987654321", NOT_DIGITS),
        ("0208 3855 123 máy lẻ 5", NOT_DIGITS),
        (unicodedata.normalize("NFD", "không có"), NOT_DIGITS),
        ("0912 ABC DEF", NOT_DIGITS),
        ("912345678", "Số điện thoại thiếu số 0 ở đầu: vui lòng nhập 0912345678."),
        ("2083855123", "Số điện thoại thiếu số 0 ở đầu: vui lòng nhập 02083855123."),
    ],
)
def test_normalize_refuses(typed: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        normalize(typed)


@pytest.mark.parametrize("digit", "35789")
def test_lost_zero(digit: str) -> None:
    whole = {"3": "0382345678", "5": "0562345678", "7": "0702345678", "8": "0812345678"}
    number = whole.get(digit, "0912345678")
    assert normalize(number[1:], lost_zero=True) == normalize(number) == f"+84{number[1:]}"


def test_lost_zero_changes_nothing_else() -> None:
    assert normalize("0912 345 678", lost_zero=True) == "+84912345678"
    with pytest.raises(ValueError, match=f"^{re.escape(INVALID)}$"):
        normalize("212345678", lost_zero=True)


@given(st.text(st.sampled_from("0123456789+ .()-84a\u0301"), max_size=16), st.booleans())
def test_normal_form_stays(typed: str, lost_zero: bool) -> None:
    try:
        e164 = normalize(typed, lost_zero=lost_zero)
    except ValueError:
        return
    assert normalize(e164) == normalize(display(e164)) == e164
