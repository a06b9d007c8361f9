"""The parts that every official paper has, whatever it says."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from events.documents import renderer
from events.documents.profile import ND30_2020
from events.models import OfficialDocument, Plan
from events.vietnamese import dates

COMMITTEE = "Ban Tổ chức Cuộc thi"  # the issuing body inside of a sentence


BESIDE_THE_SIGNER = 14  # lines of recipients
RECIPIENT_LINE = 36  # letters
LYING = 250.0  # mm for a line of the head on a lying sheet; with the margins of an annex, 252


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Head, title and end of an official paper; empty parts are left out or left blank."""

    superior: str  # one line of print per line
    issuer: str  # one line of print per line
    other_issuer: str = ""  # of a paper that two bodies make together
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
    author: str = ""  # the issuing body inside of a sentence
    about: str = ""  # of an official letter (công văn): “V/v …”, instead of kind and subject
    replaces: str = ""  # the paper that this one corrects, as it is cited
    verification: str = ""  # where a copy in hand can be checked; only on issued papers

    @property
    def title(self) -> str:
        """The name of the file in the readers' window."""
        return f"{self.kind.capitalize()}: {self.subject}" if self.subject else self.kind

    @property
    def recipients_beside(self) -> tuple[str, ...]:
        """The recipients that stand beside the signer: all, or the first of many."""
        lines = 0
        for place, recipient in enumerate(self.recipients):
            lines += -(-len(recipient) // RECIPIENT_LINE)
            if lines > BESIDE_THE_SIGNER:
                return self.recipients[:place]
        return self.recipients

    @property
    def recipients_below(self) -> tuple[str, ...]:
        """The others of many, below the signer: else these would push the signer off the text."""
        return self.recipients[len(self.recipients_beside) :]

    @property
    def signer(self) -> str:
        """Who signs, as the register notes it: the name, else the office."""
        offices = [self.signer_office, *reversed(self.authority.splitlines())]
        return self.signer_name or next((office for office in offices if office), "")

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
    def date_text(self) -> str:
        """The day in full, as the text of the paper names it; "" while it is not known."""
        if not (self.day and self.month and self.year):
            return ""
        return dates.official(datetime.date(self.year, self.month, self.day))

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
        "author": COMMITTEE,
    }


def symbol_of(kind: str, symbol: str) -> str:
    """Return the symbol of another kind of paper of the same body: KH-BTC, CTr gives CTr-BTC.

    An official letter has no code of its kind: "" gives BTC.
    """
    return "-".join(filter(None, [kind, *symbol.split("-")[1:]]))


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A paper outside of the decree: lists, scripts, books. It has a title and no number."""

    kind: str
    subject: str = ""
    author: str = ""
    landscape: bool = False

    @property
    def width(self) -> float:
        """The room for a line of its head in mm."""
        return LYING if self.landscape else ND30_2020.text_width

    @property
    def title(self) -> str:
        """The name of the file in the readers' window."""
        return f"{self.kind.capitalize()}: {self.subject}" if self.subject else self.kind


@dataclass(frozen=True)
class Obstacle:
    """Something about a paper that its clerk must know before it is issued."""

    message: str  # a sentence that says what to do
    url: str = ""  # of the page where it is mended
    stops: bool = True  # else it is only said


@dataclass(frozen=True)
class Source:
    """A page of the admin on which texts of a paper are typed."""

    url: str
    texts: Sequence[str] = ()


@dataclass(frozen=True)
class Draft:
    """A paper as far as it is written: what it says, not yet printed.

    The template of a `Paper` extends `events/pdf/official.html`, that of a `Sheet`
    `events/pdf/sheet.html`; both fill the block `body`. See `events.documents.kinds` for how a
    new kind of paper comes into being.
    """

    template: str
    paper: Paper | Sheet
    context: Mapping[str, Any] = field(default_factory=dict)
    obstacles: Sequence[Obstacle] = ()  # what only its app knows; see `events.documents.obstacles`
    checks: Sequence[Callable[[], Iterable[Obstacle]]] = ()  # see `events.documents.checks`
    sources: Sequence[Source] = ()  # where its texts are typed, that of head and end first
    signed_on: datetime.date | None = None  # its own day: that of issue must be the same
    sent_to: Sequence[str] = ()  # whom “Như trên” of its recipients means
    corrects: OfficialDocument | None = None  # the paper of which it mends errors
    earlier: Sequence[int] = ()  # keys of earlier versions: what was issued of them, this replaces
    issued: OfficialDocument | None = None  # what gave it its number, or gave it one before
    private: bool = False  # it names people or holds a secret: no copy is kept

    def pdf(self) -> bytes:
        """Return the paper with honest blanks as PDF bytes, from the cache when unchanged."""
        if self.private:
            return renderer.pdf(self.html())
        return renderer.cached(self.template, self._values(), title=self.paper.title)

    def final(self) -> bytes:
        """Return the paper as it is issued: PDF/A with an empty field for the signature."""
        return renderer.final(self.html())

    def numbered(
        self,
        number: int,
        day: datetime.date,
        *,
        verification: str,
        replaces: OfficialDocument | None = None,
    ) -> Self:
        """Return the same paper with what the register gives it. Only for a `Paper`.

        A paper may know by itself what it replaces: the newer version of a memorandum does.
        """
        assert isinstance(self.paper, Paper), f"a {self.paper.kind} has no number"  # noqa: S101
        paper = replace(
            self.paper,
            number=number,
            day=day.day,
            month=day.month,
            year=day.year,
            verification=verification,
            replaces=_cited(replaces, self.paper) if replaces else self.paper.replaces,
        )
        return replace(self, paper=paper)

    def as_issued(self, document: OfficialDocument, verification: str) -> Self:
        """Return the same paper with what the register gave it. Only for a `Paper`."""
        return self.numbered(
            document.number,
            document.issued_on,
            verification=verification,
            replaces=document.replaces,
        )

    def html(self) -> str:
        """Return the HTML that the paper is printed from."""
        return renderer.html(self.template, self._values(), title=self.paper.title)

    def _values(self) -> dict[str, Any]:
        return {"paper": self.paper, **self.context}


def _cited(replaced: OfficialDocument, paper: Paper) -> str:
    return f"{replaced.citation} của {paper.author}" if paper.author else replaced.citation
