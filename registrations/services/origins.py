"""The ways by which a registration comes in, each with what it alone brings along."""

import uuid
from dataclasses import dataclass, field
from typing import Any, ClassVar

from registrations.models import ConsentPurpose, Invitation, Registration
from registrations.services.bulk_queue import BulkQueue

Channel = Registration.Channel


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A way in; `silently`: no letter tells the result, `queue`: others come under one lock."""

    channel: ClassVar[Channel]
    silently: bool = False
    queue: BulkQueue | None = None

    def fields(self) -> dict[str, Any]:
        """Return what the row holds of it."""
        return {}

    def purposes(self) -> list[str]:
        """Return what the person agrees to with it, or a clerk for the person."""
        return []


@dataclass(frozen=True, kw_only=True)
class PublicForm(Origin):
    """The form of the public site.

    `submission` names one filled-in form, so that it counts once however often it is sent;
    `source` is the keyed digest of the network (`services.sources`).
    """

    channel = Channel.PUBLIC
    submission: uuid.UUID | None = None
    source: str = ""
    photo_consent: bool = False
    news_consent: bool = False

    def fields(self) -> dict[str, Any]:
        """Return what the row holds of it."""
        return {"submission": self.submission, "source": self.source}

    def purposes(self) -> list[str]:
        """Return taking part, and what was ticked besides."""
        optional = {
            ConsentPurpose.PHOTO: self.photo_consent,
            ConsentPurpose.NEWS: self.news_consent,
        }
        return [ConsentPurpose.ATTEND, *(purpose for purpose, given in optional.items() if given)]


@dataclass(frozen=True, kw_only=True)
class OfficePage(Origin):
    """The page of an invited office, on which a clerk names a delegate."""

    channel = Channel.INVITATION
    invitation: Invitation
    submission: uuid.UUID | None = None

    def fields(self) -> dict[str, Any]:
        """Return what the row holds of it."""
        return {"invitation": self.invitation, "submission": self.submission}

    def purposes(self) -> list[str]:
        """Return taking part: the clerk cannot agree to more."""
        return [ConsentPurpose.ATTEND]


@dataclass(frozen=True, kw_only=True)
class ByHand(Origin):
    """An organizer. With a `reserve_reason` a seat by hand, where the queue gives none."""

    channel = Channel.OFFICE
    reserve_reason: str = ""
    note: str = ""

    def fields(self) -> dict[str, Any]:
        """Return what the row holds of it."""
        return {"reason": self.reserve_reason, "note": self.note}


@dataclass(frozen=True, kw_only=True)
class ImportedList(ByHand):
    """A list, of which many come under one lock."""

    queue: BulkQueue = field(default_factory=BulkQueue)
