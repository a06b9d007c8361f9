import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.vietnamese.amounts import LIMIT, figures, parse

OUT_OF_RANGE = "Số tiền phải từ 0 đến 999.999.999.999.999 đồng."
NO_FIGURES = "Số tiền không hợp lệ: vui lòng nhập đủ các chữ số, ví dụ 500.000.000."


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "0 đồng"), (999, "999 đồng"), (1_000, "1.000 đồng"), (500_000_000, "500.000.000 đồng")],
)
def test_figures(n: int, text: str) -> None:
    assert figures(n) == text


@pytest.mark.parametrize("n", [-1, LIMIT])
def test_figures_out_of_range(n: int) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(OUT_OF_RANGE)}$"):
        figures(n)


@given(st.integers(0, LIMIT - 1))
def test_figures_and_back(n: int) -> None:
    assert parse(figures(n)) == n


@pytest.mark.parametrize(
    "text",
    [
        "500000000",
        "500.000.000",
        "500 000 000",
        "500.000.000 đồng",
        "500.000.000đ",
        "500,000,000 VND",
        "VND 500000000",
        "500. 000. 000 ₫",
        "500.000.000 VNĐ",
        " 500\u00a0000\u00a0000 Đồng chẵn",
        "５００.０００.０００ đ.",
    ],
)
def test_parse(text: str) -> None:
    assert parse(text) == 500_000_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", NO_FIGURES),
        ("đồng", NO_FIGURES),
        ("-500.000", NO_FIGURES),
        ("500 triệu", NO_FIGURES),
        ("1.5", NO_FIGURES),
        ("500.00", NO_FIGURES),
        ("1.500,50", NO_FIGURES),
        ("1.500,000", NO_FIGURES),
        ("5000.000", NO_FIGURES),
        ("500.000 USD", NO_FIGURES),
        ("0912345678", "Số tiền không được bắt đầu bằng số 0, ví dụ đúng: 500.000.000."),
        ("1.000.000.000.000.000", OUT_OF_RANGE),
        ("9" * 5_000, OUT_OF_RANGE),
    ],
)
def test_parse_refuses(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse(text)
