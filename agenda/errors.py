"""Refusals of the agenda, as sentences for who asked."""

from django.utils.translation import gettext as _


class AgendaError(Exception):
    """Something cannot be done now; its text says why and what to do."""


class ChangedMeanwhile(AgendaError):
    """What the page showed is not what there is by now: its reader must look once more."""


class PublishedMeanwhile(ChangedMeanwhile):
    """Somebody else has published since the page was opened."""

    def __init__(self, number: int, by: str) -> None:
        self.number, self.by = number, by
        words = _(
            "Version %(number)s was published meanwhile by %(by)s. Please look at the difference "
            "once more, then publish."
        )
        super().__init__(words % {"number": number, "by": by or "?"})


class DraftChangedMeanwhile(ChangedMeanwhile):
    """Somebody else has changed the draft since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody has changed the draft, or hour or place of the ceremony, since this page "
                "was opened. Please look at the difference once more."
            )
        )


class NothingToPublish(AgendaError):
    """The draft says what is published already, or nothing at all."""


class NotReported(AgendaError):
    """A report on a task that makes no sense; nothing was written."""


class ReportedMeanwhile(AgendaError):
    """Somebody else has reported on the task since the page was opened."""

    def __init__(self, *, by: str, state: str) -> None:
        words = _(
            "%(by)s has changed this task meanwhile; it is now: %(state)s. Please look at it once "
            "more, then send your report again."
        )
        super().__init__(words % {"by": by, "state": state})


class StillNeeded(AgendaError):
    """An item cannot be removed, since other rows need it."""


class ItemGone(AgendaError):
    """Somebody else has removed the item."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has removed this item meanwhile."))


class StepOvertaken(AgendaError):
    """What is to be taken back was changed again by somebody else."""

    def __init__(self, title: str) -> None:
        self.title = title
        words = _(
            "“%(item)s” was changed again since; so that nobody's work is lost, your last step "
            "stays as it is."
        )
        super().__init__(words % {"item": title})
