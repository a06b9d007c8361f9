"""Pieces of a printed line: words, words in italics, and honest blanks."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from events.vietnamese import amounts, dates
from sponsorship.models import Contribution, Instalment, Memorandum


class Piece(NamedTuple):
    """A part of a line.

    `style` is "", "words" (italic), "together" (on one line), room to fill: "gap", "date", or
    "today", the day that the head bears.
    """

    text: str
    style: str = ""


def text(words: str) -> list[Piece]:
    """Return plain words."""
    return [Piece(words)] if words else []


def gap(width: str = "") -> list[Piece]:
    """Return room to write by hand; `short` for a number of few digits."""
    return [Piece(width, "gap")]


def date(day: datetime.date | None) -> list[Piece]:
    """Return a day in full, or room for one."""
    if day is not None:
        return text(dates.official(day))
    return [Piece("", "date")]


def today() -> list[Piece]:
    """Return the day of the paper's head, so that text and head cannot name different ones."""
    return [Piece("", "today")]


def money(amount: int | None) -> list[Piece]:
    """Return an amount in figures and in words, or room for both."""
    if amount is None:
        return [*gap(), *text(" đồng (Bằng chữ: "), *gap(), *text(")")]
    words = Piece(amounts.in_words(amount), "words")
    return [_figures(amount), Piece(" (Bằng chữ: "), words, Piece(")")]


def contributions(memorandum: Memorandum) -> Iterator[list[Piece]]:
    """Yield a paragraph per contribution and instalment, and the total of several."""
    rows = list(memorandum.contributions.all())
    if not rows:
        yield [*text("- Tài trợ bằng tiền: "), *money(None), *text(".")]
    for row in rows:
        instalments = list(row.instalments.all())
        shown = len(instalments) > 1 or any(i.due_on for i in instalments)
        yield [*text(f"- {row.name}: "), *_worth(row), *text(", gồm:" if shown else ".")]
        if shown:
            for number, instalment in enumerate(instalments, start=1):
                yield _instalment(number, instalment, last=number == len(instalments))
    known = [row.amount for row in rows if row.amount is not None]
    if len(rows) > 1 and len(known) == len(rows) and sum(known) < amounts.LIMIT:
        yield [*text("Tổng giá trị tài trợ: "), *money(sum(known)), *text(".")]


def _worth(row: Contribution) -> list[Piece]:
    if row.kind == Contribution.Kind.MONEY:
        return money(row.amount)
    quantity = text(f"{row.quantity:02,}".replace(",", ".")) if row.quantity else gap("short")
    unit = text(f" {row.unit}") if row.unit else []
    return [*quantity, *unit, *text(", trị giá "), *money(row.amount)]


def _instalment(number: int, row: Instalment, *, last: bool) -> list[Piece]:
    due = f", chậm nhất {dates.official(row.due_on)}" if row.due_on else ""
    end = text(f"{due}{'.' if last else ';'}")
    return [*text(f"+ Đợt {number}: "), _figures(row.amount), *end]


def _figures(amount: int) -> Piece:
    return Piece(amounts.figures(amount), "together")
