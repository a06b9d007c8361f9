"""What a text field stores: NFC, single spaces, nothing invisible."""

import re
import unicodedata

# Invisible characters that Unicode does not class as "format": joiners, fillers and
# variation selectors. Two texts that look the same must be the same. The last ones are no
# characters at all, and no feed or calendar can hold them.
_FILLERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef"
    "\ufdd0-\ufdef\ufffe\uffff]"
)
_INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cs"}
# what no program shows, or each shows something else; U+FFFD is what is left of a broken letter
_UNKNOWN_CATEGORIES = {"Cn", "Co"}
_BROKEN = "\ufffd"
_BLANKS = set("\t\n\x0b\x0c\r\x85")  # control signs that only part words and lines

# Word writes the bullets of its fonts Symbol and Wingdings as private letters, which no other font
# has. Each becomes the sign that it shows, or a dash where the fonts of our papers lack that.
WORD_BULLETS = {
    0xF02D: "-",  # Symbol: minus
    0xF06C: "●",
    0xF06E: "■",
    0xF06F: "□",
    0xF071: "□",
    0xF076: "-",  # four diamonds
    0xF09F: "•",
    0xF0A7: "▪",
    0xF0A8: "○",
    0xF0AE: "→",  # Symbol: arrow
    0xF0B0: "°",  # Symbol: degree
    0xF0B7: "•",
    0xF0D8: "►",
    0xF0E0: "→",
    0xF0E8: "→",
    0xF0F0: "→",
    0xF0FB: "-",  # cross
    0xF0FC: "-",  # tick
    0xF0FE: "-",  # box with a tick
}


def clean(text: str) -> str:
    """One line as it is stored: NFC, stripped, single spaces, newlines turned into spaces.

    Control, zero-width and bidirectional characters, soft hyphens and lone surrogates are
    removed, the private letters by which Word writes its bullets become bullets; everything else
    stays as typed. Idempotent.
    """
    # The final NFC comes after the removal: a zero-width character between a letter and
    # its mark would keep the two apart.
    return unicodedata.normalize("NFC", " ".join(_visible(text).split()))


def clean_lines(text: str) -> str:
    r"""Several lines as they are stored: each as in `clean`, joined by ``\n``.

    Every kind of line end counts (Windows, old Mac, Unicode separators). Paragraphs stay
    apart by at most one empty line; empty lines at both ends are removed. Idempotent.
    """
    joined = "\n".join(clean(line) for line in text.splitlines())
    return re.sub("\n{3,}", "\n\n", joined).strip("\n")


def clean_markdown(text: str) -> str:
    r"""Several lines as they are stored, with the spaces at their beginnings, which mean something.

    A tab there is four spaces; spaces at ends of lines go (a break is written as a backslash).
    Otherwise as `clean_lines`. Idempotent.
    """
    lines = []
    for line in text.splitlines():
        typed = line.expandtabs(4)
        indent = len(typed) - len(typed.lstrip(" "))
        lines.append(" " * indent + clean(typed) if clean(typed) else "")
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def has_hidden_signs(text: str) -> bool:
    """Return whether a text holds what nobody sees or knows: `without_hidden_signs` takes it out.

    Signs of control, joiners, marks of direction, private, unassigned and broken letters. Spaces of
    any kind, tabs and ends of lines are none: to make single spaces of them changes nothing.
    """
    return without_hidden_signs(text) != text


def without_hidden_signs(text: str) -> str:
    """Return a text without what nobody sees or knows; all else as typed. Idempotent."""
    if text.isprintable():  # nothing of those categories
        return text if text.isascii() else _FILLERS.sub("", text.replace(_BROKEN, ""))
    return _FILLERS.sub("", "".join(char for char in text if not _is_hidden(char)))


def _is_hidden(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cc":
        return char not in _BLANKS
    return category in _INVISIBLE_CATEGORIES | _UNKNOWN_CATEGORIES or char == _BROKEN


def _visible(text: str) -> str:
    if not text.isprintable():
        text = "".join(
            char
            for char in text
            if char.isspace() or unicodedata.category(char) not in _INVISIBLE_CATEGORIES
        )
        text = text.translate(WORD_BULLETS)
    return text if text.isascii() else _FILLERS.sub("", text)
