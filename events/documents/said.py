"""What a PDF says about itself: readers show its title and author, so they may not change.

Programs that sign note their own name and the hour there, which is nobody's concern.
"""

import io
from typing import Any

from pyhanko.pdf_utils.metadata.model import NS
from pyhanko.pdf_utils.metadata.xmp_xml import parse_xmp
from pyhanko.pdf_utils.reader import HistoricalResolver

from events.documents.reading import at

SHOWN = ("/Title", "/Author", "/Subject", "/Keywords")
SPACES = {NS["dc"], NS["pdfaid"], NS["pdfuaid"]}
NAMES = {(NS["pdf"], "Keywords")}
FORMAT = (NS["dc"], "format")  # application/pdf, which some add


def is_same(old: HistoricalResolver, new: HistoricalResolver) -> bool:
    """Return whether two revisions say the same; raises where that cannot be read."""
    return _information(old) == _information(new) and _metadata(old) == _metadata(new)


def _information(revision: HistoricalResolver) -> list[str]:
    information = at(revision.trailer_view, "/Info", {})
    return [str(at(information, key, "")) for key in SHOWN]


def _metadata(revision: HistoricalResolver) -> dict[Any, Any]:
    stream = at(revision.root, "/Metadata")
    if stream is None:
        return {}
    return {
        (name.ns, name.local_name): value
        for description in parse_xmp(io.BytesIO(stream.data))
        for name, value in description
        if (name.ns in SPACES or (name.ns, name.local_name) in NAMES)
        and (name.ns, name.local_name) != FORMAT
    }
