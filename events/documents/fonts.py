"""The letters of the papers: four full faces of Tinos, which has the widths of Times New Roman.

The system's fonts are never asked: another machine would print other letters, and the subset
fonts made for the web print wrong ones. What they can draw tells `events.glyphs`.
"""

import functools
import hashlib

from events.glyphs import FACES, letters_of, mended, missing_glyphs

__all__ = ["FACES", "FAMILY", "digests", "letters_of", "mended", "missing_glyphs"]

# The family's name is our own, so that a Tinos installed on the machine is not taken.
FAMILY = "Tinos Papers"


@functools.cache
def digests() -> str:
    """Return what tells these font files from others; read once per process."""
    return " ".join(hashlib.sha256(face.path.read_bytes()).hexdigest() for face in FACES)
