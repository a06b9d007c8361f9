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
