"""Wrong, hostile and gigantic files: always a sentence, soon, and never much memory."""

import codecs
import io
import random
import re
import resource
import time
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.sizes import MEBIBYTE
from registrations.importing import Listing, Outcome, read_list
from registrations.models import Invitation, Registration
from tests.factories import make_seating
from tests.files import chosen
from tests.people import signed_in
from tests.spreadsheets import (
    HEADINGS,
    PERSON,
    document,
    packed,
    replaced,
    separated,
    workbook,
    written_document,
)

MUCH = 20 * MEBIBYTE  # of XML; packed, some kilobytes
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
GOOD = workbook([HEADINGS, PERSON])
LINES = [["Họ tên", "Đơn vị", "SĐT"], ["Lê An", "Sở Y tế", "0912345678"]]


def read(content: bytes, kind: str = "delegates") -> Listing:
    return read_list(io.BytesIO(content), kind)


def sheet(inside: bytes) -> bytes:
    """Put other XML into the sheet of a good workbook."""
    whole = f'<worksheet xmlns="{MAIN}">'.encode() + inside + b"</worksheet>"
    return replaced(GOOD, "xl/worksheets/sheet1.xml", lambda _part: whole)


def many(text: bytes) -> bytes:
    return text * (MUCH // len(text))


def table(inside: bytes) -> bytes:
    return written_document(f'<table:table table:name="A">{inside.decode()}</table:table>')


def laughing(content: bytes, part: str, levels: int = 12) -> bytes:
    """Put a billion laughs before a part."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels))
    start = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'.encode()
    return replaced(content, part, lambda old: start + old.partition(b"?>")[2])


def crowded(count: int) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(count):
            archive.writestr(str(number), "")
    return content.getvalue()


def last_column(column: str) -> bytes:
    cell = f'<c r="{column}1" t="inlineStr"><is><t>Ghi chú</t></is></c>'
    return sheet(f"<sheetData><row>{cell}</row></sheetData>".encode())


def repeated(text: str, cells: int = 1) -> bytes:
    """Say one shared text in thousands of cells: some kilobytes that mean gigabytes."""
    book = replaced(
        GOOD,
        "[Content_Types].xml",
        lambda old: old.replace(
            b"</Types>",
            b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.'
            b'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
        ),
    )
    shared = "".join(f"<si><t>{one}</t></si>" for one in ("Họ tên", "Đơn vị", text))
    cell = '<c t="s"><v>{}</v></c>'
    rows = (
        f"<row>{cell.format(0)}{cell.format(1)}</row>"
        + f"<row>{cell.format(2) * cells}</row>" * (200_000 // cells // 10)
    )
    data = f"<sheetData>{rows}</sheetData>"
    parts = {
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{data}</worksheet>',
    }
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        others = {name: archive.read(name) for name in archive.namelist()}
    return packed({**others, **{name: part.encode() for name, part in parts.items()}})


REFUSED = {
    "one long text in every line": lambda: repeated("Lê Ạn " * 100_000),
    "one text in every cell": lambda: repeated("Lê Ạn " * 330, 180),
    "rows": lambda: sheet(b"<sheetData>" + many(b"<row/>") + b"</sheetData>"),
    "cells": lambda: sheet(b"<sheetData><row>" + many(b"<c/>") + b"</row></sheetData>"),
    "merged": lambda: sheet(b"<mergeCells>" + many(b'<mergeCell ref="A1:B2"/>') + b"</mergeCells>"),
    "deep": lambda: sheet(many(b"<a>")),
    "16,384 columns": lambda: last_column("XFD"),
    "styles": lambda: replaced(GOOD, "xl/styles.xml", lambda part: many(b"<xf/>")),
    "names": lambda: replaced(GOOD, "xl/workbook.xml", lambda part: many(b"<definedName/>")),
    "kinds": lambda: replaced(GOOD, "[Content_Types].xml", lambda part: many(b"<Override/>")),
    "laughs in a workbook": lambda: laughing(GOOD, "xl/worksheets/sheet1.xml"),
    "laughs in its texts": lambda: laughing(GOOD, "xl/workbook.xml"),
    "laughs in a document": lambda: laughing(document(LINES), "content.xml"),
    "document of rows": lambda: table(many(b"<table:table-row/>")),
    "document of cells": lambda: table(
        b"<table:table-row>" + many(b"<table:table-cell/>") + b"</table:table-row>"
    ),
    "document, deep": lambda: table(
        b"<table:table-row><table:table-cell><text:p>"
        + b"<text:span>" * 100_000
        + b"</text:span>" * 100_000
        + b"</text:p></table:table-cell></table:table-row>"
    ),
    "parts": lambda: crowded(3_000),
    "one long line": lambda: b"Ho ten;Don vi\n" + b"a" * 10 * MEBIBYTE,
    "one line of many cells": lambda: b"Ho ten;Don vi\n" + b"ab;" * 3_000_000,
    "one broken line": lambda: b"Ho ten;Don vi\n" + b'"ab\n";' * 2_000_000,
    "empty lines": lambda: b"Ho ten;Don vi\n" + b"\n" * 2_000_000,
    "20,001 lines": lambda: separated([["Họ tên", "Đơn vị"], *[["Lê An", "Sở"]] * 20_001]),
    "nulls": lambda: b"Ho ten;Don vi\nLe\0An;So\n" * 100,
    "program": lambda: b"MZ\x90\0" + bytes(5_000),
    "Word": lambda: packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}),
    "cut off": lambda: GOOD[: len(GOOD) // 2],
    "empty": lambda: b"",
    "marks only": lambda: codecs.BOM_UTF8,
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_file_is_refused_soon_and_without_much_memory(name: str) -> None:
    content = REFUSED[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()

    listing = read(content)

    assert (listing.file_outcome, listing.rows) == ("reject", [])
    assert listing.file_messages[0].endswith(".")
    assert time.process_time() - start < 20
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 250


def test_million_lines_that_only_have_a_height_are_read() -> None:
    rows = "".join(f'<row r="{number}" ht="20"/>' for number in range(3, 200_000))
    head = "".join(
        f'<row r="{number}">'
        + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in line)
        + "</row>"
        for number, line in enumerate(LINES, 1)
    )
    listing = read(sheet(f"<sheetData>{head}{rows}</sheetData>".encode()))

    assert [row.value["name"] for row in listing.rows] == ["Lê An"]


# What offices have on their machines


@pytest.mark.parametrize(
    "content",
    [
        separated(LINES, "\t", "utf-16"),  # Excel: “Unicode Text”
        codecs.BOM_UTF16_BE + separated(LINES, "\t", "utf-16-be"),
        separated(LINES, ";", "utf-8-sig").replace(b"\r\n", b"\r"),
        separated(LINES, "|"),
        workbook(
            [["Họ\u200b và\u00a0tên", "Đơn vị", "SĐT"], ["\u202eLê An", "Sở Y tế\n", "912345678"]]
        ),
    ],
    ids=["Unicode text", "big endian", "old Mac", "bars", "invisible signs"],
)
def test_odd_but_honest_file_is_read(content: bytes) -> None:
    (row,) = read(content).rows

    assert (row.value["name"], row.value["organisation"]) == ("Lê An", "Sở Y tế")
    assert row.value["phone"] == "+84912345678"


@pytest.mark.parametrize(
    "head",
    [
        "Hä vµ tªn;§¬n vÞ\nNguyÔn V¨n An;Së Y tÕ\n",
        "Hoï vaø teân;Ñôn vò\nNguyeãn Vaên An;Sôû Y teá\n",
    ],
    ids=["TCVN3", "VNI"],
)
def test_old_font_is_told(head: str) -> None:
    listing = read(head.encode())

    assert listing.file_outcome == "reject"
    assert "TCVN3" in listing.file_messages[0]


def test_name_in_an_old_font_is_an_error() -> None:
    rows = read(workbook([*LINES, ["NguyÔn V¨n An", "Sở Y tế"], ["Nguyễn Thị Hoà", "Sở"]])).rows

    assert [row.outcome for row in rows] == ["accepted", "error", "accepted"]


def test_formulas_are_read_as_their_values_and_texts_as_texts() -> None:
    content = separated([["Họ tên", "Đơn vị", "Ghi chú"], ["Lê An", "Sở", "=cmd|' /C calc'!A0"]])

    (row,) = read(content).rows
    assert row.value["note"] == "=cmd|' /C calc'!A0"


# Any bytes and any cells

BASES = [GOOD, document(LINES), separated(LINES), separated(LINES, ";", "utf-16")]
CELLS = st.text(max_size=40) | st.sampled_from([*HEADINGS, "Tổng", "1", "0912345678", "a@b.vn", ""])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(BASES), st.integers(0, 2**32), st.integers(1, 40))
def test_damaged_bytes_make_no_error(content: bytes, seed: int, changes: int) -> None:
    chance = random.Random(seed)
    damaged = bytearray(content)
    for _n in range(changes):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    for kind in ("delegates", "invitations"):
        assert read(bytes(damaged), kind).file_outcome in ("import", "reject")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=8), max_size=8))
def test_any_cells_make_rows_with_reasons(lines: list[list[str]]) -> None:
    content = separated([HEADINGS, *lines], ";", "utf-8-sig")
    for kind in ("delegates", "invitations"):
        listing = read(content.replace(b"\0", b""), kind)
        for row in listing.rows:
            assert row.outcome in Outcome
            assert row.messages or row.outcome == Outcome.ACCEPTED
            assert {"name", "position", "organisation", "phone"} <= row.value.keys()


@pytest.fixture
def organizer(db: None) -> Client:
    make_seating()
    return signed_in("organizer")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=st.lists(st.lists(CELLS, min_size=3, max_size=7), min_size=1, max_size=5),
    kind=st.sampled_from(["delegates", "invitations"]),
    name=st.text(max_size=30),
)
def test_page_never_fails(organizer: Client, lines: list[list[str]], kind: str, name: str) -> None:
    from events.models import Event

    content = separated([HEADINGS, *lines], ";", "utf-8-sig").replace(b"\0", b"")
    data: dict[str, Any] = {"event": Event.objects.get().pk, "kind": kind}
    file = chosen("a" + re.sub(r"[/\\]", "", name), content, "text/csv")
    response = organizer.post(reverse("admin:registrations_import"), {**data, "file": file})
    assert response.status_code in (200, 302)
    if response.status_code == 302:
        page = response["Location"]
        assert organizer.get(page).status_code == 200
        assert organizer.post(page)["Location"] == page
        assert organizer.get(page).status_code == 200
        assert organizer.get(f"{page}rest/0/").status_code == 200
    Registration.objects.all().delete()
    Invitation.objects.all().delete()


def test_a_declaration_is_refused_however_far_it_stands_from_the_start() -> None:
    def declared(part: bytes) -> bytes:
        start = b"<!--" + b"x" * 200_000 + b'--><!DOCTYPE x [<!ENTITY a "ha">]>'
        return start + part[part.index(b"<worksheet") :]

    content = workbook([HEADINGS, PERSON])
    listing = read_list(
        io.BytesIO(replaced(content, "xl/worksheets/sheet1.xml", declared)), "delegates"
    )

    assert (listing.file_outcome, listing.rows) == ("reject", [])
