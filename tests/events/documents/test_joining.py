"""Parts of a file become one file that is read as if it had been made at once."""

import io
from typing import Any

import pikepdf

from events.documents import engine, fonts, joining, renderer
from tests.papers import Reading

STYLE = "".join(
    f'@font-face {{ font-family: "{fonts.FAMILY}"; src: url("{face.url}"); '
    f"font-weight: {face.weight}; font-style: {face.style}; }}"
    for face in fonts.FACES
)
TRAP = "Paper (12 0 R) \\ 3 0 R"  # a text that looks as a reference between objects does
PAGES = [
    f"<h1>{TRAP}</h1><p>Một</p><h2>Mục nhỏ</h2><p>Bảng</p>",
    '<h1>Hai</h1><p>Xem <a href="https://doimoisangtao.example/">trang này</a></p>',
    "<h1>Ba</h1><table><thead><tr><th>Cột</th></tr></thead><tbody><tr><td>Ô</td></tr></tbody>"
    "</table>",
    "<p>Không có đề mục</p>",
]


def html(body: str) -> str:
    head = f"<title>Tệp thử</title><style>{STYLE} html {{ font-family: '{fonts.FAMILY}' }}</style>"
    page = f'<!DOCTYPE html><html lang="vi"><head>{head}</head><body>{body}</body></html>'
    return renderer.drawable(page)


def part(*bodies: str) -> bytes:
    return engine.write_part([lambda pages, body=body: html(body) for body in bodies])[0]


def joined(*parts: bytes) -> bytes:
    file = io.BytesIO()
    joining.join(map(io.BytesIO, parts), file)
    return file.getvalue()


def blocks(content: bytes) -> list[tuple[str, str, int]]:
    return [(block.tag, block.text, block.glyphs[0].page) for block in Reading(content).blocks]


def contents(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as outline:
        return [item.title for item in outline.root]


def test_joined_parts_are_read_as_the_same_papers_at_once() -> None:
    whole = part(*PAGES)

    content = joined(part(*PAGES[:2]), part(PAGES[2]), part(PAGES[3]))

    assert blocks(content) == blocks(whole)
    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.open(io.BytesIO(whole)) as other:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 4
        assert contents(pdf) == [TRAP, "Mục nhỏ", "Hai", "Ba"]
        for name in ("/Lang", "/MarkInfo", "/ViewerPreferences"):
            assert pdf.Root[name] == other.Root[name]
        assert pdf.Root.Metadata.read_bytes() == other.Root.Metadata.read_bytes()
        assert dict(pdf.docinfo) == dict(other.docinfo)


def test_links_are_found_among_the_tags_of_all_parts() -> None:
    with pikepdf.open(io.BytesIO(joined(*map(part, PAGES)))) as pdf:
        nums = pdf.Root.StructTreeRoot.ParentTree.Nums
        keys = [int(nums[n]) for n in range(0, len(nums), 2)]
        (link,) = pdf.pages[1].obj.Annots

        assert keys == list(range(5))  # four pages and a link
        assert link.A.URI == "https://doimoisangtao.example/"
        tag = nums[2 * keys.index(int(link.StructParent)) + 1]
        assert pikepdf.Name.Link == tag.S
        assert tag.Pg.objgen == pdf.pages[1].obj.objgen


def test_entries_of_the_contents_lead_to_their_pages() -> None:
    with pikepdf.open(io.BytesIO(joined(*map(part, PAGES)))) as pdf:
        with pdf.open_outline() as outline:
            found: Any = [pikepdf.Page(item.destination[0]).index for item in outline.root]

        assert found == [0, 0, 1, 2]


def test_same_parts_give_the_same_bytes() -> None:
    one, other = part(PAGES[0]), part(PAGES[1])

    assert joined(one, other) == joined(one, other)
    assert joined(one, other) != joined(other, one)


def test_many_objects_are_packed_into_several_streams() -> None:
    rows = "".join(f"<tr><td>Ô {n}</td></tr>" for n in range(joining.PACKED))

    content = joined(part(f"<table>{rows}</table>"), part(PAGES[0]))

    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.check_pdf_syntax() == []
    cells = [text for tag, text, _page in blocks(content) if tag == "TD"]
    assert cells == [f"Ô {n}" for n in range(joining.PACKED)]


def test_nothing_is_joined_to_nothing() -> None:
    file = io.BytesIO()

    assert joining.join([], file) == 0
