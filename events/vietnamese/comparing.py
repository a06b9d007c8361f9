"""Two texts as one, word by word."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WORDS = re.compile(r"\S+\s*|\s+")
_MOST = 4_000_000  # pairs of words; what is longer stands whole beside the other


@dataclass(frozen=True)
class Piece:
    """A part of a text: kept, taken out or put in."""

    text: str
    kind: str  # "", "del" or "ins"


def compared(old: str, new: str) -> Iterator[Piece]:
    """Yield what both texts say, in the order of reading: by lines, and by words within these."""
    last = ""
    for piece in _pieces(old, new):
        if piece.kind != "del":
            last = piece.text
            yield piece
            continue
        # what was taken out clings neither to the word before it nor to that behind it
        before = "" if not last or last[-1].isspace() else " "
        behind = "" if piece.text[-1].isspace() else " "
        yield Piece(f"{before}{piece.text}{behind}", "del")


def _pieces(old: str, new: str) -> Iterator[Piece]:
    lines = (text.splitlines(keepends=True) for text in (old, new))
    for a, b, is_same in _matched(*lines):
        if is_same:
            yield Piece("".join(b), "")
        else:
            yield from _by_words("".join(a), "".join(b))


def _by_words(old: str, new: str) -> Iterator[Piece]:
    first, second = _WORDS.findall(old), _WORDS.findall(new)
    is_long = len(first) * len(second) > _MOST
    for a, b, is_same in [(first, second, False)] if is_long else _matched(first, second):
        if is_same:
            yield Piece("".join(b), "")
            continue
        if a:
            yield Piece("".join(a), "del")
        if b:
            yield Piece("".join(b), "ins")


def _matched(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str], bool]]:
    """Yield parts of both, and whether they are the same but for the spaces around them."""
    first, second = ([part.strip() for part in text] for text in (old, new))
    for tag, a, b, c, d in difflib.SequenceMatcher(None, first, second, False).get_opcodes():
        yield old[a:b], new[c:d], tag == "equal"
