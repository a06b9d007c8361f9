"""The list of documents, and their files."""

import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from events.models import Contest, Download, Event, IssuedFile
from events.public.preview.views import shows
from events.web import pages, ranges
from events.web.links import secret_page

NEWEST = 4  # on the home page
PDF = "application/pdf"


@require_safe
@pages.kept(pages.Content.read)
def downloads(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """List the documents, the newest first."""
    event = pages.current_event(content.version, content.event_id)
    shown = list(public(event.contest)) if event else []
    context = {"event": event, "downloads": shown}
    return render(request, "events/downloads/downloads.html", context)


@require_safe
def file(request: HttpRequest, pk: int) -> Any:
    """Send the file of a public document; a PDF is shown, everything else is saved."""
    content = pages.Content.read()
    event = pages.current_event(content.version, content.event_id)
    if event is None:
        raise Http404
    return send_file(request, get_object_or_404(public(event.contest), pk=pk))


@shows(Download)
def draft(request: HttpRequest, row: Download) -> HttpResponse:
    """Show a draft as it would stand in the list."""
    context = {
        "event": Event.objects.current(),
        "downloads": [_with_file(pk=row.pk)],
        "is_preview": True,
        "row": row,
    }
    return render(request, "events/downloads/downloads.html", context)


@require_safe
@secret_page
def draft_file(request: HttpRequest, token: str) -> Any:
    """Send the file of a draft to who has its secret link."""
    return send_file(request, _with_file(token=token))


def send_file(request: HttpRequest, download: Download) -> Any:
    """Send the file of a document; 404 where it has none.

    A paper that was recalled is not sent: its place in the register tells what became of it.
    """
    if download.document and download.is_recalled:
        response = redirect("events:verify", download.document.code)
        response["Cache-Control"] = "no-cache"
        return response
    if download.document:
        paper = download.document
        content = bytes(get_object_or_404(IssuedFile, pk=paper.pk).content)
        sha256, content_type = paper.sha256, PDF
        name = f"{slugify(paper.number_and_symbol.replace('/', '-').replace('Đ', 'D'))}.pdf"
    elif hasattr(download, "own_file"):
        own = download.own_file
        content, sha256, content_type, name = (
            bytes(own.content), own.sha256, own.content_type, own.name,
        )  # fmt: skip
    else:
        raise Http404
    return ranges.send(
        request,
        io.BytesIO(content),
        size=len(content),
        etag=sha256[:32],
        content_type=content_type,
        name=name,
        as_attachment=content_type != PDF,
    )


def _with_file(**by: Any) -> Download:
    return get_object_or_404(Download.objects.with_files(), **by)


def newest(event: Event | None) -> list[Download]:
    """Return the documents of the home page: what was recalled or replaced stands in the list."""
    if event is None:
        return []
    holding = {"document__recall__isnull": True, "document__replaced_by__isnull": True}
    return list(public(event.contest).filter(**holding)[:NEWEST])


def public(contest: Contest) -> Any:
    """Return what the site shows, with what is told of the files."""
    shown = Download.objects.public().filter(contest=contest).with_files()
    return shown.exclude(document=None, own_file=None)
