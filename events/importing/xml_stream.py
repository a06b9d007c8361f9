"""XML of offices, read as a stream: what was seen is thrown away, and nothing may grow."""

from collections.abc import Iterator
from typing import IO, Any
from xml.etree import ElementTree

from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

from events.importing.sheets import too_large

MOST_DEPTH = 200
MOST_INSIDE = 100_000  # elements in one line: a sheet has 16,384 columns
MOST_KEPT = 1_048_576  # whole elements: so many lines has a sheet of Excel
MOST_SEEN = 2_500_000  # in one part; a sheet drawn to its end has a million lines


def elements(
    source: IO[bytes], kept: set[str], marked: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Any]]:
    """Yield ("end", element) for elements of the kinds `kept`, whole, and ("start" or "end",
    element) for those of the kinds `marked`, without what they hold.

    Raises `Unreadable` where the part is made to fill the memory.
    """
    _refuse_declarations(source)
    open_ones: list[Any] = []
    inside = 0  # how deep in an element that is kept
    count = seen = whole = 0
    for event, element in ElementTree.iterparse(source, events=("start", "end")):  # noqa: S314
        if event == "start":
            seen += 1
            open_ones.append(element)
            if inside or element.tag in kept:
                inside += 1
                count += 1
            elif element.tag in marked:
                yield event, element
            if len(open_ones) > MOST_DEPTH or count > MOST_INSIDE or seen > MOST_SEEN:
                raise too_large()
            continue
        open_ones.pop()
        if inside:
            inside -= 1
            if inside:
                continue
            count = 0
            whole += 1
            if whole > MOST_KEPT:
                raise too_large()
            yield event, element
        elif element.tag in marked:
            yield event, element
        if open_ones:
            open_ones[-1].remove(element)


def _refuse_declarations(source: IO[bytes]) -> None:
    """Refuse types and entities, which can only be declared before the first element.

    The parser that looks for them is slow; what has none is safe for the fast one.
    """
    next(iter(iterparse(source, events=("start",), forbid_dtd=True)))
    source.seek(0)
