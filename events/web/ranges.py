"""Files of any length, sent in parts as players ask for them (RFC 9110, section 14).

A part is a window on the open file: the web server takes it off the thread that answers, and
reads on as the reader takes; nothing is loaded into memory.
"""

import io
import re
from http import HTTPStatus
from typing import Any, BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

ONE_RANGE = re.compile(r"bytes=[ \t]*(\d{0,20})-(\d{0,20})[ \t]*", re.ASCII)
BLOCK = 64 * 1024  # bytes


class Window(io.RawIOBase):
    """The bytes of a file from `first` to before `end`, as a file of its own; closes the file."""

    def __init__(self, file: BinaryIO, first: int, end: int) -> None:
        super().__init__()
        self.file, self.first, self.length = file, first, end - first
        file.seek(first)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.file.tell() - self.first

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.tell(), io.SEEK_END: self.length}[whence]
        self.file.seek(self.first + min(max(0, start + offset), self.length))
        return self.tell()

    def readinto(self, buffer: Any) -> int:
        content = self.file.read(min(len(buffer), self.length - self.tell()))
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        self.file.close()
        super().close()


class PartResponse(FileResponse):
    """A file that is sent in large blocks, where no web server takes it over."""

    block_size = BLOCK


def send(
    request: HttpRequest,
    file: BinaryIO,
    *,
    size: int,
    etag: str,
    content_type: str,
    name: str,
    as_attachment: bool = False,
) -> HttpResponse | FileResponse:
    """Answer GET or HEAD with a file of `size` bytes, or with the part that was asked for.

    `etag` is a strong one, without quotes. Several ranges at once are answered by the whole, as a
    server may; a range beyond the end by 416. The file is closed by the answer.
    """
    etag = quote_etag(etag)
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": content_disposition_header(as_attachment, name) or "inline",
    }
    known = get_conditional_response(request, etag=etag, response=HttpResponse(headers=headers))
    if known is not None and known.status_code != HTTPStatus.OK:
        file.close()
        return known
    wanted = _wanted(request, size, etag)
    if wanted is None:
        file.close()
        headers["Content-Range"] = f"bytes */{size}"
        return HttpResponse(status=416, headers=headers)
    first, end, is_part = wanted
    headers["Content-Length"] = str(end - first)
    if is_part:
        headers["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    status = 206 if is_part else 200
    if request.method == "HEAD":
        file.close()
        return HttpResponse(status=status, headers=headers, content_type=content_type)
    window: Any = Window(file, first, end)
    return PartResponse(window, status=status, headers=headers, content_type=content_type)


def _wanted(request: HttpRequest, size: int, etag: str) -> tuple[int, int, bool] | None:
    """Return (first, end, whether it is a part), or None where nothing of the file is meant."""
    whole = 0, size, False
    found = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    # a day as condition is never as exact as a strong tag must be, so the whole is sent
    same = request.headers.get("If-Range", etag).strip() == etag
    if request.method != "GET" or not found or not same or not any(found.groups()):
        return whole
    first_text, last_text = found.groups()
    if not first_text:  # the last so many bytes
        return (max(0, size - int(last_text)), size, True) if int(last_text) and size else None
    first = int(first_text)
    end = int(last_text) + 1 if last_text else size
    if last_text and end <= first:
        return whole  # no range at all
    return (first, min(end, size), True) if first < size else None
