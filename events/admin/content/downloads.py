"""Documents that anybody can take away, and the way from the register to them."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from events.admin.base import PortalAdmin
from events.admin.content.of_contest import OfContest
from events.admin.content.publication import PublicationAdmin, PublicationForm
from events.errors import NotPublishable
from events.models import Download, OfficialDocument
from events.permissions import has_right, may_see_register
from events.services import downloads
from events.web.form_fields import TypedField
from events.web.uploads import UploadField


class DownloadForm(PublicationForm):
    """A document with its file; that of a paper of the register is the paper itself."""

    new_file = UploadField(
        label=gettext_lazy("File"),
        required=False,
        accepted=("pdf", "office"),
        help_text=gettext_lazy(
            "PDF, Word, Excel, PowerPoint or OpenDocument without macros, at most 20 MB."
        ),
    )

    class Meta:
        model = Download
        fields: ClassVar[list[str]] = [
            "contest", "title", "title_en", "kind", "number", "dated", "description",
            "description_en",
        ]  # fmt: skip
        field_classes: ClassVar[dict[str, Any]] = dict.fromkeys(
            ["title", "title_en", "kind", "number"], TypedField
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "new_file" in self.fields:
            self.fields["new_file"].show_hidden_initial = False


@admin.register(Download)
class DownloadAdmin(PublicationAdmin, OfContest, PortalAdmin):
    """A document to download."""

    form = DownloadForm
    list_display = ["title", "kind", "number", "dated"]
    list_filter = ["kind"]
    search_fields = ["title", "number", "kind"]
    readonly_fields = ["file_shown"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Offer another file only where it is no paper of the register."""
        file = ["file_shown", "new_file"]
        if (obj is not None and obj.document_id) or not self.has_change_permission(request, obj):
            file = ["file_shown"]
        return [
            (None, {"fields": ["contest", "title", ("kind", "number"), "dated", "description"]}),
            (gettext_lazy("File"), {"fields": file}),
            (gettext_lazy("In English"), {"fields": ["title_en", "description_en"]}),
        ]

    @admin.display(description=gettext_lazy("file that is there"))
    def file_shown(self, download: Download) -> str:
        """Return what is there of a file."""
        if download.pk is None or not (found := _with_file(download.pk)).has_file:
            return _("none")
        if found.document:
            return f"{found.document.short_citation} (PDF, {found.size})"
        return f"{found.own_file.name} ({found.type}, {found.size})"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the document, then its file."""
        super().save_model(request, obj, form, change)
        if upload := form.cleaned_data.get("new_file"):
            downloads.save_file(obj, upload)


def _with_file(key: int) -> Download:
    return Download.objects.with_files().get(pk=key)


def may_publish(user: Any) -> bool:
    """Return whether somebody may put papers among the documents."""
    return has_right(user, "events.add_download") and has_right(user, "events.change_download")


def panel(user: Any, paper: OfficialDocument) -> dict[str, Any]:
    """Return what the page of a paper tells of its place among the documents."""
    if not may_publish(user):
        return {}
    return {
        "download": Download.objects.filter(document=paper).first(),
        "download_refused": downloads.why_not(paper),
        "download_confirmed": downloads.needs_confirmation(paper),
        "may_publish": True,
    }


@require_POST
def publish_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a paper of the register among the documents, at once."""
    paper = get_object_or_404(OfficialDocument, pk=pk)
    if not (may_publish(request.user) and may_see_register(request.user, paper)):
        raise PermissionDenied
    try:
        download = downloads.publish_paper(paper, was_looked_at="was_looked_at" in request.POST)
    except (downloads.DownloadError, NotPublishable) as error:
        messages.error(request, str(error))
        return redirect("admin:events_officialdocument_change", pk)
    text = _("“%(paper)s” stands among the documents of the site now.")
    messages.success(request, text % {"paper": download})
    return redirect("admin:events_download_change", download.pk)
