"""What is kept with an issued paper: scans of copies signed by pen, and that it was recalled."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.admin import scans
from events.documents import KINDS
from events.documents.errors import RegisterError
from events.documents.recalls import Notice, recall, refuse_unless_current
from events.models import IssuedScan, OfficialDocument
from events.permissions import has_right, may_issue, may_see_register
from events.web.forms import RecallForm


def may_read(request: HttpRequest, document: OfficialDocument) -> None:
    """Refuse who may see the register, but not what a paper of this kind says."""
    kind = KINDS.get(document.kind)
    if kind is not None and not has_right(request.user, kind.permission, document):
        raise PermissionDenied


def file_name(document: OfficialDocument) -> str:
    """Return the name of the file of a paper: `05-KH-BTC-20250120`."""
    symbol = document.symbol.replace("&", "")
    return f"{document.number:02d}-{symbol}-{document.issued_on:%Y%m%d}".replace("Đ", "D")


def recall_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask since when, why and by which paper, say what it means, then recall."""
    document = get_object_or_404(OfficialDocument, pk=pk)
    if not may_issue(request.user, document):
        raise PermissionDenied
    form = RecallForm(request.POST or None, document=document, user=request.user)
    page = reverse("admin:events_officialdocument_change", args=[pk])
    try:
        refuse_unless_current(document)
        if form.is_valid():
            _recall(request, document, form.cleaned_data)
            text = _("Paper %(number)s is recalled; the public page of verification says so.")
            messages.success(request, text % {"number": document.number_and_symbol})
            return redirect(page)
    except RegisterError as error:
        if not form.is_bound:
            messages.error(request, str(error))
            return redirect(page)
        form.add_error(None, str(error))
    context = {
        **admin.site.each_context(request),
        "title": _("Recall the paper"),
        "document": document,
        "form": form,
        "back": page,
    }
    return TemplateResponse(request, "admin/events/recall.html", context)


@require_POST
def add_scan_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a scan of a paper that was signed by pen."""
    document = get_object_or_404(OfficialDocument, pk=pk)
    if not may_issue(request.user, document):
        raise PermissionDenied
    scans.keep(request, document.scans, _("The scan is kept with the paper."))
    return redirect("admin:events_officialdocument_change", pk)


def scan_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with a scan."""
    scan = get_object_or_404(IssuedScan.objects.select_related("document"), pk=pk)
    if not may_see_register(request.user, scan):
        raise PermissionDenied
    may_read(request, scan.document)
    return scans.answer(scan, f"{file_name(scan.document)}-ban-chup-{scan.pk}")


def _recall(request: HttpRequest, document: OfficialDocument, values: dict[str, Any]) -> None:
    own = values["notice"]
    notice = (
        Notice.own(own) if own else Notice(number=values["notice_number"], day=values["notice_day"])
    )
    user: Any = request.user
    recall(document, day=values["recalled_on"], reason=values["reason"], notice=notice, by=user)
