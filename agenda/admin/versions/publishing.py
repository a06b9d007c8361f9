"""The page that publishes: it shows the difference, what contradicts, and who is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from agenda.admin.versions.forms import PublishForm
from agenda.documents.checks import of_items
from agenda.errors import AgendaError
from agenda.models import Contents, ProgrammeVersion
from agenda.models.difference import Difference, difference
from agenda.models.difference_words import Names, of_ceremony, told
from agenda.services import versions
from agenda.services.audiences import AUDIENCES, Reach, in_turn
from events.admin.base import who_is
from events.admin.sending import asks
from events.documents import checks, obstacles
from events.models import Event
from events.permissions import has_right

MOST_NAMES = 200  # that a page lists of one audience


@dataclass(frozen=True, slots=True)
class Box:
    """An audience on the page: its tick box, and whom the letter would reach."""

    field: BoundField
    reach: Reach
    may_see: bool  # names and addresses

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The first of those who are reached."""
        return self.reach.reached[:MOST_NAMES]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return len(self.reach.reached) - len(self.shown)


class PublishPage:
    """Gives the admin of versions the page that publishes."""

    admin_site: Any

    @asks
    def publish_view(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Show what would be published; publish what was seen."""
        event = get_object_or_404(Event, pk=event_id)
        if not has_right(request.user, "agenda.change_programme", event):
            raise PermissionDenied
        offered = [] if event.has_begun() else list(AUDIENCES)
        form = PublishForm(request.POST or None, offered=offered)
        status = 200
        if form.is_valid():
            try:
                version = versions.publish(
                    event,
                    by=who_is(request.user),
                    note=form.cleaned_data["note"],
                    seen=_seen(request),
                    seen_draft=request.POST.get("seen_draft", "") or "?",
                    tell=form.told(),
                )
            except AgendaError as error:
                form.add_error(None, str(error))
                status = 409
                event.refresh_from_db()  # the page shows the difference of now
            else:
                self._tell(request, version)
                return redirect("admin:agenda_programmeversion_change", version.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Publish the programme"),
            "event": event,
            "form": form,
            **_shown(event),
        }
        context["boxes"] = list(_boxes(request, event, form, context["found"]))
        template = "admin/agenda/versions/publish.html"
        return TemplateResponse(request, template, context, status=status)

    def _tell(self, request: HttpRequest, version: ProgrammeVersion) -> None:
        self.log_addition(request, version, [{"added": {}}])  # type: ignore[attr-defined]
        text = _("Version %(number)s is published: the public sees it from now on.")
        messages.success(request, text % {"number": version.number})


def _seen(request: HttpRequest) -> int:
    """Return the number of the version that the page compared with; -1, which none has, if odd."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def _shown(event: Event) -> dict[str, Any]:
    """Return what the page says about the draft."""
    last = versions.latest(event.pk)
    contents = Contents.drafted(event)
    found = difference(last.contents if last else None, contents)
    every = [*of_items(event, contents.items), *checks.found("programme", event)]
    return {
        "last": last,
        "seen": last.number if last else 0,
        "seen_draft": contents.digest(),
        "found": found,
        "told": told(found, Names.of(found)),
        "of_ceremony": of_ceremony(found),
        "stopping": obstacles.stopping(every),
        "remarks": [obstacle for obstacle in every if not obstacle.stops],
    }


def _boxes(
    request: HttpRequest, event: Event, form: PublishForm, found: Difference
) -> Iterator[Box]:
    for audience in in_turn():
        if f"tell_{audience.name}" in form.fields:
            yield Box(
                form[f"tell_{audience.name}"],
                audience.reach(event, found),
                has_right(request.user, audience.permission, event),
            )
