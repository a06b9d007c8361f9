"""Drawings of others: what is seen stays, what acts goes, what cannot be is told."""

import re
import time
from contextlib import suppress

import pytest
from defusedxml import ElementTree as ET  # type: ignore[import-untyped]
from django.conf import settings
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from events.appearance import drawings
from events.appearance.drawings import cleaned

LINE = '<path d="M0 0L10 10" stroke="#123456"/>'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
NAMES = re.compile(r"<(?:/)?([A-Za-z]+)")
BOMB = (
    b'<!DOCTYPE svg [<!ENTITY a "0123456789">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b']><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><desc>&j;</desc></svg>'
)


def svg(inside: str, attributes: str = 'viewBox="0 0 64 64"') -> bytes:
    return f'<svg xmlns="{drawings.NAMESPACE}" {XLINK} {attributes}>{inside}</svg>'.encode()


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as told:
        cleaned(content)
    return str(told.value.messages[0])


@pytest.mark.parametrize("name", ["emblem.svg", "contours.svg", "divider.svg", "play.svg"])
def test_a_drawing_of_lines_and_areas_stays_as_it_is(name: str) -> None:
    given = (settings.BASE_DIR / "static/img" / name).read_bytes()
    made = ET.fromstring(cleaned(given))
    wanted = ET.fromstring(given)
    assert [one.tag for one in made.iter()] == [one.tag for one in wanted.iter()]
    for one, other in list(zip(made.iter(), wanted.iter(), strict=True))[1:]:
        assert one.attrib == other.attrib


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<script href="https://evil.example/x.js"/>',
        '<g onload="alert(1)" onclick="alert(1)"/>',
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'><iframe/></p></foreignObject>",
        '<a href="javascript:alert(1)" xlink:href="https://evil.example"><path d="M1 1"/></a>',
        '<path d="M0 0" style="fill:url(https://evil.example/a)"/>',
        '<path d="M0 0" fill="url(https://evil.example/a#b)"/>',
        '<path d="M0 0" fill="url(&quot;//evil.example#b&quot;)" stroke="url(data:x)"/>',
        '<path d="M0 0" style="background:url(//evil.example);behavior:url(#x)"/>',
        '<style>@import "https://evil.example/a.css"; path { fill: url(//evil.example) }</style>',
        "<style>@font-face { font-family: x; src: url(https://evil.example/f) }</style>",
        '<animate attributeName="href" to="javascript:alert(1)"/><set attributeName="onload"/>',
        '<metadata><x xmlns="https://evil.example/ns">https://evil.example</x></metadata>',
        '<x:script xmlns:x="https://evil.example">1</x:script>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        "<!-- https://evil.example --><?xml-stylesheet href='https://evil.example/a.css'?>",
        '<linearGradient id="a" xlink:href="https://evil.example#a"/>',
        '<path d="M0 0" filter="url(#f)" cursor="url(//evil.example)" class="x" tabindex="0"/>',
    ],
)
def test_what_acts_or_refers_elsewhere_is_left_out(hostile: str) -> None:
    made = cleaned(svg(LINE + hostile, 'viewBox="0 0 9 9" onload="alert(1)"'))
    assert "evil" not in made
    assert "alert" not in made
    assert not re.search(r"\son\w+=|javascript:|data:|style=|class=|@|<!|<\?", made)
    assert set(NAMES.findall(made)) <= {*drawings.KNOWN, "svg"}
    assert 'd="M0 0L10 10"' in made


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (svg('<use href="https://evil.example/a.svg#b"/>'), "“use”"),
        (svg('<g id="a"/><use xlink:href="#a"/>'), "“use”"),
        (svg('<image href="https://evil.example/a.png"/>'), "chứa một ảnh"),
        (svg("<text>Chữ</text>"), "chuyển chữ thành nét"),
        (svg('<filter id="a"/>' + LINE), "“filter”"),
        (svg('<svg viewBox="0 0 1 1"/>' + LINE), "“svg”"),
        (svg(LINE, ""), "viewBox"),
        (svg(LINE, 'viewBox="0 0 nan 5"'), "viewBox"),
        (svg(LINE, 'viewBox="0 0 1e300 1e300"'), "viewBox"),
        (svg(LINE, 'viewBox="0 0 900 5"'), "dẹt"),
        (svg("<desc>Không vẽ gì</desc>"), "không có nét"),
        (svg("<g>" * 50 + "</g>" * 50), "quá nhiều phần"),
        (svg("<g/>" * 4000), "quá nhiều phần"),
        (svg("<desc>" + "x" * 300_000 + "</desc>" + LINE), "quá lớn"),
        (svg("<g>" + LINE), "hỏng"),
        (b"\x89PNG<svg>", "hỏng"),
        (b"<html><svg/></html>", "không phải là hình vẽ SVG"),
        (BOMB, "thực thể"),
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("<desc>&x;</desc>"),
         "thực thể"),
        (svg(LINE + "<style>path > g:hover { fill: red }</style>"), "bảng định kiểu"),
        (svg('<mask id="a"><g mask="url(#a)"/></mask>' + LINE), "“g”"),
        (svg('<clipPath id="a"><path d="M0 0"/></clipPath>'
             + '<path d="M0 0" clip-path="url(#a)"/>' * 200), "mặt nạ"),
        (svg('<mask id="a">' + LINE * 600 + "</mask>" + '<path d="M0 0" mask="url(#a)"/>' * 9),
         "mặt nạ"),
    ],
)  # fmt: skip
def test_what_would_be_missed_is_refused_with_the_way(content: bytes, told: str) -> None:
    assert told in refusal(content)


def test_styles_of_editors_become_attributes() -> None:
    sheet = "<style>.a,.b{fill:#fff;stroke:red}#c{stroke:blue}path{fill:#000;opacity:.5}</style>"
    path = '<path id="c" class="b" style="fill: #0f0" stroke-width="2" d="M0 0"/>'
    made = ET.fromstring(cleaned(svg(sheet + path)))[0]
    assert made.attrib == {
        "id": "c", "d": "M0 0", "stroke-width": "2",
        "fill": "#0f0", "stroke": "blue", "opacity": ".5",
    }  # fmt: skip


def test_gradients_masks_and_clips_of_the_drawing_itself_stay() -> None:
    inside = (
        '<defs><linearGradient id="a"><stop offset="1" style="stop-color:#fff"/></linearGradient>'
        '<linearGradient id="b" xlink:href="#a"/><clipPath id="k"><path d="M0 0"/></clipPath>'
        '</defs><path d="M1 1" fill="url(#b)" clip-path="url(#k)" mask="url(#gone)"/>'
    )
    made = cleaned(svg(inside))
    assert 'href="#a"' in made
    assert 'fill="url(#b)"' in made
    assert 'clip-path="url(#k)"' in made
    assert 'stop-color="#fff"' in made
    assert "mask" not in made


def test_gradients_in_a_circle_are_parted() -> None:
    circle = '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>'
    assert cleaned(svg(circle + LINE)).count("href") < 2


def test_a_drawing_is_set_into_a_square() -> None:
    made = drawings.squared(cleaned(svg(LINE, 'viewBox="10 20 100 40"')))
    assert ET.fromstring(made).get("viewBox") == "10 -10 100 100"
    made = drawings.squared(cleaned(svg(LINE, 'width="30px" height="60"')))
    assert ET.fromstring(made).get("viewBox") == "-15 0 60 60"


def test_a_tinted_drawing_has_two_colours() -> None:
    inside = (
        '<path d="M0 0" fill="none" stroke="red"/><path d="M1 1" fill="white"/>'
        '<path d="M2 2" fill="url(#a)" stroke="currentColor"/><path d="M3 3" fill="#fefefe"/>'
    )
    made = ET.fromstring(drawings.tinted(cleaned(svg(inside)), "#aaaaaa", "#111111"))
    paints = {value for one in made.iter() for name, value in one.attrib.items()
              if name in ("fill", "stroke")}  # fmt: skip
    assert paints == {"none", "#aaaaaa", "#111111"}
    assert made.get("fill") == "#aaaaaa"
    assert made[1].get("fill") == made[3].get("fill") == "#111111"


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_words_or_drawn(content: bytes) -> None:
    for tried in (content, svg(content.decode("latin-1"))):
        with suppress(ValidationError):
            assert cleaned(tried).startswith("<svg")


@given(st.text("(), matrixscale\t.0", max_size=4000))
def test_no_value_is_looked_at_for_long(value: str) -> None:
    before = time.monotonic()
    for pattern in set(drawings.ATTRIBUTES.values()):
        pattern.fullmatch("scale(1)" + value * 3)
    assert time.monotonic() - before < 1
