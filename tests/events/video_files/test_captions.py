"""Captions are written anew: hours and words, nothing that a player would carry out."""

import time
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from events.video_files import captions
from events.video_files.captions import written

VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nXin chào\n\n00:00:03.000 --> 00:00:04.000\nquý vị\n"
SRT = """1\r
00:00:01,000 --> 00:00:02,500\r
Xin chào\r
\r
2\r
00:00:03,000 --> 00:00:04,000\r
quý vị"""


@pytest.mark.parametrize(
    "text",
    [
        VTT,
        SRT,
        "\ufeff" + VTT,
        VTT.replace("00:00:", "00:"),
        VTT.replace("WEBVTT", "WEBVTT - tên\n\nNOTE ghi\n\nSTYLE\n::cue { color: red }"),
        VTT.replace("02.500", "02.500 align:start position:10%"),
        SRT.replace("Xin chào", r"{\an8}Xin chào{\i0}"),
        VTT.replace("Xin chào", "<v Nam><b>Xin</b> <script>chào</v>"),
    ],
)
def test_captions_of_both_kinds_become_the_same(text: str) -> None:
    assert written(text) == VTT


def test_markup_stays_words() -> None:
    text = VTT.replace("quý vị", "5 &lt; 6 &amp; x --&gt; y")
    assert written(text).endswith("5 &lt; 6 &amp; x → y\n")
    assert written(written(text)) == written(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<script>alert(1)</script>", "Phụ đề thứ 1 không có mốc thời gian"),
        (VTT + "\nlời không có giờ\n", "Phụ đề thứ 3 không có mốc thời gian"),
        (VTT.replace("02.500", "00.500"), "Phụ đề thứ 1 kết thúc trước khi bắt đầu"),
        (VTT.replace("00:00:03", "00:00:00"), "Phụ đề thứ 2 kết thúc trước khi bắt đầu"),
        ("WEBVTT\n", "Không tìm thấy dòng phụ đề nào"),
        ("x" * 500_000, "Phụ đề quá dài"),
    ],
)
def test_a_fault_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(ValidationError) as error:
        written(text)
    assert error.value.messages[0].startswith(told)


@given(st.text(max_size=300))
def test_whatever_is_said_no_markup_is_left(words: str) -> None:
    try:
        text = written(f"00:01.000 --> 00:02.000\nA{words}")
    except ValidationError:
        return
    assert not {"<", ">"} & set(text.replace(" --> ", ""))
    assert written(text) == text


LINES = st.sampled_from(
    [
        *("WEBVTT", "NOTE x", "STYLE", "REGION", "", "  ", "1", "00:01.000 --> 00:02.000"),
        *("00:00:03,000 --> 00:00:04,000 line:0", "-->", "Kind: captions", "<c.x><b>a</b>"),
        *(
            "::cue{background:url(//evil.example)}",
            "&lt;script&gt;",
            "\u202e\x00",
            "99:99.999 --> x",
        ),
    ]
)


@given(st.lists(LINES | st.text(max_size=12), max_size=30), st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_the_lines_are_it_is_refused_or_plain(lines: list[str], end: str) -> None:
    try:
        text = written(end.join(lines))
    except ValidationError:
        return
    if text:
        assert text.startswith("WEBVTT\n\n00:")
        assert not {"<", ">", "\x00", "\r"} & set(text.replace(" --> ", ""))
        assert "STYLE" not in text.split("\n\n")[1].split("\n")[0]
        assert written(text) == text


@pytest.mark.parametrize("unit", ["\n ", "<a", "00:", "&lt;", "- -> ", " \t", "1\n\n", "<a <"])
def test_the_longest_captions_take_bounded_time(unit: str) -> None:
    text = f"00:01.000 --> 00:02.000\n{unit * (captions.MOST // len(unit) - 20)}"
    started = time.process_time()
    with suppress(ValidationError):
        written(text)
    assert time.process_time() - started < 5
