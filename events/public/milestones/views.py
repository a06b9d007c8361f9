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
    contest = pages.current_contest(*content)
    context = {
        "event": pages.current_event(*content),
        "contest": contest,
        "timeline": Timeline.of(contest.pk if contest else None),
        "today": timezone.localdate(),
    }
    return render(request, "events/milestones/milestones.html", context)


@require_safe
@pages.kept(pages.Content.read)
def calendar(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Answer the same days as a calendar, which programs fetch again by themselves."""
    contest = pages.current_contest(*content)
    timeline = Timeline.of(contest.pk if contest else None)
    name = contest.name if contest else ""
    page = calendar_file(timeline, name, request.get_host().partition(":")[0])
    response = HttpResponse(page, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="moc-thoi-gian.ics"'
    return response
