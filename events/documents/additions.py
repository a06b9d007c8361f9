"""What was added to a PDF behind what was issued or signed: signatures, or something else.

A program that signs appends a revision and leaves the bytes before it as they are; so does one that
draws over a sum of money. Therefore each revision is compared with the one before it.
"""

import re
from typing import Any

from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    DiffPolicy,
    DiffResult,
    ModificationLevel,
    SuspiciousModification,
)
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

from events.documents.comparing import Changed, Comparison
from events.documents.reading import Reader

MOST_REVISIONS = 50
SPACE = rb"[\0\t\n\f\r ]"
HEAD_OF_OBJECT = re.compile(rb"(?<!\d)\d+" + SPACE + rb"+\d+" + SPACE + rb"+obj")
END = re.compile(rb"%%EOF" + SPACE + rb"*\Z")


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
                    self._results[number] = Comparison(self.reader, number).signed()
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


def check_file(content: bytes, reader: Reader, first: int, start: int) -> None:
    """Raise `Changed` where readers could disagree about what is in the revisions from `first` on.

    They begin at byte `start`. Walking sees what our reader sees; others mend files, take the first
    of two entries, or do not care for generations.
    """
    xrefs = reader.xrefs
    named: set[Any] = set()
    for number in range(first, xrefs.total_revisions):
        references = xrefs.explicit_refs_in_revision(number)
        if xrefs.get_xref_data(number).freed or any(one.generation for one in references):
            raise Changed("freed objects")
        older = [xrefs.object_streams_used_in(earlier) for earlier in range(number)]
        if references & set().union(*older):
            raise Changed("another container for objects of before")
        if reader.has_doubles(number):
            raise Changed("two entries for one object")
        named.add(xrefs.get_startxref_for_revision(number))  # a table may be an object itself
        named |= {xrefs.get_historical_ref(one, number) for one in references}
    found = {match.start() for match in HEAD_OF_OBJECT.finditer(content, start)}
    if not found <= named or not END.search(content):
        raise Changed("bytes that no revision names")
