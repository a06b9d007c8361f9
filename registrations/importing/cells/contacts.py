"""Telephones and addresses as they are written in cells, and the words that stand beside them."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from events.vietnamese import phones
from events.vietnamese.text import clean
from registrations.importing.cells.values import BLANKS

BETWEEN = re.compile(r"\s*(?:[;,/|\n\r]|\s[-–]\s|\b(?:và|hoặc)\b)+\s*")
THOUSANDS = re.compile(r"\+?\d{2,4}(?:,\d{3}){2,3}")  # as Excel groups what it takes for a sum
PHONE_WORD = (
    r"(?:(?:số )?(?:điện thoại|di động|máy)|s?đt(?:dđ)?|dđ|tel|phone|mobile|hotline|zalo|viber|"
    r"whatsapp|lh|liên hệ|cq|nr)"
)
PHONE_LABEL = re.compile(rf"^{PHONE_WORD}(?: ?[/&,-] ?{PHONE_WORD})*\s*[.:]?\s*(?=[+(\d])", re.I)
LABEL_ALONE = re.compile(PHONE_WORD, re.I)
EMAIL_LABEL = re.compile(
    r"^(?:(?:địa chỉ )?(?:e-?mail|thư điện tử)|mail(?:to)?|hộp thư)"
    r"(?: (?:công vụ|cá nhân|cơ quan|riêng))?(?:\s*[.:]\s*|\s+)(?=\S)",
    re.I,
)
BETWEEN_ADDRESSES = re.compile(r"[;,|\n\r]|\s/\s|\b(?:và|hoặc)\b")
# an address and what is said of it: Lan <a@b.vn>, Lan: a@b.vn, a@b.vn (riêng)
DESCRIBED = (
    re.compile(r"(?P<words>[^@<>()]*?)\s*[<(](?P<address>[^\s<>()]+@[^\s<>()]+)[>)]"),
    re.compile(r"(?P<words>[^@:]+):\s*<?(?P<address>\S+@[^\s<>]+)>?"),
    re.compile(r"<?(?P<address>\S+@[^\s<>]+)>?(?:\s*\(|\s+[-–]\s+)(?P<words>[^@()]*)\)?"),
)
# a space within an address: lan nt@so.example, lan@so.example .vn
PARTED = re.compile(
    r"(?<![^\s;,/|(<])(?!e-?mail |mail |zalo )[a-z][\w.-]* +[\w.-]+@|@\S+ +\.\w", re.ASCII
)
PHONE_SIGNS = re.compile(r"[\s.()-]")
FRACTION = re.compile(r"(?<=\d)\.0$")  # of a number, as some programs write it
DIGITS = re.compile(r"\d{8,11}")
CONTACT_NUMBER = re.compile(
    r"(?:\b(?:đt|sđt|dđ|tel|điện thoại)\b)?[\s:.]*(\+?\d[\d\s.()-]{6,}\d)", re.I
)
EXTENSION = re.compile(r"[\s,;(–-]*(?:số )?(?:máy lẻ|nhánh|ext)\b[\s.:]*\d{1,5}|/\d{1,5}\b", re.I)
LONGEST_CONTACT = 40  # letters; what is longer is a sentence
ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.I)


def phone(text: str) -> tuple[str, list[str], list[str]]:
    """Return the first good number in E.164, the other texts, and warnings. Raises `ValueError`."""
    typed = clean(text)
    if typed.casefold() in BLANKS:
        return "", [], []
    if ROUNDED.fullmatch(typed):
        raise ValueError(
            _("Excel has rounded the telephone number (%(text)s): type it anew as text.")
            % {"text": typed}
        )
    pieces = [typed]
    found = _number(typed)
    if found is None and (extended := _with_extension(typed)):
        return extended
    if found is None:
        pieces = [clean(piece) for piece in BETWEEN.split(text) if clean(piece)] or [typed]
    numbers = [found] if found else [_number(piece) for piece in pieces]
    good = next((n for n, number in enumerate(numbers) if number), None)
    if good is None and (inside := _single_number(typed)):
        pieces, numbers, good = list(inside), [_number(inside[0]), None], 0
    if good is None:
        phones.normalize(pieces[0])  # says why not
        raise ValueError(_("The telephone number is not valid."))
    number, zero = numbers[good] or ("", False)
    others = [piece for n, piece in enumerate(pieces) if n != good]
    warnings = []
    if zero:
        warnings.append(
            _("The telephone number had lost its 0; it becomes %(number)s.")
            % {"number": phones.display(number)}
        )
    if words := [piece for piece in others if not _number(piece)]:
        warnings.append(beside(words))
    elif others:
        warnings.append(_("The first valid telephone number is taken, the rest goes to the note."))
    return number, others, warnings


def _with_extension(text: str) -> tuple[str, list[str], list[str]] | None:
    """Return a number, the same with its extension for the note, and what is said of it."""
    number, extension = phones.split_extension(PHONE_LABEL.sub("", text))
    found = _number(number) if extension else None
    if found is None:
        return None
    said = {"number": phones.display(found[0]), "extension": extension}
    message = _("“%(extension)s” is taken as the extension of %(number)s: it goes to the note.")
    return found[0], [text], [message % said]


def _single_number(text: str) -> tuple[str, str] | None:
    """Return the only number in a text, `0912345678 (Zalo)`, and what stands around it."""
    found = list(CONTACT_NUMBER.finditer(text))
    if len(found) != 1 or not _number(found[0][1]) or text[: found[0].start(1)][-1:].isalpha():
        return None
    rest = clean(f"{text[: found[0].start()]} {text[found[0].end() :]}").strip(" ,;:-–()")
    return (found[0][1], rest) if re.search(r"[^\W\d_]", rest) else None


def _number(text: str) -> tuple[str, bool] | None:
    """Return the number, and whether a spreadsheet had taken its zero away."""
    text = FRACTION.sub("", PHONE_LABEL.sub("", text))
    text = text.replace(",", "") if THOUSANDS.fullmatch(text) else text
    try:
        return phones.normalize(text), False
    except ValueError:
        pass
    digits = PHONE_SIGNS.sub("", text)
    if DIGITS.fullmatch(digits):
        try:
            return phones.normalize(f"0{digits}"), True
        except ValueError:
            pass
    return None


def email(text: str) -> tuple[str, list[str], list[str]]:
    """Return the first good address, the other texts, and warnings. Raises `ValueError`."""
    typed = clean(text)
    if typed.casefold() in BLANKS:
        return "", [], []
    found: list[str] = []
    others: list[str] = []
    for piece in filter(None, map(clean, BETWEEN_ADDRESSES.split(text))):
        addresses, words = _addresses(piece)
        found += addresses
        others += words
    if not found:
        raise ValueError(
            _("“%(text)s” is not an e-mail address: correct it or leave it empty.")
            % {"text": typed[:80]}
        )
    first, *more = dict.fromkeys(found)
    warnings = []
    if others:
        warnings.append(beside(others))
    elif more:
        warnings.append(_("The first e-mail address is taken, the rest goes to the note."))
    return first, [*more, *others], warnings


def _addresses(piece: str) -> tuple[list[str], list[str]]:
    """Return the addresses of a piece, and the words beside them.

    Raises `ValueError` where it cannot be told from these how the address goes on.
    """
    bare = EMAIL_LABEL.sub("", piece, count=1)
    tokens = [token.strip("<>().") for token in bare.split()]
    if all(map(_is_address, tokens)):
        return tokens, []
    if "@" not in piece:
        return [], [piece]
    for described in DESCRIBED:
        match = described.fullmatch(bare)
        if match and _is_address(address := match["address"].strip("<>().")):
            return [address], [words] if (words := match["words"].strip(" .,:–-")) else []
    message = _("“%(text)s” cannot be read as an e-mail address: remove the space or the words.")
    raise ValueError(message % {"text": piece[:80]})


def beside(words: list[str]) -> str:
    """Tell of words beside a telephone or an address, which may be somebody else's."""
    message = _("“%(text)s” stands beside it and goes to the note: please check whose it is.")
    return message % {"text": ", ".join(words)[:80]}


def is_plain(name: str, text: str) -> bool:
    """Return whether a text is a `phone` or an `email` and no other words."""
    return _number(text) is not None if name == "phone" else _is_address(text)


def _is_address(text: str) -> bool:
    if "@" not in text:
        return False
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def contact(text: str) -> tuple[str, str, str]:
    """Return name, telephone and e-mail of a contact; the latter two as typed, or "".

    Raises `ValueError`.
    """
    typed = clean(text)
    if typed.casefold() in BLANKS:
        return "", "", ""
    if PARTED.search(typed) or ("@" in typed and not any(map(_is_address, _words(typed)))):
        _addresses(typed)
    address = next(filter(_is_address, _words(typed)), "")
    rest = typed.replace(address, " ") if address else typed
    number = ""
    if found := CONTACT_NUMBER.search(rest):
        behind = EXTENSION.match(rest, found.end())
        end = behind.end() if behind else found.end()
        number = rest[found.start(1) : end]
        if number.count("(") > number.count(")") and rest[end:].startswith(")"):
            number, end = f"{number})", end + 1
        around = f"{rest[: found.start()]} {rest[end:]}"
        if re.search(r"\d", around) and not re.search(r"[^\W\d_]", around):
            number, around = rest, ""  # further numbers, and nobody's name
        rest = around
    person = clean(re.sub(r"[(]\s*[)]", " ", rest)).strip(" -–,;:()/")
    return "" if LABEL_ALONE.fullmatch(person) else person, number, address


def holds_contacts(person: str) -> bool:
    """Return whether what is left as the name of a contact holds further numbers or addresses."""
    return "@" in person or re.search(r"\d{6}", PHONE_SIGNS.sub("", person)) is not None


def _words(text: str) -> list[str]:
    return re.split(r"[\s,;()<>]+", text)


def is_contact(text: str) -> bool:
    """Return whether a cell holds an e-mail address or a telephone number, and little more."""
    if len(text) > LONGEST_CONTACT:
        return False
    if "@" in text and any(map(_is_address, text.split())):
        return True
    digits = sum(map(str.isdecimal, text))  # an identity card has 12, a day 8
    try:
        return (9 <= digits <= 11 or digits >= 18) and bool(phone(text)[0])
    except ValueError:
        return False


def without_addresses(text: str) -> tuple[str, str]:
    """Return a cell for telephones without the e-mail addresses that stand there, and these."""
    found = [word for word in re.split(r"[\s,;/|()]+", text) if _is_address(word)]
    if not found or PARTED.search(text):
        return text, ""
    for word in found:
        text = text.replace(word, " ")
    text = re.sub(r"(?:e-?mail|thư điện tử)\s*:?\s*$", "", text.strip(), flags=re.I)
    return text.strip(" \n,;/|-–()"), ", ".join(found)
