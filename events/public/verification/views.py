"""Anybody can verify whether a paper in hand is the one that was issued."""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from events.documents import register, signatures
from events.models import Event, OfficialDocument
from events.sizes import MEBIBYTE
from events.vietnamese import dates
from events.web import throttle

MOST_BYTES = 50 * MEBIBYTE
FILES_PER_HOUR = 300  # of one address


class Fingerprint(UploadedFile):
    """Stands for a file of which only the SHA-256 was kept; "" when it was too large."""

    def __init__(self, name: str, size: int, digest: str) -> None:
        super().__init__(file=None, name=name, size=size)
        self.digest = digest


class HashingUploadHandler(FileUploadHandler):
    """Takes the digest of a file while it arrives; the bytes are stored nowhere."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0
        self.sha256 = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Add a part to the digest and let go of it."""
        self.received += len(raw_data)
        if self.received <= MOST_BYTES:
            self.sha256.update(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """Return what is left of the file: its digest."""
        digest = self.sha256.hexdigest() if self.received <= MOST_BYTES else ""
        return Fingerprint(self.file_name or "", self.received, digest)


def _hashing(view: Any) -> Any:
    """Let a view see only the digests of uploaded files.

    The check against forgery reads the form, so it must come after the handler is set.
    """

    @csrf_exempt
    @never_cache
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and request.content_type == "multipart/form-data":
            # before the file is read, which takes as long as it takes to come in
            throttle.hit("verification", throttle.address(request), FILES_PER_HOUR, throttle.HOUR)
        request.upload_handlers = [HashingUploadHandler(request)]
        response: HttpResponse = csrf_protect(view)(request, *args, **kwargs)
        if kwargs or request.method == "POST":  # the empty form may be found
            response["X-Robots-Tag"] = "noindex"
        return response

    return wrapper


@_hashing
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest) -> HttpResponse:
    """Ask for a code or for a file."""
    context: dict[str, Any] = {"event": Event.objects.current()}
    status = 200
    if request.method == "POST":
        code = request.POST.get("code", "").strip()
        if code:
            found = register.find(code)
            if found is not None:
                return redirect("events:verify", found.code)
            context["code"] = code[:60]
            context["code_error"], status = _unknown(request)
        else:
            digest, context["file_error"] = _digest(request)
            found = register.find_by_digest(digest) if digest else None
            if found is not None:
                return _show(request, found, digest)
            if digest:
                context["file_unknown"] = True
    return render(request, "events/verification_form.html", context, status=status)


@_hashing
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Show the paper with a code, and compare a file with it."""
    document = register.find(code)
    if document is None:
        error, status = _unknown(request)
        context = {"event": Event.objects.current(), "code": code[:60], "code_error": error}
        return render(request, "events/verification_form.html", context, status=status)
    digest, error = _digest(request) if request.method == "POST" else ("", "")
    return _show(request, document, digest, error)


def _show(
    request: HttpRequest, document: OfficialDocument, digest: str, error: str = ""
) -> HttpResponse:
    """Show a paper; with a digest, whether it is that of the paper or of a kept copy.

    Only genuine copies are listed; one that is not is told to whoever holds it.
    """
    copies = signatures.judge_kept(document.signed_files.defer("content"))
    context = {
        "event": Event.objects.current(),
        "document": document,
        "corrections": list(document.corrections.current()),
        "day": dates.official(document.issued_on),
        "copies": [(copy, judgement) for copy, judgement in copies if judgement.genuine],
        "digest": digest,
        "file_error": error,
        "same": digest == document.sha256,
        "judgement": next((found for copy, found in copies if copy.sha256 == digest), None),
    }
    return render(request, "events/verification_result.html", context)


def _digest(request: HttpRequest) -> tuple[str, str]:
    """Return the digest of the file in hand, or what is wrong with it."""
    file = request.FILES.get("file")
    if not isinstance(file, Fingerprint) or not file.size:
        return "", _("Please choose the PDF file first.")
    if not file.digest:
        return "", _("The file is too large. The most is %(most)d MB.") % {
            "most": MOST_BYTES // MEBIBYTE
        }
    return file.digest, ""


def _unknown(request: HttpRequest) -> tuple[str, int]:
    """Count a code that no paper has; return what to say about it, and the status."""
    try:
        throttle.miss(request, "paper")
    except throttle.TooMany as error:
        return str(error), 429
    return _(
        "No issued paper has this code. Please compare it with the paper sign by sign; the code "
        "has 12 signs."
    ), 404
