"""One delegate on one line, as offices write lists; read, and written so that it reads back."""

import re

from django.utils.translation import gettext as _

from events.vietnamese import phones
from registrations.importing.cells import is_of_old_font
from registrations.importing.headings import field_of
from registrations.importing.lines import is_total
from registrations.importing.persons import persons
from registrations.importing.tables import Line
from registrations.models import Registration

Honorific = Registration.Honorific

NUMBERING = re.compile(r"^(?:\d{1,4}\s*[.)/:–-]?|[-–—+*•]+)\s*(?=[^\W\d]|$)")
NUMBER = re.compile(r"[\d\s.()+'-]{7,}")
DASH = re.compile(r"\s+[-–—]\s+")  # with spaces: nobody's name has one
LABEL = re.compile(
    r"(?:(?:số )?(?:điện thoại|di động)|s?đt(?:dđ)?|tel|mobile|e-?mail|thư điện tử)\s*[.:]?\s*",
    re.IGNORECASE,
)
CALLED = {
    "ông": Honorific.MR,
    "bà": Honorific.MS,
    "đ/c": Honorific.COMRADE,
    "đồng chí": Honorific.COMRADE,
}
WRITTEN = {str(code): word.capitalize() for word, code in reversed(CALLED.items())}
# a part in quotes, as spreadsheets write it, else everything up to the next separator
PARTS = {
    separator: re.compile(
        rf'\s*(?:"(?P<quoted>(?:[^"]|"")*)"\s*|(?P<plain>[^{separator}]*))(?:{separator}|$)'
    )
    for separator in ";,"
}


def read_line(line: str) -> dict[str, str]:
    """Return what a line of a list says: `name`, `position`, `honorific`, `phone`, `email`.

    Parts stand between semicolons, else commas, in nearly any order: a number and an address are
    known by their looks, the rest is name, position; after the name a dash parts, too. What stands
    in quotes is taken as it is.
    """
    found = {"honorific": "", "phone": "", "email": ""}
    words: list[tuple[str, bool]] = []
    parts = _parts(line)
    if not parts[0][1]:
        parts[:1] = [(part, False) for part in _undashed(NUMBERING.sub("", parts[0][0]))]
    for text, quoted in parts:
        if not text:
            continue
        contact = _contact(text)
        if quoted:
            words.append((text, True))
        elif "@" in contact and not found["email"]:
            found["email"] = contact
        elif NUMBER.fullmatch(contact) and not found["phone"]:
            found["phone"] = _with_zero(contact)
        elif text.casefold() in CALLED and not words:
            found["honorific"] = CALLED[text.casefold()]
        else:
            words.append((text, False))
    name, quoted = words[0] if words else ("", True)
    if not quoted:
        name, called = _called(name)
        found["honorific"] = called or found["honorific"]
    return {**found, "name": name, "position": ", ".join(text for text, _quoted in words[1:])}


def names_nobody(line: str) -> bool:
    """Return whether a line is the head of a table that was copied whole, or counts its lines."""
    texts = [text for text, _quoted in _parts(line) if text]
    fields = [field_of(text) for text in texts]
    known = len(fields) - fields.count(None)
    is_head = bool({"name", "given"} & set(fields)) and (known > 1 or fields == ["name"])
    return is_head or is_total(Line(0, texts))


def fault(line: str) -> str:
    """Tell what no field of a form can tell of a line; "" when there is nothing."""
    found = read_line(line)
    if is_of_old_font(line):
        return _("“%(text)s” is in an old font (TCVN3, VNI): convert it to Unicode.") % {
            "text": found["name"][:80]
        }
    if len(persons(", ".join([found["name"], found["position"].split(",")[0]]))) > 1:
        return _("This line holds several people: give each of them a line.")
    return ""


def write_line(person: dict[str, str]) -> str:
    """Return the line that `read_line` reads as this person; `phone` in E.164.

    Quotes stand only where without them something else would be read.
    """
    word = WRITTEN.get(person["honorific"], "")
    phone = phones.display(person["phone"]) if person["phone"] else ""
    name, position = person["name"], person["position"]
    parted = [word] if word else []
    ways = (
        [f"{word} {name}".strip(), position],
        [f"{word} {name}".strip(), _quoted(position)],
        [*parted, _quoted(name), position],
    )
    for way in ways:
        line = _joined(*way, phone, person["email"])
        read = read_line(line)
        if all(read[field] == person[field] for field in read):
            return line
    return _joined(*parted, _quoted(name), _quoted(position), phone, person["email"])


def from_cells(line: str) -> str:
    """Return a line that was copied from a spreadsheet, its cells between tabs, as we read it."""
    if "\t" not in line:
        return line
    cells = (cell.strip() for cell in line.split("\t"))
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


def _undashed(text: str) -> list[str]:
    """Return the name, what else stands behind dashes, and the number and address among it."""
    if NUMBER.fullmatch(text):
        return [text]
    name, *rest = DASH.split(text)
    contacts = [part for part in rest if "@" in part or NUMBER.fullmatch(_contact(part))]
    return [name, " - ".join(part for part in rest if part not in contacts), *contacts]


def _contact(text: str) -> str:
    """Return a number or an address without the word for it."""
    label = LABEL.match(text)
    return text[label.end() :] if label else text


def _joined(*parts: str) -> str:
    return "; ".join(filter(None, parts))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if text else ""


def _called(name: str) -> tuple[str, str]:
    """Return the name without how the person is addressed, and that."""
    for word, honorific in CALLED.items():
        if name.casefold().startswith(f"{word} "):
            return name[len(word) :].strip(), honorific
    return name, ""


def _with_zero(number: str) -> str:
    """Return the number with the zero that a spreadsheet has dropped."""
    try:
        return phones.normalize(number, lost_zero=True)
    except ValueError:
        return number
