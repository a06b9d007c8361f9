"""From the sheets of a file to its entries, each with what is wrong and what to do."""

from collections.abc import Sequence
from itertools import compress
from typing import IO

from django.utils.translation import gettext as _

from events.vietnamese import names, persons
from events.vietnamese.text import clean
from registrations.importing.cells import organisations, values
from registrations.importing.files import detect
from registrations.importing.files.sheets import MOST_LINES, Budget, Sheet, SheetRow, Unreadable
from registrations.importing.results import FIELDS, Listing, Outcome, Row
from registrations.importing.table import line_kinds
from registrations.importing.table.columns import Columns, columns_of
from registrations.importing.table.context import Context, plain_words
from registrations.importing.table.entry import Entry
from registrations.importing.table.groups import Group, Groups, group_of, office_above

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
    without: list[str] = []
    old_font, old_lines = False, 0
    try:
        for sheet in detect.sheets(file, Budget(most_lines)):
            if sheet.hidden:
                message = _(
                    "The sheet “%(sheet)s” is hidden and was not read. Show it to import it."
                )
                listing.file_messages.append(message % {"sheet": sheet.name})
                continue
            table = _Table(listing, sheet, delegations, organisation)
            table.read()
            old_lines += table.context.old_font_rows
            if table.columns is None and sheet.rows:
                without.append(sheet.name)
                old_font = old_font or table.context.old_font
    except Unreadable as error:
        return listing.reject(str(error))
    read = sum(row.outcome != Outcome.SKIPPED for row in listing.rows)
    if not read:
        return listing.reject(_old_font() if old_font else _no_table(kind))
    if 2 * old_lines > read:
        return listing.reject(_old_font())
    for name in without:
        message = _("The sheet “%(sheet)s” has no table with known headings and was left out.")
        listing.file_messages.append(message % {"sheet": name})
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
        self.context = Context(sheet.name, REQUIRED[listing.kind], known, organisation)
        self.context.old_font = any(
            map(values.is_of_old_font, (" ".join(x.cells) for x in sheet.rows))
        )
        # of the table, where no group says another
        self.organisation, self.doubt = organisation, ""
        self.group_doubt = ""
        self.groups = Groups(invitations=listing.kind == "invitations")
        self.columns: Columns | None = None
        self.last_heading = 0
        self.counted = False
        self.last_number = 0  # the last line that has one
        self.leading: set[int] = set()  # lines before one that has a number
        self.below = 0  # what must stand beside a name to be an entry, below notes or signatures

    def read(self) -> None:
        for line in self.sheet.rows:
            if not self._is_heading(line) and self.columns is not None:
                self._line(line, self.columns)

    # Headings

    def _is_heading(self, line: SheetRow) -> bool:
        if self.columns is not None and not self._may_be_heading(line, self.columns):
            return False
        follows = self.columns is not None and line.number == self.last_heading + 1
        contact = self.columns.contact_headings if self.columns is not None and follows else {}
        found = columns_of(line, required=self.context.required, contact=contact)
        if found is not None:
            if self.columns is not None and not follows:
                self._skip(line, _("The headings again."))
            elif follows and self.columns is not None:
                missing = {
                    k: v for k, v in self.columns.by_field.items() if k not in found.by_field
                }
                taken = {i for columns in found.by_field.values() for i in columns}
                found.by_field |= {k: v for k, v in missing.items() if not taken & set(v)}
            self._begin(found, line)
            return True
        if self.columns is None:
            self._title(line)
            return False
        if follows and (self.columns.add_headings(line) or line_kinds.is_numbering(line)):
            self.last_heading = line.number
            self._tell_unknown(self.columns)
            return True
        return False

    def _may_be_heading(self, line: SheetRow, columns: Columns) -> bool:
        """Return whether a line of a table can be its second one of headings, or a repeated one.

        `Khách mời` by itself names a group, though a column may be called so.
        """
        if line_kinds.is_counted(line, columns):
            return False
        filled = [i for i, cell in enumerate(line.cells) if cell]
        if len(filled) > 1:
            return True
        first = filled[0]
        again = names.fold(line.get(first)) == names.fold(columns.headings.get(first, ""))
        return again or first > columns.first_column()

    def _begin(self, columns: Columns, line: SheetRow) -> None:
        if self.columns is None:
            counted = [line_kinds.is_counted(x, columns) for x in self.sheet.rows]
            numbers = [x.number for x in self.sheet.rows]
            self.last_number = max(compress(numbers, counted), default=0)
            self.leading = set(compress(numbers, counted[1:]))
        self.columns = columns
        self.last_heading = line.number
        self.counted = False
        self.below = 0
        self._tell_unknown(columns)

    def _tell_unknown(self, columns: Columns) -> None:
        unknown = [columns.headings[i] for i in columns.unknown]
        message = _("Columns that are not imported: %(columns)s.") % {"columns": ", ".join(unknown)}
        if unknown and message not in self.listing.file_messages:
            self.listing.file_messages.append(message)

    def _title(self, line: SheetRow) -> None:
        if found := office_above(line):
            self.organisation, sure = found
            self.doubt = "" if sure else self._doubt(self.organisation, line)
            self.context.organisation, self.group_doubt = self.organisation, self.doubt

    def _doubt(self, body: str, line: SheetRow) -> str:
        message = _("The organisation “%(body)s” is taken from line %(line)s: please check it.")
        return message % {"body": body, "line": line.number}

    # Lines of the table

    def _line(self, line: SheetRow, columns: Columns) -> None:
        counted = line_kinds.is_counted(line, columns)
        if line_kinds.is_numbering(line):
            self._skip(line, _("The numbers of the columns."))
        elif line_kinds.is_total(line):
            self.counted = True
            self._skip(line, _("A total, not an entry."))
        elif line_kinds.is_end(line, columns, below=0 < self.last_number < line.number):
            self._end(line, 2)
        elif line_kinds.is_note(line, columns):
            self._end(line, 1)
        elif self.below > 1 and self._is_below(line, columns, others=2):
            self._end(line, 2, columns)
        elif (group := self._group_of(line, columns)) is not None:
            self._group(line, group)
        elif line_kinds.is_placeholder(line, columns):
            self._skip(line, _("An empty line."))
        elif self.counted and not counted and len(line.filled()) < 2:
            self._end(line, self.below)
        elif self._is_label(line, columns) or self._is_below(line, columns, others=1):
            self._end(line, 1, columns)
        elif self._is_remark(line, columns):
            self._end(line, 1, name=clean(line.get(columns.first_column())))
        else:
            self._entry(line, columns, counted=counted)

    def _is_label(self, line: SheetRow, columns: Columns) -> bool:
        return line.number > self.last_number and line_kinds.is_label(line, columns)

    def _is_lone(self, line: SheetRow, columns: Columns) -> bool:
        """Return whether the line has only what may be a name, where entries have numbers."""
        own = line.get(columns.first_column())
        lone = self.context.required == "name" and self.last_number > 0 and line.filled() == [own]
        return lone and not persons.is_person(persons.split_honorific(clean(own))[1])

    def _is_remark(self, line: SheetRow, columns: Columns) -> bool:
        """Return whether words by themselves stand below all entries, and are no name."""
        own = clean(line.get(columns.first_column()))
        lone = line.number > self.last_number and self._is_lone(line, columns)
        return lone and not line_kinds.may_be_person(own)

    def _is_below(self, line: SheetRow, columns: Columns, *, others: int) -> bool:
        """Return whether the line stands below the list and is no entry that was forgotten."""
        entry = line_kinds.is_counted(line, columns) or line_kinds.is_entry(
            line, columns, others=others
        )
        return self.below > 0 and not entry

    def _end(
        self, line: SheetRow, below: int, columns: Columns | None = None, name: str = ""
    ) -> None:
        """Leave out what stands below a list; whom it may name is told by name."""
        self.below = max(self.below, below)
        if columns is not None and line_kinds.names_somebody(line, columns):
            name = clean(line.get(columns.first_column()))
        self._skip(line, _("Below the list: place, date or signature."), name)

    def _entry(self, line: SheetRow, columns: Columns, *, counted: bool) -> None:
        row = Entry(self.context, line, columns).row()
        self._add(row)
        if counted:
            self.below = 0
        if not row.is_entry:
            return
        doubts, delegates = [], self.context.required == "name"
        if self.below:
            doubts.append(
                _("This line stands below the list: please check whether it belongs to it.")
            )
        name = row.value["name"]
        is_position = organisations.is_position(persons.strip_rank(name)) and not persons.is_person(
            name
        )
        doubtful = persons.is_doubtful(name) or is_position or self._is_lone(line, columns)
        if delegates and doubtful and not organisations.is_organisation(name):
            message = _("“%(text)s” may not be the name of a person: please check it.")
            doubts.append(message % {"text": name[:80]})
        if row.value["organisation"] == self.context.organisation:
            doubts.append(self.group_doubt)
        for doubt in filter(None, doubts):
            row.skip(doubt, Outcome.WARNING)

    def _skip(self, line: SheetRow, message: str, name: str = "") -> None:
        value = {**dict.fromkeys(FIELDS, ""), "honorific": "", "name": name}
        said = clean(" | ".join(dict.fromkeys(line.filled())))
        if len(said) > MOST_QUOTED:
            said = f"{said[:MOST_QUOTED]}…"
        messages = [message, *([f"“{said}”"] if said else [])]
        self._add(Row(self.sheet.name, line.number, Outcome.SKIPPED, value, messages))

    def _add(self, row: Row) -> None:
        self.listing.rows.append(row)

    def _group_of(self, line: SheetRow, columns: Columns) -> Group | None:
        leads = line.number in self.leading
        return group_of(line, columns, last=self.last_number, leads=leads)

    def _group(self, line: SheetRow, group: Group) -> None:
        known = self.context.delegation(group.name)
        self.context.group_delegation = self.groups.enter(group, known)
        if known or line_kinds.is_kind(group.name):
            self.context.organisation, self.group_doubt = self.organisation, self.doubt
        else:
            self.context.organisation = group.name
            is_organisation = group.sure and organisations.is_organisation(group.name)
            self.group_doubt = "" if is_organisation else self._doubt(group.name, line)
        if group.sure:
            # who has a number may be somebody
            name = group.name if group.mark.isdecimal() else ""
            self._skip(line, _("The name of a group: it holds for the lines below."), name)
            return
        message = _(
            "Only this cell is filled, so it is taken for the name of a group, which holds for the "
            "lines below. If it is a person, number the line or write the position."
        )
        self._skip(line, message, group.name)
