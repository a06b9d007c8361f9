"""Documents of office programs: what is let in, and what carries more than words."""

import io
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentText
from odf.text import P
from openpyxl import Workbook

from events.web.office_files import ENDINGS, OOXML, content_type
from tests.files import pdf, picture

DAMAGED = "Tài liệu bị hỏng, có mật khẩu hoặc có kèm nội dung khác. Vui lòng lưu lại rồi chọn lại."
CARRIES = (
    "Tài liệu có chứa mã lệnh, tệp đính kèm hoặc tải nội dung từ nơi khác nên không được nhận. "
    "Vui lòng lưu thành PDF rồi chọn tệp đó."
)
NO_DOCUMENT = (
    "Tệp không thuộc loại tài liệu được đăng. Vui lòng chọn tệp PDF, Word, Excel, PowerPoint "
    "hoặc OpenDocument không có macro."
)


def packed(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in members.items():
            archive.writestr(name, inside)
    return content.getvalue()


def types(main: str) -> bytes:
    return f'<Types><Override PartName="/m" ContentType="{main}.main+xml"/></Types>'.encode()


def word(
    more: dict[str, bytes] | None = None, main: str = f"{OOXML}.wordprocessingml.document"
) -> bytes:
    members = {"[Content_Types].xml": types(main), "word/document.xml": b"<w/>"}
    return packed({**members, **(more or {})})


def excel() -> bytes:
    content = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "Danh mục"
    book.save(content)
    return content.getvalue()


def open_document() -> bytes:
    content = io.BytesIO()
    text = OpenDocumentText()
    text.text.addElement(P(text="Mẫu đơn"))
    text.write(content)
    return content.getvalue()


def told(content: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        content_type(content)
    return error.value.messages[0]


@pytest.mark.parametrize(
    ("make", "ending"), [(word, ".docx"), (excel, ".xlsx"), (open_document, ".odt")]
)
def test_what_offices_write_is_let_in(make: Callable[[], bytes], ending: str) -> None:
    assert ENDINGS[content_type(make())] == ending


REMOTE = (
    b'<Relationship Type="http://x/relationships/attachedTemplate" '
    b'Target="https://evil.example/t.dotm" TargetMode="External"/>'
)


@pytest.mark.parametrize(
    "more",
    [
        {"word/vbaProject.bin": b"1"},
        {"word/embeddings/oleObject1.bin": b"1"},
        {"word/activeX/activeX1.xml": b"1"},
        {"word/media/run.exe": b"MZ"},
        {"word/media/a.svg": b"<svg/>"},
        {"customUI/customUI.xml": b"1"},
        {"word/_rels/settings.xml.rels": REMOTE},
        {"word/_rels/document.xml.rels": REMOTE.replace(b"attachedTemplate", b"image")},
        {"word/_rels/settings.xml.rels": REMOTE.replace(b"External", b"&#69;xternal")},
        {"word/_rels/settings.xml.rels": REMOTE.replace(b"attached", b"&#x61;ttached")},
        {"word/_rels/settings.xml.rels": REMOTE.replace(b'"', b"'")},
        {"word/_rels/settings.xml.rels": REMOTE.decode().encode("utf-16")},
        {"word/_rels/a.xml.rels": REMOTE.replace(b"/x/", b"/>/")},
    ],
)
def test_what_carries_more_is_refused(more: dict[str, bytes]) -> None:
    assert told(word(more)) == CARRIES


@pytest.mark.parametrize(
    "relations",
    [
        b"relationships/frame" * 50_000,
        b'<r a="' + b"relationships/frame External" * 30_000 + b'"/>',
        b"<r>" * 200_000,
        b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><r>&b;</r>',
        b'<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>',
    ],
    ids=["no marks", "one long value", "deep", "entities", "outside"],
)
def test_relations_are_judged_in_bounded_time(relations: bytes) -> None:
    started = time.process_time()
    with suppress(ValidationError):
        content_type(word({"word/_rels/document.xml.rels": relations}))
    assert time.process_time() - started < 2


@pytest.mark.parametrize("relations", [b"", b"<r", b"<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>"])
def test_relations_that_nobody_can_read_are_damaged(relations: bytes) -> None:
    assert told(word({"word/_rels/document.xml.rels": relations})) == DAMAGED


def test_a_link_to_another_site_is_no_part_of_a_document() -> None:
    link = REMOTE.replace(b"attachedTemplate", b"hyperlink")
    assert content_type(word({"word/_rels/document.xml.rels": link}))


def test_a_document_with_macros_is_no_document() -> None:
    assert told(word(main="application/vnd.ms-word.document.macroEnabled")) == NO_DOCUMENT


@pytest.mark.parametrize(
    "content",
    [
        packed({"a.txt": b"x"}),
        packed({"mimetype": b"application/vnd.oasis.opendocument.text"}),  # not as it must stand
        packed({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"}),
        b"",
        b"PK\x03\x04",
        pdf(),
        picture(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),  # Word of before 2007, which has macros
    ],
)
def test_another_file_is_refused(content: bytes) -> None:
    assert told(content) in (DAMAGED, NO_DOCUMENT)


@pytest.mark.parametrize(
    "change",
    [
        lambda good: b"<html>" + good,
        lambda good: good + b"<script>",
        lambda good: good + good,
        lambda good: pdf() + good,
        lambda good: good[: len(good) // 2],
    ],
)
def test_something_before_or_behind_a_document_is_refused(change: Callable[[bytes], bytes]) -> None:
    assert told(change(word())) == DAMAGED


def test_what_unpacks_without_end_is_refused() -> None:
    bomb = packed({f"word/{n}.xml": bytes(40_000_000) for n in range(10)})
    assert len(bomb) < 500_000
    assert told(bomb) == DAMAGED


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=20))
def test_whatever_stands_in_it_it_is_judged(place: int, junk: bytes) -> None:
    good = word({"word/_rels/document.xml.rels": b"<r/>"})
    place %= len(good)
    try:
        found = content_type(good[:place] + junk + good[place + len(junk) :])
    except ValidationError:
        return
    assert found in ENDINGS
