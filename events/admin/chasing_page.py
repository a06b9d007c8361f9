"""The page of all who are awaited: filtered, copied, reminded, given another deadline."""

import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminDateWidget

from events.admin.base import MOST_AT_ONCE, as_key
from events.admin.chasing import (
    SECTIONS,
    STATES,
    Line,
    Section,
    Wanted,
    count_of,
    note_deadlines,
    shown,
)
from events.models import Event
from events.permissions import own_ceremonies

PER_PAGE = 50
RIGHTS = ("registrations.view_invitation", "events.view_unit")
LINES = {"phones": 0, "emails": 1}  # what can be copied of all
TEMPLATE = "admin/events/chasing.html"


class DeadlineForm(forms.Form):
    """A day for all who are chosen, told by letter or not."""

    day = forms.DateField(label=gettext_lazy("Common deadline"), widget=UnfoldAdminDateWidget)
    tell = forms.BooleanField(label=gettext_lazy("Tell them by letter"), required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event

    def clean_day(self) -> datetime.date:
        """Refuse a day that is no use as a deadline."""
        day: datetime.date = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed already."))
        if day > self.event.last_day():
            raise forms.ValidationError(_("This day is after the ceremony."))
        return day


class Joined:
    """The rows of several sections, one after the other, to be cut into pages."""

    def __init__(self, sections: list[Section], event: Event | None, wanted: Wanted) -> None:
        wished = [one for one in sections if wanted.section in ("", one.name)]
        self.parts = [(one, one.found(event, wanted)) for one in wished] if event else []
        self.counts = [count_of(found) for _section, found in self.parts]

    def __len__(self) -> int:
        return sum(self.counts)

    def __getitem__(self, cut: slice) -> list[tuple[Section, list[Any]]]:
        """Return the rows of a page, by section."""
        start, stop = cut.start or 0, len(self) if cut.stop is None else cut.stop
        cuts = []
        for (section, found), count in zip(self.parts, self.counts, strict=True):
            if start < count and stop > 0:
                cuts.append((section, list(found[max(start, 0) : stop])))
            start, stop = start - count, stop - count
        return cuts


def wanted_by(request: HttpRequest) -> Wanted:
    """Return what the address asks for; what is odd asks for nothing."""
    asked = request.GET
    return Wanted(
        section=name if (name := asked.get("section", "")) in SECTIONS else "",
        delegation=as_key(asked.get("delegation", "")),
        state=state if (state := asked.get("state", "")) in STATES else "",
        typed=asked.get("q", "")[:100],
    )


def show(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Answer a request for the page, or what one of its forms asks to be done."""
    event = own_ceremonies(request.user, *RIGHTS).current()
    rows = Joined(shown(request, event), event, wanted_by(request))
    if (lines := request.GET.get("lines", "")) in LINES:
        return _lines(rows, LINES[lines])
    if request.method != "POST" or event is None:
        return _page(request, context, event, rows)
    if request.POST.get("do") == "deadline":
        form = DeadlineForm(request.POST, event=event)
        if not form.is_valid():
            return _page(request, context, event, rows, form)
        return _set_deadline(request, event, rows, form)
    return _remind(request, event, rows)


def _lines(rows: Joined, which: int) -> HttpResponse:
    """Return all numbers or addresses of the filter, each once, a line each."""
    found = [pair[which] for section, part in rows.parts for pair in section.numbers(part)]
    text = "\n".join(dict.fromkeys(filter(None, found)))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _chosen(request: HttpRequest, event: Event, rows: Joined) -> list[tuple[Section, list[Any]]]:
    """Return what was ticked, or all of the filter; what is gone or has answered is left out."""
    if request.POST.get("whole") == "1":
        if len(rows) > MOST_AT_ONCE:
            text = _("At most %(most)d lines can be chosen at once. Please filter the list.")
            messages.error(request, text % {"most": MOST_AT_ONCE})
            return []
        return rows[0:MOST_AT_ONCE]
    one = request.POST.get("one")
    ticked = [one] if one else request.POST.getlist("chosen")[:MOST_AT_ONCE]
    chosen = []
    sections = [section for section, _found in rows.parts]
    for section, found in Joined(sections, event, Wanted()).parts:
        mine = (key.removeprefix(f"{section.name}-") for key in ticked)
        keys = {as_key(key) for key in mine}
        if isinstance(found, list):
            some = [row for row in found if row.pk in keys]
        else:
            some = list(found.filter(pk__in=keys))
        if some:
            chosen.append((section, some))
    return chosen


def _remind(request: HttpRequest, event: Event, rows: Joined) -> HttpResponse:
    chosen = _chosen(request, event, rows)
    for section, some in chosen:
        if not section.may_remind(request, event):
            raise PermissionDenied
        section.remind(request, event, some)
    return _done(request, chosen)


def _set_deadline(
    request: HttpRequest, event: Event, rows: Joined, form: DeadlineForm
) -> HttpResponse:
    chosen, changed, day = _chosen(request, event, rows), 0, form.cleaned_data["day"]
    for section, some in chosen:
        if not section.may_remind(request, event):
            raise PermissionDenied
        done = section.set_deadline(event, some, day)
        note_deadlines(request, section, done, day)
        changed += len(done)
        if form.cleaned_data["tell"]:
            section.tell_deadline(request, event, some)
    if chosen:
        text = ngettext(
            "%(count)d deadline is %(day)s now.", "%(count)d deadlines are %(day)s now.", changed
        )
        messages.success(request, text % {"count": changed, "day": f"{day:%d/%m/%Y}"})
    return _done(request, chosen)


def _done(request: HttpRequest, chosen: list[Any]) -> HttpResponse:
    if not chosen:
        messages.info(request, _("Nothing was chosen, or it is not awaited any more."))
    return redirect(request.get_full_path())


def _page(
    request: HttpRequest,
    context: dict[str, Any],
    event: Event | None,
    rows: Joined,
    form: DeadlineForm | None = None,
) -> HttpResponse:
    page: Any = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))  # type: ignore[arg-type]
    lines: list[Line] = []
    for section, some in page.object_list:
        lines += section.lines(request, some)
    sections = shown(request, event)
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("lines", None)
    context = {
        **admin.site.each_context(request),
        **context,
        "title": _("Who is awaited"),
        "event": event,
        "page": page,
        "all": len(rows),
        "lines": lines,
        "why_none": [] if lines or not event else [one.why_none(event) for one in sections],
        "sections": sections,
        "delegations": event.delegations.all() if event else [],
        "states": STATES.items(),
        "wanted": wanted_by(request),
        "query": query.urlencode(),
        "may_remind": {section.name for section in sections if section.may_remind(request, event)},
        "may_note": {section.name for section in sections if section.may_note(request, event)},
        "form": form or (DeadlineForm(event=event) if event else None),
        "ticked": request.POST.getlist("chosen"),
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, TEMPLATE, context)
