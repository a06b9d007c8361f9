"""The lines of a list as they were understood, each with what becomes of it."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from events.vietnamese import names

FIELDS = ("name", "position", "organisation", "phone", "email", "delegation", "note")


class Outcome(StrEnum):
    """What becomes of a line."""

    ACCEPTED = "accepted"
    WARNING = "warning"
    ERROR = "error"
    SKIPPED = "skipped"

    @property
    def label(self) -> str:
        """The outcome in words."""
        return {
            "accepted": _("accepted"),
            "warning": _("accepted with a warning"),
            "error": _("error"),
            "skipped": _("skipped"),
        }[self]


@dataclass
class Row:
    """One line of a list and what becomes of it."""

    sheet: str
    row: int  # as Excel numbers it
    outcome: Outcome
    value: dict[str, Any]
    messages: list[str]

    @property
    def is_entry(self) -> bool:
        """Whether it can be imported."""
        return self.outcome in (Outcome.ACCEPTED, Outcome.WARNING)

    def differs(self, other: "Row", *fields: str) -> bool:
        """Return whether both say something of one of these fields, and not the same."""
        texts = ((self.value.get(name), other.value.get(name)) for name in fields)
        return any(a and b and names.identity(a) != names.identity(b) for a, b in texts)

    def skip(self, message: str, outcome: Outcome = Outcome.SKIPPED) -> None:
        """Leave the row out after all."""
        self.outcome = outcome
        self.messages = [*self.messages, message]


@dataclass
class Listing:
    """What a file holds."""

    kind: str
    file_outcome: str = "import"
    file_messages: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def reject(self, message: str) -> "Listing":
        """Import nothing of the file."""
        self.file_outcome = "reject"
        self.file_messages = [message, *self.file_messages]
        self.rows = []
        return self

    def entries(self) -> list[Row]:
        """Return the rows that can be imported."""
        return [row for row in self.rows if row.is_entry]

    def counts(self) -> dict[str, int]:
        """Return how many rows have each outcome."""
        counts = dict.fromkeys(map(str, Outcome), 0)
        for row in self.rows:
            counts[row.outcome] += 1
        return counts

    def mark_repeated(self) -> None:
        """Leave out who stands in the file already.

        One body may be invited for several positions, where nobody is named.
        """
        identity = lru_cache(1000)(names.identity)  # organisations repeat
        seen: dict[tuple[str, ...], Row] = {}
        for row in self.entries():
            name, body = row.value["name"], row.value["organisation"]
            said = (name, body, "" if name else row.value["position"])
            first = seen.setdefault(tuple(map(identity, said)), row)
            if first is row:
                continue
            where = f"{first.sheet}, {first.row}" if first.sheet != row.sheet else str(first.row)
            row.skip(_("The same as line %(line)s of this file.") % {"line": where})
            if row.differs(first, "position", "phone"):
                message = _("If these are two people, write a letter behind each name: %(name)s A.")
                row.messages.append(message % {"name": row.value["name"]})

    def as_dict(self) -> dict[str, Any]:
        """Return the listing as plain values."""
        result = asdict(self)
        del result["kind"]
        return result

    @classmethod
    def from_dict(cls, kind: str, values: dict[str, Any]) -> "Listing":
        """Return the listing that `as_dict` gave."""
        rows = [Row(**{**row, "outcome": Outcome(row["outcome"])}) for row in values["rows"]]
        return cls(kind, values["file_outcome"], values["file_messages"], rows)
