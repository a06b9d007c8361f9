"""The office names several delegates at once: pasted, or from a file that is read first."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.vietnamese.namesakes import Namesakes
from events.web import throttle
from events.web.links import SeeOther, secret_page, submission_of
from registrations.errors import RegistrationError, named_twice
from registrations.importing.pasted_lines import error_text, read_line
from registrations.models import Invitation
from registrations.public.fields import kept_honorific
from registrations.public.invitation.forms import LineForm
from registrations.public.invitation.list_forms import FileForm, ListForm
from registrations.public.invitation.office_list import (
    OfficeList,
    read_office_list,
    who_does_not_fit,
)
from registrations.public.invitation.views import find_invitation, page, seats_for, show, slow_down
from registrations.services import invitations

FILES_PER_INVITATION, FILES_PER_ADDRESS = 12, 120  # in an hour


@page
@secret_page
def name_list(request: HttpRequest, token: str) -> HttpResponse:
    """Take a pasted list; a file only fills it in, for the clerk to look at and to send."""
    found = find_invitation(request, token)
    if found.is_closed():
        return SeeOther(found.get_absolute_url())
    if request.method != "POST":
        return _page(request, found, ListForm(), FileForm())
    if "file" in request.FILES or "read" in request.POST:
        return _read(request, found)
    return _take(request, found)


def _read(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Show what a file holds; what was typed stays, consent is asked for anew."""
    typed = request.POST.get("lines", "")
    form, files = ListForm(initial={"lines": typed}), FileForm(request.POST, request.FILES)
    if not files.is_valid():
        return _page(request, found, form, files)
    try:
        _slow_down_reading(request, found)
    except throttle.TooMany as error:
        files.add_error(None, str(error))
        return _page(request, found, form, files, late=error)
    preview = read_office_list(found, files.cleaned_data["file"])
    if preview.refused:
        files.add_error("file", preview.refused)
        return _page(request, found, form, files)
    lines = [line for line in typed.splitlines() if line.strip()]
    lines += [line for line in preview.lines if line not in lines]
    form = ListForm(initial={"lines": "\n".join(lines)})
    return _page(request, found, form, FileForm(), preview=preview, lines=lines)


def _slow_down_reading(request: HttpRequest, found: Invitation) -> None:
    """Count a file, which takes time to read. Raises `TooMany`."""
    throttle.hit_each(
        throttle.Deed("list", f"invitation {found.pk}", FILES_PER_INVITATION, throttle.HOUR),
        throttle.Deed("list", throttle.address(request), FILES_PER_ADDRESS, throttle.HOUR),
    )


def _take(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = ListForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, FileForm())
    try:
        slow_down(found)
    except throttle.TooMany as error:
        form.add_error(None, str(error))
        return _page(request, found, form, FileForm(), late=error)
    wrong, notices = _take_lines(found, form.cleaned_data["lines"], submission_of(request))
    for notice in notices:
        messages.warning(request, notice)
    if not wrong:
        messages.success(request, _("The delegates of the list are named."))
        return SeeOther(found.get_absolute_url())
    count = len(form.cleaned_data["lines"]) - len(wrong)
    text = ngettext(
        "%(count)d delegate was entered; the lines below were not.",
        "%(count)d delegates were entered; the lines below were not.",
        count,
    )
    done = text % {"count": count} if count else ""
    form = ListForm({**request.POST.dict(), "lines": "\n".join(line for line, _why in wrong)})
    for number, (_line, why) in enumerate(wrong, 1):
        form.add_error("lines", _("Line %(number)d: %(why)s") % {"number": number, "why": why})
    return _page(request, found, form, FileForm(), done=done)


def _take_lines(
    found: Invitation, lines: list[str], submission: uuid.UUID | None
) -> tuple[list[tuple[str, str]], list[str]]:
    """Name whom the lines name; return the lines that were not taken, and why, and what is to be
    looked at of the others.
    """
    wrong, notices = [], []
    taken: Namesakes[bool] = Namesakes()
    for line in lines:
        form = LineForm({**read_line(line), "consent": "on"}, invitation=found)
        why = " ".join(message for _id, _label, message in form.wrong_fields()) or error_text(line)
        if why:
            wrong.append((line, why))
            continue
        delegate = form.delegate()
        # the same list sent once more names nobody twice; within it, it would be another person
        if taken.find(delegate.name):
            wrong.append((line, named_twice(delegate.name)))
            continue
        try:
            invitations.name_delegate(found, delegate, submission=submission)
        except RegistrationError as error:
            wrong.append((line, str(error)))
        else:
            taken.add(True, delegate.name)
            notices.append(kept_honorific(delegate.name, delegate.honorific))
    return wrong, [notice for notice in notices if notice]


def _page(
    request: HttpRequest,
    found: Invitation,
    form: ListForm,
    files: FileForm,
    *,
    preview: OfficeList | None = None,
    lines: list[str] | None = None,
    done: str = "",
    late: throttle.TooMany | None = None,
) -> HttpResponse:
    left = found.quota - found.active().count()
    context: dict[str, Any] = {
        "list_form": form,
        "files": files,
        "form": files if files.errors else form,  # the one whose errors are told
        "left": max(left, 0),
        "seats": seats_for(found),
        "preview": preview,
        "beyond": who_does_not_fit(lines or [], left),
        "done": done,
    }
    if done:  # what is left is another list, which corrects nobody of the first
        context["submission"] = uuid.uuid4()
    return show(request, "invitation_list", found, context, late)
