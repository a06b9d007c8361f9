"""The letters of the papers: four full faces of Tinos, which has the widths of Times New Roman.

The system's fonts are never asked: another machine would print other letters, and the subset
fonts made for the web print wrong ones.
"""

import functools
import hashlib
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

# The family's name is our own, so that a Tinos installed on the machine is not taken.
FAMILY = "Tinos Papers"


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


@functools.cache
def digests() -> str:
    """Return what tells these font files from others; read once per process."""
    return " ".join(hashlib.sha256(face.path.read_bytes()).hexdigest() for face in FACES)


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
