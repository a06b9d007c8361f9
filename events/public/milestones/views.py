"""The days of the contest."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.models.content.timeline import Timeline
from events.public.milestones.calendar_file import calendar_file
from events.web import pages


@require_safe
@pages.kept(pages.Content.read)
def milestones(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Show what was, what is now, and what is to come."""
    event = pages.current_event(*content)
    timeline = Timeline.of(event.contest_id if event else None)
    context = {"event": event, "timeline": timeline, "today": timezone.localdate()}
    return render(request, "events/milestones/milestones.html", context)


@require_safe
@pages.kept(pages.Content.read)
def calendar(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Answer the same days as a calendar, which programs fetch again by themselves."""
    event = pages.current_event(*content)
    timeline = Timeline.of(event.contest_id if event else None)
    name = event.contest.name if event else ""
    page = calendar_file(timeline, name, request.get_host().partition(":")[0])
    response = HttpResponse(page, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="moc-thoi-gian.ics"'
    return response
