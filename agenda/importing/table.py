"""From the sheets of a file, or from pasted lines, to the tasks that they name."""

import datetime
import io
import re
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.importing import cells
from agenda.importing.headings import field_of
from events.exports.files import as_typed
from events.importing import detect
from events.importing.sheets import MOST_CHARACTERS, Sheet, SheetRow, Unreadable
from events.validators import validate_printable_by_staff
from events.vietnamese.text import clean, clean_lines
from events.vietnamese.units import split_units

MOST_TASKS = 500
NUMBERED = re.compile(r"[0-9]+(?:\.[0-9]+)*\.?")  # I, II and A, B stand before parts of a list
LONGEST = {"lead": 300, "deliverable": 500, "accepted_by": 150, "words": 4000}


@dataclass
class TaskRow:
    """A row of a table: what it says of a task; `refused` why it says none."""

    sheet: str
    row: int  # as Excel numbers it
    content: str = ""
    lead: str = ""
    others: list[str] = field(default_factory=list)
    due_on: datetime.date | None = None
    deliverable: str = ""
    status: str = ""  # "" where the table says nothing of it
    percent: int | None = None
    blocked_reason: str = ""
    done_on: datetime.date | None = None
    accepted_by: str = ""
    words: str = ""  # for the log: what has no field of its own
    messages: list[str] = field(default_factory=list)
    refused: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return asdict(self) | {name: _as_text(getattr(self, name)) for name in DAYS}

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> "TaskRow":
        """Return the row that `as_dict` kept."""
        return cls(**kept | {name: _as_day(kept[name]) for name in DAYS})


DAYS = ("due_on", "done_on")


def _as_text(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _as_day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@dataclass
class Table:
    """All that was read; `skipped` are lines that are no tasks, word for word."""

    rows: list[TaskRow] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def read(file: IO[bytes], last: datetime.date) -> Table:
    """Read the tasks of a file; `last` is the last possible day of the ceremony.

    Raises `Unreadable`.
    """
    table = Table()
    has_headings = False
    for sheet in detect.sheets(file, meaning=field_of):
        if sheet.hidden:
            text = _("The sheet “%(sheet)s” is hidden and was not read. Show it to import it.")
            table.skipped.append(text % {"sheet": sheet.name})
            continue
        table.skipped += sheet.messages
        has_headings |= _read_sheet(table, sheet, last)
    if not has_headings:
        raise Unreadable(
            _(
                "No line of headings was found. Write headings above the columns, as in “TT”, "
                "“Nội dung công việc”, “Đơn vị chủ trì”, “Thời hạn”, then choose the list again."
            )
        )
    if len(table.rows) > MOST_TASKS:
        text = _("The list has more than %(most)d tasks. Divide it into several lists.")
        raise Unreadable(text % {"most": MOST_TASKS})
    return table


def read_pasted(text: str, last: datetime.date) -> Table:
    """Read lines that were copied out of a table, headings first. Raises `Unreadable`."""
    return read(io.BytesIO(text.encode()), last)


def _read_sheet(table: Table, sheet: Sheet, last: datetime.date) -> bool:
    """Read a sheet; return whether it has headings."""
    columns: dict[str, int] = {}
    unknown: dict[int, str] = {}
    for line in sheet.rows:
        found = _columns(line)
        if found and not columns:
            columns = found
            known = {*columns.values()}
            unknown = {n: cell for n, cell in enumerate(line.cells) if cell and n not in known}
        elif found == columns and columns:
            continue  # headings that are printed on each page
        elif not columns or line.hidden or not _is_task(line, columns):
            table.skipped.append(_told(sheet, line))
        else:
            table.rows.append(_row(sheet, line, columns, unknown, last))
    return bool(columns)


def _columns(line: SheetRow) -> dict[str, int]:
    """Return the columns that a line of headings names; it names what is to be done, and more."""
    found: dict[str, int] = {}
    for number, cell in enumerate(line.cells):
        if (name := field_of(cell)) and name not in found:
            found[name] = number
    return found if "content" in found and len(found) > 1 else {}


def _is_task(line: SheetRow, columns: dict[str, int]) -> bool:
    """Return whether a line says more than the heading of a part or a signature does."""
    filled = [name for name, number in columns.items() if name != "number" and line.get(number)]
    number = line.get(columns["number"]) if "number" in columns else ""
    return bool(filled) and (filled != ["content"] or bool(NUMBERED.fullmatch(number)))


def _told(sheet: Sheet, line: SheetRow) -> str:
    words = " | ".join(line.filled())
    place = {"row": line.number, "words": words[:200]}
    if line.hidden:
        return _("Line %(row)d is hidden and was not read: %(words)s") % place
    return _("Line %(row)d is no task: %(words)s") % place


def _row(
    sheet: Sheet, line: SheetRow, columns: dict[str, int], unknown: dict[int, str], last: Any
) -> TaskRow:
    said = {name: as_typed(line.get(number)) for name, number in columns.items()}
    row = TaskRow(sheet.name, line.number)
    row.content = clean_lines(said.get("content", ""))
    row.lead = clean(said.get("lead", ""))
    row.others = split_units(said.get("others", ""))
    row.deliverable = clean(said.get("deliverable", ""))
    notes: list[str] = []
    _read_due(row, said.get("due", ""), last, notes)
    _read_progress(row, said, notes)
    _read_fate(row, said, last, notes)
    notes += [f"Ghi chú: {clean_lines(said['note'])}"] if said.get("note") else []
    known = {*columns.values()}
    for number, text in enumerate(line.cells):
        if text and number not in known:
            head = clean(unknown.get(number, ""))
            notes.append(f"{head}: {clean(text)}" if head else clean(text))
    row.words = "\n".join(notes)
    row.refused = _too_long(row, line) or _wrong(row)
    return row


def _read_due(row: TaskRow, text: str, last: datetime.date, notes: list[str]) -> None:
    if not text:
        return
    row.due_on, is_other = cells.due_day(text, last)
    if row.due_on is None:
        row.messages.append(
            _("The due day “%(text)s” was not understood; it is kept in the log of the task.")
            % {"text": text}
        )
        notes.append(f"Thời hạn: {text}")
    elif is_other:
        row.messages.append(
            _("“%(text)s” is taken as by the end of %(day)s.")
            % {"text": text, "day": f"{row.due_on:%d/%m/%Y}"}
        )


def _read_progress(row: TaskRow, said: dict[str, str], notes: list[str]) -> None:
    for name in ("state", "percent"):
        text = said.get(name, "")
        found = cells.progress(text) if text else None
        if found is None:
            notes += [f"Tiến độ: {clean_lines(text)}"] if text else []
        elif name == "percent" and row.status:
            row.percent = found[1]
        else:
            row.status, row.percent = found
    if row.status in ("planned", "done"):
        meant = {"planned": 0, "done": 100}[row.status]
        if row.percent not in (None, meant):
            notes.append(f"Tiến độ: {clean_lines(said['percent'])}")
        row.percent = meant


def _read_fate(row: TaskRow, said: dict[str, str], last: Any, notes: list[str]) -> None:
    """Read what belongs to a state; where the state is another one, it is a note."""
    reason, by = clean_lines(said.get("blocked_reason", "")), clean(said.get("accepted_by", ""))
    day = said.get("done_on", "")
    if row.status == "blocked":
        row.blocked_reason = reason
    elif reason:
        notes.append(f"Vướng mắc: {reason}")
    if row.status == "done":
        row.done_on, _guessed = cells.due_day(day, last)
        row.accepted_by = by
        day, by = ("" if row.done_on else day), ""
    notes += [f"Hoàn thành ngày: {day}"] if day else []
    notes += [f"Người xác nhận hoàn thành: {by}"] if by else []


def _too_long(row: TaskRow, line: SheetRow) -> str:
    """Return that a text has no room where it belongs, if one has none."""
    texts = [
        (text, MOST_CHARACTERS) for text in line.cells
    ]  # of more than that only a part is read
    texts += [(getattr(row, name), most) for name, most in LONGEST.items()]
    texts += [(name, LONGEST["lead"]) for name in row.others]
    for text, most in texts:
        if len(text) > most:
            told = _("“%(text)s…” is longer than %(most)d characters.")
            return told % {"text": text[:60], "most": most}
    return ""


def _wrong(row: TaskRow) -> str:
    """Return why a row cannot become a task, if it cannot."""
    if not row.content:
        return _("It does not say what is to be done.")
    if len(split_units(row.lead)) > 1:
        return _(
            "“%(units)s” are several lead units. Name one, and the others as coordinating units."
        ) % {"units": row.lead}
    if row.status == "blocked" and not row.blocked_reason:
        return _("The state is “blocked”, but no column says what blocks the task.")
    if row.done_on and row.done_on > timezone.localdate():
        return _("The day when the task was done lies in the future.")
    try:
        for text in (row.content, row.lead, *row.others, row.deliverable):
            validate_printable_by_staff(text)
    except ValidationError as error:
        return error.messages[0]
    return ""
