"""The days of the contest."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.models.content.timeline import Moment, State, Timeline
from events.public.milestones.calendar_file import calendar_file
from events.web import atom, pages


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


@require_safe
@pages.kept(pages.Content.read)
def feed(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Answer with the days that have come, the latest first, for programs that tell of new ones."""
    contest = pages.current_contest(*content)
    if contest is None:
        raise Http404
    page = reverse("milestones:milestones")
    come = [one for one in Timeline.of(contest.pk).moments if one.state is not State.COMING]
    title = _("Milestones of the contest “%(contest)s”") % {"contest": contest.name}
    entries = [_entry(moment, page) for moment in reversed(come)]
    return atom.answer(request, contest, title=title, path=page, entries=entries)


def _entry(moment: Moment, page: str) -> atom.Entry:
    """Return a day as it is told on its first morning; what is moved keeps its name."""
    midnight = datetime.datetime.combine(moment.first, datetime.time())
    return atom.Entry(
        key=moment.key,
        title=str(moment.title),
        path=f"{page}#{moment.key}",
        summary=f"{moment.days}\n{moment.description}".strip(),
        published_at=timezone.make_aware(midnight, timezone.get_default_timezone()),
    )
