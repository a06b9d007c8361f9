"""Scans of what was signed by pen: kept once each, and shown; who calls has looked at the right."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from events.admin.printing import pdf_response
from events.models.scan import Scan
from events.web.forms import ScanForm


def keep(request: HttpRequest, scans: Any, said: str) -> None:
    """Keep what was uploaded among `scans`, a related manager; tell `said`, or why it was not."""
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        for sentence in form.errors.get("scan", []):
            messages.error(request, str(sentence))
        return
    upload = form.cleaned_data["scan"]
    try:
        with transaction.atomic():
            scans.create(
                content=upload.content,
                content_type=upload.content_type,
                name=upload.name,
                sha256=upload.sha256,
                pages=upload.pages,
                added_by=request.user,
            )
    except IntegrityError:
        messages.error(request, _("This file is kept already."))
    else:
        messages.success(request, said)


def answer(scan: Scan, name: str) -> HttpResponse:
    """Return a scan as it was uploaded, under a name without its ending."""
    response = pdf_response(bytes(scan.content), name)
    if scan.content_type != "application/pdf":
        ending = scan.content_type.rpartition("/")[2]
        response["Content-Type"] = scan.content_type
        response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
