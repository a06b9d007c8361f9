"""MP4 (ISO/IEC 14496-12): boxes in boxes, each with its length and its name."""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from events.video_files.errors import Damaged

TOP = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"moof", b"mfra", b"sidx", b"styp",
       b"pdin", b"meta", b"uuid", b"emsg", b"prft", b"udta", b"ssix"}  # fmt: skip
BOXES_MOST = 100_000
LONGEST = 24 * 3600  # seconds
WIDELY_SHOWN = {b"avc1", b"avc3", b"av01", b"vp09", b"vp08", b"mp4v"}


class Box(NamedTuple):
    """A box: what it is called, and where its content stands in the file."""

    name: bytes
    first: int
    end: int


def look(file: BinaryIO, size: int) -> tuple[float | None, bool]:
    """Return how many seconds a file lasts, and whether browsers commonly show its pictures.

    Raises `Damaged` where its boxes do not fill it exactly, or one that it needs is missing.
    """
    boxes = list(_boxes(file, 0, size))
    names = [box.name for box in boxes]
    if names[0] != b"ftyp" or not TOP.issuperset(names) or b"mdat" not in names:
        raise Damaged
    moov = _one(boxes, b"moov")
    inside = list(_boxes(file, moov.first, moov.end))
    seconds = _seconds(file, _one(inside, b"mvhd"))
    codecs = [_codec(file, track) for track in inside if track.name == b"trak"]
    pictures = [codec for handler, codec in codecs if handler == b"vide"]
    if not pictures:
        raise Damaged
    return seconds, WIDELY_SHOWN.issuperset(pictures)


def _boxes(file: BinaryIO, first: int, end: int) -> Iterator[Box]:
    """Yield the boxes between two places, which they must fill."""
    count = 0
    while first < end:
        file.seek(first)
        head = file.read(16)
        if len(head) < 8 or first + 8 > end or (count := count + 1) > BOXES_MOST:
            raise Damaged
        length, name = struct.unpack(">I4s", head[:8])
        begin = first + 8
        if length == 1 and len(head) == 16:
            (length,) = struct.unpack(">Q", head[8:])
            begin += 8
        elif length == 0:  # to the end
            length = end - first
        if first + length > end or first + length < begin:
            raise Damaged
        yield Box(name, begin, first + length)
        first += length


def _one(boxes: list[Box], name: bytes) -> Box:
    found = [box for box in boxes if box.name == name]
    if len(found) != 1:
        raise Damaged
    return found[0]


def _seconds(file: BinaryIO, header: Box) -> float | None:
    file.seek(header.first)
    content = file.read(min(32, header.end - header.first))
    try:
        if content[:1] == b"\1":
            scale, duration = struct.unpack(">IQ", content[20:32])
        else:
            scale, duration = struct.unpack(">II", content[12:20])
    except struct.error as error:
        raise Damaged from error
    seconds = duration / scale if scale else 0
    return seconds if 0 < seconds <= LONGEST else None


def _codec(file: BinaryIO, track: Box) -> tuple[bytes, bytes]:
    """Return what a track holds (as `vide`, `soun`), and how it is coded (as `avc1`)."""
    media = _inner(file, track, b"mdia")
    handler = _inner(file, media, b"hdlr")
    file.seek(handler.first + 8)
    kind = file.read(4)
    table = _inner(file, _inner(file, _inner(file, media, b"minf"), b"stbl"), b"stsd")
    file.seek(table.first + 12)
    return kind, file.read(4)


def _inner(file: BinaryIO, box: Box, name: bytes) -> Box:
    return _one(list(_boxes(file, box.first, box.end)), name)
