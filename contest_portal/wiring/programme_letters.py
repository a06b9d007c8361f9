"""Delegates are told of a new version of the programme: the agenda knows none of them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import ProgrammeVersion
from agenda.models.difference import Difference
from agenda.models.timetable import slots_of
from agenda.services import audiences, versions
from events import mail
from events.mail import File
from events.models import Event, Letter
from registrations.mail.kinds import ToDelegate, calendar_entry
from registrations.models import Registration

Status = Registration.Status


class NewProgramme(ToDelegate):
    """The programme as it is published now; with the calendar file where hour or place changed."""

    def more(self, about: Registration, letter: Letter) -> dict[str, Any]:
        """Return what is announced, a line each, and the version."""
        lines = []
        last = versions.latest(about.event_id)
        items = last.read_items() if last else []
        for item, slot in slots_of(about.event.starts_at, items):
            hours = " - ".join(f"{hour:%H:%M}" for hour in slot if hour)
            who = f" ({item.performer})" if item.performer else ""
            lines.append(f"{hours}: {item.title}{who}" if hours else f"- {item.title}{who}")
        return {
            "programme": lines,
            "version": last.number if last else letter.details["version"],
            "calendar": letter.details["calendar"] and about.event.starts_at is not None,
        }

    def files(self, about: Registration, **more: Any) -> tuple[File, ...]:
        """Return the entry of the calendar as it is now."""
        return (calendar_entry(about),) if more["calendar"] else ()


mail.register(NewProgramme("programme", Status.CONFIRMED))


class Delegates:
    """Who has a seat and an e-mail address."""

    name = "delegates"
    label = gettext_lazy("Also send a letter with the new programme to the delegates who come")
    by_default = False
    permission = "registrations.view_registration"

    def reach(self, event: Event, found: Difference) -> audiences.Reach:
        """Return who comes; two statements."""
        coming = Registration.objects.coming().filter(event=event).order_by("pk")
        people = list(coming.values_list("name", "email"))
        return audiences.Reach(
            [(name, address) for name, address in people if address],
            [name for name, address in people if not address],
            _remark(event, found),
        )

    def tell(
        self, version: ProgrammeVersion, found: Difference, told: set[audiences.Person]
    ) -> None:
        """Queue the letters, few statements for however many delegates."""
        coming = Registration.objects.coming().filter(event=version.event).exclude(email="")
        people = coming.select_related("event", "seat__row").order_by("pk")
        mail.withdraw_all("registration.programme", version.event)  # the newer one tells all of it
        mail.queue_each(
            "registration.programme",
            [one for one in people if audiences.person(one.name, one.email) not in told],
            event=version.event,
            occasion=str(version.number),
            details={"version": version.number, "calendar": found.ceremony_changed},
        )


audiences.register(Delegates())


def _remark(event: Event, found: Difference) -> str:
    if not found.ceremony_changed or event.revised_at is None:
        return ""
    return _(
        "Hour or place of the ceremony has changed: each delegate is told that by a letter of its "
        "own with the calendar file, ten minutes after the ceremony was saved. Tick the box only "
        "if they are to get the new programme besides."
    )
