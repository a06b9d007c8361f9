"""The pages of one version: as it was, beside another, and taken back into the draft."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import NestedObjects, model_ngettext
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from agenda.admin.programme import history
from agenda.errors import AgendaError
from agenda.models import AgendaItem, Contents, Programme, ProgrammeVersion
from agenda.models.difference import Difference, Kind, difference
from agenda.models.difference_words import Names, of_ceremony, told
from agenda.models.timetable import numbers, timetable
from agenda.services import versions
from events.admin.base import as_key
from events.permissions import has_right

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Compared:
    """Two programmes beside each other, the older one first."""

    chosen: str  # number of the other version, or "draft"
    before: str
    after: str
    found: Difference


class LookingBack:
    """Gives the admin of versions the pages of one version."""

    admin_site: Any

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a version as it was; beside another one or the draft, if asked."""
        versions_of = ProgrammeVersion.objects.select_related("event")
        version = get_object_or_404(versions_of, pk=as_key(object_id))
        if not has_right(request.user, "agenda.view_programme", version):
            raise PermissionDenied
        others = list(ProgrammeVersion.objects.of(version.event_id).exclude(pk=version.pk))
        compared = _compared(version, others, request.GET.get("with", ""))
        items = version.read_items()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Version %(number)s of the programme") % {"number": version.number},
            "version": version,
            "event": version.event,
            "event_key": str(version.event_id),
            "rows": list(
                zip(numbers(items), items, timetable(version.starts_at, items), strict=True)
            ),
            "others": others,
            "compared": compared,
            "told": told(compared.found, Names.of(compared.found)) if compared else [],
            "of_ceremony": of_ceremony(compared.found) if compared else [],
            "is_last": all(other.number < version.number for other in others),
            "may_publish": has_right(request.user, "agenda.change_programme", version),
        }
        return TemplateResponse(request, "admin/agenda/versions/version.html", context)

    def take_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what becomes of the draft, then let it say what the version says."""
        version = get_object_or_404(ProgrammeVersion.objects.select_related("event"), pk=pk)
        if not has_right(request.user, "agenda.change_programme", version):
            raise PermissionDenied
        event, status = version.event, 200
        if request.method == "POST":
            try:
                seen = request.POST.get("seen_draft", "") or "?"
                done = versions.take_back(version, seen_draft=seen)
            except AgendaError as error:
                messages.error(request, str(error))
                status = 409
            else:
                history.write_all(request, Programme.objects.get(pk=event.pk), done)
                text = _("The draft says now what version %(number)s says. It is not published.")
                messages.success(request, text % {"number": version.number})
                return redirect("admin:agenda_programmeversion_publish", event.pk)
        draft = Contents.drafted(event)
        items = tuple(version.read_items())
        found = difference(draft, Contents(items, event.starts_at, event.venue))
        kinds = {line.kinds[0] for line in found.lines}
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take version %(number)s back into the draft") % {"number": version.number},
            "version": version,
            "event": event,
            "found": found,
            "told": told(found, Names.of(found)),
            "goes_along": _goes_along(found),
            "comes_again": Kind.ADDED in kinds,
            "seen_draft": draft.digest(),
        }
        template = "admin/agenda/versions/take_back.html"
        return TemplateResponse(request, template, context, status=status)


def _compared(
    version: ProgrammeVersion, others: Sequence[ProgrammeVersion], chosen: str
) -> Compared | None:
    """Return the version beside what was chosen; the older one is what the other came from."""
    if not chosen:
        return None
    if chosen == DRAFT:
        draft = Contents.drafted(version.event)
        return Compared(
            chosen, _named(version), str(_("the draft")), difference(version.contents, draft)
        )
    other = next((one for one in others if str(one.number) == chosen), None)
    if other is None:
        raise Http404
    old, new = sorted((version, other), key=lambda one: one.number)
    return Compared(chosen, _named(old), _named(new), difference(old.contents, new.contents))


def _named(version: ProgrammeVersion) -> str:
    return _("version %(number)s") % {"number": version.number}


def _goes_along(found: Difference) -> list[str]:
    """Return what is removed together with the items that the draft loses, as "1 signing"."""
    rows = AgendaItem.objects.filter(pk__in=[line.key for line in found.lines if not line.after])
    collector = NestedObjects(using=rows.db)
    collector.collect(list(rows))
    found_rows: Any = collector.model_objs
    counts = Counter(
        {
            model: len(instances)
            for model, instances in found_rows.items()
            if not (issubclass(model, AgendaItem) or model._meta.auto_created)
        }
    )
    return [f"{count} {model_ngettext(model._meta, count)}" for model, count in counts.items()]
