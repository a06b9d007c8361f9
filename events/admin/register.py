"""The register: what was issued, to be seen and taken along, never changed."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import linebreaksbr
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from events.admin.approvals import decide_paper
from events.admin.base import OnlyLookedAt, PortalAdmin, as_key, who_is
from events.admin.content import downloads
from events.admin.elsewhere import enter_paper
from events.admin.issuing import issue_paper
from events.admin.kept import add_scan_view, file_name, may_read, recall_view, scan_view
from events.admin.papers import papers, print_paper
from events.admin.printing import addresses, pdf_response, print_batch
from events.documents import book, signatures
from events.documents.errors import RegisterError
from events.models import OfficialDocument, SignedFile
from events.models.register import ELSEWHERE
from events.permissions import (
    MAY_ISSUE,
    MAY_SEE_REGISTER,
    has_right_somewhere,
    may_issue,
    may_see_register,
)
from events.vietnamese import dates
from events.web.forms import PeriodForm, ScanForm, SignedFileForm


class CurrentFilter(admin.SimpleListFilter):
    """Papers that hold, and papers that were replaced or recalled."""

    title = gettext_lazy("in force")
    parameter_name = "current"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the three choices."""
        return [("1", _("in force")), ("0", _("replaced")), ("2", _("recalled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the papers of the chosen kind."""
        if self.value() == "1":
            return queryset.filter(replaced_by__isnull=True, recall__isnull=True)
        wanted = {"0": "replaced_by__isnull", "2": "recall__isnull"}.get(self.value() or "")
        return queryset.filter(**{wanted: False}) if wanted else queryset


class OriginFilter(admin.SimpleListFilter):
    """Papers that the portal has made, and papers that were made elsewhere."""

    title = gettext_lazy("made by")
    parameter_name = "made"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the two choices."""
        return [("here", _("this portal")), (ELSEWHERE, _("others, entered with the file"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the papers of the chosen origin."""
        if self.value() == ELSEWHERE:
            return queryset.filter(kind=ELSEWHERE)
        return queryset.exclude(kind=ELSEWHERE) if self.value() == "here" else queryset


@admin.register(OfficialDocument)
class OfficialDocumentAdmin(OnlyLookedAt, PortalAdmin):
    """An issued paper; it comes from a page of its own."""

    rights: ClassVar[dict[str, str]] = {"download": MAY_SEE_REGISTER, "issue": MAY_ISSUE}
    list_display = ["number_shown", "issued_on", "title_shown", "signer", "state"]
    list_display_links = ["number_shown"]
    list_filter = ["year", "title", CurrentFilter, OriginFilter, "event"]
    list_select_related = ["replaced_by", "recall"]
    list_per_page = 50
    search_fields = ["subject", "symbol", "=number", "signer", "code"]
    search_help_text = gettext_lazy("Subject, symbol, number, signer or verification code.")
    change_form_template = "admin/events/officialdocument_change_form.html"
    actions_detail = ["download", "replace", "correct", "recall"]
    actions_list = ["enter", "print_book", "corrections"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("number_shown", "issued_on", "state_in_words"),
                    "title_shown",
                    ("issuer", "place"),
                    ("signer", "copies"),
                    ("recipients_shown", "file_copy"),
                    "note",
                ]
            },
        ),
        (
            gettext_lazy("Verification"),
            {"fields": [("code", "revision"), "sha256", ("issued_at", "issued_by"), "approved_by"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[OfficialDocument]:
        """Return the papers with what the list shows of others."""
        return (
            super()
            .get_queryset(request)
            .with_fate()
            .select_related("issued_by", "submission__presented_by", "submission__decided_by")
        )

    @display(description=gettext_lazy("number and symbol"), ordering="number")
    def number_shown(self, document: OfficialDocument) -> str:
        """Return number and symbol as on the paper."""
        return document.number_and_symbol

    @display(description=gettext_lazy("kind and subject"), ordering="subject")
    def title_shown(self, document: OfficialDocument) -> str:
        """Return what the paper is about."""
        text = f"{document.title.capitalize()}: {document.subject}"
        return (
            _("%(paper)s (made elsewhere)") % {"paper": text}
            if document.is_made_elsewhere
            else text
        )

    @display(description=gettext_lazy("state"), label={"1": "success", "0": "warning"})
    def state(self, document: OfficialDocument) -> tuple[str, str]:
        """Return whether it is in force, or what has replaced it."""
        return ("1" if document.is_current else "0"), self.state_in_words(document)

    @admin.display(description=gettext_lazy("state"))
    def state_in_words(self, document: OfficialDocument) -> str:
        """Return whether it is in force, or what has replaced it."""
        if hasattr(document, "recall"):
            day = dates.short(document.recall.recalled_on)
            return _("recalled from %(day)s") % {"day": day}
        if document.is_current:
            return _("in force")
        return _("replaced by %(number)s") % {"number": document.replaced_by.number_and_symbol}

    @admin.display(description=gettext_lazy("recipients"))
    def recipients_shown(self, document: OfficialDocument) -> str:
        """Return the recipients, each on its line."""
        return linebreaksbr(document.recipients)

    @admin.display(description=gettext_lazy("approved by"))
    def approved_by(self, document: OfficialDocument) -> str:
        """Return who presented and who approved the paper; who may, issues it without."""
        submission = getattr(document, "submission", None)
        if submission is None:
            return "–"
        return _("%(person)s, presented by %(other)s") % {
            "person": who_is(submission.decided_by),
            "other": who_is(submission.presented_by),
        }

    def has_download_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the user may see the register."""
        return self.may(request, "download", object_id)

    def has_issue_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the user may issue papers."""
        return self.may(request, "issue", object_id)

    @action(
        description=gettext_lazy("Download as issued (PDF)"),
        icon="picture_as_pdf",
        variant=ActionVariant.PRIMARY,
        permissions=["download"],
    )
    def download(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer with the bytes as they were frozen."""
        document = get_object_or_404(
            OfficialDocument.objects.select_related("file"), pk=as_key(object_id)
        )
        may_read(request, document)
        return pdf_response(bytes(document.file.content), file_name(document))

    @action(
        description=gettext_lazy("Issue a correction"), icon="edit_document", permissions=["issue"]
    )
    def replace(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that issues what replaces this paper."""
        document = get_object_or_404(OfficialDocument, pk=as_key(object_id))
        if document.is_made_elsewhere:
            return redirect(f"{reverse('admin:events_paper_enter')}?replaces={document.pk}")
        return redirect("admin:events_paper_issue", document.kind, document.event_id, document.key)

    def has_touch_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Return whether the user may correct or recall this paper, which must be in force."""
        if not self.may(request, "issue", object_id):
            return False
        current = OfficialDocument.objects.current()
        return object_id is None or current.filter(pk=as_key(str(object_id))).exists()

    @action(
        description=gettext_lazy("Write a letter of correction"),
        icon="edit_note",
        permissions=["touch"],
    )
    def correct(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that begins a letter (công văn đính chính)."""
        document = get_object_or_404(OfficialDocument, pk=as_key(object_id))
        return redirect(f"{reverse('admin:events_correction_add')}?document={document.pk}")

    @action(description=gettext_lazy("Recall the paper"), icon="undo", permissions=["touch"])
    def recall(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that recalls (thu hồi)."""
        return redirect("admin:events_paper_recall", as_key(object_id))

    @action(
        description=gettext_lazy("Enter a paper made elsewhere"),
        icon="note_add",
        permissions=["issue"],
    )
    def enter(self, request: HttpRequest) -> HttpResponse:
        """Go to the page that enters a paper with its file."""
        return redirect("admin:events_paper_enter")

    @action(
        description=gettext_lazy("Print the register"),
        icon="print",
        variant=ActionVariant.PRIMARY,
        permissions=["download"],
    )
    def print_book(self, request: HttpRequest) -> HttpResponse:
        """Go to the page that asks for the period."""
        return redirect("admin:events_register_book")

    @action(
        description=gettext_lazy("Letters of correction"),
        icon="edit_note",
        permissions=["download"],
    )
    def corrections(self, request: HttpRequest) -> HttpResponse:
        """Go to the letters, drafts and issued ones."""
        return redirect("admin:events_correction_changelist")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the paper with its signed copies and the page where anybody can verify it."""
        document = OfficialDocument.objects.with_fate().filter(pk=as_key(object_id)).first()
        context: dict[str, Any] = {}
        if document is not None and may_see_register(request.user, document):
            context = {
                "document": document,
                "corrections": document.corrections.current(),
                "scans": document.scans.defer("content"),
                "scan_form": ScanForm() if may_issue(request.user, document) else None,
                "copies": signatures.judge_kept(document.signed_files.defer("content")),
                "signed_form": SignedFileForm() if _takes_signed(request, document) else None,
                "verification_url": reverse("events:verify", args=[document.code]),
                **downloads.panel(request.user, document),
            }
        context |= extra_context or {}
        return super().change_view(request, object_id, form_url, context)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the register and of all papers."""
        views = [
            ("papers/", papers, "events_papers"),
            ("print/<slug:kind>/<int:event_id>/", print_paper, "events_paper_print"),
            ("print/<slug:kind>/<int:event_id>/<int:key>/", print_paper, "events_paper_print"),
            ("issue/<slug:kind>/<int:event_id>/", issue_paper, "events_paper_issue"),
            ("issue/<slug:kind>/<int:event_id>/<int:key>/", issue_paper, "events_paper_issue"),
            ("decide/<slug:kind>/<int:event_id>/", decide_paper, "events_paper_decide"),
            ("decide/<slug:kind>/<int:event_id>/<int:key>/", decide_paper, "events_paper_decide"),
            ("enter/", enter_paper, "events_paper_enter"),
            ("book/", self.book_view, "events_register_book"),
            ("<int:pk>/signed/", self.add_signed_view, "events_signed_add"),
            ("signed/<int:pk>/", self.signed_view, "events_signed_file"),
            ("<int:pk>/recall-paper/", recall_view, "events_paper_recall"),
            ("<int:pk>/publish/", downloads.publish_paper, "events_paper_publish"),
            ("<int:pk>/scans/", add_scan_view, "events_scan_add"),
            ("scans/<int:pk>/", scan_view, "events_scan"),
        ]
        own = [path(p, self.admin_site.admin_view(view), name=name) for p, view, name in views]
        return [*own, *addresses(), *super().get_urls()]

    def book_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for a period, and answer with the register as a book."""
        if not has_right_somewhere(request.user, MAY_SEE_REGISTER):
            raise PermissionDenied
        form = PeriodForm(request.POST or None)
        if form.is_valid():
            first, last = form.cleaned_data["first"], form.cleaned_data["last"]
            return print_batch(request, book.of_period(first, last, by=request.user))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Print the register"),
            "form": form,
        }
        return TemplateResponse(request, "admin/events/register_book.html", context)

    def add_signed_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a signed copy."""
        document = get_object_or_404(OfficialDocument.objects.select_related("file"), pk=pk)
        if document.is_made_elsewhere or not may_issue(request.user, document):
            raise PermissionDenied
        form = SignedFileForm(request.POST, request.FILES)
        if request.method == "POST" and form.is_valid():
            try:
                user: Any = request.user
                signatures.add_signed_file(document, form.cleaned_data["signed"], user)
            except RegisterError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, _("The signed copy is kept with the paper."))
        else:
            for sentence in form.errors.get("signed", []):
                messages.error(request, str(sentence))
        return redirect("admin:events_officialdocument_change", pk)

    def signed_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer with a signed copy."""
        signed = get_object_or_404(SignedFile.objects.select_related("document"), pk=pk)
        if not may_see_register(request.user, signed):
            raise PermissionDenied
        may_read(request, signed.document)
        return pdf_response(bytes(signed.content), f"{file_name(signed.document)}-da-ky")


def _takes_signed(request: HttpRequest, document: OfficialDocument) -> bool:
    """Return whether signed copies can be added: what was made elsewhere came as it was signed."""
    return may_issue(request.user, document) and not document.is_made_elsewhere
