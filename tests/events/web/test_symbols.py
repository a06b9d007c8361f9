"""Symbols of papers stay on one line."""

from html import unescape

import pytest
from django.utils.safestring import mark_safe

from events.web.markdown import render
from events.web.symbols import kept_together


@pytest.mark.parametrize(
    "symbol",
    ["255/KH-UBND", "57-NQ/TW", "30/2020/NĐ-CP", "1/QĐ-TTg", "15/HD-BTC-KHĐT", "9/TB-MTTQ&amp;HND"],
)
def test_a_symbol_is_kept_together(symbol: str) -> None:
    text = mark_safe(f"<p>Theo ({symbol}), ngày 01/02/2025.</p>")  # noqa: S308
    kept = f'<p>Theo (<span class="together">{symbol}</span>), ngày 01/02/2025.</p>'
    assert kept_together(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        '<a href="/255/KH-UBND" title="1/QĐ-TTg">Xem</a>',
        "https://a.example/255/KH-UBND",
        "a/255/KH-UBND",
        "ngày 12/2024, 120-130 đại biểu",
        "1/" + "A" * 40,
    ],
)
def test_nothing_else_is_touched(text: str) -> None:
    assert kept_together(mark_safe(text)) == text  # noqa: S308


def test_attributes_of_markdown_are_not_touched() -> None:
    written = render('[Xem](/the-le/ "a > 1/QĐ-TTg") 2/QĐ-TTg')
    assert 'title="a > 1/QĐ-TTg"' in unescape(written)
    assert written.endswith('<span class="together">2/QĐ-TTg</span></p>\n')


def test_what_is_no_html_is_escaped() -> None:
    assert kept_together("<b>1/QĐ-TTg") == '&lt;b&gt;<span class="together">1/QĐ-TTg</span>'


def test_a_long_text_takes_no_long_time() -> None:
    text = mark_safe("1/A-" * 50_000)  # noqa: S308
    assert kept_together(text) == text
