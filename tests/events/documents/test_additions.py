"""What may follow an issued file: signatures by anybody in any order, and nothing else."""

import datetime
import io
import itertools
import re
import struct
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from events.documents import renderer
from events.documents.findings import Finding
from events.documents.signatures import judge
from tests.signing import Person, altered, signed, time_stamped

NOW = datetime.datetime(2030, 2, 1, 5, tzinfo=datetime.UTC)
FIELDS = ("ChuKy1", "ChuKy2", "ChuKy3")
PAPER = """<html lang="vi"><head><title>Biên bản</title><style>
body { font-family: Tinos } .signature { height: 80pt; width: 200pt }</style></head>
<body><p><a href="https://thu.example/">Hỗ trợ</a> 500.000.000 đồng</p>
<div class="signature" id="signature-1"></div><div class="signature" id="signature-2"></div>
<p style="break-before: page">Trang hai</p><div class="signature" id="signature-3"></div>
</body></html>"""

Change = Callable[[IncrementalPdfFileWriter], None]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(scope="module")
def issued() -> bytes:
    return renderer.final(PAPER)


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return [Person(f"Người {letter}", f"Cơ quan {letter}") for letter in "ABCD"]


@pytest.fixture(scope="module")
def once(issued, people) -> bytes:
    """The paper with one signature."""
    return signed(issued, people[0], picture=True)


def reasons(issued: bytes, copy: bytes) -> list[Finding]:
    return judge(issued, copy).reasons


# who may sign, and in which order


@pytest.mark.parametrize("order", list(itertools.permutations(FIELDS)))
def test_three_parties_sign_in_any_order(issued, people, order):
    copy = issued
    for person, field in zip(people, order, strict=False):
        copy = signed(copy, person, field, picture=field == "ChuKy2")

    judgement = judge(issued, copy)

    assert judgement.genuine
    assert [one.signer for one in judgement.signatures] == ["Người A", "Người B", "Người C"]


def seal(issued: bytes, number: int = 0) -> tuple[float, float, float, float]:
    """Return a box at the left of the place of a signature."""
    reader = PdfFileReader(io.BytesIO(issued))
    place = reader.root["/AcroForm"]["/Fields"][number]["/Rect"]
    left, bottom, _right, top = map(float, place)
    return (left, bottom + 5, left + 70, top)


def test_body_signs_beside_the_person(issued, people):
    """The body's seal covers a part of the person's signature (Nghị định 30, 8.2.h)."""
    box = seal(issued)
    for first, second in (
        ({"field": "ChuKy1"}, {"field": "ConDau", "box": box, "picture": True}),
        ({"field": "ConDau", "box": box, "picture": True}, {"field": "ChuKy1"}),
        ({"field": "ChuKy1", "picture": True}, {"field": "KhongHien"}),
        ({"field": "KhongHien"}, {"field": "ChuKy2"}),
    ):
        copy = signed(signed(issued, people[0], **first), people[1], **second)
        both = signed(signed(copy, people[2], "ChuKy3"), people[3], "KhongHien2")
        for made, count in ((copy, 2), (both, 4)):
            judgement = judge(issued, made)
            assert judgement.genuine, (first, second, judgement)
            assert len(judgement.signatures) == count


def test_what_signing_for_the_long_term_adds_is_allowed(issued, people):
    stamper = Person("Dấu thời gian", stamps=True)
    pades = {"subfilter": SigSeedSubFilter.PADES}
    copy = time_stamped(signed(issued, people[0], **pades), stamper)
    copy = time_stamped(signed(copy, people[1], "ChuKy2", **pades), stamper)

    judgement = judge(issued, copy)

    assert judgement.genuine
    assert [one.signer for one in judgement.signatures] == ["Người A", "Người B"]


def test_signature_that_forbids_more_is_broken_by_more(issued, people):
    locked = signed(issued, people[0], "KhongHien", locks=True)
    certified = signed(issued, people[0], certify=True, docmdp_permissions=MDPPerm.FILL_FORMS)

    assert reasons(issued, signed(certified, people[1], "ChuKy2")) == []
    assert reasons(issued, locked) == []
    assert reasons(issued, signed(locked, people[1])) == [Finding.CHANGED_AFTER]


# what may not be added


def page_of(writer: IncrementalPdfFileWriter, number: int = 0) -> DictionaryObject:
    page = writer.root["/Pages"]["/Kids"][number]
    writer.update_container(page)
    return page


def field_of(writer: IncrementalPdfFileWriter, number: int = 0) -> DictionaryObject:
    field = writer.root["/AcroForm"]["/Fields"][number]
    writer.update_container(field)
    return field


def names(**entries: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def numbers(*values: float) -> ArrayObject:
    return ArrayObject(generic.FloatObject(value) for value in values)


def drawing(what: bytes = b"1 g 60 700 300 60 re f", box: Any = (0, 0, 200, 80)) -> StreamObject:
    form = names(
        Type=NameObject("/XObject"), Subtype=NameObject("/Form"), BBox=numbers(*box),
        Resources=names(),
    )  # fmt: skip
    return StreamObject(form, stream_data=what)


def rotate(writer: IncrementalPdfFileWriter) -> None:
    page_of(writer)["/Rotate"] = generic.NumberObject(180)


def crop(writer: IncrementalPdfFileWriter) -> None:
    page_of(writer, 1)["/CropBox"] = numbers(0, 400, 300, 700)


def draw_over(writer: IncrementalPdfFileWriter) -> None:
    page = page_of(writer)
    more = writer.add_object(drawing())
    page["/Contents"] = ArrayObject([page.raw_get("/Contents"), more])


def rewrite_content(writer: IncrementalPdfFileWriter) -> None:
    content = page_of(writer)["/Contents"]
    content._data = content.data.replace(b"BT", b"BT 3 Tr", 1)
    content._encoded_data = None
    writer.update_container(content)


def swap_font(writer: IncrementalPdfFileWriter) -> None:
    fonts = page_of(writer)["/Resources"]["/Font"]
    writer.update_container(fonts)
    for key in fonts:
        fonts[key] = names(
            Type=NameObject("/Font"), Subtype=NameObject("/Type1"),
            BaseFont=NameObject("/Helvetica"),
        )  # fmt: skip


def annotate(writer: IncrementalPdfFileWriter, kind: str = "/Stamp", **more: Any) -> None:
    page = page_of(writer)
    annotation = names(
        Type=NameObject("/Annot"), Subtype=NameObject(kind), Rect=numbers(60, 700, 300, 760),
        F=generic.NumberObject(4), AP=names(N=writer.add_object(drawing())), **more,
    )  # fmt: skip
    page["/Annots"] = ArrayObject([*page["/Annots"], writer.add_object(annotation)])


def write_on(writer: IncrementalPdfFileWriter) -> None:
    annotate(writer, "/FreeText", DA=generic.TextStringObject("/Helv 0 Tf"))


def fill_in(writer: IncrementalPdfFileWriter) -> None:
    more = {"FT": NameObject("/Tx"), "T": generic.pdf_string("SoTien")}
    annotate(writer, "/Widget", **more)
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(list(page_of(writer)["/Annots"])[-1])
    writer.update_container(fields)


def move_link(writer: IncrementalPdfFileWriter) -> None:
    link = next(one for one in page_of(writer)["/Annots"] if "/A" in one.get_object()).get_object()
    link["/A"]["/URI"] = generic.pdf_string("https://gia.example/")
    writer.update_container(link)


def add_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    copied = DictionaryObject(page_of(writer, 1))
    pages["/Kids"].append(writer.add_object(copied))
    pages["/Count"] = generic.NumberObject(3)
    writer.update_container(pages)


def swap_pages(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"].reverse()
    writer.update_container(pages)


def rename_title(writer: IncrementalPdfFileWriter) -> None:
    writer.set_info(names(Title=generic.pdf_string("Quyết định")))


def rename_in_metadata(writer: IncrementalPdfFileWriter) -> None:
    said = writer.root.raw_get("/Metadata").get_object()
    text = said.data.replace("Biên bản".encode(), "Quyết định".encode())
    assert text != said.data
    more = names(Type=NameObject("/Metadata"), Subtype=NameObject("/XML"))
    writer.root["/Metadata"] = writer.add_object(StreamObject(more, stream_data=text))
    writer.update_root()


def open_something(writer: IncrementalPdfFileWriter) -> None:
    action = names(S=NameObject("/URI"), URI=generic.pdf_string("https://gia.example/"))
    writer.root["/OpenAction"] = writer.add_object(action)
    writer.update_root()


def attach(writer: IncrementalPdfFileWriter) -> None:
    files = names(Names=ArrayObject([generic.pdf_string("a"), writer.add_object(names())]))
    writer.root["/Names"] = names(EmbeddedFiles=files)
    writer.update_root()


def hide_layers(writer: IncrementalPdfFileWriter) -> None:
    layer = writer.add_object(names(Type=NameObject("/OCG"), Name=generic.pdf_string("x")))
    off = names(OFF=ArrayObject([layer]))
    writer.root["/OCProperties"] = names(OCGs=ArrayObject([layer]), D=off)
    writer.update_root()


def need_appearances(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    form["/NeedAppearances"] = generic.BooleanObject(True)
    writer.update_container(form)


def rename_field(writer: IncrementalPdfFileWriter) -> None:
    field_of(writer, 2)["/T"] = generic.pdf_string("ChuKy9")


def enlarge_field(writer: IncrementalPdfFileWriter) -> None:
    field_of(writer, 2)["/Rect"] = numbers(0, 0, 595, 842)


def act_on_field(writer: IncrementalPdfFileWriter) -> None:
    action = names(S=NameObject("/URI"), URI=generic.pdf_string("https://gia.example/"))
    field_of(writer, 2)["/A"] = action


def picture_without_signature(writer: IncrementalPdfFileWriter) -> None:
    field_of(writer, 2)["/AP"] = names(N=writer.add_object(drawing()))


def repeat_field(writer: IncrementalPdfFileWriter) -> None:
    page, field = page_of(writer), writer.root["/AcroForm"]["/Fields"].raw_get(2)
    page["/Annots"] = ArrayObject([*page["/Annots"], field])


def empty_visible_field(writer: IncrementalPdfFileWriter) -> None:
    more = {"FT": NameObject("/Sig"), "T": generic.pdf_string("ChuKy4")}
    annotate(writer, "/Widget", **more)
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(list(page_of(writer)["/Annots"])[-1])
    writer.update_container(fields)


def add_field(writer: IncrementalPdfFileWriter, **more: Any) -> None:
    """Add a field for a signature that has no place on the page."""
    field = names(
        Type=NameObject("/Annot"), Subtype=NameObject("/Widget"), FT=NameObject("/Sig"),
        T=generic.pdf_string("ChuKy4"), Rect=numbers(0, 0, 0, 0), **more,
    )  # fmt: skip
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(writer.add_object(field))
    writer.update_container(fields)


def field_that_turns_with_the_page(writer: IncrementalPdfFileWriter) -> None:
    add_field(writer, F=generic.NumberObject(4 | 16))


def field_without_bounds(writer: IncrementalPdfFileWriter) -> None:
    form = drawing(b"", (0, 0, 200, 0))
    add_field(writer, AP=names(N=writer.add_object(form)))


def remove_field(writer: IncrementalPdfFileWriter) -> None:
    fields = writer.root["/AcroForm"]["/Fields"]
    del fields[2]
    writer.update_container(fields)


def say_otherwise(writer: IncrementalPdfFileWriter) -> None:
    tags = writer.root["/StructTreeRoot"]
    first = tags["/K"][0] if isinstance(tags["/K"], ArrayObject) else tags["/K"]
    first["/ActualText"] = generic.pdf_string("050.000.000")
    writer.update_container(first)


CHANGES: list[Change] = [
    rotate, crop, draw_over, rewrite_content, swap_font, annotate, write_on, fill_in, move_link,
    add_page, swap_pages, rename_title, rename_in_metadata, open_something, attach, hide_layers,
    need_appearances, rename_field, enlarge_field, act_on_field, picture_without_signature,
    repeat_field, empty_visible_field, field_that_turns_with_the_page, field_without_bounds,
    remove_field, say_otherwise,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_else_is_added_is_told(issued, once, people, change):
    """Before the first signature, and between two of them."""
    before = judge(issued, signed(altered(issued, change), people[0]))
    between = judge(issued, signed(altered(once, change), people[1], "ChuKy2"))

    for judgement in (before, between):
        assert {Finding.CHANGED, Finding.OUTSIDE} & set(judgement.findings)
    assert before.signatures[0].findings == ()  # it signs what was changed
    assert between.signatures[0].findings == (Finding.CHANGED_AFTER,)
    assert between.signatures[1].findings == ()


def test_what_is_added_after_the_last_signature_is_told(issued, once):
    for change in (rotate, draw_over, annotate):
        judgement = judge(issued, altered(once, change))
        assert judgement.findings == (Finding.CHANGED,)
        assert judgement.signatures[0].findings == (Finding.CHANGED_AFTER,)


def test_what_is_changed_in_the_revision_of_a_signature_is_told(issued, once, people):
    for change in (draw_over, annotate, enlarge_field, picture_without_signature, rename_title):
        for copy in (
            signed(issued, people[0], meanwhile=change),
            signed(once, people[1], "ChuKy2", meanwhile=change),
        ):
            assert judge(issued, copy).findings == (Finding.CHANGED,), change


def test_empty_field_that_shows_nothing_may_be_added(issued, people):
    assert reasons(issued, signed(altered(issued, add_field), people[0])) == []


def test_what_was_added_and_taken_back_is_told(issued, people):
    """What readers showed in between is gone from the last revision."""
    copy = signed(altered(issued, rotate), people[0])

    def back(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer)
        del page["/Rotate"]

    copy = signed(altered(copy, back), people[1], "ChuKy2")

    assert judge(issued, copy).findings == (Finding.CHANGED,)


def test_signature_over_the_text_is_told(issued, people):
    """Whether it stands at the side of its place, on another page, or covers everything."""
    for box, page in (
        ((60, 700, 300, 780), 0),
        ((0, 0, 595, 842), 0),
        ((70, 600, 70, 700), 0),
        (seal(issued, 1), 1),
    ):
        copy = signed(issued, people[0], "Them", box=box, page=page, picture=True)
        assert reasons(issued, copy) == [Finding.OUTSIDE], (box, page)


def test_other_looks_of_a_signature_after_signing_are_told(issued, once, people):

    def redraw(writer: IncrementalPdfFileWriter) -> None:
        field_of(writer)["/AP"] = names(N=writer.add_object(drawing()))

    def take_away(writer: IncrementalPdfFileWriter) -> None:
        del field_of(writer)["/V"]

    for change in (redraw, take_away):
        copy = signed(altered(once, change), people[1], "ChuKy2")
        assert Finding.CHANGED in judge(issued, copy).findings, change


def test_signature_that_is_none_is_told(issued, once):
    """A picture of a signature with the value of another one, of nobody, or of a clock."""

    def borrow(writer: IncrementalPdfFileWriter) -> None:
        field = field_of(writer, 1)
        field["/V"] = field_of(writer).raw_get("/V")
        field["/AP"] = names(N=writer.add_object(drawing()))

    def copy_value(writer: IncrementalPdfFileWriter) -> None:
        field = field_of(writer, 1)
        field["/V"] = writer.add_object(DictionaryObject(field_of(writer)["/V"]))
        field["/AP"] = names(N=writer.add_object(drawing()))

    def invent(writer: IncrementalPdfFileWriter) -> None:
        field = field_of(writer, 1)
        field["/V"] = writer.add_object(
            names(Type=NameObject("/Sig"), SubFilter=NameObject("/x"), ByteRange=numbers(0, 1))
        )
        field["/AP"] = names(N=writer.add_object(drawing()))

    for change in (borrow, copy_value, invent):
        assert judge(issued, altered(once, change)).reasons, change
    stamper = Person("Dấu thời gian", stamps=True)
    assert reasons(issued, time_stamped(once, stamper)) == []
    assert Finding.CHANGED in reasons(issued, time_stamped(once, stamper, "ChuKy2"))


def test_each_object_of_the_paper_is_guarded(issued, people):
    """Whatever of it is nothing any more is missed, also what holds other objects."""
    reader = PdfFileReader(io.BytesIO(issued))
    hidden = signed(issued, people[0], "KhongHien")
    # the writer makes these anew
    told = {reader.root_ref, reader.root.raw_get("/Metadata").reference}
    told.add(reader.trailer.raw_get("/Info").reference)
    for reference in reader.xrefs.explicit_refs_in_revision(0) - told:

        def empty(writer: IncrementalPdfFileWriter, number: int = reference.idnum) -> None:
            writer.objects[0, number] = generic.NullObject()

        assert reasons(issued, altered(hidden, empty)), reference


def test_other_container_of_the_same_objects_is_told(issued, once):
    """The table of before points into it, so they change without being named."""
    reader = PdfFileReader(io.BytesIO(issued))
    (container,) = reader.xrefs.object_streams_used_in(0)

    def swap(writer: IncrementalPdfFileWriter) -> None:
        old = container.get_object()
        entries = {key: old.raw_get(key) for key in ("/Type", "/N", "/First")}
        data = old.data.replace(b"/MediaBox", b"/CropBox ")
        assert data != old.data
        writer.objects[0, container.idnum] = StreamObject(entries, stream_data=data)

    assert Finding.CHANGED in judge(issued, altered(once, swap)).findings


def revision(content: bytes, *entries: tuple[int, int, int]) -> bytes:
    """Append a revision by hand: for each entry (number, kind, generation) an empty object.

    Kinds of an entry (ISO 32000-1, 7.5.8): 0 is free, 1 an object at an offset.
    """
    previous = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    root = PdfFileReader(io.BytesIO(content)).root_ref.idnum
    rows = []
    for number, kind, generation in entries:
        rows.append(struct.pack(">BIH", kind, len(content), generation))
        if kind:
            content += b"%d %d obj\n<< >>\nendobj\n" % (number, generation)
    index = b" ".join(b"%d 1" % number for number, _kind, _generation in entries)
    table = b"900 0 obj\n<< /Type /XRef /W [1 4 2] /Size 901 /Root %d 0 R /Prev %d /Index [%s]"
    table %= (root, previous, index)
    data = b"".join(rows)
    table += b" /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(data), data)
    return content + table + b"startxref\n%d\n%%%%EOF\n" % len(content)


def test_tables_that_readers_could_read_otherwise_are_told(issued, once):
    """Two entries for one object, another generation, an object set free."""
    number = PdfFileReader(io.BytesIO(issued)).root["/Pages"]["/Kids"].raw_get(0).idnum
    assert reasons(issued, revision(once, (800, 1, 0))) == []

    for entries in (
        [(800, 1, 0), (800, 1, 0)],
        [(number, 1, 1)],
        [(number, 0, 0)],
        [(number, 0, 1)],
    ):
        assert reasons(issued, revision(once, *entries)), entries


def test_endless_revisions_are_not_followed(issued, once):
    copy = once
    for _number in range(60):
        copy = altered(copy, lambda writer: writer.set_info(names()))

    assert Finding.CHANGED in reasons(issued, copy)


def test_objects_that_no_revision_names_are_told(issued, once, people):
    """Readers that mend files find them."""
    hidden = b"\n5 0 obj\n<< /Type /Page >>\nendobj\n"
    for copy in (
        signed(issued + hidden, people[0]),
        once + hidden,
        once + hidden + b"%%EOF\n",
        once + b"%PDF-1.7 " + hidden + b"%%EOF",
        signed(once + hidden, people[1], "ChuKy2"),
    ):
        assert set(judge(issued, copy).findings) & {Finding.CHANGED, Finding.UNREADABLE}
    assert reasons(issued, once + b"\r\n") == []


def test_signature_of_a_part_proves_nothing(issued, people):
    """Its range leaves out more than the place where it stands, or ends before its revision."""
    copy = signed(issued, people[0])
    start, first, second, rest = map(int, re.findall(rb"/ByteRange \[(.*?)\]", copy)[0].split())
    for other in ((start, first - 2, second, rest), (start, first, second + 2, rest - 2)):
        told = b"/ByteRange [%s]" % b" ".join(b"%d" % number for number in other)
        old = re.findall(rb"/ByteRange \[.*?\]", copy)[0]
        forged = copy.replace(old, told.ljust(len(old)))
        assert len(forged) == len(copy)
        assert Finding.BROKEN in reasons(issued, forged)


def test_one_changed_byte_breaks_the_signature_of_another_paper(issued, people):
    copy = bytearray(signed(issued, people[0]))
    copy[len(issued) // 2] ^= 1

    assert reasons(issued, bytes(copy))[0] in (Finding.OTHER_PAPER, Finding.UNREADABLE)
    assert Finding.OTHER_PAPER in reasons(issued[:-1] + b"\r", signed(issued, people[0]))
