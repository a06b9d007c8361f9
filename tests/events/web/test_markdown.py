"""Markdown becomes HTML that can neither act nor fetch anything."""

import re
import time
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from events.fields import MARKDOWN_MAX
from events.web import markdown, pictures
from events.web.markdown import plain, render
from tests.factories import make_picture

WAYS = ("http://", "https://", "mailto:", "tel:")


class Reader(HTMLParser):
    """Collects what a browser would make of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.append((tag, dict(attrs)))


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Reader()
    reader.feed(html)
    return reader.seen


class Balance(HTMLParser):
    """Fails where an element is closed that is not the one opened last; `open` are the others."""

    VOID = ("br", "hr", "img", "source")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


def assert_balanced(html: str) -> None:
    balance = Balance()
    balance.feed(html)
    assert balance.open == []


def assert_harmless(html: str) -> None:
    for tag, attributes in elements(html):
        assert tag in markdown._TAGS, tag
        for name, value in attributes.items():
            assert not name.startswith("on"), name
            assert name not in ("style", "srcdoc", "id"), name
            if name in ("src", "srcset"):
                assert (value or "").startswith("/anh/"), value
            if name == "href":
                # as browsers do, which leave out white space and controls
                bare = re.sub(r"[\x00-\x20]", "", value or "").lower()
                relative = not re.match(r"[a-z][a-z0-9+.-]*:", bare) and not bare.startswith(
                    ("//", "\\", "/\\")
                )
                assert bare.startswith(WAYS) or relative, value


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Xin **chào** ~~cũ~~", "<p>Xin <strong>chào</strong> <s>cũ</s></p>\n"),
        ("# A\n### B\n# C", "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>\n"),
        ("[x](/the-le/)", '<p><a href="/the-le/" rel="noopener">x</a></p>\n'),
        ("[x](tel:+84208)", '<p><a href="tel:+84208" rel="noopener">x</a></p>\n'),
        ("<b onclick='x'>y</b>", "<p>&lt;b onclick='x'&gt;y&lt;/b&gt;</p>\n"),
        ("![x](https://a.example/x.png)", ""),
        ("3. ba\n4. bốn", '<ol start="3">\n<li>ba</li>\n<li>bốn</li>\n</ol>\n'),
    ],
)
def test_what_is_written(text: str, html: str) -> None:
    assert render(text) == html


def test_headings_begin_where_they_are_told_and_end_at_six() -> None:
    text = "\n".join(f"{'#' * level} x" for level in range(1, 7))
    assert re.findall(r"<(h\d)>", render(text, top=4)) == ["h4", "h5", "h6", "h6", "h6", "h6"]


def test_a_table_is_aligned_without_styles_and_can_be_scrolled_by_keys() -> None:
    html = render("| a | b |\n|--:|:-:|\n| 1 | 2 |")
    assert '<th scope="col" class="text-end">a</th>' in html
    assert '<td class="text-center">2</td>' in html
    assert '<div class="table-responsive" role="region" tabindex="0"' in html


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#10;script:alert(1)", "vbscript:x"),
        *("java&#x0A;script:x", "&#106;avascript:x", "\\javascript:x", "data:text/html,<script>"),
        *("//evil.example/x", "&#47;/evil.example", "file:///etc/passwd", "blob:https://x/y"),
        *("%0a//evil.example", "javascript&colon;alert(1)", "\x01javascript:x", "ftp://a.example"),
    ],
)
@pytest.mark.parametrize("form", ["[x]({})", "[x](<{}>)", "<{}>", "[x][y]\n\n[y]: {}", "![x]({})"])
def test_no_other_way_leads_anywhere(address: str, form: str) -> None:
    html = render(form.format(address))
    assert_harmless(html)
    assert "evil.example" not in "".join(a.get("href") or "" for _tag, a in elements(html))


@pytest.mark.django_db
def test_a_picture_of_the_library_stands_alone_with_its_caption() -> None:
    row = make_picture(alt="Hội trường & sân", credit="Ảnh: Thử")
    html = render(f"![Toàn cảnh](anh:{row.pk})")

    (figure, _a), *_sources, (image, attributes), _caption = elements(html)
    assert (figure, image) == ("figure", "img")
    assert attributes["alt"] == "Hội trường & sân"
    assert attributes["loading"] == "lazy"
    assert "<figcaption>Toàn cảnh (Ảnh: Thử)</figcaption>" in html
    assert "<p>" not in html
    assert_harmless(html)


@pytest.mark.django_db
def test_pictures_are_read_with_two_statements() -> None:
    rows = [make_picture() for _n in range(3)]
    text = "\n\n".join(f"![](anh:{row.pk})" for row in rows)
    with CaptureQueriesContext(connection) as captured:
        render(text)
        library = markdown.library_of(text, text)
    assert len(captured) == 4
    with CaptureQueriesContext(connection) as captured:
        assert render(text, library=library).count("<img") == 3
        render("Không có ảnh")
    assert len(captured) == 0


@pytest.mark.django_db
def test_an_unknown_picture_is_told_and_left_out() -> None:
    known = make_picture()
    text = f"![](anh:{known.pk}) ![](anh:999999999) ![](anh:007)"
    assert markdown.unknown_pictures(text) == [999999999, 7]
    assert render(text).count("<img") == 1


def test_plain() -> None:
    text = "# Đầu đề\n\nLời **đậm**, [liên kết](/x/) và `mã`.\n\n- một\n- hai\n\n![x](anh:1)"
    assert plain(text) == "Đầu đề Lời đậm, liên kết và mã. một hai"
    assert plain(text, 20) == "Đầu đề Lời đậm…"
    assert plain("a" * 300, 10) == "a" * 9 + "…"
    assert plain("") == ""


PIECES = st.sampled_from(
    [
        *("[", "]", "(", ")", "![", "](", "<", ">", "`", "```\n", "*", "**", "_", "~~", "#", "\n"),
        *("\n\n", "> ", "- ", "1. ", "|", "|-|\n", "\\", "&", "&#10;", "&colon;", "javascript:"),
        *("data:", "//", "http://", "anh:1", "<script>", "onerror=", '"', "'", "\x00", "\ud800"),
        *("    ", "\t", "[a]: ", " 'x'", "<!--", "<img src=x onerror=y>", "\u202e", "a", "ấ"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join))
def test_whatever_is_written_is_harmless_and_never_fails(text: str) -> None:
    html = render(text, library={})
    assert_harmless(html)
    assert_balanced(html)
    html.encode()
    line = plain(text, 50)
    assert len(line) <= 50
    assert "\n" not in line
    line.encode()


@pytest.mark.parametrize(
    "unit",
    [
        *("[", "![", "[a](", "*a **a ", "> ", "- ", "<", "`a", "_a_", "~~a", "&amp;", "[a]", "*_"),
        *("\\", "||", "[[]", "<!--", "a**b", "https://a.example ", "# \n", "1. ", "> - "),
    ],
)
def test_the_longest_text_takes_bounded_time(unit: str) -> None:
    text = unit * (MARKDOWN_MAX // len(unit))
    started = time.process_time()
    html = render(text, library={})
    assert_harmless(html)
    assert_balanced(html)
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    "address",
    [
        *("//evil/anh/", "https://evil.example/anh/", "/\\evil/anh/", "javascript:/anh/"),
        *("/anh//evil/anh/", "//anh/", "data:/anh/", "/anh/../evil/"),
    ],
)
def test_the_second_wall_lets_no_picture_of_others_through(address: str) -> None:
    name = f"{'a' * 64}.jpg"
    assert pictures.are_own(f"/anh/{name}")
    assert not pictures.are_own(f"{address}{name}")
    assert not pictures.are_own(f"/anh/{name} 480w, {address}{name} 960w")
