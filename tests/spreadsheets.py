"""Lists as offices make them, in every kind of file."""

import csv
import functools
import io
import zipfile
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import tablib

Lines = Sequence[Sequence[Any]]

HEADINGS = ["TT", "Họ và tên", "Chức vụ", "Đơn vị", "Điện thoại", "Email", "Ghi chú"]
PERSON = [1, "Nguyễn Văn An", "Phó Giám đốc", "Sở Nội vụ", "0912345678", "an@so.example", "Đi xe"]


def workbook(lines: Lines, change: Callable[[Any], None] | None = None, **sheets: Lines) -> bytes:
    """Make a workbook; `change` does to it what a test is about, `sheets` are further sheets."""
    book = openpyxl.Workbook()
    for row in lines:
        book.active.append(list(row))
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def document(lines: Lines) -> bytes:
    """Make a document of LibreOffice."""
    data = tablib.Dataset(*[[*row, *[""] * (7 - len(row))] for row in lines], title="Sheet1")
    return bytes(data.export("ods"))


def separated(lines: Lines, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Make a text with separators."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(lines)
    return text.getvalue().encode(encoding)


def packed(parts: dict[str, bytes]) -> bytes:
    """Pack parts as the files of offices are packed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def replaced(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change one part of a packed file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return packed({**parts, part: change(parts[part])})


def written_document(table: str, styles: str = "") -> bytes:
    """Make a document from the XML of its table."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "style", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{table}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b"<manifest/>"
    return packed(
        {"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest}
    )


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@functools.cache
def bomb() -> bytes:
    """Make a small file that would fill a gigabyte when it is unpacked.

    A mebibyte is packed once, with nothing that refers to what stands before it, and repeated.
    """
    zeros, times, checksum = bytes(1024 * 1024), 1024, 0
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    piece = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    for _n in range(times):
        checksum = zlib.crc32(zeros, checksum)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        part = zipfile.ZipInfo("xl/sharedStrings.xml")
        archive.writestr(part, piece * times + packer.flush())
        part.compress_type, part.CRC = zipfile.ZIP_DEFLATED, checksum
        part.file_size = times * len(zeros)
        end = content.tell()
        content.seek(part.header_offset)
        content.write(part.FileHeader())
        content.seek(end)
    return content.getvalue()
