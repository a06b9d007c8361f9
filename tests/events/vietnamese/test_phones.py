import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.vietnamese import old_phones
from events.vietnamese.phones import display, normalize, split_extension

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
        # police and army, bodies of Party and State
        ("069.234.5678", "+84692345678", "069 234 5678"),
        ("+84 (0)69 234 5678", "+84692345678", "069 234 5678"),
        ("069 569 123", "+8469569123", "069 569 123"),
        ("080.45678", "+848045678", "080 45678"),
        # what looks like them, and is another number
        ("084 804 5678", "+84848045678", "0848 045 678"),
    ],
)
def test_display(typed: str, e164: str, shown: str) -> None:
    assert (normalize(typed), display(e164)) == (e164, shown)


@pytest.mark.parametrize("text", ["", "không có", "+84", "0208 3855 123, máy lẻ 5"])
def test_display_leaves_what_is_no_number(text: str) -> None:
    assert display(text) == text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (" ", f"Vui lòng nhập số điện thoại: {EXAMPLES}."),
        ("01114567890", INVALID),
        ("091234567", INVALID),
        ("09123456789", INVALID),
        ("0112345678", INVALID),
        ("113", INVALID),
        ("+1 650 253 000", INVALID),
        ("0912345678 / 0987654321", NOT_DIGITS),
        ("069 234", INVALID),
        ("080 456 789", INVALID),
        ("80.45678", "Số điện thoại thiếu số 0 ở đầu: vui lòng nhập 08045678."),
        (unicodedata.normalize("NFD", "không có"), NOT_DIGITS),
        ("0912 ABC DEF", NOT_DIGITS),
        ("912345678", "Số điện thoại thiếu số 0 ở đầu: vui lòng nhập 0912345678."),
        ("2083855123", "Số điện thoại thiếu số 0 ở đầu: vui lòng nhập 02083855123."),
    ],
)
def test_normalize_refuses(typed: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        normalize(typed)


@pytest.mark.parametrize(
    ("typed", "code", "today"),
    [
        ("01689 123 456", "0168", "0389 123 456"),
        ("+84 168 912 3456", "0168", "0389 123 456"),
        ("1689123456", "0168", "0389 123 456"),  # without the zero that a spreadsheet drops
        ("0120 912 3456", "0120", "0709 123 456"),
        ("0199 712 3456", "0199", "0597 123 456"),
        ("0280 3855 123", "0280", "0208 3855 123"),
        ("(0280) 3.855.123 máy lẻ 5", "0280", "0208 3855 123"),
        ("0511 3855 123", "0511", "0236 3855 123"),
        ("04 3825 5123", "04", "024 3825 5123"),
    ],
)
def test_number_of_before_2018_is_told_as_it_is_today(typed: str, code: str, today: str) -> None:
    with pytest.raises(ValueError, match=f"^Đầu số {code} không còn dùng, số này nay là {today}: "):
        normalize(typed)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("020 3855 123", "nếu 020 là mã vùng cũ thì số này nay là 0214 3855 123"),
        ("0742 345 678", "nếu 074 là mã vùng cũ thì số này nay là 0294 2345 678"),
    ],
)
def test_old_number_that_may_be_one_of_today_mistyped_is_not_guessed(typed: str, told: str) -> None:
    with pytest.raises(ValueError, match=f"vui lòng kiểm tra lại từng chữ số; {told}"):
        normalize(typed)


@pytest.mark.parametrize("typed", ["033 385 5123", "0222 3855 123", "0203 3855 123"])
def test_number_of_today_counts_whatever_it_was_before(typed: str) -> None:
    assert normalize(typed) == f"+84{typed[1:].replace(' ', '')}"


def test_every_old_code_leads_to_a_number_of_today() -> None:
    for old, new in old_phones.TODAY.items():
        rest = "2345678" + ("9" if old in ("4", "8") else "")
        assert old_phones.today(old + rest) == (old, new + rest)
        assert normalize(f"0{new}{rest}") == f"+84{new}{rest}"


@pytest.mark.parametrize(
    "extension",
    [" - máy lẻ 105", " máy lẻ: 105", "/105", " (105)", " ext 105", " - 105", "#105", "x105"],
)
def test_extension_is_told_apart(extension: str) -> None:
    assert split_extension(f"0208.3855.123{extension}") == ("0208.3855.123", "105")
    with pytest.raises(ValueError, match="vui lòng nhập 0208 3855 123, không kèm máy lẻ 105"):
        normalize(f"0208.3855.123{extension}")


@pytest.mark.parametrize(
    "text", ["0208 3855 (123)", "(0208) 3855 123", "0912345678/0987654321", "105", "0208/105", ""]
)
def test_no_extension_is_seen_where_none_is(text: str) -> None:
    assert split_extension(text) == (text, "")


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
