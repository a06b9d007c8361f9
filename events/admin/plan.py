"""The plan: every sentence of the paper."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.enums import ActionVariant

from events.admin.base import as_key
from events.admin.one_of_ceremony import OneOfCeremony
from events.admin.ordered import OrderedRowsAdmin, OrderedTabularInline
from events.admin.plan_forms import DutyForm, PlanForm
from events.models import Duty, LegalBasis, Plan, Purpose, Recipient
from events.permissions import MAY_ISSUE, MAY_PRINT


class PlanRowInline(OrderedTabularInline):
    """Paragraphs of the plan."""

    fields = ["text", "position"]


class LegalBasisInline(PlanRowInline):
    """Căn cứ."""

    model = LegalBasis


class PurposeInline(PlanRowInline):
    """Mục đích, yêu cầu."""

    model = Purpose


class DutyInline(PlanRowInline):
    """Tổ chức thực hiện."""

    model = Duty
    form = DutyForm
    fields = ["addressed_as", "unit", "text", "position"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the rows, which know of what ceremony their units are."""
        made = super().get_formset(request, obj, **kwargs)
        known = {"event_id": obj.event_id if obj else None}
        made.form = type(made.form.__name__, (made.form,), known)
        return made


class RecipientInline(PlanRowInline):
    """Nơi nhận."""

    model = Recipient


@admin.register(Plan)
class PlanAdmin(OneOfCeremony, OrderedRowsAdmin):
    """The official plan of a ceremony."""

    form = PlanForm
    is_printed = True
    rights: ClassVar[dict[str, str]] = {"print": MAY_PRINT, "issue": MAY_ISSUE}
    list_display = ["subject", "symbol_number", "event"]
    list_select_related = ["event"]
    search_fields = ["subject"]
    inlines = [LegalBasisInline, PurposeInline, DutyInline, RecipientInline]
    actions_detail = ["pdf", "issue"]
    fieldsets = [
        (
            _("Head of the paper"),
            {
                "fields": [
                    "event",
                    ("superior", "issuer"),
                    ("symbol", "number", "place"),
                    ("issue_day", "issue_month", "issue_year"),
                    "kind",
                    "subject",
                    "lead_in",
                ]
            },
        ),
        (
            _("Headings and fixed lines"),
            {
                "classes": ["collapse"],
                "description": _(
                    "The list of preparation tasks becomes the annex of this plan once its words "
                    "point to an annex, for example “(Phụ lục kèm theo)” in the heading of the "
                    "preparation."
                ),
                "fields": [
                    ("purposes_heading", "content_heading"),
                    ("delegations_heading", "total_line"),
                    ("time_heading", "preparation_heading"),
                    ("time_line", "venue_line"),
                    ("programme_heading", "duties_heading"),
                ],
            },
        ),
        (_("Signature"), {"fields": ["signer", "authority", ("signer_office", "signer_name")]}),
    ]

    @admin.display(description=_("number and symbol"))
    def symbol_number(self, plan: Plan) -> str:
        """Return number and symbol as the head of the paper has them."""
        return f"{plan.number or '…'}/{plan.symbol}"

    def has_print_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the button of the paper is shown."""
        return self.may(request, "print", object_id)

    @action(
        description=_("Download the plan (PDF)"),
        icon="picture_as_pdf",
        variant=ActionVariant.PRIMARY,
        permissions=["print"],
    )
    def pdf(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the paper, which is made above this app."""
        plan = get_object_or_404(Plan, pk=as_key(object_id))
        return redirect("admin:events_paper_print", "plan", plan.event_id)

    def has_issue_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the button of the register is shown."""
        return self.may(request, "issue", object_id)

    @action(
        description=_("Issue"),
        icon="verified",
        variant=ActionVariant.PRIMARY,
        permissions=["issue"],
    )
    def issue(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that issues the plan."""
        plan = get_object_or_404(Plan, pk=as_key(object_id))
        return redirect("admin:events_paper_issue", "plan", plan.event_id)
