"""The standard text of a memorandum: where every draft begins."""

import functools
import re
import tomllib
from pathlib import Path
from typing import Any

from django.db.models import Model

from events.models import Event, LegalBasis, Plan
from sponsorship.models import Article, Basis, Memorandum, Party

_ORDINALS = {1: "thứ nhất", 4: "thứ tư"}
_WORDS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"]
COMMITTEE = "Ban Tổ chức Cuộc thi"


def subject(event: Event) -> str:
    """Return the subject of a memorandum about the contest of a ceremony."""
    return _filled(_text()["subject"], _facts(event))


def place(event: Event) -> str:
    """Return where it is signed: the venue of the ceremony."""
    return _if_it_fits(Memorandum, "place", event.venue)


def fill(memorandum: Memorandum) -> None:
    """Give a new draft its parties, bases and articles. What nobody knows stays empty."""
    text, facts = _text(), _facts(memorandum.event)
    for side, values in text["parties"].items():
        party = {key: _filled(value, facts) for key, value in values.items()}
        if side == Party.Side.B and memorandum.sponsor:
            party["name"] = memorandum.sponsor.name
        party["name"] = _if_it_fits(Party, "name", party.get("name", ""))
        Party.objects.create(memorandum=memorandum, side=side, **party)
    bases = [_filled(basis["text"], facts) for basis in text["bases"]]
    Basis.objects.bulk_create(
        Basis(memorandum=memorandum, position=number, text=line)
        for number, line in enumerate(filter(None, bases), start=1)
    )
    Article.objects.bulk_create(
        Article(
            memorandum=memorandum,
            position=number,
            title=article["title"],
            text=_filled(article["text"].strip(), facts),
        )
        for number, article in enumerate(text["articles"], start=1)
    )


@functools.cache
def _text() -> dict[str, Any]:
    path = Path(__file__).with_suffix(".toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _if_it_fits(model: type[Model], field: str, words: str) -> str:
    """Return words that a field holds; "" for longer ones, which somebody has to shorten."""
    limit = model._meta.get_field(field).max_length  # type: ignore[union-attr]
    return words if limit is None or len(words) <= limit else ""


def _facts(event: Event) -> dict[str, str]:
    contest = event.contest
    return {
        "cuộc thi": f"“{contest.name}” lần {_ordinal(contest.edition)}, năm {contest.year}",
        "ban tổ chức": f"{COMMITTEE} “{contest.name}”",
        "căn cứ": _basis_of_plan(event),
    }


def _basis_of_plan(event: Event) -> str:
    """Return the paper that the ceremony's own plan rests on first: the contest rests on it too."""
    basis = LegalBasis.objects.filter(plan__in=Plan.objects.filter(event=event)).first()
    if basis is None:
        return ""
    cited = re.sub(r"\s*\(sau đây gọi[^)]*\)", "", basis.text)  # the memorandum says it itself
    return f"{cited.rstrip(' ;.')};"


def _ordinal(edition: int) -> str:
    words = _WORDS[edition] if edition < len(_WORDS) else str(edition)
    return _ORDINALS.get(edition, f"thứ {words}")


def _filled(text: str, facts: dict[str, str]) -> str:
    for name, value in facts.items():
        text = text.replace(f"{{{name}}}", value)
    return text
