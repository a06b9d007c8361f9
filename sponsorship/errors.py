"""Why a step with a memorandum or a contribution is refused. The text is for who asked."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from events.vietnamese import amounts


class SponsorshipError(Exception):
    """A rule says no; `str()` of it is a sentence to show."""


class NotAllowed(SponsorshipError):
    """The memorandum is in a state from which the step is not possible."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("This is not possible: the memorandum is “%(state)s”.") % {"state": state}
        )


class Incomplete(SponsorshipError):
    """Something has to be filled in first; `sentences` tells each thing."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


class ReasonNeeded(SponsorshipError):
    """A step that must be explained."""

    def __init__(self) -> None:
        super().__init__(_("Please write the reason."))


class NewerVersion(SponsorshipError):
    """Another version replaces this one already."""

    def __init__(self, version: int) -> None:
        super().__init__(
            _("Version %(version)d replaces this one already: work with that version.")
            % {"version": version}
        )


class WrongAmount(SponsorshipError):
    """More than is open, less than one đồng, or nothing to take back."""


class NothingOpen(WrongAmount):
    """The amount is above what is still to come."""

    def __init__(self, open_amount: int) -> None:
        super().__init__(
            _("Only %(open)s of this instalment are still to come: enter that or less.")
            % {"open": amounts.figures(max(open_amount, 0))}
        )


class TakenBack(WrongAmount):
    """A receipt can be taken back once."""

    def __init__(self) -> None:
        super().__init__(_("This receipt was taken back already."))


class DayInFuture(SponsorshipError):
    """Something that is said to have happened lies ahead."""

    def __init__(self) -> None:
        super().__init__(_("The day lies in the future. Choose today or an earlier day."))
