"""What two versions of the rules do not have in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.utils.translation import gettext as _

from events.documents import wording
from events.models import RulesArticle
from events.models.content.rules_reading import Reading
from events.vietnamese import amounts
from events.vietnamese.comparing import Piece, compared
from events.vietnamese.names import fold
from events.web.markdown import render

ALIKE = 0.5  # of the words: two articles of the same place are one that was changed


class Fate(StrEnum):
    """What has become of a part."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"  # says the same under another number
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Part:
    """A part of the rules in two versions; its texts are plain, a line for each paragraph."""

    title: str
    old: str | None
    new: str | None
    old_title: str = ""  # where it was called otherwise

    @property
    def fate(self) -> Fate:
        """What has become of it."""
        if self.old is None:
            return Fate.ADDED
        if self.new is None:
            return Fate.REMOVED
        if self.old != self.new:
            return Fate.CHANGED
        return Fate.MOVED if self.old_title else Fate.SAME

    @property
    def pieces(self) -> list[Piece]:
        """Both texts as one."""
        return list(compared(self.old or "", self.new or ""))


def difference(old: Reading, new: Reading) -> list[Part]:
    """Return all parts of both versions in the order of the newer one."""
    return [*_sections(old, new), *_articles(old.articles, new.articles)]


def _sections(old: Reading, new: Reading) -> Iterator[Part]:
    texts = [
        (_("Who may enter"), *(plain(reading.rules.eligibility) for reading in (old, new))),
        (_("Fields"), *("\n".join(_fields(reading)) for reading in (old, new))),
        (_("What to hand in"), *(plain(reading.rules.submission) for reading in (old, new))),
        (_("Criteria"), *("\n".join(_criteria(reading)) for reading in (old, new))),
        (_("Prizes"), *("\n".join(_prizes(reading)) for reading in (old, new))),
    ]
    for title, before, after in texts:
        if before or after:
            yield Part(title, before or None, after or None)


def _fields(reading: Reading) -> Iterator[str]:
    for field in reading.contest_fields:
        yield _said(field.name, field.description)


def _criteria(reading: Reading) -> Iterator[str]:
    for judged in reading.judged:
        for row in judged.criteria:
            points = _("at most %(points)d points") % {"points": row.points}
            yield _said(f"{row.name} ({judged.label}): {points}", row.explanation)


def _prizes(reading: Reading) -> Iterator[str]:
    for prize in reading.prizes:
        count = f"{prize.count:02d} × " if prize.count else ""
        amount = f": {amounts.figures(prize.amount)}" if prize.amount is not None else ""
        yield _said(f"{count}{prize.name}{amount}", prize.description)


def _said(head: str, text: str) -> str:
    return f"{head}\n{text}" if text else head


def plain(markdown: str) -> str:
    """Return what a text in Markdown says, a line for each paragraph."""
    return "\n".join(wording.read(str(render(markdown))).paragraphs) if markdown else ""


def _articles(old: Sequence[RulesArticle], new: Sequence[RulesArticle]) -> Iterator[Part]:
    texts = {article: plain(article.text) for article in [*old, *new]}
    pairs = dict(_pairs(old, new, texts))
    left = [article for article in old if article not in pairs.values()]
    for article in new:
        before = pairs.get(article)
        place = before.position if before else article.position
        while left and left[0].position < place:
            gone = left.pop(0)
            yield Part(str(gone), texts[gone], None)
        other = str(before) if before and str(before) != str(article) else ""
        yield Part(str(article), texts[before] if before else None, texts[article], other)
    yield from (Part(str(gone), texts[gone], None) for gone in left)


def _pairs(
    old: Sequence[RulesArticle], new: Sequence[RulesArticle], texts: dict[RulesArticle, str]
) -> Iterator[tuple[RulesArticle, RulesArticle]]:
    """Yield articles that are one: of the same heading, else of the same place and alike."""
    left = list(old)
    waiting = []
    for article in new:
        heading = fold(article.heading)
        same = next((one for one in left if fold(one.heading) == heading), None)
        if same is None:
            waiting.append(article)
        else:
            left.remove(same)
            yield article, same
    for article in waiting:
        same = next((one for one in left if one.position == article.position), None)
        if same is not None and _alike(texts[same], texts[article]):
            left.remove(same)
            yield article, same


def _alike(old: str, new: str) -> bool:
    words = SequenceMatcher(None, old.split(), new.split(), autojunk=False)
    return words.quick_ratio() >= ALIKE
