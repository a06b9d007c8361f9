"""The parts that every official paper has, whatever it says."""

from dataclasses import dataclass
from typing import Any

from events.documents.renderer import cached
from events.models import Plan


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Head, title and end of an official paper; empty parts are left out or left blank."""

    superior: str
    issuer: str  # one line of print per line
    symbol: str
    number: int | None = None
    place: str
    day: int | None = None
    month: int | None = None
    year: int | None = None
    kind: str
    subject: str
    recipients: tuple[str, ...] = ()
    authority: str = ""  # one line of print per line
    signer_office: str = ""
    signer_name: str = ""

    @property
    def title(self) -> str:
        """The name of the file in the readers' window."""
        return f"{self.kind.capitalize()}: {self.subject}" if self.subject else self.kind

    @property
    def day_text(self) -> str:
        """Days below 10 get a zero."""
        return f"{self.day:02d}" if self.day else ""

    @property
    def month_text(self) -> str:
        """January and February get a zero, the others none."""
        if not self.month:
            return ""
        return f"{self.month:02d}" if self.month <= 2 else str(self.month)

    @property
    def number_text(self) -> str:
        """Numbers below 10 get a zero."""
        return f"{self.number:02d}" if self.number else ""


def letterhead(plan: Plan) -> dict[str, Any]:
    """Return the parts of a `Paper` that the plan's issuer and signer lend to its papers."""
    return {
        "superior": plan.superior,
        "issuer": plan.issuer,
        "place": plan.place,
        "authority": plan.authority,
        "signer_office": plan.signer_office,
        "signer_name": plan.signer_name,
    }


def official(template: str, paper: Paper, **context: Any) -> bytes:
    """Return an official paper as PDF bytes; `template` extends `events/pdf/official.html`.

    A new kind of paper is a template with the block `body`, and a function that fills it:
    `official("x/pdf/y.html", Paper(**letterhead(plan), symbol="GM-BTC", kind=…, subject=…), …)`.
    Its test runs `tests.papers.CHECKS` on the result.
    """
    return cached(template, {"paper": paper, **context}, title=paper.title)
