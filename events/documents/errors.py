"""Why the register refuses. The text is for the person who asked."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from events.vietnamese import dates

if TYPE_CHECKING:
    from events.documents.findings import Finding
    from events.documents.paper import Obstacle
    from events.models import OfficialDocument, Submission


class RegisterError(Exception):
    """A rule of the register says no; `str()` of it is a sentence to show."""


class NotIssued(RegisterError):
    """The kind of paper has no number: it is printed, never issued."""

    def __init__(self) -> None:
        super().__init__(_("This kind of paper is printed for use and gets no number."))


class NotReady(RegisterError):
    """Something has to be done first; the obstacles say what."""

    def __init__(self, obstacles: "Sequence[Obstacle]") -> None:
        self.obstacles = list(obstacles)
        super().__init__(" ".join(obstacle.message for obstacle in obstacles))


class Unprintable(RegisterError):
    """The fonts of the papers lack signs of the text; an empty box is never frozen."""

    def __init__(self, signs: Sequence[str]) -> None:
        super().__init__(
            _("These signs cannot be printed: %(signs)s. Replace or remove them.")
            % {"signs": ", ".join(named(sign) for sign in signs)}
        )


def named(sign: str) -> str:
    """Return a sign as it is told: itself, where a screen has it, and its code point."""
    code = f"U+{ord(sign):04X}"
    return f"“{sign}” ({code})" if sign.isprintable() else code


class NotApproved(RegisterError):
    """Whoever may not approve issues only what was approved, in the words that were approved."""

    def __init__(self, *, has_changed: bool = False) -> None:
        super().__init__(
            _("The paper says something else by now than what was approved. Present it anew.")
            if has_changed
            else _("The paper is not approved yet. Present it, and issue it once it is approved.")
        )


class DecidedAlready(RegisterError):
    """Somebody else was quicker."""

    def __init__(self, submission: "Submission") -> None:
        text = _(
            "%(person)s has decided about this paper meanwhile: %(decision)s. Nothing changed."
        )
        decided_by: Any = submission.decided_by
        person = decided_by.get_full_name() or decided_by.get_username()
        super().__init__(text % {"person": person, "decision": submission.get_decision_display()})


class ChangedSincePresented(RegisterError):
    """What is approved is what was presented, and nothing else."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The paper says something else by now than what was presented: return it, so that "
                "it is presented anew."
            )
        )


class PresentedAlready(RegisterError):
    """One paper waits for one decision."""

    def __init__(self) -> None:
        super().__init__(_("This paper was presented already and waits for a decision."))


class DayInFuture(RegisterError):
    """Papers are not issued ahead of time."""

    def __init__(self) -> None:
        super().__init__(_("The day of issue lies in the future. Choose today or an earlier day."))


class DayBeforeLast(RegisterError):
    """Numbers ascend with the days."""

    def __init__(self, last: "OfficialDocument") -> None:
        super().__init__(
            _(
                "Paper %(number)s of the same series was issued on %(day)s: choose this day or "
                "a later one, so that numbers and days have the same order."
            )
            % {"number": last.number_and_symbol, "day": dates.short(last.issued_on)}
        )


class YearTooEarly(RegisterError):
    """No register reaches back that far."""

    def __init__(self, first: datetime.date) -> None:
        super().__init__(
            _("The day of issue is too long ago. Choose %(first)s or a later day.")
            % {"first": dates.short(first)}
        )


class AlreadyIssued(RegisterError):
    """The paper has a number; only a correction that replaces it can be issued."""

    def __init__(self, document: "OfficialDocument") -> None:
        self.document = document
        super().__init__(
            _(
                "This paper was issued already, as %(number)s on %(day)s. If it has to be "
                "corrected, issue a paper that replaces it."
            )
            % {"number": document.number_and_symbol, "day": dates.short(document.issued_on)}
        )


class NotCurrent(RegisterError):
    """What is to be replaced has been replaced by something else already."""

    def __init__(self, document: "OfficialDocument") -> None:
        self.document = document
        super().__init__(
            _("Paper %(number)s has been replaced already. Open the newest revision and try again.")
            % {"number": document.number_and_symbol}
        )


class Recalled(RegisterError):
    """What was recalled is neither replaced nor corrected nor recalled once more."""

    def __init__(self, document: "OfficialDocument") -> None:
        super().__init__(
            _("Paper %(number)s was recalled on %(day)s; nothing more can be done with it.")
            % {
                "number": document.number_and_symbol,
                "day": dates.short(document.recall.recalled_on),
            }
        )


class Replaced(RegisterError):
    """What was replaced is neither corrected nor recalled."""

    def __init__(self, document: "OfficialDocument") -> None:
        super().__init__(
            _("Paper %(number)s has been replaced by %(newer)s: open that paper.")
            % {
                "number": document.number_and_symbol,
                "newer": document.replaced_by.number_and_symbol,
            }
        )


class RecalledBeforeIssue(RegisterError):
    """Nothing is recalled before there is it."""

    def __init__(self, document: "OfficialDocument") -> None:
        super().__init__(
            _("The paper was issued on %(day)s: choose this day or a later one.")
            % {"day": dates.short(document.issued_on)}
        )


class SeriesBegun(RegisterError):
    """The first number can only be chosen before the first paper."""

    def __init__(self, number: int) -> None:
        super().__init__(
            _("The series has begun already: the next number is %(number)d.") % {"number": number}
        )


class WrongNumber(RegisterError):
    """A number or a count outside of what can be."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__(
            _("Enter a whole number from %(least)d to %(most)d.") % {"least": least, "most": most}
        )


class NumberTaken(RegisterError):
    """No two papers of a series bear one number."""

    def __init__(self, document: "OfficialDocument") -> None:
        super().__init__(
            _("The number %(number)s was given on %(day)s already. Ask the clerk's office.")
            % {"number": document.number_and_symbol, "day": dates.short(document.issued_on)}
        )


class DayAfterNext(RegisterError):
    """Numbers ascend with the days."""

    def __init__(self, following: "OfficialDocument") -> None:
        super().__init__(
            _(
                "Paper %(number)s of the same series was issued on %(day)s: choose this day or "
                "an earlier one, so that numbers and days have the same order."
            )
            % {"number": following.number_and_symbol, "day": dates.short(following.issued_on)}
        )


class TooBusy(RegisterError):
    """Others took the number again and again while the paper was made."""

    def __init__(self) -> None:
        super().__init__(
            _("Many papers are being issued at this moment. Nothing was issued; please try again.")
        )


class CopyRefused(RegisterError):
    """What was uploaded is no signed copy of the paper, or its signatures prove nothing."""

    def __init__(self, reasons: "Sequence[Finding]") -> None:
        self.reasons = list(reasons)
        advice = _(
            "Nothing was kept. Download the paper as issued, sign this very file in the places "
            "that it has for signatures, and choose it again."
        )
        if all(reason.of_certificate for reason in reasons):
            advice = _(
                "Nothing was kept. Sign with a certificate that holds, or ask the administrator to "
                "add its issuer to those that the portal trusts."
            )
        super().__init__(" ".join([*(str(reason.label) for reason in reasons), advice]))


class FileKnown(RegisterError):
    """The same bytes stand in the register already."""

    def __init__(self, document: "OfficialDocument") -> None:
        self.document = document
        super().__init__(
            _("This very file stands in the register already, as %(number)s.")
            % {"number": document.number_and_symbol}
        )


class KeptAlready(RegisterError):
    """The same bytes are kept with the paper."""

    def __init__(self) -> None:
        super().__init__(_("This file is kept already."))


class PrintingError(Exception):
    """Something is not printed; `str()` of it is a sentence to show."""


class TooManyPapers(PrintingError):
    """One file would be too long."""

    def __init__(self, most: int) -> None:
        most_shown = number_format(most, force_grouping=True)
        super().__init__(
            _("At most %(most)s papers are printed in one file. Please choose fewer.")
            % {"most": most_shown}
        )


class TooManyPrintJobs(PrintingError):
    """One user may not keep all others waiting."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _("%(most)d of your papers are still being printed. Please wait for one of them.")
            % {"most": most}
        )
