"""Letters that a program has lost: what a wrong encoding leaves of Vietnamese texts."""

import re
import unicodedata
from collections import defaultdict

LETTERS = "".join(
    letter + letter.upper()
    for letter in "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
)
TONES = "\u0300\u0301\u0303\u0309\u0323"
READ_AS = ("cp1252", "latin-1", "cp1258", "mac-roman")  # by programs that do not know UTF-8
# which may also follow a whole word in capitals: the commune is XÃ, and its name in quotes XÃ”
AFTER_WORDS = {*"\xa0‘’“”•™…–—»"}


def _as_read(letter: str, encoding: str) -> str:
    """Return a letter in UTF-8 as a program shows it that takes it for another encoding."""
    return "".join(
        byte.decode(encoding, "ignore") or byte.decode("latin-1")
        for byte in (bytes([one]) for one in letter.encode())
    )


def _seconds() -> dict[str, set[str]]:
    """Return the two signs with which a letter in UTF-8 begins that was read wrongly."""
    found: dict[str, set[str]] = defaultdict(set)
    for encoding in READ_AS:
        for letter in LETTERS:
            shown = _as_read(letter, encoding)
            found[shown[0]].add(shown[1])
    return {first: second - AFTER_WORDS for first, second in found.items() if second - AFTER_WORDS}


SECONDS = _seconds()
PAIRS = "|".join(f"{one}[{re.escape(''.join(sorted(two)))}]" for one, two in SECONDS.items())
# Nguyá»…n, LÃª, BÃ”NG; what stands for a letter that nobody knows; signs of control; B́nh
GARBLED = re.compile(
    rf"{PAIRS}|á»[^\x00-\x7f]|Ã[‘’“”•™](?=[^\W\d_])|Ã\xa0(?=\s|$)|â€|ï¿½"
    rf"|[\ufffd\x80-\x84\x86-\x9f]|[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ][{TONES}]"
)
# signs without which there is none of these: to look for them is quick
SUSPECT = re.compile(rf"[{''.join(SECONDS)}âï\ufffd\x80-\x9f{TONES}]")
LETTER = r"[^\W\d_]"
VOWELS = {*"aeiouy"}
GAP = re.compile(rf"{LETTER}\?+{LETTER}|(?<![^\s(\"“'/,;.-])\?+{LETTER}")  # Nguy?n, ?i?n
LAST_GAP = re.compile(rf"(?<![^\W_])(?P<word>{LETTER}+)\?(?!\?)(?P<more>\s+{LETTER})?")  # S? Y t?
SHORT_QUESTIONS = {"k", "hk"}  # không?
VIETNAMESE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")  # letters that windows-1252 has not


def is_garbled(text: str) -> bool:
    """Return whether a text, as it stands in its cell, can only be one that was read wrongly."""
    if text.isascii() or SUSPECT.search(text) is None:
        return False
    return GARBLED.search(text) is not None


def has_gaps(text: str, *, is_heading: bool = False) -> bool:
    """Return whether question marks stand where letters should: `Nguy?n`, `S? Y t?`.

    For names, bodies and positions; `is_heading` also lets a question stand before other words.
    What ends with a word that can be whole is a question: `Lê An?`.
    """
    if "?" not in text:
        return False
    if GAP.search(text):
        return True
    return any(
        not _may_be_whole(last["word"]) or (last["more"] and not is_heading)
        for last in LAST_GAP.finditer(text)
    )


def is_lost(text: str) -> bool:
    """Return whether a name, a body or a position has lost letters."""
    return is_garbled(text) or has_gaps(text)


def knows_vietnamese(text: str) -> bool:
    """Return whether a text has letters that are lost where it is saved as “ANSI”."""
    return not text.isascii() and VIETNAMESE_ONLY.search(text) is not None


def _may_be_whole(word: str) -> bool:
    plain = unicodedata.normalize("NFD", word).casefold()
    return plain in SHORT_QUESTIONS or any(char in VOWELS for char in plain)
