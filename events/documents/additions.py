"""What was added to a PDF: signatures and what they need, or something else.

A program that signs appends a revision and leaves the bytes before it as they are; so does one that
draws over a sum of money. Therefore each revision is walked beside the one before it, object by
object from the root: whatever a reader can reach must be the same, except for what is named here.
"""

import re
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
from pyhanko.sign.diff_analysis import (
    DiffPolicy,
    DiffResult,
    ModificationLevel,
    SuspiciousModification,
)
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

from events.documents import said
from events.documents.said import at

# keys that may differ, and are looked at one by one
CATALOG = {"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"}
FORM = {"/Fields", "/SigFlags", "/DR", "/DA"}  # resources and fonts are for fields with text
SIGNED = {"/V", "/AP", "/F", "/Ff", "/M", "/DA", "/Lock", "/Type"}
ADDED = SIGNED | {"/Subtype", "/FT", "/T", "/TU", "/Rect", "/P", "/MK", "/SV"}
STORE = {"/Type", "/VRI", "/Certs", "/CRLs", "/OCSPs"}  # of certificates, for later validation
QUIET_FLAGS = 2 | 4 | 64 | 128 | 512  # hidden, printed, read only, locked (ISO 32000-1, 12.5.3)
TOLERANCE = 0.5  # points
MOST_REVISIONS = 50
SPACE = rb"[\0\t\n\f\r ]"
HEAD_OF_OBJECT = re.compile(rb"(?<!\d)\d+" + SPACE + rb"+\d+" + SPACE + rb"+obj")
END = re.compile(rb"%%EOF" + SPACE + rb"*\Z")


class Changed(SuspiciousModification):
    """A revision holds something else than signatures."""


class DrawnOutside(Changed):
    """A signature was drawn where the paper has no place for one."""


class OnlySignatures(DiffPolicy):
    """The rule of this portal for pyHanko: what may follow what was signed, or issued.

    For one reader: each revision is compared once, however many signatures ask.
    """

    def __init__(self, reader: PdfFileReader) -> None:
        self.reader = reader
        self._results: dict[int, set[str] | Changed] = {}

    def check(self, first: int) -> set[str]:
        """Return the names of the fields that were signed in the revisions from `first` on.

        Raises `Changed` for a revision that adds something else.
        """
        if self.reader.xrefs.total_revisions - first > MOST_REVISIONS:
            raise Changed("too many revisions")
        signed: set[str] = set()
        for number in range(first, self.reader.xrefs.total_revisions):
            if number not in self._results:
                try:
                    self._results[number] = _Step(self.reader, number).signed()
                except Changed as error:
                    self._results[number] = error
            result = self._results[number]
            if isinstance(result, Changed):
                raise result
            signed |= result
        return signed

    def apply(self, *args: Any, **kwargs: Any) -> DiffResult:
        """Not asked for: `review_file` looks at all revisions."""
        raise NotImplementedError

    def review_file(
        self,
        reader: PdfFileReader,
        base_revision: int | HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult | SuspiciousModification:
        """Judge what follows a signed revision; it may itself forbid to sign further fields."""
        base = base_revision if isinstance(base_revision, int) else base_revision.revision
        try:
            signed = self.check(base + 1)
        except Changed as error:
            return error
        if field_mdp_spec and any(map(field_mdp_spec.is_locked, signed)):
            return Changed("a locked field was signed")
        level = ModificationLevel.FORM_FILLING if signed else ModificationLevel.LTA_UPDATES
        return DiffResult(level, signed)


def check_bytes(content: bytes, reader: PdfFileReader, first: int, start: int) -> None:
    """Raise `Changed` where the bytes from `start` on hold objects that their revisions, from
    `first` on, do not name: a reader that mends files would find them.
    """
    xrefs = reader.xrefs
    named = set()
    for number in range(first, xrefs.total_revisions):
        named.add(xrefs.get_startxref_for_revision(number))  # a table may be an object itself
        for reference in xrefs.explicit_refs_in_revision(number):
            named.add(xrefs.get_historical_ref(reference, number))
    found = {match.start() for match in HEAD_OF_OBJECT.finditer(content, start)}
    if not found <= named or not END.search(content):
        raise Changed("bytes that no revision names")


class _Step:
    """One revision beside the one before it."""

    def __init__(self, reader: PdfFileReader, number: int) -> None:
        self.old = reader.get_historical_resolver(number - 1)
        self.new = reader.get_historical_resolver(number)
        self.fields = _fields(self.old)
        self.fields_now = _fields(self.new)

    def signed(self) -> set[str]:
        """Return the names of the fields that were signed. Raises `Changed`."""
        trailer = self.new.trailer_view
        if "/Encrypt" in trailer:
            raise Changed("encrypted")
        if not said.is_same(self.old, self.new):
            raise Changed("title")
        self._catalog()
        signed = set()
        for reference, field in self.fields_now.items():
            before = self.fields.get(reference)
            if before is None:
                self._added(field)
            if "/V" in field and (before is None or "/V" not in before):
                self._value(field)
                signed.add(str(field["/T"]))
        self._walk()
        return signed

    def _catalog(self) -> None:
        """Check what the catalog may have of its own."""
        old, new = self.old.root, self.new.root
        if set(at(new, "/Perms", {})) - set(at(old, "/Perms", {})) - {"/DocMDP"}:
            raise Changed("permissions")
        if set(at(new, "/DSS", {})) - STORE:
            raise Changed("store of certificates")
        names = [str(field["/T"]) for field in self.fields_now.values()]
        if len(names) != len(set(names)) or not self.fields.keys() <= self.fields_now.keys():
            raise Changed("fields")

    def _added(self, field: DictionaryObject) -> None:
        """Check a field that was not there: for a signature, and without anything to press."""
        if not field.keys() <= ADDED or at(field, "/FT") != "/Sig":
            raise Changed("field")
        if at(field, "/Subtype", "/Widget") != "/Widget":
            raise Changed("annotation")
        self._looks(field)

    def _value(self, field: DictionaryObject) -> None:
        """Check that a signature is new, and not that of another field."""
        value = _reference(field.raw_get("/V"))
        if value is None or not self.old.is_ref_unassignable(value):
            raise Changed("signature of before")
        if [_reference(one.raw_get("/V")) for one in self.fields_now.values() if "/V" in one].count(
            value
        ) > 1:
            raise Changed("signature of another field")
        if at(field["/V"], "/Type") == "/DocTimeStamp" and not _is_nothing(field):
            raise Changed("time stamp that looks like a signature")

    def _looks(self, field: DictionaryObject) -> None:
        """Check how a new signature shows itself: by forms, which are clipped to its rectangle."""
        if int(at(field, "/F", 0)) & ~QUIET_FLAGS:
            raise Changed("flags")
        for key, form in at(field, "/AP", {}).items():
            form = form.get_object()
            if key not in ("/N", "/R", "/D") or not isinstance(form, StreamObject):
                raise Changed("appearance")
            if "/V" not in field and form.data.strip():
                raise Changed("picture of a signature")
            left, bottom, right, top = map(float, form["/BBox"])
            if left == right or bottom == top:  # nothing that could be clipped to
                raise Changed("bounds of an appearance")

    def _walk(self) -> None:
        """Compare everything that can be reached."""
        pairs: list[tuple[Any, Any]] = [(self.old.root, self.new.root)]
        form = at(self.old.root, "/AcroForm", {}), at(self.new.root, "/AcroForm", {})
        pairs += _items(*form, FORM)
        pairs += [(self.fields[one], self.fields_now[one]) for one in self.fields]
        roots = (id(self.old.root), id(self.new.root))
        places = {id(field): one for one, field in self.fields.items()}
        seen = set()
        while pairs:
            one, other = pairs.pop()
            if _reference(one) in self.fields and _reference(one) != _reference(other):
                raise Changed("another field in its place")
            one, other = one.get_object(), other.get_object()
            if not isinstance(one, DictionaryObject | ArrayObject):
                if not _is_same(one, other):
                    raise Changed(f"{type(one).__name__}")
                continue
            if (id(one), id(other)) in seen:
                continue
            seen.add((id(one), id(other)))
            if type(one) is not type(other):
                raise Changed("kind of object")
            if isinstance(one, ArrayObject):
                if len(one) != len(other):
                    raise Changed("length")
                pairs += zip(list(one), list(other), strict=True)
            elif id(one) == roots[0]:
                if id(other) != roots[1]:
                    raise Changed("root")
                pairs += _items(one, other, CATALOG)
            elif id(one) in places:
                pairs += self._field(one, other)
            elif at(one, "/Type") == "/Page":
                pairs += _items(one, other, {"/Annots"})
                pairs += self._annotations(one, other)
            else:
                if isinstance(one, StreamObject) and one.encoded_data != other.encoded_data:
                    raise Changed("stream")
                pairs += _items(one, other)

    def _field(self, one: DictionaryObject, other: DictionaryObject) -> list[tuple[Any, Any]]:
        """Return what must be the same in a field for a signature; it may be signed once."""
        if "/V" in one or "/V" not in other:
            return _items(one, other)
        self._looks(other)
        return _items(one, other, SIGNED)

    def _annotations(self, one: DictionaryObject, other: DictionaryObject) -> list[tuple[Any, Any]]:
        """Return what must be the same on a page; only signatures in their places may be added."""
        before, after = list(at(one, "/Annots", [])), list(at(other, "/Annots", []))
        here = {_reference(annotation) for annotation in before}
        places = [_box(self.fields[one]) for one in here if one in self.fields]
        kept = []
        for annotation in after:
            field = self.fields_now.get(_reference(annotation))
            if field is None or _reference(annotation) in self.fields:
                kept.append(annotation)
            elif not _is_nothing(field) and not any(_within(_box(field), box) for box in places):
                raise DrawnOutside("signature outside of its place")
        if len(kept) != len(before):
            raise Changed("annotations")
        return list(zip(before, kept, strict=True))


def _fields(resolver: HistoricalResolver) -> dict[Reference, DictionaryObject]:
    """Return the fields of a revision, which must be plain ones: no groups, no parts."""
    form = at(resolver.root, "/AcroForm", {})
    found = {}
    for one in at(form, "/Fields", []):
        reference, field = _reference(one), one.get_object()
        if reference is None or not isinstance(field, DictionaryObject):
            raise Changed("field")
        if {"/Kids", "/Parent"} & field.keys() or "/T" not in field:
            raise Changed("group of fields")
        found[reference] = field
    return found


def _items(one: Any, other: Any, besides: set[str] = frozenset()) -> list[tuple[Any, Any]]:  # type: ignore[assignment]
    """Return the values of two dictionaries side by side; they must have the same keys."""
    keys = one.keys() - besides
    if keys != other.keys() - besides:
        raise Changed("keys")
    return [(one.raw_get(key), other.raw_get(key)) for key in keys]


def _is_same(one: Any, other: Any) -> bool:
    texts, numbers = (TextStringObject, ByteStringObject), (NumberObject, FloatObject)
    if isinstance(one, texts):
        return isinstance(other, texts) and one.original_bytes == other.original_bytes
    if isinstance(one, numbers):
        return isinstance(other, numbers) and one == other
    return type(one) is type(other) and bool(one == other)


def _reference(item: Any) -> Reference | None:
    return item.reference if isinstance(item, IndirectObject) else None


def _box(field: Any) -> list[float]:
    """Return left, bottom, right, top of a field in points; zeros where it has no place."""
    first, second, third, fourth = map(float, at(field, "/Rect", [0] * 4))
    return [min(first, third), min(second, fourth), max(first, third), max(second, fourth)]


def _is_nothing(field: Any) -> bool:
    left, bottom, right, top = _box(field)
    return left == right and bottom == top


def _within(inner: list[float], outer: list[float]) -> bool:
    return (
        inner[0] >= outer[0] - TOLERANCE
        and inner[1] >= outer[1] - TOLERANCE
        and inner[2] <= outer[2] + TOLERANCE
        and inner[3] <= outer[3] + TOLERANCE
    )
