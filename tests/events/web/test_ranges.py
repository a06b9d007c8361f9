"""Parts of a file, as players ask for them: the very bytes, and never more than was meant."""

import io
import tracemalloc
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from events.web import ranges

CONTENT = bytes(range(256)) * 4


def asked(method: str = "GET", **headers: str) -> Any:
    request: HttpRequest = RequestFactory().generic(method, "/", headers=headers)
    return ranges.send(
        request,
        io.BytesIO(CONTENT),
        size=len(CONTENT),
        etag="abc",
        content_type="video/mp4",
        name="phim.mp4",
    )


def body(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize(
    ("wanted", "first", "end"),
    [
        ("bytes=0-", 0, 1024),
        ("bytes=0-0", 0, 1),
        ("bytes=1000-", 1000, 1024),
        ("bytes=100-199", 100, 200),
        ("bytes=100-99999999999", 100, 1024),
        ("bytes=-24", 1000, 1024),
        ("bytes=-99999999999", 0, 1024),
        ("bytes= 5-6 ", 5, 7),
    ],
)
def test_a_part_is_sent(wanted: str, first: int, end: int) -> None:
    response = asked(Range=wanted)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{end - 1}/1024"
    assert response["Content-Length"] == str(end - first)
    assert body(response) == CONTENT[first:end]


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=9-5",
        "bytes=a-b",
        "bytes=0-1,5-6",
        "items=0-1",
        "bytes=0-1; rm",
        "bytes=٣-٤",
        "bytes=" + "9" * 5000 + "-",
        "bytes=0x1-2",
    ],
)
def test_what_is_no_single_range_is_answered_by_the_whole(wanted: str) -> None:
    response = asked(Range=wanted)
    assert (response.status_code, response["Content-Length"]) == (200, "1024")
    assert body(response) == CONTENT
    assert "Content-Range" not in response


@pytest.mark.parametrize(
    "wanted", ["bytes=1024-", "bytes=5000-6000", "bytes=-0", f"bytes={'9' * 20}-"]
)
def test_a_part_beyond_the_end_is_refused(wanted: str) -> None:
    response = asked(Range=wanted)
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */1024"
    assert body(response) == b""


@pytest.mark.parametrize(
    ("tag", "status"),
    [('"abc"', 206), ('"xyz"', 200), ('W/"abc"', 200), ("Wed, 21 Oct 2015 07:28:00 GMT", 200)],
)
def test_of_another_file_no_part_is_sent(tag: str, status: int) -> None:
    assert asked(Range="bytes=0-9", **{"If-Range": tag}).status_code == status


def test_who_asks_for_the_head_gets_it_alone() -> None:
    response = asked("HEAD", Range="bytes=0-9")
    assert (response.status_code, response["Content-Length"]) == (200, "1024")
    assert (response["Accept-Ranges"], response["ETag"]) == ("bytes", '"abc"')
    assert not response.streaming
    assert response.content == b""


def test_nothing_is_loaded_into_memory(tmp_path: Any) -> None:
    path = tmp_path / "phim"
    with path.open("wb") as file:
        file.truncate(400_000_000)
    request = RequestFactory().get("/", headers={"Range": "bytes=100000000-"})
    tracemalloc.start()
    response: Any = ranges.send(
        request, path.open("rb"), size=400_000_000, etag="a", content_type="video/mp4", name="p"
    )
    sent = sum(len(part) for part in response)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent == 300_000_000
    assert most < 1_000_000
    response.file_to_stream.close()


@given(st.integers(0, 1100), st.integers(0, 1100), st.lists(st.integers(0, 90), max_size=6))
def test_a_window_is_a_file_of_its_own(first: int, last: int, reads: list[int]) -> None:
    first, last = sorted((min(first, 1024), min(last, 1024)))
    window, plain = ranges.Window(io.BytesIO(CONTENT), first, last), io.BytesIO(CONTENT[first:last])
    for count in reads:
        assert window.read(count) == plain.read(count)
        assert window.tell() == plain.tell()
    for whence in (io.SEEK_END, io.SEEK_SET):
        assert window.seek(0, whence) == plain.seek(0, whence)
    assert window.read() == plain.read()
