"""From the sheets of a file to its entries, each with what is wrong and what to do."""

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import IO, Any

from django.utils.translation import gettext as _

from events.importing import detect
from events.importing.sheets import MOST_LINES, Budget, Sheet, SheetRow, Unreadable
from events.vietnamese import names, persons
from events.vietnamese.text import clean
from registrations.importing.cells import lost_letters, organisations, values
from registrations.importing.results import FIELDS, Listing, Outcome, Row
from registrations.importing.table import line_kinds
from registrations.importing.table.columns import Columns, columns_of, field_of
from registrations.importing.table.context import Context, plain_words
from registrations.importing.table.entry import Entry
from registrations.importing.table.groups import Group, Groups, group_of, organisation_above
from registrations.importing.table.line_kinds import LineKind, Progress
from registrations.importing.table.table_row import TableRow, is_numbered

REQUIRED = {"delegates": "name", "invitations": "organisation"}
MOST_QUOTED = 120  # letters of a line that is left out


def read_list(
    file: IO[bytes],
    kind: str,
    delegations: Sequence[str] = (),
    *,
    organisation: str = "",
    most_lines: int = MOST_LINES,
) -> Listing:
    """Read a list of `delegates` or `invitations`; a file that cannot be read is rejected.

    `delegations` are the names that the ceremony knows. `organisation` is that of who stands in a
    list that names none. A file of more than `most_lines` is rejected before it is understood.
    """
    listing = Listing(kind)
    tables: list[_Table] = []
    try:
        for sheet in detect.sheets(file, Budget(most_lines), field_of):
            if sheet.hidden:
                message = _(
                    "The sheet “%(sheet)s” is hidden and was not read. Show it to import it."
                )
                listing.file_messages.append(message % {"sheet": sheet.name})
                continue
            table = _Table(listing, sheet, delegations, organisation)
            table.read()
            tables.append(table)
    except Unreadable as error:
        return listing.reject(str(error))
    read = sum(row.outcome != Outcome.SKIPPED for row in listing.rows)
    without = [one for one in tables if one.columns is None and one.sheet.rows]
    if why := _lost(tables, read):
        return listing.reject(why)
    if 2 * sum(one.context.old_font_rows for one in tables) > read:
        return listing.reject(_old_font())
    if not read:
        old_font = any(one.context.old_font for one in without)
        return listing.reject(_old_font() if old_font else _no_table(kind))
    listing.file_messages += [message for one in tables for message in one.sheet.messages]
    for table in without:
        message = _("The sheet “%(sheet)s” has no table with known headings and was left out.")
        listing.file_messages.append(message % {"sheet": table.sheet.name})
    listing.mark_repeated()
    return listing


def _lost(tables: list["_Table"], read: int) -> str:
    """Tell why nothing can be taken of a file that has lost letters; "" for none, or a few lines.

    Where no Vietnamese letter is left, others were lost unseen: ă became a, đ became d.
    """
    lists = [table for table in tables if table.columns is not None or not read]
    lost = [(*one, table) for table in lists for one in table.context.lost]
    if not lost:
        return ""
    rows = sum(table.context.lost_rows for table in lists)
    headings = any(table.context.lost_headings for table in lists)
    if not headings and 2 * rows <= read and all(t.knows_vietnamese() for t in lists):
        return ""
    number, text, table = lost[0]
    where = f"{table.sheet.name}, {number}" if len(tables) > 1 else str(number)
    return _(
        "Letters were lost when the file was saved: line %(line)s reads “%(text)s”. Open the "
        "original list, save it as .xlsx, or as “CSV UTF-8”, and choose that file."
    ) % {"line": where, "text": clean(text)[:MOST_QUOTED]}


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
        self.context = Context(sheet.name, REQUIRED[listing.kind], known, organisation)
        self.context.old_font = any(
            values.is_of_old_font(" ".join(row.cells)) for row in sheet.rows
        )
        # of the table, where no group says another
        self.organisation, self.doubt = organisation, ""
        self.group_doubt = ""
        self.groups = Groups(invitations=listing.kind == "invitations")
        self.columns: Columns | None = None
        self.last_heading = 0
        self.progress = Progress()

    def read(self) -> None:
        for row in self.sheet.rows:
            if self.columns is None:
                self._read_top(row)
                continue
            table_row = TableRow(row, self.columns)
            if not self._is_heading(table_row):
                self._read_row(table_row)
        if self.columns is None:
            for row in self.sheet.rows:
                self._look_at_headings(row)

    def knows_vietnamese(self) -> bool:
        """Return whether anything in the sheet has letters that “ANSI” has not."""
        return any(lost_letters.knows_vietnamese(" ".join(row.cells)) for row in self.sheet.rows)

    # Headings

    def _read_top(self, row: SheetRow) -> None:
        """Read a row above the first headings, or these."""
        if columns := columns_of(row, required=self.context.required):
            numbered = [is_numbered(one, columns) for one in self.sheet.rows]
            numbers = [one.number for one in self.sheet.rows]
            self.progress.last_numbered = max(compress(numbers, numbered), default=0)
            self.progress.above_numbered = set(compress(numbers, numbered[1:]))
            self._begin(columns, row)
        elif found := organisation_above(row):
            self.organisation, sure = found
            self.doubt = "" if sure else self._doubt(self.organisation, row.number)
            self.context.organisation, self.group_doubt = self.organisation, self.doubt

    def _is_heading(self, row: TableRow) -> bool:
        """Return whether a row below headings holds more of them, and take them in."""
        if not self._may_be_heading(row):
            return False
        columns, follows = row.columns, row.number == self.last_heading + 1
        contact = columns.contact_headings if follows else {}
        found = columns_of(row.sheet_row, required=columns.required, contact=contact)
        if found is not None:
            if follows:
                found.add_missing(columns)
            else:
                self._skip(row, _("The headings again."))
            self._begin(found, row.sheet_row)
            return True
        if follows and (
            columns.add_headings(row.sheet_row) or line_kinds.is_numbering(row.sheet_row.filled())
        ):
            self.last_heading = row.number
            self._look_at_headings(row.sheet_row)
            self._tell_unknown(columns)
            return True
        return False

    def _may_be_heading(self, row: TableRow) -> bool:
        """Return whether a row of a table can be its second one of headings, or a repeated one.

        `Khách mời` by itself names a group, though a column may be called so.
        """
        if row.is_numbered or len(row.texts) > 1:
            return not row.is_numbered
        (first,) = row.texts
        again = names.fold(row.text(first)) == names.fold(row.columns.headings.get(first, ""))
        return again or first > row.columns.first_column()

    def _begin(self, columns: Columns, row: SheetRow) -> None:
        self.columns = columns
        self.last_heading = row.number
        self._look_at_headings(row)
        self.progress.after_total, self.progress.details_needed = False, 0
        self._tell_unknown(columns)

    def _look_at_headings(self, row: SheetRow) -> None:
        """Note headings that have lost letters, and with them what stands below."""
        for cell in row.cells:
            if lost_letters.is_garbled(cell) or lost_letters.has_gaps(cell, is_heading=True):
                self.context.lost.append((row.number, cell))
                self.context.lost_headings = True

    def _tell_unknown(self, columns: Columns) -> None:
        unknown = [columns.headings[i] for i in columns.unknown]
        message = _("Columns that are not imported: %(columns)s.") % {"columns": ", ".join(unknown)}
        if unknown and message not in self.listing.file_messages:
            self.listing.file_messages.append(message)

    def _doubt(self, organisation: str, number: int) -> str:
        message = _("The organisation “%(body)s” is taken from line %(line)s: please check it.")
        return message % {"body": organisation, "line": number}

    # Rows of the table

    def _read_row(self, row: TableRow) -> None:
        group = group_of(row, self.progress)
        match line_kinds.classify(row, self.progress, is_group=group is not None):
            case LineKind.NUMBERING:
                self._skip(row, _("The numbers of the columns."))
            case LineKind.TOTAL:
                self.progress.after_total = True
                self._skip(row, _("A total, not an entry."))
            case LineKind.PLACEHOLDER:
                self._skip(row, _("An empty line."))
            case LineKind.SIGNATURE:
                self._skip_footer(row, details_needed=2)
            case LineKind.NOTE:
                self._skip_footer(row, details_needed=1)
            case LineKind.AFTER_TOTAL:
                self._skip_footer(row, details_needed=0)
            case LineKind.FOOTER:
                name = row.own_text if line_kinds.names_somebody(row) else ""
                self._skip_footer(row, details_needed=1, name=name)
            case LineKind.REMARK:
                self._skip_footer(row, details_needed=1, name=row.own_text)
            case LineKind.GROUP if group is not None:
                self._enter_group(row, group)
            case _:
                self._read_entry(row)

    def _skip_footer(self, row: TableRow, *, details_needed: int, name: str = "") -> None:
        """Leave out what stands below a list; whom it may name is told by name."""
        self.progress.details_needed = max(self.progress.details_needed, details_needed)
        self._skip(row, _("Below the list: place, date or signature."), name)

    def _read_entry(self, row: TableRow) -> None:
        entry = Entry(self.context, row)
        result = entry.result()
        self.listing.rows.append(result)
        if row.is_numbered:
            self.progress.details_needed = 0
        if result.is_entry:
            for doubt in filter(None, self._doubts(entry.row, result.value)):
                result.skip(doubt, Outcome.WARNING)

    def _doubts(self, row: TableRow, value: dict[str, Any]) -> Iterator[str]:
        """Yield what is to be checked of an entry, or ""."""
        if self.progress.details_needed:
            yield _("This line stands below the list: please check whether it belongs to it.")
        name = value["name"]
        if self.context.required == "name" and self._is_doubtful(name, row):
            message = _("“%(text)s” may not be the name of a person: please check it.")
            yield message % {"text": name[:80]}
        if value["organisation"] == self.context.organisation:
            yield self.group_doubt

    def _is_doubtful(self, name: str, row: TableRow) -> bool:
        """Return whether what stands for a name may be something else, which is not told yet."""
        doubtful = (
            persons.is_doubtful(name)
            or line_kinds.is_alone(row, self.progress)
            or (not persons.is_person(name) and organisations.is_position(persons.strip_rank(name)))
        )
        return doubtful and not organisations.is_organisation(name)

    def _skip(self, row: TableRow, message: str, name: str = "") -> None:
        value = {**dict.fromkeys(FIELDS, ""), "honorific": "", "name": name}
        said = clean(" | ".join(dict.fromkeys(row.sheet_row.filled())))
        if len(said) > MOST_QUOTED:
            said = f"{said[:MOST_QUOTED]}…"
        messages = [message, *([f"“{said}”"] if said else [])]
        self.listing.rows.append(Row(self.sheet.name, row.number, Outcome.SKIPPED, value, messages))

    def _enter_group(self, row: TableRow, group: Group) -> None:
        known = self.context.delegation(group.name)
        self.context.group_delegation = self.groups.enter(group, known)
        if known or line_kinds.is_kind(group.name):
            self.context.organisation, self.group_doubt = self.organisation, self.doubt
        else:
            self.context.organisation = group.name
            is_sure = group.sure and organisations.is_organisation(group.name)
            self.group_doubt = "" if is_sure else self._doubt(group.name, row.number)
        if group.sure:
            # who has a number may be somebody
            name = group.name if group.mark.isdecimal() else ""
            self._skip(row, _("The name of a group: it holds for the lines below."), name)
            return
        message = _(
            "Only this cell is filled, so it is taken for the name of a group, which holds for the "
            "lines below. If it is a person, number the line or write the position."
        )
        self._skip(row, message, group.name)
