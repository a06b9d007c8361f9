"""The page on which a paper is issued: it shows what will happen before it does."""

import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.admin.papers import _kind
from events.admin.printing import pdf_response
from events.documents import Draft, Kind, approvals, obstacles, register
from events.documents.errors import AlreadyIssued, NotReady, RegisterError
from events.models import Event, OfficialDocument
from events.permissions import has_right, may_approve, may_issue
from events.web.forms import IssueForm, RemarksForm


def issue_paper(request: HttpRequest, kind: str, event_id: int, key: int = 0) -> HttpResponse:
    """Ask for the day and what the register notes, then issue the paper."""
    wanted, event = asked_for(request, kind, event_id, key)
    try:
        draft = wanted.draft(event, key)
    except ObjectDoesNotExist:
        return no_such_paper(request, event)
    replaced = register.current(wanted, event, key, draft)
    entry: dict[str, Any] = {"kind": wanted, "event": event, "key": key, "by": request.user}
    form = IssueForm(
        request.POST or None,
        series=register.series_of(draft, timezone.localdate().year),
        initial={"day": draft.signed_on} if draft.signed_on else None,
    )
    day = draft.signed_on or timezone.localdate()
    if is_asked := form.is_valid():
        day = form.cleaned_data["day"]
        # The page said what it would replace: if that has changed meanwhile, it must say so anew.
        entry |= {**form.cleaned_data, "replaces": _seen(request)}
        try:
            if "preview" in request.POST:
                _number, numbered = register.preview(register.Entry(**entry))
                return pdf_response(numbered.pdf(), f"xem-truoc-{kind}-{event.slug}")
            document = register.issue(register.Entry(**entry))
        except AlreadyIssued as error:
            messages.error(request, str(error))
            return redirect("admin:events_officialdocument_change", error.document.pk)
        except NotReady:
            pass  # the page lists what is in the way, with the day that was typed
        except RegisterError as error:
            form.add_error(None, str(error))
        else:
            _tell(request, document)
            return redirect("admin:events_officialdocument_change", document.pk)
    found = obstacles.of(draft, day)
    stopping = obstacles.stopping(found)
    tells_number = not (is_asked or stopping)
    context = {
        **admin.site.each_context(request),
        "title": _("Issue a paper"),
        "kind": wanted,
        "event": event,
        "key": key,
        "paper": draft.paper,
        "obstacles": stopping,
        "remarks": [obstacle for obstacle in found if not obstacle.stops],
        "number": _expected(entry, draft, replaced) if tells_number else None,
        "replaced": replaced,
        "form": form,
        "standing": approvals.standing(wanted, event, key, draft),
        "may_approve": may_approve(request.user, event),
        "remarks_form": RemarksForm(),
        "present_as": "default" if may_approve(request.user, event) else "primary",
    }
    return TemplateResponse(request, "admin/events/issue.html", context)


def asked_for(request: HttpRequest, kind: str, event_id: int, key: int) -> tuple[Kind, Event]:
    """Return what an address names, for who may issue it; else raise as a page does."""
    wanted = _kind(kind)
    event = get_object_or_404(Event, pk=event_id)
    if not (may_issue(request.user, event) and has_right(request.user, wanted.permission, event)):
        raise PermissionDenied
    if wanted.several and not key:
        raise Http404
    return wanted, event


def no_such_paper(request: HttpRequest, event: Event) -> HttpResponse:
    """Say that there is nothing to be issued, and lead to what there is."""
    messages.error(request, _("This ceremony has no such paper yet: %(event)s") % {"event": event})
    return redirect("admin:events_papers")


def _seen(request: HttpRequest) -> OfficialDocument | None:
    """Return the paper of which the page has said that it is replaced."""
    typed = request.POST.get("replaces", "")
    return OfficialDocument.objects.filter(pk=typed).first() if typed.isdecimal() else None


def _expected(entry: dict[str, Any], draft: Draft, replaced: OfficialDocument | None) -> int | None:
    """Return the number that comes next today, for the page to show."""
    today: datetime.date = timezone.localdate()
    try:
        return register.next_number(register.Entry(**entry, day=today, replaces=replaced), draft)
    except RegisterError:
        return None


def _tell(request: HttpRequest, document: OfficialDocument) -> None:
    messages.success(
        request,
        _("Issued as %(number)s. Verification code: %(code)s.")
        % {"number": document.number_and_symbol, "code": document.code},
    )
