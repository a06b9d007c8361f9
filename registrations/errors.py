"""Why a registration or a seat cannot be had. The text is for the person who asked."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.vietnamese.namesakes import told_apart
from events.web.contact import whom_to_ask, with_help

if TYPE_CHECKING:
    from registrations.models import Invitation, Registration


# the public cannot register now
REGISTRATION_CLOSED = with_help(gettext_lazy("Registration is not open."))
# the page was opened when the site showed another ceremony
ANOTHER_CEREMONY = gettext_lazy(
    "The form was opened for another ceremony; now it registers for this one. Please check when "
    "and where it takes place, then send the form again."
)
# the delegation was deleted meanwhile, or belongs to another ceremony
UNKNOWN_DELEGATION = gettext_lazy(
    "This delegation is no longer on the list. Please choose another delegation."
)
# an organizer's step that must be explained
REASON_NEEDED = gettext_lazy("Please write the reason.")
# the invitation was taken back meanwhile
INVITATION_GONE = with_help(gettext_lazy("This invitation is no longer valid."))
# what was meant as a correction names somebody else
ANOTHER_PERSON = gettext_lazy(
    "This is another name. If somebody else comes, please choose “Send somebody else” "
    "on the page of the invitation; here only the spelling is corrected."
)
# a delegate's own correction names somebody else, or mends more than the spelling
ANOTHER_NAME = with_help(
    gettext_lazy(
        "This is another name. Here only the spelling is corrected: accents, capitals, "
        "spaces. If the name is wrong, please ask for a correction below; if somebody "
        "else comes instead of you, please tell the office that named you."
    )
)
# with a delegate's own correction two of one organisation could not be told apart
NAME_TAKEN = with_help(
    gettext_lazy("The name cannot be saved like this. Please write it with all its accents.")
)
# the seat was given up meanwhile, or belongs to another ceremony
SEAT_GONE = gettext_lazy("This seat is no longer there. Please look at the hall once more.")
# of several who are named at once, one too many
NO_PLACE_LEFT = gettext_lazy(
    "No place of the invitation is left for this delegate. Please remove this row, or replace or "
    "cancel somebody who is named."
)
# the rows of the hall are not known yet
NO_HALL = gettext_lazy(
    "The plan of the hall has no rows yet. Enter them at “Number of seats” first."
)


def if_namesake(name: str) -> str:
    """Return what to do where a typed name is that of another person of the same body."""
    return _(
        "If it is another person of the same name, please write a letter behind the name: %(name)s."
    ) % {"name": told_apart(name)}


def named_twice(name: str) -> str:
    """Return that a list names two delegates of one name, of whom one would replace the other."""
    return " ".join([_("This name stands in the list more than once."), if_namesake(name)])


class RegistrationError(Exception):
    """A rule of the seats says no; `str()` of it is a sentence to show."""


class NoSeating(RegistrationError):
    """The ceremony has no seats yet."""

    def __init__(self) -> None:
        super().__init__(_("The seats of this ceremony have not been set up yet."))


class AlreadyRegistered(RegistrationError):
    """The person has an active registration for this ceremony already.

    `existing` is for the organizers: its link and its code are not shown to who asked. An office
    may know who comes of it. Anybody else is told what holds for everybody: whether somebody
    comes is nobody's business, and the link goes to the address that is known. `name` is as it
    was typed now: with which accents it is known is not told either.
    """

    def __init__(
        self, existing: "Registration", name: str, *, invitation_id: int | None = None
    ) -> None:
        self.existing, self.name = existing, name
        if invitation_id is None:
            text = _(
                "The request could not be completed here. If this delegate was registered before, "
                "the link to the registration goes to the e-mail address given then, if one was "
                "given (at most three letters a day)."
            )
            super().__init__(with_help(f"{text} {if_namesake(name)}"))
            return
        if existing.invitation_id == invitation_id:
            message = _("This delegate stands in the list of your organisation already.")
        else:
            message = _(
                "A delegate of this name and organisation is registered already, not through this "
                "invitation."
            )
        super().__init__(f"{message} {if_namesake(name)}")


class AlreadyInvited(RegistrationError):
    """This body, with this addressee, is invited to the ceremony already."""

    def __init__(self) -> None:
        super().__init__(_("This organisation is invited already."))


class NotAllowed(RegistrationError):
    """What nobody catches apart: only its sentence matters, one of those above or of its caller."""


class SeatingFull(RegistrationError):
    """No seat of the kind asked for is free."""


class InvitationClosed(RegistrationError):
    """The day until which the invited body could answer has passed."""

    def __init__(self, invitation: "Invitation") -> None:
        text = _("The time for answers and changes is over.")
        super().__init__(f"{text} {whom_to_ask(invitation.event)}".strip())


class NoAddress(RegistrationError):
    """The office has no e-mail address."""

    def __init__(self) -> None:
        super().__init__(_("This office has no e-mail address. Please tell it on another way."))


class QuotaReached(RegistrationError):
    """As many delegates are named as the invitation has places."""

    def __init__(self, places: int) -> None:
        super().__init__(
            ngettext(
                "The invitation is for %(count)d delegate, and so many are named already.",
                "The invitation is for %(count)d delegates, and so many are named already.",
                places,
            )
            % {"count": places}
        )


class RowsRefused(RegistrationError):
    """Of several delegates nobody is registered: `reasons` says why not, by place in their list."""

    def __init__(self, reasons: Mapping[int, str]) -> None:
        self.reasons = reasons
        super().__init__(_("Nothing was saved yet. Please look at the rows that are marked."))


class QuotaTooSmall(RegistrationError):
    """More delegates are named than the new number of places allows."""

    def __init__(self, named: int) -> None:
        super().__init__(
            ngettext(
                "%(count)d delegate is named already: please enter %(count)d or more.",
                "%(count)d delegates are named already: please enter %(count)d or more.",
                named,
            )
            % {"count": named}
        )


class ChangedMeanwhile(RegistrationError):
    """Another clerk has replaced or cancelled the delegate while the page was open."""

    def __init__(self) -> None:
        super().__init__(
            _("This delegate has been changed meanwhile. Please look at the list once more.")
        )


class TooFewSeats(RegistrationError):
    """More seats are held than the new number allows."""

    def __init__(self, kind: str, wanted: int, taken: Sequence[int]) -> None:
        self.taken = list(taken)
        super().__init__(
            ngettext(
                "The number of seats (%(kind)s) cannot be lowered to %(wanted)d: %(count)d seat "
                "is taken (number %(numbers)s). Enter %(count)d or more, or cancel registrations "
                "first.",
                "The number of seats (%(kind)s) cannot be lowered to %(wanted)d: %(count)d seats "
                "are taken (numbers %(numbers)s). Enter %(count)d or more, or cancel "
                "registrations first.",
                len(self.taken),
            )
            % {
                "kind": kind,
                "wanted": wanted,
                "count": len(self.taken),
                "numbers": spans(self.taken),
            }
        )


class NoSuchChair(RegistrationError):
    """The hall has no such row, or the row no such chair.

    `seat` is the key of the seat that was to have it.
    """

    def __init__(
        self, row: str, chair: int, *, rows: Sequence[str] = (), last: int = 0, seat: int = 0
    ) -> None:
        self.seat = seat
        if last:
            text = _("Row %(row)s has the chairs 1 to %(last)d: there is no chair %(chair)d.")
        else:
            text = _("The hall has no row “%(row)s”. Its rows: %(rows)s.")
        super().__init__(text % {"row": row, "chair": chair, "last": last, "rows": ", ".join(rows)})


class ChairTaken(RegistrationError):
    """The chair asked for is given already, to a seat that stays there."""

    def __init__(self, row: str, chair: int, *, by: int, seat: int) -> None:
        self.seat = seat
        super().__init__(
            _(
                "Row %(row)s, chair %(chair)d is given to seat number %(by)d. To exchange the "
                "two, write the new chair of both and save once, or use the plan of the hall."
            )
            % {"row": row, "chair": chair, "by": by}
        )


def spans(numbers: Sequence[int]) -> str:
    """Return ascending numbers as people write them: `1-3, 5, 8-9`."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and number == parts[-1][-1] + 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return ", ".join("-".join(str(end) for end in part) for part in parts)
