"""Who performs items of the programme, as an audience of its versions."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.mail import performers as letters
from agenda.models import ProgrammeVersion
from agenda.models.difference import Difference
from agenda.services.audiences import Person, Reach, person, register
from events.models import CommitteeMember, Event, Unit

Performer = CommitteeMember | Unit


class Performers:
    """Members of the committee and contacts of units whose items have changed."""

    name = "performers"
    label = _("Send a letter to who performs an item that has changed")
    by_default = True
    permission = "agenda.view_programme"

    def reach(self, event: Event, found: Difference) -> Reach:
        """Return whose items have changed; all performers where hour or place is another one."""
        told = _told(event, found)
        reached = [(str(one), address) for one in told if (address := _address(one))]
        return Reach(reached, [str(one) for one in told if not _address(one)])

    def tell(self, version: ProgrammeVersion, found: Difference, told: set[Person]) -> None:
        """Queue the letters."""
        for one in _told(version.event, found):
            if _address(one):
                letters.programme(one, version)
                told.add(_person(one))


register(Performers())


def _told(event: Event, found: Difference) -> list[Performer]:
    """Return the performers whom a difference concerns, each person once; two statements."""
    lines = [line for line in found.lines if line.concerns_performers]
    both: list[list[Performer]] = []
    for model, name in ((CommitteeMember, "members"), (Unit, "units")):
        concerned = Q(pk__in={key for line in lines for key in line.performers(name)})
        if found.ceremony_changed:
            concerned |= Q(agenda_items__event=event)
        rows = model._default_manager.filter(concerned, event=event)
        both.append(list(rows.select_related("event").distinct()))
    members, units = both
    known = {_person(one): _keys(found, one) for one in members}
    return [
        *members,
        # the contact of a unit may be the member who is told all of it already
        *(one for one in units if not _keys(found, one) <= known.get(_person(one), set())),
        *(one for one in units if not _keys(found, one) and _person(one) not in known),
    ]


def _keys(found: Difference, one: Performer) -> set[int]:
    return {line.key for line in letters.lines_about(found, one)}


def _person(one: Performer) -> Person:
    name = one.name if isinstance(one, CommitteeMember) else one.contact_name
    return person(name, _address(one))


def _address(one: Performer) -> str:
    return one.email if isinstance(one, CommitteeMember) else one.contact_email
