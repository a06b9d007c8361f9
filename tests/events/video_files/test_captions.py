"""Captions are written anew: hours and words, nothing that a player would carry out."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

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
