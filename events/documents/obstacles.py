"""What stands in the way of issuing: what is missing, blank, unprintable, or contradicts itself.

The required parts are those of Nghị định 30/2020/NĐ-CP, Điều 8; what only one kind of paper needs
its own function tells (`Draft.obstacles`), what contradicts other rows the checks of its kind find
(`Draft.checks`).
"""

import datetime
import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from events.documents import fonts
from events.documents.errors import named
from events.documents.paper import Draft, Obstacle, Paper
from events.documents.wording import BLANK, Wording, read
from events.vietnamese import dates

# room that nobody has filled: drawn by us, or typed as dots and underscores; a few dots, which may
# be style, only where a day, an hour, a number or a sum is wanted
_DOTS = r"(?:…|\.{2,})"
_BLANK = re.compile(
    rf"{BLANK}|…{{2,}}|\.{{4,}}|_{{3,}}"
    rf"|\bngày\s*{_DOTS}\s*(?:tháng|/)|\btháng\s*{_DOTS}\s*(?:năm|/)"
    rf"|\btháng\s*\d+\s*năm\s*{_DOTS}|\bsố\s*(?::\s*{_DOTS}|{_DOTS}\s*(?:ngày|/))"
    rf"|(?<![\w.…]){_DOTS}\s*(?:giờ|đồng)\b(?!\s+(?:bộ|giấc|hành|loạt|thời))",
    re.IGNORECASE,
)
_TODAY = re.compile(r"[Hh]ôm nay,? ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_AROUND = 40  # characters shown before and after a place
_MOST = 20  # places that are listed; who has mended them sees the next


def of(draft: Draft, day: datetime.date) -> list[Obstacle]:
    """Return what stands in the way of issuing a paper on a day, and what is only to be said."""
    if not isinstance(draft.paper, Paper):
        return []  # the register itself refuses what gets no number
    wording = read(draft.numbered(1, day, verification="").html())
    return [
        *draft.obstacles,
        *(obstacle for check in draft.checks for obstacle in check()),
        *_parts(draft, draft.paper, wording),
        *_blanks(draft, wording),
        *_signs(draft, wording),
        *_days(draft, draft.paper, wording, day),
    ]


def stopping(found: Sequence[Obstacle]) -> list[Obstacle]:
    """Return those that must be mended before the paper is issued."""
    return [obstacle for obstacle in found if obstacle.stops]


def _parts(draft: Draft, paper: Paper, wording: Wording) -> Iterator[Obstacle]:
    """Yield the required parts that the paper lacks."""
    needed = [
        (paper.issuer, _("The issuing body is missing.")),
        (paper.symbol, _("The symbol is missing.")),
        (paper.place, _("The place of issue is missing.")),
        (paper.kind, _("The kind of the paper is missing.")),
        (paper.subject, _("The subject is missing.")),
        (any(map(_says, wording.body)), _("The paper says nothing yet: its text is missing.")),
    ]
    if not paper.other_issuer:  # two bodies sign side by side, and each keeps its copies
        filed = any(line.startswith("Lưu") for line in paper.recipients)
        needed += [
            (paper.authority, _("Authority and title of the signer are missing.")),
            (paper.signer_name, _("The name of the signer is missing.")),
            (paper.recipients, _("“Nơi nhận” is missing.")),
            (filed or not paper.recipients, _("“Nơi nhận” lacks the line “Lưu: VT, …”.")),
        ]
    yield from (Obstacle(message, _typed_at(draft)) for is_there, message in needed if not is_there)


def _blanks(draft: Draft, wording: Wording) -> Iterator[Obstacle]:
    for text, match in _found(_BLANK, wording.paragraphs):
        around = _around(text, match)
        message = _("Something is not filled in: “%(text)s”.") % {"text": around}
        yield Obstacle(message, _typed_at(draft, match[0]))


def _signs(draft: Draft, wording: Wording) -> Iterator[Obstacle]:
    printed = "\n".join(wording.paragraphs).replace(BLANK, "")
    for sign in fonts.missing_glyphs(printed)[:_MOST]:
        text, match = next(_found(re.compile(re.escape(sign)), wording.paragraphs))
        message = _("The sign %(sign)s cannot be printed: “%(text)s”. Replace or remove it.")
        values = {"sign": named(sign), "text": _around(text, match)}
        yield Obstacle(message % values, _typed_at(draft, sign))


def _days(draft: Draft, paper: Paper, wording: Wording, day: datetime.date) -> Iterator[Obstacle]:
    if draft.signed_on and draft.signed_on != day:
        yield Obstacle(
            _("The paper was signed on %(signed)s: choose this day as the day of issue.")
            % {"signed": dates.short(draft.signed_on)}
        )
    wanted = (day.day, day.month, day.year)
    for text, match in _found(_TODAY, wording.paragraphs):
        if tuple(map(int, match.groups())) != wanted:
            message = _("The text names another day than the head, %(day)s: “%(text)s”.")
            values = {"day": dates.short(day), "text": _around(text, match)}
            yield Obstacle(message % values, _typed_at(draft, match[0]))
    typed = (paper.day or day.day, paper.month, paper.year)
    if not draft.signed_on and paper.month and typed != wanted:
        yield Obstacle(
            _("The draft bears another day than that of issue; it will bear %(day)s.")
            % {"day": dates.short(day)},
            _typed_at(draft),
            stops=False,
        )
    if paper.number:
        yield Obstacle(
            _(
                "The draft bears the number %(number)s by hand; with issuing it gets the number of "
                "the register instead."
            )
            % {"number": paper.number_text},
            _typed_at(draft),
            stops=False,
        )


def _typed_at(draft: Draft, sign: str = "") -> str:
    """Return the page on which a sign is typed, or else that of head and end."""
    for source in draft.sources if sign else ():
        if any(sign in text for text in source.texts):
            return source.url
    return draft.sources[0].url if draft.sources else ""


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))


def _found(sought: "re.Pattern[str]", texts: Sequence[str]) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield where something stands first in each of the texts."""
    matches = ((text, match) for text in texts if (match := sought.search(text)))
    yield from list(matches)[:_MOST]


def _around(text: str, match: re.Match[str]) -> str:
    start, end = max(match.start() - _AROUND, 0), match.end() + _AROUND
    shown = text[start:end].replace(BLANK, "…").strip()
    return f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}"
