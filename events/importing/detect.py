"""Which kind of file it is: told by the bytes, never by the name."""

import re
from typing import IO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from events.importing import csv_file, ods_file, xlsx_file
from events.importing.sheets import (
    MOST_BYTES,
    MOST_UNPACKED,
    Budget,
    Sheets,
    Unreadable,
    damaged,
    too_large,
)
from events.sizes import MEBIBYTE

MOST_PARTS = 2_000  # files in a packed file
MOST_ASIDE = 8 * MEBIBYTE  # of a part that is read whole: styles, names, relations
LISTED = re.compile(
    r"xl/(?:worksheets/|sharedStrings|media/|drawings/)|content\.xml|Pictures/|Thumb"
)
STRICT = b"http://purl.oclc.org/ooxml/"  # “Strict Open XML”, which openpyxl cannot read
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")
# of a page that calls itself .xls: HTML, and the same in an envelope (MHTML)
PAGES = tuple(b"<!doctype <html <head <body <?xml <table <meta <style <!-- mime-version:".split())


def sheets(
    file: IO[bytes],
    budget: Budget | None = None,
    meaning: csv_file.Meaning = lambda _heading: None,
) -> Sheets:
    """Yield the sheets of a file; hidden ones without their lines. Raises `Unreadable`.

    `meaning` knows the headings of the lists that are looked for: by them it is seen what parts
    the cells of a text.
    """
    try:
        yield from _sheets(file, budget or Budget(), meaning)
    except Unreadable:
        raise
    except Exception as error:  # readers fail in many ways on bytes that somebody made up
        raise damaged() from error


def _sheets(file: IO[bytes], budget: Budget, meaning: csv_file.Meaning) -> Sheets:
    size = file.seek(0, 2)
    file.seek(0)
    if size > MOST_BYTES:
        raise too_large()
    start = file.read(8)
    file.seek(0)
    if start.startswith(b"PK"):
        return _packed(file, budget)
    content = file.read()
    if start == OLD_OFFICE:
        raise _old(content)
    if start.startswith(OTHER_KINDS) or _plain_start(content).startswith(PAGES):
        raise _wanted()
    if not content.strip():
        raise Unreadable(_("The file is empty. Choose the right file."))
    return csv_file.sheets(content, budget, meaning)


def _plain_start(content: bytes) -> bytes:
    """Return how a text begins, whichever encoding it has, in small letters."""
    return content[:400].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()


def _packed(file: IO[bytes], budget: Budget) -> Sheets:
    try:
        archive = ZipFile(file)
    except BadZipFile as error:
        raise damaged() from error
    # what a part says of its size is also all that can be read of it
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise too_large()
    if any(part.file_size > MOST_ASIDE for part in parts if not LISTED.match(part.filename)):
        raise too_large()
    names = set(archive.namelist())
    if any(part.flag_bits & 1 for part in parts):
        raise _protected()
    if "xl/workbook.xml" in names:
        if STRICT in archive.read("xl/workbook.xml"):
            raise _wanted()
        return xlsx_file.sheets(file, budget)
    if "content.xml" in names and "spreadsheet" in _declared(archive):
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise _protected()
        return ods_file.sheets(archive, budget)
    raise _wanted()


def _declared(archive: ZipFile) -> str:
    with archive.open("mimetype") as file:
        return file.read(100).decode("ascii", "replace")


def _old(content: bytes) -> Unreadable:
    return _protected() if "EncryptedPackage".encode("utf-16-le") in content else _wanted()


def _protected() -> Unreadable:
    return Unreadable(
        _("The file is protected by a password. Save it without one, then choose it again.")
    )


def _wanted() -> Unreadable:
    return Unreadable(
        _(
            "This is not a list that can be read. Open it in Excel or LibreOffice, choose “Save "
            "as”, the kind “Excel Workbook (.xlsx)”, and choose that file. Files of the kinds "
            ".xlsx, .ods and .csv are read."
        )
    )
