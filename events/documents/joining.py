"""PDF files one after the other in one file, in little memory however many they are.

A library that joins keeps every object of the result in memory, some 1,400 bytes each, and a
tagged page has a hundred of them. Here a part is written as soon as it comes and forgotten. The
parts are those of `engine`: tagged, unsigned, without forms. The trees of tags become one, so the
result is as readable to a screen reader as the parts; language, title and the mark of PDF/UA are
those of the first part. Names of places inside a part are left out, for no link leads there.
"""

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Any, BinaryIO

import pikepdf
from pikepdf import Name

CATALOG, PAGES, TAGS, TAGGED_DOCUMENT, PARENTS, OUTLINES = range(1, 7)  # numbers of objects
PACKED = 200  # objects that are compressed together
_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
# Strings are matched as well, so that nothing in them is taken for a reference.
_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|\b(\d+) 0 R\b", re.DOTALL)


def join(parts: Iterable[BinaryIO], target: IO[bytes]) -> int:
    """Write the parts as one PDF; return the number of pages, 0 where nothing came.

    The same parts give the same bytes.

    ISO 32000-1, 7.5.7 (object streams), 7.5.8 (cross-reference streams), 14.7 (tags).
    """
    file = _Writer(target)
    joint = _Joint(file)
    for part in parts:
        with pikepdf.open(part) as pdf:
            joint.add(pdf)
    if joint.pages:
        joint.finish()
    return len(joint.pages)


class _Writer:
    """Objects of a PDF, written as they come; where each stands is remembered in 7 bytes."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.place, self.digest = target, 0, hashlib.md5(usedforsecurity=False)
        self.next = OUTLINES + 1
        self.places = bytearray(7 * self.next)  # per object: 1 kind, 4 place, 2 index
        self.packed: list[tuple[int, bytes]] = []
        self._write(_HEAD)

    def new(self, count: int = 1) -> int:
        """Return the first of so many fresh numbers."""
        first = self.next
        self.next += count
        self.places += bytes(7 * count)
        return first

    def add(self, number: int, content: bytes) -> None:
        """Write an object that is no stream."""
        self.packed.append((number, content))
        if len(self.packed) == PACKED:
            self._pack()

    def stream(self, number: int, entries: bytes, content: bytes) -> None:
        """Write a stream; `entries` are those of its dictionary."""
        self._note(number, 1, self.place, 0)
        self._write(b"%d 0 obj\n<< %s >>\nstream\n" % (number, entries))
        self._write(content)
        self._write(b"\nendstream\nendobj\n")

    def finish(self, entries: bytes) -> None:
        """Write the table of all objects; `entries` are those of the trailer."""
        self._pack()
        place, number = self.place, self.new()
        self._note(number, 1, place, 0)
        table = zlib.compress(bytes(self.places))
        identity = self.digest.hexdigest().encode()
        more = b"/Type /XRef /Size %d /W [1 4 2] /ID [<%s> <%s>] /Filter /FlateDecode /Length %d"
        more %= (self.next, identity, identity, len(table))
        self.stream(number, more + b" " + entries, table)
        self._write(b"startxref\n%d\n%%%%EOF\n" % place)

    def _pack(self) -> None:
        if not self.packed:
            return
        number, heads, body = self.new(), b"", b""
        for index, (own, content) in enumerate(self.packed):
            self._note(own, 2, number, index)
            heads += b"%d %d " % (own, len(body))
            body += content + b"\n"
        packed = zlib.compress(heads + body)
        entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d"
        self.stream(number, entries % (len(self.packed), len(heads), len(packed)), packed)
        self.packed = []

    def _note(self, number: int, kind: int, place: int, index: int) -> None:
        entry = bytes([kind]) + place.to_bytes(4, "big") + index.to_bytes(2, "big")
        self.places[7 * number : 7 * number + 7] = entry

    def _write(self, content: bytes) -> None:
        self.target.write(content)
        self.digest.update(content)
        self.place += len(content)


class _Joint:
    """What the parts have in common, gathered until the last has come."""

    def __init__(self, file: _Writer) -> None:
        self.file = file
        self.pages: list[bytes] = []
        self.tags: list[bytes] = []  # below the one element that stands for the document
        self.parents: list[bytes] = []  # by page or link: the tags of what is drawn there
        self.keys = 0
        self.outlines: list[bytes] = []
        self.catalog = self.tags_root = self.document = self.info = b""

    def add(self, pdf: pikepdf.Pdf) -> None:
        """Write a part, and gather from it."""
        root = pdf.Root
        document = root.StructTreeRoot.K[0]
        shared = {
            _number(root): CATALOG,
            _number(root.Pages): PAGES,
            _number(root.StructTreeRoot): TAGS,
            _number(document): TAGGED_DOCUMENT,
            _number(root.StructTreeRoot.ParentTree): PARENTS,
        }
        outlines = []
        if "/Outlines" in root:
            shared[_number(root.Outlines)] = OUTLINES
            outlines = list(_outlines(root.Outlines))
        left_out = {*shared, *map(_number, outlines)}
        others = [own for own in pdf.objects if _stays(own) and _number(own) not in left_out]
        first = self.file.new(len(others))
        numbers = shared | {_number(own): first + n for n, own in enumerate(others)}
        self._number_tags(pdf)
        for own in others:
            self._copy(own, numbers)
        self.pages += [_text(page.obj, numbers) for page in pdf.pages]
        self.tags += [_text(tag, numbers) for tag in document.K]
        nums = root.StructTreeRoot.ParentTree.Nums
        for n in range(0, len(nums), 2):
            self.parents.append(b"%d %s" % (int(nums[n]) + self.keys, _text(nums[n + 1], numbers)))
        self.keys += 1 + max((int(nums[n]) for n in range(0, len(nums), 2)), default=-1)
        self.outlines += [
            b"/Title %s /Dest %s" % (_text(one.Title, numbers), _text(one.Dest, numbers))
            for one in outlines
        ]
        if not self.catalog:
            self._begin(pdf, numbers)

    def _begin(self, pdf: pikepdf.Pdf, numbers: dict[int, int]) -> None:
        for name in ("/Names", "/Outlines"):
            if name in pdf.Root:
                del pdf.Root[name]
        self.catalog = _text(pdf.Root, numbers, resolved=True)[:-2]
        self.info = _text(pdf.trailer.Info, numbers)

    def _number_tags(self, pdf: pikepdf.Pdf) -> None:
        """Let pages and links find their tags among those of all parts."""
        for page in pdf.pages:
            page.obj.StructParents = int(page.obj.StructParents) + self.keys
            for link in page.obj.get("/Annots", []):
                if "/StructParent" in link:
                    link.StructParent = int(link.StructParent) + self.keys

    def _copy(self, own: pikepdf.Object, numbers: dict[int, int]) -> None:
        number = numbers[_number(own)]
        if not isinstance(own, pikepdf.Stream):
            self.file.add(number, _text(own, numbers, resolved=True))
            return
        content = own.read_raw_bytes()
        entries: Any = pikepdf.Dictionary(dict(own.stream_dict))
        entries.Length = len(content)
        self.file.stream(number, _text(entries, numbers, resolved=True)[2:-2], content)

    def finish(self) -> None:
        """Write what was gathered."""
        add = self.file.add
        outline = b""
        if self.outlines:
            self._write_outlines()
            outline = b" /Outlines %d 0 R" % OUTLINES
        pages = b"<< /Type /Pages /Count %d /Kids [ %s ] >>"
        add(PAGES, pages % (len(self.pages), b" ".join(self.pages)))
        add(CATALOG, self.catalog + outline + b" >>")
        add(
            TAGS,
            b"<< /Type /StructTreeRoot /K [ %d 0 R ] /ParentTree %d 0 R /ParentTreeNextKey %d >>"
            % (TAGGED_DOCUMENT, PARENTS, self.keys),
        )
        document = b"<< /Type /StructElem /S /Document /P %d 0 R /K [ %s ] >>"
        add(TAGGED_DOCUMENT, document % (TAGS, b" ".join(self.tags)))
        add(PARENTS, b"<< /Nums [ %s ] >>" % b" ".join(self.parents))
        self.file.finish(b"/Root %d 0 R /Info %s" % (CATALOG, self.info))

    def _write_outlines(self) -> None:
        count = len(self.outlines)
        first = self.file.new(count)
        last = first + count - 1
        for number, entry in enumerate(self.outlines, start=first):
            entry += b" /Parent %d 0 R" % OUTLINES
            if number > first:
                entry += b" /Prev %d 0 R" % (number - 1)
            if number < last:
                entry += b" /Next %d 0 R" % (number + 1)
            self.file.add(number, b"<< %s >>" % entry)
        self.file.add(
            OUTLINES, b"<< /Count %d /First %d 0 R /Last %d 0 R >>" % (count, first, last)
        )


def _number(own: pikepdf.Object) -> int:
    return own.objgen[0]


def _stays(own: pikepdf.Object) -> bool:
    """Leave out what only packed the objects of the part, and numbers that nothing has."""
    if own is None or isinstance(own, pikepdf.Stream):
        return own is not None and own.get("/Type") not in (Name.ObjStm, Name.XRef)
    return True


def _outlines(above: Any) -> Iterator[Any]:
    """Yield the entries of the table of contents, all levels one after the other."""
    entry = above.get("/First")
    while entry is not None:
        yield entry
        yield from _outlines(entry)
        entry = entry.get("/Next")


def _text(own: Any, numbers: dict[int, int], *, resolved: bool = False) -> bytes:
    """Return an object as it is written, with the numbers of the whole."""

    def renumber(match: re.Match[bytes]) -> bytes:
        return match[0] if match[1] is None else b"%d 0 R" % numbers[int(match[1])]

    return _REFERENCE.sub(renumber, own.unparse(resolved=resolved))
