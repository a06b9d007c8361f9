"""A plan file: one ceremony as TOML text, read and checked before anything is written.

Sections are tables (`[event]`) or lists of tables (`[[agenda]]`); their keys are the fields of the
models. Every fault is told in Vietnamese with the file, the line and the key.
"""

import datetime
import re
import tomllib
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.models import AgendaItem, PreparationTask
from events.models import (
    CommitteeMember,
    Contest,
    ContestField,
    Criterion,
    Delegation,
    Duty,
    Event,
    LegalBasis,
    Milestone,
    Plan,
    Prize,
    Purpose,
    Recipient,
    Rules,
    RulesArticle,
    Unit,
)
from events.ordering import Ordered
from events.vietnamese.text import clean
from registrations.models import Seating
from sponsorship.models import Article, Basis, Contribution, Memorandum, Party, Sponsor

TABLES: dict[str, type[models.Model]] = {
    "contest": Contest,
    "event": Event,
    "seating": Seating,
    "plan": Plan,
}
UNITS = "units"
MEMBERS = "members"
LISTS: dict[str, type[models.Model]] = {
    MEMBERS: CommitteeMember,
    "bases": LegalBasis,
    "purposes": Purpose,
    "delegations": Delegation,
    "tasks": PreparationTask,
    "agenda": AgendaItem,
    "duties": Duty,
    "recipients": Recipient,
    "sponsors": Sponsor,
}
MILESTONES = "milestones"
RULES = "rules"
MEMORANDA = "memoranda"
# lists inside of one row of a list: [[memoranda.parties]]
NESTED: dict[str, dict[str, type[models.Model]]] = {
    RULES: {
        "articles": RulesArticle,
        "fields": ContestField,
        "criteria": Criterion,
        "prizes": Prize,
    },
    MEMORANDA: {
        "parties": Party,
        "bases": Basis,
        "articles": Article,
        "contributions": Contribution,
    },
}
NOT_IN_FILES = {"id", "contest", "event", "plan", "rules", "memorandum", "addressed_as"}
# keys whose texts name units: what they are printed as, and which they are
UNITS_OF: dict[type[models.Model], tuple[str, ...]] = {
    Duty: ("unit",),
    PreparationTask: ("lead_unit", "coordinating_units"),
}
# keys that a file must give where the table itself lets them wait
NEEDED: dict[type[models.Model], tuple[str, ...]] = {
    Duty: ("unit",),
    Rules: ("decision", "decided_on"),
}
SECTIONS = [*TABLES, MILESTONES, RULES, UNITS, *LISTS, MEMORANDA]
MAX_BYTES = 2_000_000

Row = dict[str, Any]
Within = tuple[str, int]  # the list and the place in it, from 0, of a row that has lists inside


class PlanFileError(Exception):
    """The file cannot be loaded; `messages` tells each fault with its place."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        super().__init__("\n".join(messages))


@dataclass
class PlanFile:
    """What a plan file says: values by key, checked for their kinds; absent keys left out."""

    path: Path
    text: str
    tables: dict[str, Row] = field(default_factory=dict)
    lists: dict[str, list[Row]] = field(default_factory=dict)
    units: list[Row] = field(default_factory=list)
    milestones: list[Row] = field(default_factory=list)
    rules: list[Row] = field(default_factory=list)
    memoranda: list[Row] = field(default_factory=list)

    def location(
        self,
        section: str,
        index: int | None = None,
        key: str | None = None,
        within: Within | None = None,
    ) -> str:
        """Return where a value stands, in words: `kehoach.toml, dòng 12, [[agenda]] thứ 3 …`.

        The rows of a list inside of another row are counted from where that begins.
        """
        start = _find_line(self.text, *within, None) if within else None
        line = _find_line(self.text, section, index, key, start or 1)
        parts = [f"{self.path.name}, " + _("line %(line)s") % {"line": line} if line else self.path]
        parts.append(
            f"[{section}]"
            if index is None
            else _("[[%(section)s]] number %(number)d") % {"section": section, "number": index + 1}
        )
        if key:
            parts.append(_("key “%(key)s”") % {"key": key})
        return ", ".join(map(str, parts))


def read(path: Path) -> PlanFile:
    """Read and check a plan file. Raises `PlanFileError`."""
    text = _read_text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlanFileError([f"{path}: {_syntax_message(error, text)}"]) from error
    plan_file = PlanFile(path, text)
    faults = list(_fill(plan_file, data))
    if faults:
        raise PlanFileError(faults)
    return plan_file


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise PlanFileError([_("%(file)s: the file is too large.") % {"file": path}])
        # Windows editors put a byte order mark before the first line and end lines with CRLF
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanFileError(
            [_("%(file)s: the file is not in UTF-8. Save it as UTF-8.") % {"file": path}]
        ) from error
    except FileNotFoundError as error:
        raise PlanFileError([_("%(file)s: there is no such file.") % {"file": path}]) from error
    except OSError as error:
        raise PlanFileError([_("%(file)s: the file cannot be read.") % {"file": path}]) from error


def _syntax_message(error: tomllib.TOMLDecodeError, text: str) -> str:
    found = re.search(r"at line (\d+), column (\d+)", str(error))
    if found:
        location = _("line %(line)s, column %(column)s") % {
            "line": found[1],
            "column": found[2],
        }
    else:
        location = _("line %(line)s") % {"line": text.count("\n") + 1}
    reason = _(
        "not written by the rules of TOML (a quotation mark or bracket not closed, "
        "or a key given twice)"
    )
    return f"{location}: {reason}."


def _fill(plan_file: PlanFile, data: Row) -> Iterator[str]:
    """Take the sections over; yield the faults."""
    for section in data:
        if section not in SECTIONS:
            known = ", ".join(SECTIONS)
            yield f"{plan_file.location(section)}: " + _(
                "no such section. The sections are: %(known)s."
            ) % {"known": known}
    for section, model in TABLES.items():
        value = data.get(section)
        if not isinstance(value, dict):
            yield f"{plan_file.path}: " + _("the section [%(section)s] is missing.") % {
                "section": section
            }
            continue
        plan_file.tables[section] = value
        yield from _faults(plan_file, model, value, section)
    plan_file.units = yield from _rows(plan_file, Unit, data, UNITS)
    for section, model in LISTS.items():
        plan_file.lists[section] = yield from _rows(plan_file, model, data, section)
    plan_file.milestones = yield from _rows(plan_file, Milestone, data, MILESTONES)
    plan_file.rules = yield from _nesting(plan_file, Rules, data, RULES)
    plan_file.memoranda = yield from _nesting(plan_file, Memorandum, data, MEMORANDA)


def _nesting(
    plan_file: PlanFile, model: type[models.Model], data: Row, section: str
) -> Generator[str, None, list[Row]]:
    """Yield the faults of a list whose rows have lists inside; return its rows."""
    rows = yield from _rows(plan_file, model, data, section, NESTED[section])
    for index, row in enumerate(rows):
        for name, part in NESTED[section].items():
            location = f"{plan_file.location(section, index)}: "
            for fault in _rows(plan_file, part, row, name, (), (section, index)):
                yield location + fault
    return rows


def _rows(
    plan_file: PlanFile,
    model: type[models.Model],
    data: Row,
    key: str,
    nested: Collection[str] = (),
    within: Within | None = None,
) -> Generator[str, None, list[Row]]:
    """Yield the faults of a list of tables; return its rows."""
    rows = data.get(key, [])
    section = f"{within[0]}.{key}" if within else key
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield f"{plan_file.location(section, within=within)}: " + _(
            "write each row as a table of its own under [[%(section)s]]."
        ) % {"section": section}
        return []
    for index, row in enumerate(rows):
        yield from _faults(plan_file, model, row, section, index, nested, within)
    for index, fields, words in _repeated(model, rows):
        yield f"{plan_file.location(section, index, fields, within)}: {words}"
    return rows


def _repeated(model: type[models.Model], rows: list[Row]) -> Iterator[tuple[int, str, str]]:
    """Yield index, key and reason where a row repeats what may stand only once in its list."""
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or constraint.condition:
            continue
        keys = [name for name in constraint.fields if name not in NOT_IN_FILES | {"position"}]
        seen = set()
        for index, row in enumerate(rows):
            value = tuple(clean(str(row[name])) for name in keys if name in row)
            if value and value in seen:
                yield index, keys[0], str(constraint.get_violation_error_message())
            seen.add(value)


def _faults(
    plan_file: PlanFile,
    model: type[models.Model],
    row: Row,
    section: str,
    index: int | None = None,
    nested: Collection[str] = (),
    within: Within | None = None,
) -> Iterator[str]:
    """Yield unknown keys, wrong kinds of values and missing keys; make date-times aware."""
    known = {f.name: f for f in file_fields(model)}
    several: Any = {name: model._meta.get_field(name) for name in UNITS_OF.get(model, ())}
    known |= several
    for key, value in row.items():
        location = plan_file.location(section, index, key, within)
        if key in nested:
            continue  # a list of its own
        if key == "agenda" and section == MEMORANDA:
            if not isinstance(value, int) or isinstance(value, bool):
                yield f"{location}: " + _("write a whole number, without quotation marks.")
        elif key not in known:
            yield f"{location}: " + _("no such key. The keys are: %(known)s.") % {
                "known": ", ".join(known)
            }
        elif wanted := _wrong_kind(known[key], value):
            yield f"{location}: {wanted}"
        elif isinstance(value, datetime.datetime) and timezone.is_naive(value):
            row[key] = timezone.make_aware(value)
    for key, model_field in known.items():
        needed = _needed(model_field) or key in NEEDED.get(model, ())
        if key not in row and needed:
            yield f"{plan_file.location(section, index, within=within)}: " + _(
                "the key “%(key)s” is missing (%(meaning)s)."
            ) % {"key": key, "meaning": model_field.verbose_name}


def file_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """Return the fields that a plan file may give."""
    ordered = {"position"} if issubclass(model, Ordered) else set()
    return [
        f
        for f in model._meta.concrete_fields
        if f.editable and f.name not in NOT_IN_FILES | ordered
    ]


def _needed(model_field: "models.Field[Any, Any]") -> bool:
    return not (model_field.has_default() or model_field.blank or model_field.null)


def _wrong_kind(model_field: "models.Field[Any, Any]", value: object) -> str:
    """Return what should stand there instead, or an empty text when the kind is right."""
    if isinstance(model_field, models.BooleanField):
        return "" if isinstance(value, bool) else _("write true or false.")
    if isinstance(model_field, models.IntegerField):
        right = isinstance(value, int) and not isinstance(value, bool)
        return "" if right else _("write a whole number, without quotation marks.")
    if isinstance(model_field, models.DateTimeField):
        right = isinstance(value, datetime.datetime)
        return "" if right else _("write day and hour as 2025-02-12T08:00:00.")
    if isinstance(model_field, models.DateField):
        right = isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
        return "" if right else _("write the day as 2025-02-12 (year-month-day).")
    if isinstance(model_field, models.TimeField):
        right = isinstance(value, datetime.time)
        return "" if right else _("write the hour as 08:00:00.")
    return "" if isinstance(value, str) else _("write the text in quotation marks.")


def _find_line(
    text: str, section: str, index: int | None, key: str | None, start: int = 1
) -> int | None:
    """Return the line (from 1) of a key, else of its section; None when it is not found.

    The sections are counted from the line `start`.
    """
    header = re.compile(rf"\s*(\[+)\s*{re.escape(section)}\s*\]+\s*(#.*)?$")
    wanted = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=") if key else None
    seen, section_line = -1, None
    for number, line in enumerate(text.splitlines()[start - 1 :], start=start):
        if header.match(line):
            seen += 1
            if seen == (index or 0):
                section_line = number
        elif section_line and re.match(r"\s*\[+[\w\s.]+\]+\s*(#.*)?$", line):
            break
        elif section_line and wanted and wanted.match(line):
            return number
    return section_line
