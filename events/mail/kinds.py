"""Kinds of letters: each knows to whom its letters go, how long they hold, and what they say.

A letter in the outbox has no words. Its kind, registered here by the room that writes such letters,
is asked for them when it is sent, and whenever somebody wants to read it before.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _

from events.mail.text import Text, subject_of
from events.models import Event, Letter


class UnknownKind(LookupError):
    """A letter was written by another version of the portal; it waits for one that knows it."""


class Overtaken(Exception):
    """A letter holds no longer; the text says why, to organizers."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter speaks to, as `Kính gửi Bà Lê Thị Hòa`, and the address that it goes to."""

    greeting: str
    address: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a letter; `make` returns its content."""

    name: str
    mimetype: str
    make: Callable[[], bytes] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter as it goes now. `note_sent` writes down what it has told, once it is sent."""

    recipient: Recipient
    text: Text
    files: tuple[File, ...] = ()
    note_sent: Callable[[], object] = field(default=lambda: None, compare=False)


class Kind(ABC):
    """A kind of letter; `about` is always the row that a letter is about, just read."""

    noun: ClassVar[str]  # what the letter is about; kinds with one noun read the same rows
    until_start: ClassVar[bool] = True  # no letter goes once the ceremony has begun
    permission: ClassVar[str] = "events.view_letter"  # lets see to whom they go and what they say

    def __init__(self, name: str, template: str) -> None:
        """`template` is the text whose first line is the subject."""
        self.name, self.template = name, template

    @property
    def subject(self) -> str:
        """What the letter is headed."""
        return subject_of(self.template)

    @abstractmethod
    def rows(self, keys: Iterable[int]) -> Mapping[int, Any]:
        """Read what letters are about, by primary key, in a constant number of statements."""

    @abstractmethod
    def recipient(self, about: Any) -> Recipient:
        """Return to whom the letter goes; without an address it goes to nobody."""

    @abstractmethod
    def why_overtaken(self, about: Any, letter: Letter) -> str:
        """Return why the letter holds no longer; "" while it does."""

    @abstractmethod
    def compose(self, about: Any, letter: Letter) -> Composed:
        """Return the letter as it goes now."""


KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds of letters known."""
    KINDS.update((f"{kind.noun}.{kind.name}", kind) for kind in kinds)


def composed(letter: Letter) -> Composed:
    """Return a letter as it would go now. Raises `Overtaken`, `UnknownKind`."""
    kind = KINDS.get(letter.kind)
    if kind is None:
        raise UnknownKind(letter.kind)
    about = kind.rows([letter.about]).get(letter.about)
    if reason := why_not(kind, about, letter):
        raise Overtaken(reason)
    return kind.compose(about, letter)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What becomes of a letter that was not sent: to whom it goes, or why it does not go."""

    recipient: Recipient
    overtaken: str


def looked_up(letters: Iterable[Letter]) -> list[Letter]:
    """Return letters, those not sent with their `outlook`; one look at each kind of row."""
    found = list(letters)
    by_noun: dict[str, list[Letter]] = {}
    for letter in found:
        if letter.status != Letter.State.SENT and letter.kind in KINDS:
            by_noun.setdefault(KINDS[letter.kind].noun, []).append(letter)
    for group in by_noun.values():
        rows = KINDS[group[0].kind].rows({letter.about for letter in group})
        for letter in group:
            kind, about = KINDS[letter.kind], rows.get(letter.about)
            recipient = Recipient("", "") if about is None else kind.recipient(about)
            letter.outlook = Outlook(recipient, why_not(kind, about, letter))
    return found


def not_written_yet(
    name: str, rows: Iterable[Any], event: Event, details: Mapping[str, Any] | None = None
) -> list[Letter]:
    """Return letters of a kind as the worker will write them, with their `outlook`; none is stored.

    Those that would go to nobody are left out.
    """
    kind = KINDS[name]
    letters = []
    for about in rows:
        letter = Letter(
            kind=name,
            about=about.pk,
            event=event,
            details=details or {},
            subject=kind.subject,
            created_at=timezone.now(),
        )
        if not why_not(kind, about, letter):
            letter.outlook = Outlook(kind.recipient(about), "")
            letters.append(letter)
    return letters


def why_not(kind: Kind, about: Any, letter: Letter) -> str:
    """Return why a letter about a row that was just read, or is gone, is not sent; "" if it is."""
    if about is None:
        return _("What it was about is there no more.")
    if reason := kind.why_overtaken(about, letter):
        return reason
    return "" if kind.recipient(about).address else _("There is no e-mail address any more.")
