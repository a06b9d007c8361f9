"""Which signs the fonts of the papers can draw.

They are four faces of Tinos. What is typed to be printed is compared with them where it is typed
(`events.fields`, `events.validators`), where it is saved, and before a paper is issued.
"""

import functools
import unicodedata
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from events.vietnamese.text import WORD_BULLETS

# Joiners, soft hyphens, direction marks: nobody sees them, but they stay in the PDF's text.
_INVISIBLE = [0xAD, 0x34F, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F)]
_INVISIBLE += [*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF]
_SPACES = [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]
_MENDED = {**dict.fromkeys(_INVISIBLE, None), **dict.fromkeys(_SPACES, " "), **WORD_BULLETS}
_TO_MEND = frozenset(map(chr, _MENDED))
_LAYOUT = frozenset("\t\n\r")
# what nearly every text consists of: for these nobody need open the fonts
USUAL = frozenset(
    map(chr, [*range(0x20, 0x7F), *range(0xC0, 0x180), 0x1A0, 0x1A1, 0x1AF, 0x1B0])
) | frozenset(map(chr, [*range(0x1EA0, 0x1EFA), *map(ord, "–—‘’“”…•°§«»")]))
_AT_ONCE = USUAL | _LAYOUT


class Face(NamedTuple):
    """One style of the family."""

    folder: str
    weight: str
    style: str

    @property
    def path(self) -> Path:
        """Return where npm puts the file."""
        folder = Path(settings.PAPER_FONTS_DIR) / "tinos" / self.folder
        return folder / f"Tinos_{self.folder}.ttf"

    @property
    def url(self) -> str:
        """Return the address for the style sheet."""
        return self.path.resolve().as_uri()


FACES = (
    Face("400Regular", "normal", "normal"),
    Face("400Regular_Italic", "normal", "italic"),
    Face("700Bold", "bold", "normal"),
    Face("700Bold_Italic", "bold", "italic"),
)


def letters_of(path: Path) -> frozenset[str]:
    """Return the characters that a font file can draw."""
    from fontTools.ttLib import (
        TTFont,
    )  # slow to import, and not needed by most processes

    with path.open("rb") as file, TTFont(file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@functools.cache
def letters() -> frozenset[str]:
    """Return the characters that all four faces can draw; read once per process."""
    return frozenset.intersection(*(letters_of(face.path) for face in FACES))


def mended(text: str) -> str:
    """Return a text as it is printed: without what nobody sees, plain spaces, real bullets."""
    return text if _TO_MEND.isdisjoint(text) else text.translate(_MENDED)


def missing_glyphs(text: str) -> list[str]:
    """Return the signs of a text that our fonts cannot draw, each once, in their order."""
    if _AT_ONCE.issuperset(text):
        return []
    printed = unicodedata.normalize("NFC", mended(text))
    if _AT_ONCE.issuperset(printed):
        return []
    known = letters()
    return list(
        dict.fromkeys(sign for sign in printed if sign not in known and sign not in _LAYOUT)
    )
