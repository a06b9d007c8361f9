"""Quotation marks that are missing: without one, a cell goes on over the lines that follow it."""

import csv
from collections import Counter

from django.utils.translation import gettext as _

from events.importing.sheets import Unreadable


class Open(csv.Error):
    """A cell goes on over lines that are no rows of the table either."""


def rows_of(
    cells: list[str], lines: list[str], separator: str, before: Counter[int]
) -> list[list[str]] | None:
    """Return the rows that a row on several lines has swallowed; None where it is a sound one.

    `before` counts how many cells the rows above have. A cell may hold ends of lines; but its mark
    must close it, and what stands behind such an end is no row. Raises `Open` where the lines,
    each read for itself, are no rows of the table either.
    """
    singly = [_one_line(line, separator) for line in lines]
    usual = _usual(before + Counter(map(len, singly)))
    is_sound = is_well_formed(lines, separator)
    if is_sound and not any(holds_row(cell, separator, usual) for cell in cells):
        return None
    # of two columns also a sentence with a comma makes a row
    if any(len(row) != usual for row in singly if any(row)) or (is_sound and usual < 3):
        raise Open
    return singly


def mark_is_missing(number: int) -> Unreadable:
    """Return the answer to a file in which nobody can tell where a cell ends."""
    return Unreadable(
        _(
            "A quotation mark is missing in line %(line)d, so that the lines below it run into one "
            "cell. Write the mark, or remove it, or save the original list as .xlsx; then choose "
            "the file again."
        )
        % {"line": number}
    )


def is_well_formed(lines: list[str], separator: str) -> bool:
    """Return whether each mark on these lines opens or closes a cell, or is doubled."""
    try:
        list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        return False
    return True


def holds_row(cell: str, separator: str, usual: int) -> bool:
    """Return whether a line of a cell, but its first, has nearly as many parts as a row.

    Behind a comma of a sentence stands a space; no program writes one between cells.
    """
    _first, *others = cell.splitlines()[:1000] or [""]
    most = max((line.count(separator) - line.count(f"{separator} ") for line in others), default=0)
    return most >= max(usual - (2 if usual > 3 else 1), 1)


def _usual(widths: Counter[int]) -> int:
    """Return how many cells most rows have; titles above a table have one."""
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    return (wide or widths or Counter([1])).most_common(1)[0][0]


def _one_line(line: str, separator: str) -> list[str]:
    """Return the cells of a line; a mark without its other one is none."""
    line = line.rstrip("\r\n")
    if line.count('"') % 2:
        cells = csv.reader([line], delimiter=separator, quoting=csv.QUOTE_NONE)
        return [cell.strip('"') for cell in next(cells, [])]
    return next(csv.reader([line], delimiter=separator), [])
