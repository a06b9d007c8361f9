"""From the sheets of a file to its entries, each with what is wrong and what to do."""

import re
from collections.abc import Sequence
from typing import IO

from django.utils.translation import gettext as _

from events.vietnamese.text import clean
from registrations.importing import cells, files, lines
from registrations.importing.around import Around, plain_words
from registrations.importing.entry import Entry
from registrations.importing.headings import Columns, columns_of
from registrations.importing.rows import FIELDS, Listing, Outcome, Row
from registrations.importing.tables import Line, Sheet, Unreadable

NEEDED = {"delegates": "name", "invitations": "organisation"}
MOST_TOLD = 120  # letters of a line that is left out
ABOVE = re.compile(r"(?:tên )?(?:đơn vị|cơ quan)[^:]{0,30}:\s*(?P<body>[^\W\d_].*)", re.I)


def read_list(
    file: IO[bytes], kind: str, delegations: Sequence[str] = (), *, organisation: str = ""
) -> Listing:
    """Read a list of `delegates` or `invitations`; a file that cannot be read is rejected.

    `delegations` are the names that the ceremony knows. `organisation` is that of who stands in a
    list that names none.
    """
    listing = Listing(kind)
    without: list[str] = []
    old_font, old_lines = False, 0
    try:
        for sheet in files.sheets(file):
            if sheet.hidden:
                told = _("The sheet “%(sheet)s” is hidden and was not read. Show it to import it.")
                listing.file_messages.append(told % {"sheet": sheet.name})
                continue
            table = _Table(listing, sheet, delegations, organisation)
            table.read()
            old_lines += table.around.old_lines
            if table.columns is None and sheet.lines:
                without.append(sheet.name)
                old_font = old_font or table.around.old_font
    except Unreadable as error:
        return listing.reject(str(error))
    read = sum(row.outcome != Outcome.SKIPPED for row in listing.rows)
    if not read:
        return listing.reject(_old_font() if old_font else _no_table(kind))
    if 2 * old_lines > read:
        return listing.reject(_old_font())
    for name in without:
        told = _("The sheet “%(sheet)s” has no table with known headings and was left out.")
        listing.file_messages.append(told % {"sheet": name})
    listing.mark_repeated()
    return listing


def _old_font() -> str:
    return _(
        "The letters of this file are those of an old font (TCVN3 or VNI). Convert it to Unicode, "
        "with UniKey or in Excel, save it and choose it again."
    )


def _no_table(kind: str) -> str:
    if kind == "delegates":
        return _(
            "No delegate was found. The table needs a line of headings with “Họ và tên” and, "
            "best, “Chức vụ”, “Đơn vị”, “Điện thoại”, “Email”, “Ghi chú”."
        )
    return _(
        "No invited body was found. The table needs a line of headings with “Đơn vị” and, best, "
        "“Họ và tên”, “Chức vụ”, “Điện thoại”, “Email”, “Số lượng”, “Ghi chú”."
    )


class _Table:
    """Reads one sheet."""

    def __init__(
        self, listing: Listing, sheet: Sheet, delegations: Sequence[str], organisation: str
    ) -> None:
        self.listing, self.sheet = listing, sheet
        known = {plain_words(name): name for name in delegations}
        self.around = Around(sheet.name, NEEDED[listing.kind], known, organisation)
        self.around.old_font = any(
            map(cells.is_of_old_font, (" ".join(x.cells) for x in sheet.lines))
        )
        self.body = organisation  # of the table, where no group says another
        self.columns: Columns | None = None
        self.last_heading = 0
        self.counted = self.ended = False

    def read(self) -> None:
        for line in self.sheet.lines:
            if not self._is_heading(line) and self.columns is not None:
                self._line(line, self.columns)

    # Headings

    def _is_heading(self, line: Line) -> bool:
        if self.columns is not None and self._is_counted(line, self.columns):
            return False
        follows = self.columns is not None and line.number == self.last_heading + 1
        contact = self.columns.contact if self.columns is not None and follows else {}
        found = columns_of(line, needed=self.around.needed, contact=contact)
        if found is not None:
            if self.columns is not None and not follows:
                self._skip(line, _("The headings again."))
            elif follows and self.columns is not None:
                missing = {k: v for k, v in self.columns.of.items() if k not in found.of}
                taken = {i for columns in found.of.values() for i in columns}
                found.of |= {k: v for k, v in missing.items() if not taken & set(v)}
            self._begin(found, line)
            return True
        if self.columns is None:
            self._title(line)
            return False
        if follows and (self.columns.add(line) or lines.is_numbering(line)):
            self.last_heading = line.number
            return True
        return False

    def _is_counted(self, line: Line, columns: Columns) -> bool:
        """Return whether the line has the number of an entry."""
        return columns.number is not None and lines.is_ordinal(line.get(columns.number))

    def _begin(self, columns: Columns, line: Line) -> None:
        self.columns = columns
        self.last_heading = line.number
        self.counted = self.ended = False
        unknown = [columns.names[i] for i in columns.unknown]
        told = _("Columns that are not imported: %(columns)s.") % {"columns": ", ".join(unknown)}
        if unknown and told not in self.listing.file_messages:
            self.listing.file_messages.append(told)

    def _title(self, line: Line) -> None:
        for cell in line.filled():
            if match := ABOVE.fullmatch(clean(cell)):
                self.body = self.around.body = match["body"].rstrip(" .,;")

    # Lines of the table

    def _line(self, line: Line, columns: Columns) -> None:
        counted = self._is_counted(line, columns)
        if lines.is_numbering(line):
            self._skip(line, _("The numbers of the columns."))
        elif lines.is_total(line):
            self.counted = True
            self._skip(line, _("A total, not an entry."))
        elif lines.is_end(line, columns) or (self.ended and not counted):
            self.ended = True
            self._skip(line, _("Below the list: place, date or signature."))
        elif (group := lines.group_of(line, columns)) is not None:
            self._group(line, group)
        elif lines.is_placeholder(line, columns):
            self._skip(line, _("An empty line."))
        elif self.counted and not counted and len(line.filled()) < 2:
            self._skip(line, _("Below the list: place, date or signature."))
        else:
            self.ended = False
            self._add(Entry(self.around, line, columns).row())

    def _skip(self, line: Line, message: str) -> None:
        value = {**dict.fromkeys(FIELDS, ""), "honorific": ""}
        said = clean(" | ".join(dict.fromkeys(line.filled())))
        if len(said) > MOST_TOLD:
            said = f"{said[:MOST_TOLD]}…"
        messages = [message, *([f"“{said}”"] if said else [])]
        self._add(Row(self.sheet.name, line.number, Outcome.SKIPPED, value, messages))

    def _add(self, row: Row) -> None:
        self.listing.rows.append(row)

    def _group(self, line: Line, name: str) -> None:
        known = self.around.delegation(name)
        if known or lines.is_kind(name):
            self.around.group, self.around.body = known, self.body
        else:
            self.around.body = name
        told = _("The name of a group: it holds for the lines below.")
        self._skip(line, told)
