"""WebM (RFC 8794, RFC 9559): elements in elements, each with its name and its length."""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from events.video_files.errors import Damaged

EBML = b"\x1a\x45\xdf\xa3"
DOC_TYPE, SEGMENT, INFO, SCALE, DURATION = 0x4282, 0x18538067, 0x1549A966, 0x2AD7B1, 0x4489
CLUSTER, TRACKS = 0x1F43B675, 0x1654AE6B
NANOSECONDS = 1_000_000_000
ELEMENTS_MOST = 200_000
LONGEST = 24 * 3600  # seconds


class Element(NamedTuple):
    """An element: its name, and where its content stands in the file."""

    name: int
    first: int
    end: int


def look(file: BinaryIO, size: int) -> float | None:
    """Return how many seconds a file lasts, None where it does not say so.

    Raises `Damaged` where its elements do not fill it exactly, or it is another Matroska file.
    """
    top = list(_elements(file, 0, size))
    if len(top) != 2 or top[1].name != SEGMENT:
        raise Damaged
    if _content(file, _find(_elements(file, *top[0][1:]), DOC_TYPE)).rstrip(b"\0") != b"webm":
        raise Damaged
    parts = []
    for part in _elements(file, *top[1][1:]):
        parts.append(part)
        if part.name == CLUSTER and part.end == size:
            break  # what was recorded while it was sent does not say how long it is
    if not {CLUSTER, TRACKS, INFO} <= {part.name for part in parts}:
        raise Damaged
    info = list(_elements(file, *_find(iter(parts), INFO)[1:]))
    length = next((one for one in info if one.name == DURATION), None)
    if length is None:
        return None
    content = _content(file, length)
    scale = next((one for one in info if one.name == SCALE), None)
    unit = int.from_bytes(_content(file, scale), "big") if scale else 1_000_000
    try:
        (duration,) = struct.unpack(">d" if len(content) == 8 else ">f", content)
    except struct.error as error:
        raise Damaged from error
    seconds: float = duration * unit / NANOSECONDS
    return seconds if 0 < seconds <= LONGEST else None


def _elements(file: BinaryIO, first: int, end: int) -> Iterator[Element]:
    """Yield the elements between two places, which they must fill."""
    count = 0
    while first < end:
        if (count := count + 1) > ELEMENTS_MOST:
            raise Damaged
        file.seek(first)
        head = file.read(12)
        name_length = _length(head, 4)
        size_length = _length(head[name_length:], 8)
        begin = first + name_length + size_length
        size = int.from_bytes(head[name_length : name_length + size_length], "big")
        size &= (1 << 7 * size_length) - 1
        unknown = size == (1 << 7 * size_length) - 1
        last = end if unknown else begin + size
        if last > end or begin > end:
            raise Damaged
        yield Element(int.from_bytes(head[:name_length], "big"), begin, last)
        first = last


def _length(head: bytes, most: int) -> int:
    """Return how many bytes a number takes, which its first byte tells."""
    length = 9 - head[0].bit_length() if head else 9
    if length > min(most, len(head)):
        raise Damaged
    return length


def _find(elements: Iterator[Element], name: int) -> Element:
    found = next((one for one in elements if one.name == name), None)
    if found is None:
        raise Damaged
    return found


def _content(file: BinaryIO, element: Element) -> bytes:
    file.seek(element.first)
    return file.read(min(64, element.end - element.first))
