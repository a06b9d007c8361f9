"""What counts as a video: by the bytes, to the last one."""

import io
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from events.video_files import Found, look
from tests.files import pdf, picture
from tests.films import MP4, WEBM, box, long_mp4

DAMAGED = (
    "Video bị hỏng, bị cắt ngắn hoặc có kèm nội dung khác ở cuối. "
    "Vui lòng lưu lại thành MP4 rồi chọn lại."
)
NO_VIDEO = "Tệp không phải là video mà trình duyệt phát được. Vui lòng chọn tệp MP4 hoặc WebM."


def found(content: bytes) -> Found:
    return look(io.BytesIO(content), len(content))


def refused(content: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        found(content)
    return error.value.messages[0]


def test_what_browsers_record_is_taken() -> None:
    assert found(MP4) == Found("video/mp4", 3, True)
    assert found(WEBM) == Found("video/webm", 3, True)
    assert found(long_mp4(100_000)) == Found("video/mp4", 3, True)


def test_what_not_every_browser_shows_is_told() -> None:
    assert found(MP4.replace(b"avc1", b"hvc1")) == Found("video/mp4", 3, False)


@pytest.mark.parametrize(
    "content",
    [b"", b"<script>alert(1)</script>", pdf(), picture(), b"MZ" + bytes(100), b"\x1a\x45", b"RIFF"],
)
def test_what_is_no_video_is_refused(content: bytes) -> None:
    assert refused(content) == NO_VIDEO


@pytest.mark.parametrize("junk", [b"PK\x05\x06" + bytes(18), b"<html>", b"\0", pdf()])
@pytest.mark.parametrize("good", [MP4, WEBM])
def test_something_else_behind_a_video_is_refused(good: bytes, junk: bytes) -> None:
    assert refused(good + junk) == DAMAGED


@pytest.mark.parametrize("good", [MP4, WEBM])
def test_half_a_video_is_refused(good: bytes) -> None:
    assert refused(good[: len(good) // 2]) == DAMAGED


@pytest.mark.parametrize(
    "content",
    [
        box(b"ftyp", b"isom"),
        box(b"ftyp", b"isom") + box(b"mdat"),
        box(b"ftyp", b"isom") + box(b"moov") + box(b"mdat"),
        MP4 + box(b"moov", b""),
        MP4 + box(b"evil", b"<script>"),
        MP4.replace(b"vide", b"text"),
        MP4[:4] + b"ftyp" + b"\xff" * 30,
        b"\0\0\0\1ftyp" + bytes(8),
    ],
)
def test_boxes_without_a_video_are_refused(content: bytes) -> None:
    assert refused(content) == DAMAGED


def test_another_matroska_file_is_refused() -> None:
    assert refused(WEBM.replace(b"webm", b"matr")) == DAMAGED


@given(st.sampled_from([MP4, WEBM]), st.integers(0, 1800), st.binary(min_size=1, max_size=40))
def test_whatever_stands_in_it_it_is_judged(good: bytes, place: int, junk: bytes) -> None:
    place %= len(good)
    content = good[:place] + junk + good[place + len(junk) :]
    with suppress(ValidationError):
        assert found(content).content_type in ("video/mp4", "video/webm")
