"""How signed copies are read: strictly, and without reading the same thing for every object."""

import io
from typing import Any

from pyhanko.pdf_utils.generic import (
    IndirectObject,
    NullObject,
    PdfObject,
    Reference,
    StreamObject,
    read_object,
)
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import read_object_header


class Reader(PdfFileReader):
    """pyHanko's strict reader; the table of a container of objects is read once.

    Its own method reads that table anew for each object, which made most of the time of a
    judgement.
    """

    def __init__(self, content: bytes) -> None:
        self._containers: dict[int, tuple[bytes, int, list[int]]] = {}
        super().__init__(io.BytesIO(content))

    def has_doubles(self, revision: int) -> bool:
        """Return whether the table of a revision (counted from 0), a stream, has an object twice.

        The last entry counts here, with others the first.
        """
        place = self.xrefs.get_xref_container_info(revision)
        if place.stream_ref is None:
            return False
        self.stream.seek(place.start_location)
        read_object_header(self.stream, strict=True)
        table = StreamObject.read_from_stream(self.stream, place.stream_ref)
        ranges = list(map(int, table["/Index"] if "/Index" in table else (0, table["/Size"])))
        pairs = zip(ranges[::2], ranges[1::2], strict=True)
        numbers = [number for first, count in pairs for number in range(first, first + count)]
        return len(numbers) != len(set(numbers))

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> PdfObject:
        """Return an object of a container (ISO 32000-1, 7.5.7)."""
        if stmnum not in self._containers:
            container = Reference(stmnum, 0, self).get_object()
            if not isinstance(container, StreamObject) or container["/Type"] != "/ObjStm":
                raise PdfStrictReadError("Not a container of objects")
            data, first = container.data, int(container["/First"])
            self._containers[stmnum] = data, first, list(map(int, data[:first].split()))
        data, first, table = self._containers[stmnum]
        if not 0 <= idx < len(table) // 2 or table[2 * idx] != idnum:
            raise PdfStrictReadError("Object is in another place of its container")
        stream = io.BytesIO(data)
        stream.seek(first + table[2 * idx + 1])
        found = read_object(stream, Reference(idnum, 0, self))
        if isinstance(found, StreamObject | IndirectObject):
            raise PdfStrictReadError("Object that may not be in a container")
        return found


def at(dictionary: Any, key: str, default: Any = None) -> Any:
    """Return a value of a PDF's dictionary, with what a reference points to in its place."""
    if key not in dictionary:
        return default
    value = dictionary.raw_get(key).get_object()  # [] would read metadata as another kind
    return default if isinstance(value, NullObject) else value
