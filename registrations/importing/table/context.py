"""What holds for a whole table besides what stands in its lines."""

import re
from dataclasses import dataclass, field

from events.vietnamese import names


@dataclass
class Context:
    """What holds for the lines of a table besides what stands in them."""

    sheet: str
    required: str
    delegations: dict[str, str]  # as the ceremony knows them, by their folded names
    organisation: str = ""  # of all, also from a line above the table or the name of a group
    group_delegation: str = ""  # the delegation that a group names
    values_above: dict[str, str] = field(default_factory=dict)  # for ditto marks
    old_font: bool = False  # whether anything in the table is written in one
    old_font_rows: int = 0  # how many entries are
    lost: list[tuple[int, str]] = field(default_factory=list)  # line and text that lost letters
    lost_rows: int = 0  # how many entries have such a text
    lost_headings: bool = False

    def delegation(self, text: str) -> str:
        """Return the name by which the ceremony knows a delegation; "" for none."""
        typed = plain_words(text)
        if typed in self.delegations:
            return self.delegations[typed]
        near = [
            name
            for plain, name in self.delegations.items()
            if len(typed) > 5 and (f" {typed} " in f" {plain} " or f" {plain} " in f" {typed} ")
        ]
        return near[0] if len(near) == 1 else ""


def plain_words(text: str) -> str:
    """Return the words of a text, by which two spellings of a delegation are compared."""
    return " ".join(re.findall(r"[^\W_]+", names.fold(text)))
