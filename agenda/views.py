"""The programme, as a page and on paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda import documents
from agenda.timetable import timetable
from events import pages
from events.models import Plan


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """Show what happens on the day, with the hours as far as they are known."""
    version, event_id = pages.content_stamp()

    def page() -> str:
        event = pages.current_event(version, event_id)
        items = list(event.agenda_items.all()) if event else []
        slots = timetable(event.starts_at if event else None, items)
        context = {
            "event": event,
            "slots": list(zip(items, slots, strict=True)),
            "has_paper": Plan.objects.filter(event=event_id).exists(),
        }
        return render_to_string("agenda/programme_detail.html", context, request)

    return pages.kept(request, f"{version} {event_id}", page)


@require_safe
def programme_pdf(request: HttpRequest) -> HttpResponse:
    """Answer the programme as the official paper."""
    event = pages.current_event(*pages.content_stamp())
    if event is None:
        raise Http404
    try:
        paper = documents.programme(event)
    except Plan.DoesNotExist as error:
        raise Http404(_("This ceremony has no plan yet.")) from error
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="chuong-trinh-{event.slug}.pdf"'
    response["Cache-Control"] = "no-cache"
    return response
