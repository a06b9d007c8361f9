"""Papers as an answer: short ones at once, long ones by the worker, whose progress a page shows."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from events.audit.notes import note
from events.documents import print_jobs
from events.documents.bundles import BUNDLES, Batch
from events.documents.errors import PrintingError
from events.models import AuditEntry, PrintJob
from events.permissions import has_right_to_all

LOOK_AGAIN, LOOK_SELDOM = 2, 15  # seconds
SHOWN = 20  # jobs of a user

State = PrintJob.State
PRINTED = AuditEntry.Act.PRINTED
PAPERS = gettext_noop("“%(name)s”, papers: %(count)s")
FETCHED = gettext_noop("“%(name)s”, the file of %(count)s papers fetched")
PAPER = gettext_noop("“%(name)s”")


def print_batch(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Answer with a short batch; let a long one be printed, and lead to where that can be seen.

    Raises `ObjectDoesNotExist` where nothing is left to print.
    """
    note(PRINTED, PAPERS, name=str(batch.bundle.label), count=batch.total)
    if batch.is_short:
        return pdf_response(batch.pdf(), batch.file_name)
    user: Any = request.user
    try:
        job = print_jobs.ask(user, batch)
    except PrintingError as error:
        messages.error(request, str(error))
        return redirect("admin:events_print_jobs")
    return redirect("admin:events_print_job", job.pk)


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """Return a PDF to keep; nobody else's browser or cache shall keep it."""
    return HttpResponse(content, content_type="application/pdf", headers=_headers(name))


def jobs_of(request: HttpRequest) -> list[PrintJob]:
    """Return the newest long papers of the user, with what they are called."""
    user: Any = request.user
    mine = PrintJob.objects.fresh().filter(user=user).exclude(state=State.CANCELLED)
    jobs = list(mine.defer("keys").order_by("-pk")[:SHOWN])
    for job in jobs:
        job.label = _label(job)  # type: ignore[attr-defined]
    return jobs


@require_GET
def jobs_view(request: HttpRequest) -> HttpResponse:
    """Show the long papers of the user."""
    title = _("Your long papers of the last day")
    context = {**admin.site.each_context(request), "title": title, "jobs": jobs_of(request)}
    return TemplateResponse(request, "admin/events/print_jobs.html", context)


def job_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a long paper is, then where it is fetched; stop it, print it anew, forget it."""
    job = _mine(request, pk)
    if request.method == "POST":
        return _act(request, job)
    stalled = print_jobs.is_stalled(job)
    context = {
        **admin.site.each_context(request),
        "title": _label(job),
        "job": job,
        "done": number_format(job.done, force_grouping=True),
        "total": number_format(job.total, force_grouping=True),
        "pages": number_format(job.pages, force_grouping=True),
        "stalled": stalled,
    }
    response = TemplateResponse(request, "admin/events/print_job.html", context)
    if job.is_under_way:
        response["Refresh"] = str(LOOK_SELDOM if stalled else LOOK_AGAIN)
    return response


@require_GET
def file_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer with the file of a long paper."""
    job = _mine(request, pk)
    if job.state != State.DONE:
        raise Http404
    note(PRINTED, FETCHED, name=_label(job), count=job.total)
    headers = {**_headers(job.file_name), "Content-Length": str(job.size)}
    pieces = print_jobs.content_of(job)
    return StreamingHttpResponse(pieces, content_type="application/pdf", headers=headers)


def addresses() -> list[URLPattern]:
    """Return the addresses of long papers."""
    views: list[tuple[str, Any, str]] = [
        ("print-jobs/", jobs_view, "events_print_jobs"),
        ("print-jobs/<int:pk>/", job_view, "events_print_job"),
        ("print-jobs/<int:pk>/file/", file_view, "events_print_file"),
    ]
    return [path(where, admin.site.admin_view(view), name=name) for where, view, name in views]


def _act(request: HttpRequest, job: PrintJob) -> HttpResponse:
    if "again" in request.POST:
        return _print_again(request, job)
    if "stop" in request.POST:
        print_jobs.cancel(job)
    elif "forget" in request.POST:
        print_jobs.forget(job)
    return redirect("admin:events_print_job", job.pk)


def _print_again(request: HttpRequest, job: PrintJob) -> HttpResponse:
    user: Any = request.user
    try:
        job = print_jobs.ask(user, print_jobs.batch_of(job))
    except PrintingError as error:
        messages.error(request, str(error))
    return redirect("admin:events_print_job", job.pk)


def _mine(request: HttpRequest, pk: int) -> PrintJob:
    """Return a job of the user, who must still have the right to print such papers."""
    user: Any = request.user
    job = PrintJob.objects.fresh().filter(user=user, pk=pk).first()
    if job is None or job.bundle not in BUNDLES:
        raise Http404
    bundle = BUNDLES[job.bundle]
    rows = bundle.model._default_manager.filter(pk__in=job.keys)
    if not has_right_to_all(user, bundle.permission, rows):
        raise PermissionDenied
    return job


def _label(job: PrintJob) -> str:
    return str(BUNDLES[job.bundle].label) if job.bundle in BUNDLES else job.bundle


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
