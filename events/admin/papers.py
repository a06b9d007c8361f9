"""All papers of a ceremony on one page: printed with a click, issued with one more."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from events.admin.printing import PAPER, PRINTED, jobs_of, pdf_response, print_batch
from events.admin.unprintable import tell_unprintable
from events.audit.notes import note
from events.documents import KINDS, Kind, obstacles
from events.models import Event, OfficialDocument, Submission
from events.models.event import EventQuerySet
from events.permissions import (
    has_right,
    has_right_somewhere,
    may_approve,
    may_issue,
    own_ceremonies,
)
from events.vietnamese.names import fold

LONG = 500  # people in a paper, who would take a second


@dataclass
class Row:
    """A paper of a ceremony: its kind, which of several, and what has become of it."""

    kind: Kind
    key: int
    name: str
    issued: OfficialDocument | None
    in_the_way: int | None = None  # how many obstacles, where that is looked at here
    submission: Submission | None = None  # the last that was presented and is not issued


def papers(request: HttpRequest) -> HttpResponse:
    """Show the papers that the user may print."""
    rights = {kind.permission for kind in KINDS.values()}
    if not has_right_somewhere(request.user, *rights):
        raise PermissionDenied
    events = own_ceremonies(request.user, *rights)
    event = _chosen_event(request, events)
    context = {
        **admin.site.each_context(request),
        "title": _("Papers"),
        "event": event,
        "events": events,
        "rows": list(_rows(request, event)) if event else [],
        "may_issue": event is not None and may_issue(request.user, event),
        "may_approve": event is not None and may_approve(request.user, event),
        "jobs": jobs_of(request),
    }
    return TemplateResponse(request, "admin/events/papers.html", context)


def print_paper(request: HttpRequest, kind: str, event_id: int, key: int = 0) -> HttpResponse:
    """Answer with a paper as it stands now, with honest blanks."""
    wanted = _kind(kind)
    event = get_object_or_404(Event, pk=event_id)
    if not has_right(request.user, wanted.permission, event):
        raise PermissionDenied
    try:
        if batch := wanted.batch(event, key):
            return print_batch(request, batch)
        draft = wanted.copy(event, key)
        content = draft.pdf()
        if draft.private:
            note(PRINTED, PAPER, about=event, name=str(wanted.label))
    except ObjectDoesNotExist:
        messages.error(
            request, _("This ceremony has no such paper yet: %(event)s") % {"event": event}
        )
        return redirect("admin:events_papers")
    tell_unprintable(request, draft.html())
    if draft.issued and not getattr(draft.paper, "number", None):
        text = _(
            "This was issued as %(number)s, but says something else by now: the print bears no "
            "number. Issue a paper that replaces it."
        )
        messages.warning(request, text % {"number": draft.issued.number_and_symbol})
    return pdf_response(content, f"{slugify(fold(str(wanted.label)))}-{event.slug}")


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _chosen_event(request: HttpRequest, events: EventQuerySet) -> Event | None:
    slug = request.GET.get("event", "")
    chosen = events.filter(slug=slug).first() if slug else None
    return chosen or events.current() or events.first()


def _rows(request: HttpRequest, event: Event) -> Iterator[Row]:
    current = OfficialDocument.objects.filter(event=event).current()
    issued = {(document.kind, document.key): document for document in current}
    rows = Submission.objects.filter(event=event, document__isnull=True).order_by("pk")
    presented = {(row.kind, row.key): row for row in rows}  # the last one counts
    for kind in KINDS.values():
        if has_right(request.user, kind.permission, event):
            for key, name in kind.several(event) if kind.several else [(0, "")]:
                paper = issued.get((kind.name, key))
                in_the_way = _in_the_way(request, kind, event, paper)
                yield Row(kind, key, name, paper, in_the_way, presented.get((kind.name, key)))


def _in_the_way(
    request: HttpRequest, kind: Kind, event: Event, issued: OfficialDocument | None
) -> int | None:
    """Return how many obstacles a paper has that is to be issued, where a ceremony has only one;
    a long one is looked at on its own page."""
    if issued or kind.several or not kind.issued or not may_issue(request.user, event):
        return None
    try:
        if (batch := kind.batch(event, 0)) and batch.total > LONG:
            return None
        found = obstacles.of(kind.draft(event), timezone.localdate())
    except ObjectDoesNotExist:
        return None
    return len(obstacles.stopping(found))
