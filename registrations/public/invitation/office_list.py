"""The file that an office chose, read into lines for the clerk to look at; nothing is written."""

from dataclasses import dataclass, field
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.vietnamese import names
from events.vietnamese.namesakes import Namesakes
from registrations.errors import if_namesake, spans
from registrations.importing import Listing, Outcome, Row, read_list
from registrations.importing.pasted_lines import error_text, read_line, write_line
from registrations.models import Invitation
from registrations.public.invitation.forms import LineForm
from registrations.public.invitation.list_forms import FILE_LINES_MAX, LINES_MAX
from registrations.services.imports import check_against

NAMES_TOLD = 20


@dataclass
class OfficeList:
    """What a file holds for an invitation."""

    listing: Listing
    lines: list[str] = field(default_factory=list)  # for `guest_lines.read_line`
    messages: list[str] = field(default_factory=list)  # about the file as a whole

    @property
    def refused(self) -> str:
        """Why nothing of the file can be taken; "" when something can."""
        return " ".join(self.listing.file_messages) if self.listing.file_outcome == "reject" else ""

    @property
    def several_sheets(self) -> bool:
        """Whether a line is found only with the name of its sheet."""
        return len({row.sheet for row in self.listing.rows}) > 1

    @property
    def left_out(self) -> list[Row]:
        """The lines that are wrong, name who is named already, or may name somebody."""
        rows = [row for row in self.listing.rows if not row.is_entry]
        return [row for row in rows if row.outcome == Outcome.ERROR or row.value["name"]]


def read_office_list(invitation: Invitation, file: IO[bytes]) -> OfficeList:
    """Read a file for an invitation, whose organisation all in it get.

    Each line that is left passes the same form as a delegate who is typed.
    """
    known = [delegation.name for delegation in invitation.event.delegations.all()]
    listing = read_list(
        file,
        "delegates",
        known,
        organisation=invitation.organisation,
        most_lines=FILE_LINES_MAX,
    )
    found = OfficeList(listing)
    if len(listing.entries()) > LINES_MAX:
        listing.reject(
            ngettext(
                "The file names %(count)d delegates; please send at most %(most)d at once.",
                "The file names %(count)d delegates; please send at most %(most)d at once.",
                len(listing.entries()),
            )
            % {"count": len(listing.entries()), "most": LINES_MAX}
        )
    if found.refused:
        return found
    found.messages = [*listing.file_messages, *_of_the_invitation(invitation, listing)]
    check_against(invitation.event, listing)
    _mark_repeated(listing)
    for row in listing.entries():
        line = write_line(row.value)
        form = LineForm({**read_line(line), "consent": "on"}, invitation=invitation)
        why = " ".join(message for _id, _label, message in form.wrong_fields()) or error_text(line)
        if why:
            row.skip(why, Outcome.ERROR)
        else:
            found.lines.append(line)
    return found


def _of_the_invitation(invitation: Invitation, listing: Listing) -> list[str]:
    """Give all the organisation of the invitation; return what the file says otherwise."""
    others: dict[str, list[int]] = {}
    noted = []
    for row in listing.rows:
        said = row.value["organisation"]
        row.value["organisation"] = invitation.organisation
        if said and names.identity(said) != names.identity(invitation.organisation):
            others.setdefault(said, []).append(row.row)
        if row.is_entry and row.value["note"]:
            noted.append(row.row)
    text = _(
        "The file says “%(said)s” (line %(lines)s). The delegates are registered for “%(body)s”, "
        "which is invited; a department is best written into the position."
    )
    messages = [
        text % {"said": said, "lines": spans(lines), "body": invitation.organisation}
        for said, lines in others.items()
    ]
    if noted:
        text = _("Notes are not taken over (line %(lines)s): please tell the organizing committee.")
        messages.append(text % {"lines": spans(noted)})
    return messages


def _mark_repeated(listing: Listing) -> None:
    """Leave out who stands in the file twice, now that all are of one organisation."""
    seen: Namesakes[Row] = Namesakes()
    for row in listing.entries():
        first = seen.find(row.value["name"])
        if first is None:
            seen.add(row, row.value["name"])
        else:
            row.skip(_("The same as line %(line)s of this file.") % {"line": first.row})
            if row.differs(first, "position", "phone"):
                row.messages.append(if_namesake(row.value["name"]))


def who_does_not_fit(lines: list[str], left: int) -> str:
    """Return whom of these lines no place is left for, and what to do; "" when all fit."""
    beyond = [read_line(line)["name"] for line in lines[max(left, 0) :]]
    if not beyond:
        return ""
    shown = ", ".join(beyond[:NAMES_TOLD]) + ("…" if len(beyond) > NAMES_TOLD else "")
    places = ngettext(
        "%(left)d place is left, and the list names %(count)d.",
        "%(left)d places are left, and the list names %(count)d.",
        left,
    ) % {"left": max(left, 0), "count": len(lines)}
    rest = _("No place is left for: %(names)s. Remove whom you do not send.") % {"names": shown}
    return f"{places} {rest}"
