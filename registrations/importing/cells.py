"""What is written in single cells, as the portal stores it; why not, and what was changed."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from events.vietnamese import names, phones
from events.vietnamese.text import clean

NOTHING = {
    "",
    "-",
    "--",
    "---",
    "–",
    "—",
    ".",
    "...",
    "…",
    "x",
    "/",
    "0",
    "không",
    "không có",
    "n/a",
}
DITTO = {'"', "''", "”", "“", "〃", "nt", "-nt-", "- nt -", "như trên", "như trên."}
HONORIFICS = {
    "mr": {"ong", "nam", "mr", "mr.", "anh"},
    "ms": {"ba", "nu", "ms", "mrs", "ms.", "mrs.", "chi", "co"},
    "comrade": {"dong chi", "d/c", "d/c.", "dc"},
}
TITLE = re.compile(r"(?P<word>ông|bà|đ/c|đc\.|đồng chí|mr\.?|mrs\.?|ms\.?)[\s.:]+(?=\S)", re.I)
TITLES = ("GS", "PGS", "TS", "ThS", "TSKH", "BS", "BSCKI", "BSCKII", "CKI", "CKII", "KS", "CN")
DEGREES = {title.casefold(): title for title in TITLES}
BETWEEN = re.compile(r"\s*(?:[;,/|\n\r]|\s[-–]\s|\b(?:và|hoặc)\b)+\s*")
DIGITS = re.compile(r"\d{8,11}")
ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.I)


def honorific(text: str) -> str:
    """Return the code of an honorific or a sex; "" for any other word."""
    plain = names.fold(text)
    return next((code for code, words in HONORIFICS.items() if plain in words), "")


def name(text: str) -> tuple[str, str, list[str]]:
    """Return honorific, name and warnings. Raises `ValueError`."""
    parts = [clean(part) for part in re.split(r"[\n\r;]", text) if clean(part)]
    if len(parts) > 1 and all(" " in part for part in parts):
        raise ValueError(_("One cell holds several people: give each of them a line."))
    typed = clean(text)
    title = TITLE.match(typed)
    code = honorific(title["word"]) if title else ""
    full = typed[title.end() :] if title else typed
    if not re.search(r"[^\W\d_]", full) or "@" in full or re.search(r"\d{7}", full):
        raise ValueError(_("“%(text)s” is not the name of a person.") % {"text": typed[:80]})
    proper = proper_case(full)
    if proper == full:
        return code, full, []
    told = _("The name was “%(old)s”; it becomes “%(new)s”. Please check it.")
    return code, proper, [told % {"old": full, "new": proper}]


def proper_case(full: str) -> str:
    """Return a name that is all capitals, or all small, with capitals where they belong."""
    words = [word for word in full.split() if not _degree(word)]
    letters = "".join(words)
    if not (letters.isupper() or letters.islower()) or len(letters) < 2:
        return full
    return " ".join(_degree(word) or _capital(word) for word in full.split())


def _degree(word: str) -> str:
    """Return academic titles as they are written, `PGS.TS.`; "" for any other word."""
    parts = word.split(".")
    if not any(parts) or any(part and part.casefold() not in DEGREES for part in parts):
        return ""
    # a family name can be all that a short word is: only the dot, or three letters, make a title
    if len(parts) == 1 and len(word) < 3:
        return ""
    return ".".join(DEGREES.get(part.casefold(), "") for part in parts)


def _capital(word: str) -> str:
    """Return a word with a capital, also behind the signs in names of the highlands: `H'Hen`."""
    return "".join(part.capitalize() for part in re.split(r"(['’ʼ.-])", word))


def phone(text: str) -> tuple[str, list[str], list[str]]:
    """Return the first good number in E.164, the other texts, and warnings. Raises `ValueError`."""
    typed = clean(text)
    if typed.casefold() in NOTHING:
        return "", [], []
    if ROUNDED.fullmatch(typed):
        raise ValueError(
            _("Excel has rounded the telephone number (%(text)s): type it anew as text.")
            % {"text": typed}
        )
    pieces = [typed]
    found = _number(typed)
    if found is None:
        pieces = [clean(piece) for piece in BETWEEN.split(text) if clean(piece)] or [typed]
    numbers = [found] if found else [_number(piece) for piece in pieces]
    good = next((n for n, number in enumerate(numbers) if number), None)
    if good is None:
        phones.normalize(pieces[0])  # says why not
        raise ValueError(_("The telephone number is not valid."))
    number, zero = numbers[good] or ("", False)
    others = [piece for n, piece in enumerate(pieces) if n != good]
    told = []
    if zero:
        told.append(
            _("The telephone number had lost its 0; it becomes %(number)s.")
            % {"number": phones.display(number)}
        )
    if others:
        told.append(_("The first valid telephone number is taken, the rest goes to the note."))
    return number, others, told


def _number(text: str) -> tuple[str, bool] | None:
    """Return the number, and whether a spreadsheet had taken its zero away."""
    text = re.sub(r"^(?:đt|sđt|dđ|di động|tel|mobile|cq|nr)\s*[.:]\s*", "", text, flags=re.I)
    text = re.sub(r"(?<=\d)\.0$", "", text)
    try:
        return phones.normalize(text), False
    except ValueError:
        pass
    digits = re.sub(r"[\s.()-]", "", text)
    if DIGITS.fullmatch(digits):
        try:
            return phones.normalize(f"0{digits}"), True
        except ValueError:
            pass
    return None


def email(text: str) -> tuple[str, list[str], list[str]]:
    """Return the first good address, the others, and warnings. Raises `ValueError`."""
    typed = clean(text)
    if typed.casefold() in NOTHING:
        return "", [], []
    pieces = [piece.removeprefix("mailto:") for piece in re.split(r"[;,\s]+", typed) if piece]
    good = [piece for piece in pieces if _is_address(piece)]
    if not good:
        raise ValueError(
            _("“%(text)s” is not an e-mail address: correct it or leave it empty.")
            % {"text": typed[:80]}
        )
    others = [piece for piece in pieces if piece != good[0]]
    told = [_("The first e-mail address is taken, the rest goes to the note.")] if others else []
    return good[0], others, told


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def places(text: str) -> int | None:
    """Return a number of places, None where there is none. Raises `ValueError`."""
    typed = clean(text)
    if typed.casefold() in NOTHING:
        return None
    match = re.fullmatch(r"0*([1-9]\d{0,2})(?:\.0)?(?:\s*(?:người|đại biểu|chỗ|đ/c|khách))?", typed)
    if not match:
        raise ValueError(
            _("“%(text)s” is not a number of places: write a number from 1 to 999.")
            % {"text": typed[:80]}
        )
    return int(match[1])


def position_and_organisation(text: str) -> tuple[str, str]:
    """Return the two parts of `Phó Giám đốc, Sở Khoa học`; all is the body where nothing parts."""
    parts = re.split(r"\s*[,;\n]\s*|\s+[-–]\s+", text.strip(), maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else ("", text)
