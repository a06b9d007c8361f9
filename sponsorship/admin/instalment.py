"""What is due, what has come, what is late."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from events.admin.base import OnlyLookedAt, PortalAdmin, as_key
from events.admin.exporting import ListExport
from events.exports.files import Columns
from events.permissions import has_right
from events.vietnamese import amounts
from sponsorship import services
from sponsorship.errors import SponsorshipError
from sponsorship.forms import ReceiptForm, TakeBackForm
from sponsorship.models import Instalment, Memorandum, Receipt

Status = Memorandum.Status


class ComingFilter(admin.SimpleListFilter):
    """Instalments by what has come of them."""

    title = gettext_lazy("what has come")
    parameter_name = "coming"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices."""
        return [("late", _("overdue")), ("open", _("still to come")), ("full", _("received"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        """Return the instalments of the choice."""
        if self.value() == "late":
            return queryset.overdue(timezone.localdate())
        if self.value() == "open":
            return queryset.filter(received__lt=F("amount"))
        if self.value() == "full":
            return queryset.filter(received__gte=F("amount"))
        return queryset


def sponsor_of(row: Instalment) -> str:
    """Return who gives."""
    return str(row.contribution.memorandum.sponsor or row.contribution.memorandum)


def state_of(row: Any) -> tuple[str, str]:
    """Return whether it has come, is late or is still to come: for colours, and in words."""
    if row.received >= row.amount:
        return "full", _("received")
    signed = row.contribution.memorandum.status == Status.SIGNED
    if signed and row.due_on and row.due_on < timezone.localdate():
        return "late", _("overdue")
    return ("part", _("partly received")) if row.received else ("open", _("still to come"))


@admin.register(Instalment)
class InstalmentAdmin(ListExport, OnlyLookedAt, PortalAdmin):
    """An instalment and its receipts."""

    export_columns: ClassVar[Columns] = [
        (gettext_lazy("Sponsor"), sponsor_of),
        (gettext_lazy("What"), "contribution__name"),
        (gettext_lazy("Part"), str),
        (gettext_lazy("Amount"), "amount"),
        (gettext_lazy("Due on"), "due_on"),
        (gettext_lazy("Received"), "received"),
        (gettext_lazy("State"), lambda row: state_of(row)[1]),
        (gettext_lazy("Memorandum"), "contribution__memorandum__subject"),
    ]

    exported_by = "view"  # nothing in it is secret

    list_display = ["sponsor", "what", "amount_shown", "due_on", "received_shown", "state"]
    list_display_links = ["what"]
    list_filter = [ComingFilter, "contribution__memorandum__event"]
    list_select_related = ["contribution__memorandum__sponsor"]
    list_per_page = 50
    ordering = ["due_on", "pk"]
    search_fields = ["contribution__name", "contribution__memorandum__sponsor__name"]
    list_before_template = "admin/sponsorship/_balance.html"
    change_form_template = "admin/sponsorship/instalment_change_form.html"
    actions_detail = ["memorandum_one"]
    fields = ["sponsor", "what", ("amount_shown", "due_on"), ("received_shown", "state_in_words")]
    readonly_fields = ["sponsor", "what", "amount_shown", "received_shown", "state_in_words"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Instalment]:
        """Return what is due under memoranda that count; by their address, older ones too."""
        rows: Any = super().get_queryset(request)
        match = request.resolver_match
        if match is not None and match.url_name == "sponsorship_instalment_changelist":
            rows = rows.filter(contribution__memorandum__in=Memorandum.objects.promising())
        living = [Status.AGREED, Status.SIGNED, Status.ENDED]
        return rows.filter(contribution__memorandum__status__in=living).with_received()

    @admin.display(description=gettext_lazy("sponsor"))
    def sponsor(self, row: Instalment) -> str:
        """Return who gives."""
        return sponsor_of(row)

    @admin.display(description=gettext_lazy("what"))
    def what(self, row: Instalment) -> str:
        """Return what is given, and which part of it."""
        return f"{row.contribution.name} ({row})"

    @admin.display(description=gettext_lazy("amount"), ordering="amount")
    def amount_shown(self, row: Instalment) -> str:
        """Return the amount in figures."""
        return amounts.figures(row.amount)

    @admin.display(description=gettext_lazy("received"), ordering="received")
    def received_shown(self, row: Any) -> str:
        """Return what has come, in figures."""
        return amounts.figures(row.received)

    @display(
        description=gettext_lazy("state"),
        label={"full": "success", "part": "info", "open": "info", "late": "danger"},
    )
    def state(self, row: Any) -> tuple[str, str]:
        """Return whether it has come, is late or is still to come."""
        return state_of(row)

    @admin.display(description=gettext_lazy("state"))
    def state_in_words(self, row: Any) -> str:
        """Return the same in words."""
        return state_of(row)[1]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the sums of the ceremony above the list."""
        event = self.at_hand(request, "view", "change")
        context = {"event": event, **(extra_context or {})}
        if event is not None:
            context["balance"] = services.balance(event, timezone.localdate())
        return super().changelist_view(request, context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the receipts, and ask for the next."""
        row = self.get_object(request, object_id)
        context: dict[str, Any] = {}
        if row is not None:
            may_add = has_right(request.user, "sponsorship.add_receipt", row)
            context = {
                "receipts": Receipt.objects.counting_for(row).select_related("taken_back_by"),
                "receipt_form": ReceiptForm() if may_add else None,
            }
        context |= extra_context or {}
        return super().change_view(request, object_id, form_url, context)

    @action(description=gettext_lazy("The memorandum"), icon="description", permissions=["view"])
    def memorandum_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the memorandum."""
        row = get_object_or_404(
            Instalment.objects.select_related("contribution"), pk=as_key(object_id)
        )
        return redirect("admin:sponsorship_memorandum_change", row.contribution.memorandum_id)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of receipts."""
        views = [
            ("<int:pk>/receipt/", self.receipt_view, "sponsorship_receipt_add"),
            ("receipts/<int:pk>/back/", self.take_back_view, "sponsorship_receipt_back"),
        ]
        own = [path(p, self.admin_site.admin_view(view), name=name) for p, view, name in views]
        return [*own, *super().get_urls()]

    def receipt_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record what has come."""
        row = get_object_or_404(Instalment, pk=pk)
        return self._take(
            request, row, ReceiptForm, _("Record a receipt"), services.record_receipt, row
        )

    def take_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a receipt back."""
        receipt = get_object_or_404(Receipt.objects.select_related("instalment"), pk=pk)
        title = _("Take a receipt back")
        row = receipt.instalment
        return self._take(request, row, TakeBackForm, title, services.take_back, receipt)

    def _take(
        self,
        request: HttpRequest,
        row: Instalment,
        form_class: Any,
        title: str,
        run: Any,
        what: Any,
    ) -> HttpResponse:
        """Ask on a page of its own, so that what was typed is kept when it is refused."""
        if not has_right(request.user, "sponsorship.add_receipt", row):
            raise PermissionDenied
        form = form_class(request.POST if request.method == "POST" else None)
        back = reverse("admin:sponsorship_instalment_change", args=[row.pk])
        if request.method == "POST" and form.is_valid():
            try:
                run(what, **form.cleaned_data, by=request.user)
            except SponsorshipError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("It was recorded."))
                return redirect(back)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "form": form,
            "row": row,
            "back": back,
        }
        return TemplateResponse(request, "admin/sponsorship/receipt.html", context)
