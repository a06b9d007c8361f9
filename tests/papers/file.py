"""Rules about the file: fonts, metadata, tags."""

import io
import re
from functools import cache

import pikepdf
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from events.documents import fonts
from tests.papers.expected import Expected
from tests.papers.reading import Reading, squeeze, walk

FAMILY = re.compile(r"/[A-Z]{6}\+(TimesNewRoman|Liberation-?Serif|Tinos)")


def _fonts(reading: Reading) -> list[pikepdf.Object]:
    found = {
        font.objgen: font
        for page in reading.file.pages
        for font in page.obj.Resources.get("/Font", {}).values()
    }
    return list(found.values())


def _font_file(font: pikepdf.Object) -> bytes:
    descriptor = font.DescendantFonts[0].FontDescriptor
    assert "/FontFile2" in descriptor, f"{font.BaseFont} is not embedded"
    return bytes(descriptor.FontFile2.read_bytes())


def t03_fonts(reading: Reading, expected: Expected) -> None:
    """One family like Times New Roman, embedded as subsets whose letters can be copied."""
    assert _fonts(reading)
    for font in _fonts(reading):
        assert FAMILY.match(str(font.BaseFont)), font.BaseFont
        assert "/ToUnicode" in font
        assert _font_file(font)


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """Return which text each glyph of an embedded font stands for."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    sections = re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL)
    pairs = [pair for s in sections for pair in re.findall(r"<(\w+)>\s*<(\w+)>", s)]
    assert pairs
    assert "beginbfrange" not in table
    return {int(cid, 16): bytes.fromhex(text).decode("utf-16-be") for cid, text in pairs}


@cache
def _source(bold: bool, italic: bool) -> TTFont:
    wanted = ("bold" if bold else "normal", "italic" if italic else "normal")
    face = next(face for face in fonts.FACES if (face.weight, face.style) == wanted)
    return TTFont(io.BytesIO(face.path.read_bytes()))


def _outline(font: TTFont, name: str) -> tuple[list, int]:
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return pen.value, font["hmtx"][name][0]


def t04_glyph_outlines(reading: Reading, expected: Expected) -> None:
    """Every embedded glyph is drawn as its letter in the source font: what is seen is said."""
    for font in _fonts(reading):
        name = str(font.BaseFont)
        source = _source("Bold" in name, "Italic" in name)
        embedded = TTFont(io.BytesIO(_font_file(font)))
        for glyph, text in _letters(font).items():
            if len(text) > 1:  # a ligature has no letter of its own to look up
                wanted = source.getGlyphName(glyph)
            else:
                assert ord(text) in source.getBestCmap(), f"{text!r} is not in {name}"
                wanted = source.getBestCmap()[ord(text)]
            drawn = _outline(embedded, embedded.getGlyphName(glyph))
            assert drawn == _outline(source, wanted), f"{text!r} in {name} looks different"


def t25_metadata(reading: Reading, expected: Expected) -> None:
    """Title, language, and the promise of an accessible file."""
    title = str(reading.file.docinfo["/Title"])
    assert squeeze(expected.subject) in squeeze(title), title
    assert title.casefold().startswith(expected.kind.casefold()), title
    assert str(reading.file.Root.Lang) == "vi"
    assert reading.file.Root.ViewerPreferences.DisplayDocTitle
    with reading.file.open_metadata() as xmp:
        assert str(xmp["dc:title"]) == title
        archive = xmp.get("pdfaid:part"), xmp.get("pdfaid:conformance")  # of an issued copy
        assert archive == ("2", "A") or xmp.get("pdfuaid:part") == "1"


def tags_tell_the_order_and_the_table_heads(reading: Reading, expected: Expected) -> None:
    """Marked throughout; one first heading; heads of tables are heads, and cells know theirs."""
    assert reading.file.Root.MarkInfo.Marked
    assert all(glyph.mark is not None for glyph in reading.glyphs)
    in_text = [g for g in reading.untagged if g.top > 19]
    assert squeeze("".join(g.text for g in in_text)) == squeeze(expected.verification)
    assert [b.text for b in reading.blocks if b.tag == "H1"] == [expected.kind]
    elements = list(walk(reading.file.Root.StructTreeRoot.K[0]))
    for element in elements:
        if element.S == "/Table":
            kinds = {str(part.S) for part in walk(element)}
            assert {"/THead", "/TBody", "/TH", "/TD"} <= kinds, kinds
        if element.S == "/TD":
            assert len(element.A.Headers) == element.A.get("/ColSpan", 1)
    tables = sum(element.S == "/Table" for element in elements)
    assert tables >= len(expected.tables)
