"""Titles of ceremonies, set in lines as on a banner."""

import re
from typing import NamedTuple

QUOTED = re.compile(r"^(.*?)\s*[“\"](.+?)[”\"]\s*[,;.]?\s*(.*)$", re.S)
DASH = re.compile(r"(?<=\s[-–—])\s+")
YEAR = re.compile(r"^năm\s+(?=\d{4}\b)", re.I)


class SetTitle(NamedTuple):
    """A title in parts: what kind of ceremony, the quoted name in lines, which edition."""

    before: str
    name: list[str]
    after: str


def set_in_lines(title: str) -> SetTitle:
    """Part a title around the name in quotation marks, and break the name after its dash.

    “Lễ phát động Cuộc thi “A - vì B” lần thứ nhất, năm 2025” has the name `["A -", "vì B"]` and
    ends in `Lần thứ nhất · 2025`. Without quotation marks all of it is the name.
    """
    found = QUOTED.match(title.strip())
    before, name, after = found.groups() if found else ("", title.strip(), "")
    parts = [YEAR.sub("", part.strip()) for part in after.split(",") if part.strip()]
    ending = " · ".join(parts)
    return SetTitle(before, DASH.split(name, maxsplit=1), ending[:1].upper() + ending[1:])
