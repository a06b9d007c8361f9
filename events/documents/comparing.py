"""One revision of a PDF beside the one before it: was it signed, or changed?

Both are walked object by object from the root. Whatever a reader can reach must be the same, except
for what signing needs; that is named here and looked at piece by piece.
"""

from collections.abc import Iterable, Set
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NumberObject,
    Reference,
    StreamObject,
    TextStringObject,
)
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification

from events.documents import said
from events.documents.reading import at

# what may differ
CATALOG = {"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"}
FORM = {"/Fields", "/SigFlags", "/DR", "/DA"}  # fonts and the like are for fields with text
SIGNED = {"/V", "/AP", "/F", "/Ff", "/M", "/DA", "/MK", "/Lock", "/Type"}
ADDED = SIGNED | {"/Subtype", "/FT", "/T", "/TU", "/Rect", "/P", "/SV"}
STORE = {"/Type", "/VRI", "/Certs", "/CRLs", "/OCSPs"}  # of certificates, for later validation
QUIET = 2 | 4 | 64 | 128 | 512  # flags: hidden, printed, read only, locked (ISO 32000-1, 12.5.3)
TOLERANCE = 0.5  # points

Pairs = Iterable[tuple[Any, Any]]


class Changed(SuspiciousModification):
    """A revision holds something else than signatures; its text is for who looks for the cause."""


class DrawnOutside(Changed):
    """A signature was drawn where the paper has no place for one."""


class Comparison:
    """A revision (counted from 0) and the one before it."""

    def __init__(self, reader: PdfFileReader, number: int) -> None:
        self.old = reader.get_historical_resolver(number - 1)
        self.new = reader.get_historical_resolver(number)
        self.fields = _fields(self.old)
        self.fields_now = _fields(self.new)
        self._places = {id(field) for field in self.fields.values()}

    def signed(self) -> set[str]:
        """Return the names of the fields that were signed. Raises `Changed`.

        What it raises besides, for files that cannot be read, counts as not judged.
        """
        self._check_catalog()
        signed = set()
        for reference, field in self.fields_now.items():
            before = self.fields.get(reference)
            if before is None:
                self._check_added(field)
            if "/V" in field and (before is None or "/V" not in before):
                self._check_value(field)
                signed.add(str(field["/T"]))
        self._walk()
        return signed

    def _check_catalog(self) -> None:
        """Check what is not walked: at most what signing adds to the catalog."""
        old, new = self.old.root, self.new.root
        if "/Encrypt" in self.new.trailer_view:
            raise Changed("encrypted")
        if not said.is_same(self.old, self.new):
            raise Changed("title or author")
        if set(at(new, "/Perms", {})) - set(at(old, "/Perms", {})) - {"/DocMDP"}:
            raise Changed("permissions")
        if set(at(new, "/DSS", {})) - STORE:
            raise Changed("store of certificates")
        names = [str(field["/T"]) for field in self.fields_now.values()]
        if len(names) != len(set(names)) or not self.fields.keys() <= self.fields_now.keys():
            raise Changed("fields")

    def _check_added(self, field: DictionaryObject) -> None:
        """Check a field that was not there: one for a signature, and without anything to press."""
        if not field.keys() <= ADDED or at(field, "/FT") != "/Sig":
            raise Changed("field")
        if at(field, "/Subtype", "/Widget") != "/Widget":
            raise Changed("annotation")
        self._check_looks(field)

    def _check_value(self, field: DictionaryObject) -> None:
        """Check that a signature is new, and not that of another field."""
        value = _reference(field.raw_get("/V"))
        if value is None or not self.old.is_ref_unassignable(value):
            raise Changed("signature of before")
        others = [_reference(one.raw_get("/V")) for one in self.fields_now.values() if "/V" in one]
        if others.count(value) > 1:
            raise Changed("signature of another field")
        if at(field["/V"], "/Type") == "/DocTimeStamp" and not _is_nothing(field):
            raise Changed("time stamp that looks like a signature")

    def _check_looks(self, field: DictionaryObject) -> None:
        """Check how a signature shows itself: by forms, which readers clip to its rectangle."""
        if int(at(field, "/F", 0)) & ~QUIET:
            raise Changed("flags")
        for key in at(field, "/AP", {}):
            form = field["/AP"][key]
            if key not in ("/N", "/R", "/D") or not isinstance(form, StreamObject):
                raise Changed("appearance")
            if "/V" not in field and form.data.strip():
                raise Changed("picture of a signature")
            left, bottom, right, top = map(float, at(form, "/BBox", [0] * 4))
            if left == right or bottom == top:  # nothing that could be clipped to
                raise Changed("bounds of an appearance")

    def _walk(self) -> None:
        """Compare everything that can be reached."""
        form = at(self.old.root, "/AcroForm", {}), at(self.new.root, "/AcroForm", {})
        pairs = [(self.old.root, self.new.root), *_items(*form, FORM)]
        pairs += [(self.fields[one], self.fields_now[one]) for one in self.fields]
        seen = set()
        while pairs:
            one, other = pairs.pop()
            if _reference(one) in self.fields and _reference(one) != _reference(other):
                raise Changed("another field in its place")
            one, other = one.get_object(), other.get_object()
            if isinstance(one, DictionaryObject | ArrayObject):
                if (id(one), id(other)) not in seen:
                    seen.add((id(one), id(other)))
                    pairs += self._parts(one, other)
            elif not _is_same(one, other):
                raise Changed(f"{type(one).__name__}")

    def _parts(self, one: Any, other: Any) -> Pairs:
        """Return the parts of two objects that must be the same."""
        if type(one) is not type(other):
            raise Changed("kind of object")
        if isinstance(one, ArrayObject):
            return _elements(one, other)
        if one is self.old.root:
            if other is not self.new.root:
                raise Changed("root")
            return _items(one, other, CATALOG)
        if id(one) in self._places:
            return self._field(one, other)
        if at(one, "/Type") == "/Page":
            return [*_items(one, other, {"/Annots"}), *self._annotations(one, other)]
        if isinstance(one, StreamObject) and one.encoded_data != other.encoded_data:
            raise Changed("stream")
        return _items(one, other)

    def _field(self, one: DictionaryObject, other: DictionaryObject) -> Pairs:
        """Return what must be the same in a field for a signature; it may be signed once."""
        if "/V" in one or "/V" not in other:
            return _items(one, other)
        self._check_looks(other)
        return _items(one, other, SIGNED)

    def _annotations(self, one: DictionaryObject, other: DictionaryObject) -> Pairs:
        """Return what must be the same on a page; only signatures in its places may be added."""
        before = list(at(one, "/Annots", []))
        here = {_reference(annotation) for annotation in before}
        places = [_box(field) for reference, field in self.fields.items() if reference in here]
        kept = []
        for annotation in at(other, "/Annots", []):
            reference = _reference(annotation)
            if reference is None or reference in self.fields or reference not in self.fields_now:
                kept.append(annotation)
                continue
            field = self.fields_now[reference]
            if not _is_nothing(field) and not any(_within(_box(field), box) for box in places):
                raise DrawnOutside("signature outside of its place")
        return _elements(before, kept)


def _fields(resolver: HistoricalResolver) -> dict[Reference, DictionaryObject]:
    """Return the fields of a revision, which must be plain ones: no groups, no parts."""
    found = {}
    for one in at(at(resolver.root, "/AcroForm", {}), "/Fields", []):
        reference, field = _reference(one), one.get_object()
        if reference is None or not isinstance(field, DictionaryObject):
            raise Changed("field")
        if {"/Kids", "/Parent"} & field.keys() or "/T" not in field:
            raise Changed("group of fields")
        found[reference] = field
    return found


def _items(one: Any, other: Any, besides: Set[str] = frozenset()) -> list[tuple[Any, Any]]:
    """Return the values of two dictionaries side by side; they must have the same keys."""
    keys = one.keys() - besides
    if keys != other.keys() - besides:
        raise Changed("keys")
    return [(one.raw_get(key), other.raw_get(key)) for key in keys]


def _elements(one: list[Any], other: list[Any]) -> list[tuple[Any, Any]]:
    if len(one) != len(other):
        raise Changed("length")
    return list(zip(list(one), list(other), strict=True))


def _is_same(one: Any, other: Any) -> bool:
    """Return whether two values are the same; texts and numbers have two ways to be written."""
    texts, numbers = (TextStringObject, ByteStringObject), (NumberObject, FloatObject)
    if isinstance(one, texts):
        return isinstance(other, texts) and one.original_bytes == other.original_bytes
    if isinstance(one, numbers):
        return isinstance(other, numbers) and one == other
    return type(one) is type(other) and bool(one == other)


def _reference(item: Any) -> Reference | None:
    return item.reference if isinstance(item, IndirectObject) else None


def _box(field: DictionaryObject) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of a field in points; zeros where it has no place."""
    left, bottom, right, top = map(float, at(field, "/Rect", [0] * 4))
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _is_nothing(field: DictionaryObject) -> bool:
    left, bottom, right, top = _box(field)
    return left == right and bottom == top


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return (
        inner[0] >= outer[0] - TOLERANCE
        and inner[1] >= outer[1] - TOLERANCE
        and inner[2] <= outer[2] + TOLERANCE
        and inner[3] <= outer[3] + TOLERANCE
    )
