"""Memoranda, from the first draft to the signature."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from events.admin import scans
from events.admin.base import as_key
from events.admin.ordered import OrderedRowsAdmin
from events.admin.transitions import button, possible_buttons
from events.permissions import MAY_ISSUE, has_right
from events.vietnamese import amounts
from events.web.forms import ScanForm
from sponsorship import services
from sponsorship.admin.inlines import (
    ArticleInline,
    BasisInline,
    ContributionInline,
    InstalmentInline,
    PartyInline,
)
from sponsorship.admin.transitions import PAGES, MemorandumPage
from sponsorship.errors import Incomplete, NotAllowed, SponsorshipError
from sponsorship.forms import MemorandumForm, MemorandumStartForm, TransitionForm
from sponsorship.models import Contribution, Instalment, Memorandum, SignedScan

Status = Memorandum.Status


def _button(name: str) -> Any:
    def lead(request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:sponsorship_memorandum_transition", as_key(object_id), name)

    return button(PAGES[name], "step", lead)


class SaysWhenFixed:
    """Says it in words when a memorandum was agreed while a page of it was open."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Save nothing of a memorandum that is no draft any more."""
        page: Any = super()
        row = self.get_object(request, object_id) if object_id else None  # type: ignore[attr-defined]
        memorandum = getattr(row, "memorandum", row)
        may_write = self.may(request, "sponsorship.change_memorandum", memorandum)  # type: ignore[attr-defined]
        if request.method == "POST" and memorandum and may_write and not memorandum.is_editable:
            messages.error(request, str(NotAllowed(memorandum.get_status_display())))
            return redirect(request.path)
        try:
            response: HttpResponse = page.changeform_view(request, object_id, *args, **kwargs)
        except IntegrityError as error:
            if "only a draft memorandum" not in str(error):
                raise
            messages.error(
                request,
                _("The memorandum was agreed meanwhile. What was typed here is not kept."),
            )
            return redirect(request.path)
        return response


@admin.register(Memorandum)
class MemorandumAdmin(SaysWhenFixed, OrderedRowsAdmin):
    """A memorandum; only a draft can be edited."""

    reads_locked = False  # the service says what has become of it meanwhile

    form = MemorandumForm
    is_printed = True
    list_display = ["subject", "sponsor", "state", "version", "signing_day"]
    list_filter = ["status", "event", "sponsor"]
    list_select_related = ["sponsor", "event"]
    search_fields = ["subject", "sponsor__name", "symbol"]
    inlines = [PartyInline, ContributionInline, BasisInline, ArticleInline]
    change_form_template = "admin/sponsorship/memorandum_change_form.html"
    agree_one, reopen_one = _button("agree"), _button("reopen")
    sign_one, end_one, cancel_one = _button("sign"), _button("end"), _button("cancel")
    version_one = _button("version")
    actions_detail = ["print_one", "issue_one", *(f"{name}_one" for name in PAGES)]
    readonly_fields = ["status", "version", "replaces", "reason"]

    @display(
        description=gettext_lazy("state"),
        ordering="status",
        label={
            Status.DRAFT: "info",
            Status.AGREED: "warning",
            Status.SIGNED: "success",
            Status.CANCELLED: "danger",
            Status.ENDED: "",
        },
    )
    def state(self, memorandum: Memorandum) -> tuple[str, str]:
        """Return the state for its colour, and in words."""
        return memorandum.status, memorandum.get_status_display()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Ask a new memorandum for little: the standard text brings the rest."""
        if obj is None:
            kwargs["form"] = MemorandumStartForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the state only of a memorandum that there is."""
        if obj is None:
            return [(None, {"fields": ["event", "sponsor", "subject"]})]
        state: list[Any] = [("status", "version")]
        if obj.replaces_id:
            state.append("replaces")
        if obj.reason:
            state.append("reason")
        head = [
            "sponsor",
            "subject",
            ("title", "symbol"),
            ("place", "signing_day"),
            ("ends_on", "copies"),
            "lead_in",
        ]
        return [(None, {"fields": state}), (gettext_lazy("Head of the paper"), {"fields": head})]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Show the rows only of a memorandum that there is."""
        return self.inlines if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        """Begin with the ceremony at hand."""
        given = super().get_changeform_initial_data(request)
        return {"event": self.at_hand(request, "add"), **given}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a draft can be edited."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_editable)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a draft that replaces nothing can be removed; else it is cancelled."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or (obj.is_editable and obj.version == 1))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Let the rows go with their draft, though nobody removes them on their own pages."""
        rows, counts, missing, kept = super().get_deleted_objects(objs, request)
        own = {str(model._meta.verbose_name) for model in (Contribution, Instalment)}
        return rows, counts, {name for name in missing if str(name) not in own}, kept

    def has_step_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the user may take the steps of memoranda."""
        return self.may(request, "change", object_id)

    def has_print_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the user may have the paper."""
        return self.may(request, "view", object_id)

    def has_issue_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the user may issue the paper."""
        return self.may(request, MAY_ISSUE, object_id)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Make a new memorandum from the standard text."""
        if change:
            super().save_model(request, obj, form, change)
            return
        made = services.draft_memorandum(event=obj.event, sponsor=obj.sponsor, subject=obj.subject)
        obj.pk, obj.subject = made.pk, made.subject
        obj._state.adding = False

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        """Go on with the page of the draft."""
        messages.success(
            request, _("The draft was made from the standard text. Fill in what is missing.")
        )
        return redirect("admin:sponsorship_memorandum_change", obj.pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show what is missing for the next transition, and the scans."""
        memorandum = self.get_object(request, object_id)
        context: dict[str, Any] = {}
        if memorandum is not None:
            following = {Status.DRAFT: Status.AGREED}.get(memorandum.status)
            context = {
                "missing": services.missing(memorandum, following) if following else [],
                "scans": memorandum.scans.defer("content"),
                "scan_form": ScanForm() if self._may_add_scan(request, memorandum) else None,
            }
        context |= extra_context or {}
        return super().change_view(request, object_id, form_url, context)

    # Buttons

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> Any:
        """Offer what is possible from the present state."""
        status = (
            Memorandum.objects.filter(pk=as_key(object_id)).values_list("status", flat=True).first()
        )
        possible = possible_buttons(PAGES.values(), status)
        possible |= {"print_one", "issue_one"} - ({"issue_one"} if status == "cancelled" else set())
        found = super().get_actions_detail(request, object_id)
        return [button for button in found if button.path in possible]

    @action(
        description=gettext_lazy("Print (PDF)"),
        icon="picture_as_pdf",
        variant=ActionVariant.PRIMARY,
        permissions=["print"],
    )
    def print_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the paper."""
        return self._to_paper("admin:events_paper_print", object_id)

    @action(description=gettext_lazy("Issue"), icon="verified", permissions=["issue"])
    def issue_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that issues the paper."""
        return self._to_paper("admin:events_paper_issue", object_id)

    def _to_paper(self, name: str, object_id: str) -> HttpResponse:
        memorandum = get_object_or_404(Memorandum, pk=as_key(object_id))
        return redirect(name, "memorandum", memorandum.event_id, memorandum.pk)

    # Further pages

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of transitions and scans."""
        views = [
            (
                "<int:pk>/transition/<slug:name>/",
                self.transition_view,
                "sponsorship_memorandum_transition",
            ),
            ("<int:pk>/scans/", self.add_scan_view, "sponsorship_scan_add"),
            ("scans/<int:pk>/", self.scan_view, "sponsorship_scan"),
        ]
        own = [path(p, self.admin_site.admin_view(view), name=name) for p, view, name in views]
        return [*own, *super().get_urls()]

    def transition_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Say what the transition means, ask what it needs, take it."""
        memorandum = get_object_or_404(Memorandum, pk=pk)
        if not self.has_step_permission(request, memorandum):
            raise PermissionDenied
        if name not in PAGES:
            raise Http404
        page = PAGES[name]
        form = TransitionForm(request.POST if request.method == "POST" else None, asks=page.asks)
        sentences: list[str] = []
        if request.method == "POST" and form.is_valid():
            try:
                taken = page.take(memorandum, **form.cleaned_data)
            except Incomplete as error:
                sentences = error.sentences
            except SponsorshipError as error:
                sentences = [str(error)]
            else:
                text = _("The memorandum is now “%(state)s”.")
                messages.success(request, text % {"state": taken.get_status_display()})
                return redirect("admin:sponsorship_memorandum_change", taken.pk)
        return self._ask(request, page, memorandum, form, sentences)

    def _ask(
        self,
        request: HttpRequest,
        page: MemorandumPage,
        memorandum: Memorandum,
        form: TransitionForm,
        sentences: list[str],
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": page.title,
            "page": page,
            "memorandum": memorandum,
            "form": form,
            "sentences": sentences,
            "back": reverse("admin:sponsorship_memorandum_change", args=[memorandum.pk]),
        }
        return TemplateResponse(request, "admin/sponsorship/memorandum_transition.html", context)

    def _may_add_scan(self, request: HttpRequest, memorandum: Memorandum) -> bool:
        signed = memorandum.status in (Status.SIGNED, Status.ENDED)
        return signed and has_right(request.user, "sponsorship.add_signedscan", memorandum)

    def add_scan_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a scan of the signed memorandum."""
        memorandum = get_object_or_404(Memorandum, pk=pk)
        if not self._may_add_scan(request, memorandum):
            raise PermissionDenied
        if request.method == "POST":
            scans.keep(request, memorandum.scans, _("The scan is kept with the memorandum."))
        return redirect("admin:sponsorship_memorandum_change", pk)

    def scan_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer with a scan; nobody else may have it."""
        scan = get_object_or_404(SignedScan, pk=pk)
        if not has_right(request.user, "sponsorship.view_signedscan", scan):
            raise PermissionDenied
        return scans.answer(scan, f"ban-ky-{scan.pk}")


@admin.register(Contribution)
class ContributionAdmin(SaysWhenFixed, OrderedRowsAdmin):
    """One contribution with its instalments; reached from the memorandum."""

    is_printed = True
    list_display = ["name", "memorandum", "amount"]
    inlines = [InstalmentInline]
    fields = ["memorandum", "kind", "name", "amount_shown"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contribution]:
        """Return the contributions with their memorandum."""
        return super().get_queryset(request).select_related("memorandum")

    @admin.display(description=gettext_lazy("amount or value"))
    def amount_shown(self, contribution: Contribution) -> str:
        """Return the amount in figures."""
        return "–" if contribution.amount is None else amounts.figures(contribution.amount)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A contribution is added on the page of its memorandum."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A contribution is removed on the page of its memorandum."""
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """It stands in no list of pages."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save nothing of the contribution itself."""

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> Any:
        """Go back to the memorandum."""
        return redirect("admin:sponsorship_memorandum_change", obj.memorandum_id)
