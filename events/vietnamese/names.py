"""Names: the Vietnamese dictionary order, search without diacritics, who is the same person."""

import re
import unicodedata

from events.vietnamese.text import clean

# Letters that Unicode does not decompose. The Icelandic and African look-alikes of đ come
# from old code pages.
_LOOK_ALIKES = str.maketrans({"ð": "đ", "ɖ": "đ"})
PLAIN_LETTERS = {"đ": "d", "ð": "d", "ɖ": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe"}
_PLAIN = str.maketrans(PLAIN_LETTERS)
_UNDECOMPOSED = _LOOK_ALIKES | {ord("ł"): "l", ord("ø"): "o", ord("æ"): "ae", ord("œ"): "oe"}

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_BREVE, _HAT, _HORN = "\u0306", "\u0302", "\u031b"
# ngang (no mark) is 1
_TONES = {_GRAVE: "2", _HOOK: "3", _TILDE: "4", _ACUTE: "5", _DOT: "6"}
_LETTERS = {
    "a" + _BREVE: "a2",
    "a" + _HAT: "a3",
    "e" + _HAT: "e2",
    "o" + _HAT: "o2",
    "o" + _HORN: "o3",
    "u" + _HORN: "u2",
}
_LATE_TONE = re.compile(
    r"(?<![qQ])(?:(?P<first>[oO])(?P<second>[àảãáạèẻẽéẹÀẢÃÁẠÈẺẼÉẸ])"
    r"|(?P<u>[uU])(?P<y>[ỳỷỹýỵỲỶỸÝỴ]))(?![^\W\d_])"
)


def sort_key(name: str) -> str:
    """Text that puts full names in Vietnamese order: given name (last syllable), then the rest.

    Syllables are compared one after the other, each by its letters (a ă â b c d đ e ê ...)
    and only then by its tone (ngang, huyền, hỏi, ngã, sắc, nặng). Case, punctuation and the
    place of the tone mark do not count. Digits come before letters, other scripts after z.

    Returns lower-case ASCII letters and digits only, each letter followed by a digit, so that
    the order is the same by code point, in the C collation and in the usual collations of a
    database. The key of a name without letters and digits is "".
    """
    plain = unicodedata.normalize("NFKD", clean(name)).casefold()
    plain = unicodedata.normalize("NFKD", plain).translate(_UNDECOMPOSED)
    keys = [key for key in map(_syllable_key, plain.split()) if key]
    return "".join(keys[-1:] + keys[:-1])


def fold(text: str) -> str:
    """Search text: no diacritics, đ as d, casefolded, single spaces. Idempotent.

    Not an identity: "Nguyễn Văn Anh" and "Nguyễn Văn Ánh" fold to the same text.
    """
    text = clean(text)
    if text.isascii():
        return text.lower()
    plain = _without_marks(text).casefold().translate(_PLAIN)
    if not plain.isascii():
        plain = _without_marks(plain).casefold().translate(_PLAIN)
    return clean(plain)


def identity(text: str) -> str:
    """Equal for two spellings of one name, different for two names. Idempotent.

    Case, width of letters, punctuation around words and the place of the tone mark do not
    count; letters and tones do.
    """
    plain = unicodedata.normalize("NFKC", clean(text)).casefold()
    plain = unicodedata.normalize("NFKC", plain).casefold().translate(_LOOK_ALIKES)
    words = (_without_punctuation(word) for word in clean(plain).split())
    return normalize_tone_placement(" ".join(word for word in words if word))


def plain(text: str) -> str:
    """Return the identity of a name as a keyboard without accents types it. Idempotent."""
    return fold(identity(text))


def normalize_tone_placement(text: str) -> str:
    """Move the tone of open oa, oe, uy to the first vowel: hoà to hòa, thuỷ to thủy (not quý).

    For comparing only: both ways are correct, so a stored text keeps what its author typed.
    Returns NFC.
    """
    return _LATE_TONE.sub(_move_tone, unicodedata.normalize("NFC", text))


def _syllable_key(syllable: str) -> str:
    letters: list[str] = []
    tones = ""
    for char in syllable:
        with_mark = letters[-1][0] + char if letters else ""
        if char in _TONES:
            tones += _TONES[char]
        elif with_mark in _LETTERS:
            letters[-1] = _LETTERS[with_mark]
        elif char == "đ":
            letters.append("d2")
        elif "a" <= char <= "z":
            letters.append(char + "1")
        elif char.isdecimal():
            letters.append(f"1{unicodedata.decimal(char)}")
        elif char.isalnum():
            letters.append(f"z9{ord(char):07d}")
    # "0" ends the letters and the tones: lower than any letter, digit or tone, so that a
    # shorter syllable comes first.
    return f"{''.join(letters)}0{tones or '1'}0" if letters else ""


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join([char for char in decomposed if not unicodedata.combining(char)])


def _without_punctuation(word: str) -> str:
    inside = [i for i, char in enumerate(word) if unicodedata.category(char)[0] != "P"]
    return word[inside[0] : inside[-1] + 1] if inside else ""


def _move_tone(match: re.Match[str]) -> str:
    first, second = match["first"] or match["u"], match["second"] or match["y"]
    decomposed = unicodedata.normalize("NFD", second)
    return unicodedata.normalize("NFC", first + decomposed[1:]) + decomposed[0]
