"""The text of a paper as a whole: its end mark and the numbers of its headings."""

import re
from collections.abc import Iterable

# The cells of one line or table row of a paper; a part is a list of them.
Rows = list[list[str]]

END = "./."
_HEADING = re.compile(r"(?P<number>\d+(?:\.\d+)*)(?P<rest>[.)].*)", re.DOTALL)


def close(*parts: Rows) -> None:
    """Put the end mark at the last words of all parts, and nowhere else.

    The author may have typed it at a sentence that stands elsewhere by now.
    """
    rows = [row for part in parts for row in part]
    for row in rows:
        row[:] = [re.sub(r"[.;,:\s]*\./\.$", ".", cell) for cell in row]
    for row in reversed(rows):
        for index in reversed(range(len(row))):
            if row[index].strip():
                row[index] = re.sub(r"[.;,:/\s]*$", "", row[index]) + END
                return


def renumber(headings: Iterable[tuple[str, bool]]) -> list[str]:
    """Return the headings, their numbers lowered where one before was left out.

    Each comes with whether it stays; one that does not becomes "".
    `("2.3. A", False), ("2.4. B", True)` gives `["", "2.3. B"]`.
    """
    left_out: list[list[int]] = []
    texts = []
    for heading, stays in headings:
        match = _HEADING.fullmatch(heading)
        number = [int(part) for part in match["number"].split(".")] if match else []
        if not stays:
            left_out.append(number)
            texts.append("")
        elif match:
            texts.append(".".join(map(str, _lowered(number, left_out))) + match["rest"])
        else:
            texts.append(heading)
    return texts


def _lowered(number: list[int], left_out: list[list[int]]) -> list[int]:
    lowered = list(number)
    for gone in filter(None, left_out):
        depth = len(gone) - 1
        if number[:depth] == gone[:depth] and len(number) > depth and number[depth] > gone[depth]:
            lowered[depth] -= 1
    return lowered
