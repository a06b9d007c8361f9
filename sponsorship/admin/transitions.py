"""The transitions of a memorandum, each on a page that says what it means."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.admin.transitions import TransitionPage
from sponsorship import services
from sponsorship.models import Memorandum
from sponsorship.services import transitions


@dataclass(frozen=True, kw_only=True)
class MemorandumPage(TransitionPage):
    """A transition with what it asks for."""

    asks: str = ""

    def take(self, memorandum: Memorandum, **asked: Any) -> Memorandum:
        """Take the transition; return the memorandum to go on with. Raises `SponsorshipError`."""
        if self.transition is transitions.NEW_VERSION:
            return services.new_version(memorandum)
        (status,) = self.transition.targets
        return services.change_status(memorandum, status, **asked)


PAGES = {
    page.name: page
    for page in (
        MemorandumPage(
            transition=transitions.AGREE,
            title=_("Both sides agree"),
            explanation=_("The text is fixed then; it can be taken back to a draft."),
            icon="handshake",
            is_main=True,
        ),
        MemorandumPage(
            transition=transitions.REOPEN,
            title=_("Back to a draft"),
            explanation=_("The text can be edited again, and has to be agreed anew."),
            icon="edit",
        ),
        MemorandumPage(
            transition=transitions.SIGN,
            title=_("It has been signed"),
            explanation=_(
                "Nothing of a signed memorandum can be edited; a change needs a new version."
            ),
            icon="draw",
            is_main=True,
            asks="signing_day",
        ),
        MemorandumPage(
            transition=transitions.END,
            title=_("It has ended"),
            explanation=_("Everything was carried out, or both sides ended it."),
            icon="task_alt",
        ),
        MemorandumPage(
            transition=transitions.CANCEL,
            title=_("Cancel the memorandum"),
            explanation=_("It stays on record; it cannot be taken up again."),
            icon="cancel",
            asks="reason",
        ),
        MemorandumPage(
            transition=transitions.NEW_VERSION,
            title=_("Make a new version"),
            explanation=_("The new version is a draft; it replaces the old one when signed."),
            icon="content_copy",
        ),
    )
}
