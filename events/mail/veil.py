"""What opens something by itself is taken out of a text that only tells what was said."""

import re

# the secret of a link, and a code as `K7MP-2QXA` (no code holds a 0 or a 1, so no years)
LINK = re.compile(r"(/(?:dang-ky|moi|nhiem-vu|xem-truoc)/)[\w-]{8,}")
CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")
VEIL = "••••"


def veiled(text: str) -> str:
    """Return the text with its secret links and codes made unreadable."""
    return CODE.sub(VEIL, LINK.sub(rf"\1{VEIL}", text))
