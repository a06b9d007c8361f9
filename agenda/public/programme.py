"""The programme, as a page and on paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agenda import documents
from agenda.models import ProgrammeVersion
from agenda.models.timetable import slots_of
from events.models import Plan
from events.web import pages


@require_safe
@pages.kept(pages.Content.read)
def programme(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Show what happens on the day, with the hours as far as they are known."""
    event = pages.current_event(*content)
    version = ProgrammeVersion.objects.of(event.pk).first() if event else None
    context = {
        "event": event,
        "version": version,
        "slots": slots_of(event.starts_at, version.read_items()) if event and version else [],
        "has_paper": Plan.objects.filter(event=event).exists(),
    }
    return render(request, "agenda/programme_detail.html", context)


@require_safe
def programme_pdf(request: HttpRequest) -> HttpResponse:
    """Answer the programme as the official paper."""
    event = pages.current_event(*pages.Content.read())
    if event is None or not ProgrammeVersion.objects.of(event.pk).exists():
        raise Http404
    try:
        paper = documents.programme(event).pdf()
    except Plan.DoesNotExist as error:
        raise Http404 from error
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="chuong-trinh-{event.slug}.pdf"'
    response["Cache-Control"] = "no-cache"
    return response
