"""One delegate on one line, as offices write lists; read, and written so that it reads back."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from events.vietnamese import phones
from events.vietnamese.persons import (
    find_persons,
    honorific_code,
    is_surely_person,
    split_honorific,
)
from events.vietnamese.text import clean
from registrations.importing.cells.contacts import EXTENSION, PHONE_WORD, ROUNDED
from registrations.importing.cells.lost_letters import is_lost
from registrations.importing.cells.values import FAILED, TOO_NARROW, is_of_old_font
from registrations.importing.table.columns import field_of
from registrations.importing.table.line_kinds import is_total

NUMBERING = re.compile(r"^(?:\d{1,4}\s*[.)/:–-]?|\(\d{1,4}\)|[a-z]\)|[-–—+*•]+)\s*(?=[^\W\d]|$)")
LETTER = re.compile(r"[^\W\d_]")
NUMBER = re.compile(r"[+(]?\d[\d\s.()+'/-]{6,}")
REMARK = re.compile(r"\s*\(([^()]*)\)$")  # what stands in brackets at the end
CHAT = re.compile(r"\s*\(\s*(?:zalo|viber)\s*\)$", re.I)
BEHIND = re.compile(r"\s*[,:]\s*")  # the name, where semicolons part the rest
MANY_DIGITS = re.compile(r"(?:\d[\s.()-]*){9}")
NO_NAME = re.compile(r"[\d:;|+@/()!?]")
DASH = re.compile(r"\s+[-–—]\s+")  # with spaces: nobody's name has one
LABEL = re.compile(
    rf"{PHONE_WORD}(?: ?[/&,-] ?{PHONE_WORD})*\s*[.:]?\s*(?=[+(\d])"
    r"|(?:e-?mail|thư điện tử)(?:\s*[.:]\s*|\s+)",
    re.IGNORECASE,
)
LABEL_ALONE = re.compile(
    rf"(?:{PHONE_WORD}(?: ?[/&,-] ?{PHONE_WORD})*|e-?mail|thư điện tử)\s*[.:]*", re.IGNORECASE
)
GREETING = re.compile(
    r"\W*(?:kính (?:gửi|thưa)|trân trọng|(?:xin |chân thành |rất )*c[ảá]m ơn|danh sách)\b", re.I
)
HONORIFIC_WORDS: dict[str, str] = {"mr": "Ông", "ms": "Bà", "comrade": "Đ/c"}
# a part in quotes, as spreadsheets write it, else everything up to the next separator
PARTS = {
    separator: re.compile(
        rf'\s*(?:"(?P<quoted>(?:[^"]|"")*)"\s*|(?P<plain>[^{separator}]*))(?:{separator}|$)'
    )
    for separator in ";,"
}


class Word(NamedTuple):
    """What is no contact in a line, and behind how many semicolons it stands."""

    text: str
    quoted: bool
    part: int


def read_line(line: str) -> dict[str, str]:
    """Return what a line of a list says: `name`, `position`, `honorific`, `phone`, `email`.

    Parts stand between semicolons, else commas, in nearly any order: a number and an address are
    known by their looks, the rest is name, position; after the name a dash parts, too. What stands
    in quotes is taken as it is.
    """
    found, words = _read(line)
    name, quoted = (words[0].text, words[0].quoted) if words else ("", True)
    if not quoted:
        code, name = split_honorific(name, found["honorific"])
        found["honorific"] = code or found["honorific"]
    found["phone"] = _with_zero(found["phone"])
    position = ", ".join(word.text for word in words[1:])
    return {**found, "name": name.strip(), "position": position}


def _read(line: str) -> tuple[dict[str, str], list[Word]]:
    """Return honorific and contacts of a line, and its other words."""
    found = {"honorific": "", "phone": "", "email": ""}
    words: list[Word] = []
    first, *others = _parts(line)
    parts = [(*part, at) for at, part in enumerate(others, 1)]
    if first[1]:
        parts.insert(0, (*first, 0))
    else:
        dashed_parts = _split_dashes(NUMBERING.sub("", first[0]))
        parts = [*((part, False, 0) for part in dashed_parts), *parts]
    for text, quoted, at in parts:
        part = at if ";" in line else 0
        if quoted:
            words.append(Word(text, True, part))
            continue
        for piece in _pieces(text, is_name=not words):
            contact = _contact(piece)
            called = honorific_code(piece.rstrip(":. ")) if not words else ""
            if "@" in contact and not found["email"]:
                found["email"] = contact
            elif found["phone"] and EXTENSION.fullmatch(piece):
                found["phone"] += f" {piece}"
            elif _is_number(contact):
                # a field for one number refuses two: nothing is lost
                found["phone"] += f" / {contact}" if found["phone"] else contact
            elif called:
                found["honorific"] = called
            else:
                words.append(Word(piece, False, part))
    return found, words


def names_nobody(line: str) -> bool:
    """Return whether a line is the head of a table that was copied whole, counts its lines, or
    greets: a letter that was copied whole begins and ends so.
    """
    if GREETING.match(line):
        return True
    texts = [text for text, _quoted in _parts(line) if text]
    fields = [field_of(text) for text in texts]
    known = len(fields) - fields.count(None)
    is_head = bool({"name", "given"} & set(fields)) and (known > 1 or fields == ["name"])
    return is_head or is_total(map(clean, texts))


def error_text(line: str) -> str:
    """Tell what no field of a form can tell of a line; "" when there is nothing."""
    found = read_line(line)
    if lost := next(filter(is_lost, (found["name"], found["position"])), ""):
        return _("“%(text)s” has lost letters: write it anew, as it should read.") % {
            "text": lost[:80]
        }
    if is_of_old_font(line):
        return _("“%(text)s” is in an old font (TCVN3, VNI): convert it to Unicode.") % {
            "text": found["name"][:80]
        }
    if failed := next(filter(_is_no_value, found["position"].split(", ")), ""):
        return _("“%(text)s” says nothing by itself: write what belongs there, or remove it.") % {
            "text": failed
        }
    if '"' in line and _lacks_quote(line):
        return _("A quotation mark is missing in this line: write it, or remove the other one.")
    if _names_several(line):
        return _("This line holds several people: give each of them a line.")
    if NO_NAME.search(found["name"]) or _is_sentence(found["name"]):
        message = _(
            "“%(text)s” is more than a name. Write: full name; position; telephone; e-mail."
        )
        return message % {"text": found["name"][:80]}
    if MANY_DIGITS.search(found["position"]):
        message = _("Put the telephone number behind a semicolon of its own: “%(text)s”.")
        return message % {"text": found["position"][:80]}
    return ""


def _is_no_value(text: str) -> bool:
    """Return whether a part is what a spreadsheet shows without a value, or a word for a number."""
    return bool(FAILED.fullmatch(text) or TOO_NARROW.fullmatch(text) or LABEL_ALONE.fullmatch(text))


def _lacks_quote(line: str) -> bool:
    """Return whether a mark stands alone: what it should hold together would be several parts."""
    _found, words = _read(line)
    return any(word.text.count('"') % 2 for word in words if not word.quoted)


def _is_sentence(text: str) -> bool:
    """Return whether it begins with a capital and ends without, and is no name: `Nguyễn văn an`."""
    words = text.split()
    if len(words) < 2 or not words[0][:1].isupper() or not words[-1][:1].islower():
        return False
    typed_so = " ".join(words[1:]).islower() or words[1].lower() in ("thị", "văn")
    return not typed_so or len(words) > 4 or not is_surely_person(text.title())


def _names_several(line: str) -> bool:
    """Return whether a second person stands beside the name; behind a semicolon stands what the
    person is, unless it can be nothing but a person.
    """
    _found, words = _read(line)
    if not words:
        return False
    beside = [word.text for word in words if word.part == words[0].part]
    behind = [word.text for word in words if word.part != words[0].part]
    return len(find_persons(", ".join(beside[:2]))) > 1 or any(
        is_surely_person(person) for text in behind for person in find_persons(text)
    )


def write_line(person: dict[str, str]) -> str:
    """Return the line that `read_line` reads as this person; `phone` in E.164.

    Quotes stand only where without them something else would be read.
    """
    word = HONORIFIC_WORDS.get(person["honorific"], "")
    phone = phones.display(person["phone"]) if person["phone"] else ""
    name, position = person["name"], person["position"]
    honorific = [word] if word else []
    ways = (
        [f"{word} {name}".strip(), position],
        [f"{word} {name}".strip(), _quoted(position)],
        [*honorific, _quoted(name), position],
    )
    for way in ways:
        line = _joined(*way, phone, person["email"])
        read = read_line(line)
        if all(read[field] == person[field] for field in read):
            return line
    return _joined(*honorific, _quoted(name), _quoted(position), phone, person["email"])


def from_cells(line: str) -> str:
    """Return a line that was copied from a table, its cells between tabs or bars, as we read it."""
    bar = "\t" if "\t" in line or ";" in line else "|"
    if bar not in line:
        return line
    cells = (cell.strip() for cell in line.split(bar))
    return "; ".join(_quoted(cell) if set(cell) & set(';"') else cell for cell in cells)


def _parts(line: str) -> list[tuple[str, bool]]:
    """Return the parts of a line, and whether each stood in quotes."""
    parts, separator, at = [], ";" if ";" in line else ",", 0
    while at <= len(line):
        match = PARTS[separator].match(line, at)
        assert match is not None  # noqa: S101  (an empty part is always there)
        quoted = match["quoted"]
        if quoted is None:
            parts.append((match["plain"].strip(), False))
        else:
            parts.append((quoted.replace('""', '"').strip(), True))
        if match.end() == len(line) and not match[0].endswith(separator):
            break
        at = match.end()
    return parts


def _split_dashes(text: str) -> list[str]:
    """Return the name, what else stands behind dashes, and the number and address among it."""
    if NUMBER.fullmatch(text):
        return [text]
    name, *rest = DASH.split(text)
    contacts = [part for part in rest if _is_contact(part) or EXTENSION.fullmatch(part)]
    others = [part for part in rest if part not in contacts]
    # the dash stands within the position
    if BEHIND.search(split_honorific(name)[1]) or name.count("(") > name.count(")"):
        return [" - ".join([name, *others]), *contacts]
    return [name, " - ".join(others), *contacts]


def _pieces(text: str, *, is_name: bool) -> list[str]:
    """Return the pieces of a part: what stands in brackets at its end, and behind a name."""
    rest = []
    if (remark := REMARK.search(text)) and (is_name or _is_contact(remark[1])):
        text, rest = text[: remark.start()], [remark[1].strip()]
    if is_name:
        _code, name = split_honorific(text)
        first, *behind = BEHIND.split(name, maxsplit=1)
        if behind and " " in first.strip():
            text = text[: len(text) - len(name)] + first
            rest = [*behind, *rest]
    return [piece for piece in (text.strip(), *rest) if piece]


def _is_contact(text: str) -> bool:
    return "@" in text or _is_number(_contact(text))


def _is_number(text: str) -> bool:
    """Return whether it is a number and perhaps a remark; whether a valid one, its field tells."""
    bare = REMARK.sub("", text)
    if NUMBER.match(bare) or ROUNDED.fullmatch(bare):
        return True
    return any(map(str.isdigit, bare)) and not LETTER.search(bare)


def _contact(text: str) -> str:
    """Return a number or an address without the word for it."""
    label = LABEL.match(text)
    return text[label.end() :] if label else text


def _joined(*parts: str) -> str:
    return "; ".join(filter(None, parts))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if text else ""


def _with_zero(number: str) -> str:
    """Return the number with the zero that a spreadsheet has dropped."""
    try:
        return phones.normalize(CHAT.sub("", number), lost_zero=True)
    except ValueError:
        return number
