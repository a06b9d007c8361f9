"""The steps of a memorandum, each on a page that says what it means."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sponsorship import services
from sponsorship.models import Memorandum

Status = Memorandum.Status


@dataclass(frozen=True, kw_only=True)
class Transition:
    """What is offered from which states, and what it asks for."""

    name: str
    to: str  # the state that it leads to; a new version is another memorandum in that state
    title: Any  # a lazy text
    explanation: Any
    icon: str
    states: tuple[str, ...]
    asks: str = ""

    def take(self, memorandum: Memorandum, **asked: Any) -> Memorandum:
        """Take the transition; return the memorandum to go on with. Raises `SponsorshipError`."""
        if self.name == "version":
            return services.new_version(memorandum)
        return services.change_status(memorandum, self.to, **asked)


TRANSITIONS = {
    transition.name: transition
    for transition in (
        Transition(
            name="agree",
            to=Status.AGREED,
            title=_("Both sides agree"),
            explanation=_("The text is fixed then; it can be taken back to a draft."),
            icon="handshake",
            states=(Status.DRAFT,),
        ),
        Transition(
            name="reopen",
            to=Status.DRAFT,
            title=_("Back to a draft"),
            explanation=_("The text can be edited again, and has to be agreed anew."),
            icon="edit",
            states=(Status.AGREED,),
        ),
        Transition(
            name="sign",
            to=Status.SIGNED,
            title=_("It has been signed"),
            explanation=_(
                "Nothing of a signed memorandum can be edited; a change needs a new version."
            ),
            icon="draw",
            states=(Status.AGREED,),
            asks="signing_day",
        ),
        Transition(
            name="end",
            to=Status.ENDED,
            title=_("It has ended"),
            explanation=_("Everything was carried out, or both sides ended it."),
            icon="task_alt",
            states=(Status.SIGNED,),
        ),
        Transition(
            name="cancel",
            to=Status.CANCELLED,
            title=_("Cancel the memorandum"),
            explanation=_("It stays on record; it cannot be taken up again."),
            icon="cancel",
            states=(Status.DRAFT, Status.AGREED),
            asks="reason",
        ),
        Transition(
            name="version",
            to=Status.DRAFT,
            title=_("Make a new version"),
            explanation=_("The new version is a draft; it replaces the old one when signed."),
            icon="content_copy",
            states=(Status.SIGNED, Status.ENDED),
        ),
    )
}
