"""Refusals of the agenda, as sentences for who asked."""

from django.utils.translation import gettext as _


class AgendaError(Exception):
    """Something cannot be done now; its text says why and what to do."""


class PublishedMeanwhile(AgendaError):
    """Somebody else has published since the page was opened."""

    def __init__(self, number: int, by: str) -> None:
        self.number, self.by = number, by
        words = _(
            "Version %(number)s was published meanwhile by %(by)s. Please look at the difference "
            "once more, then publish."
        )
        super().__init__(words % {"number": number, "by": by or "?"})


class NothingToPublish(AgendaError):
    """The draft says what is published already, or nothing at all."""


class ItemGone(AgendaError):
    """Somebody else has removed the item."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has removed this item meanwhile."))


class ChangedMeanwhile(AgendaError):
    """What is to be taken back was changed again by somebody else."""

    def __init__(self, title: str) -> None:
        self.title = title
        words = _(
            "“%(item)s” was changed again since; so that nobody's work is lost, your last step "
            "stays as it is."
        )
        super().__init__(words % {"item": title})
