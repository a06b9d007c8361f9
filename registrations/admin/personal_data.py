"""What delegates ask for by the law on personal data, with the days of the law."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events.admin.base import FreshForm, PortalAdmin
from events.vietnamese import names
from registrations import services
from registrations.errors import RegistrationError
from registrations.models import Consent, DataRequest, Erasure

Status = DataRequest.Status


class ReadOnly(PortalAdmin):
    """Rows that are looked at here and written elsewhere."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find without accents."""
        return super().get_search_results(request, queryset, names.fold(search_term))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


class OverdueFilter(admin.SimpleListFilter):
    """What should have been answered or done already."""

    title = _("deadline")
    parameter_name = "overdue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Offer the one question."""
        return [("yes", _("overdue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the rows."""
        return queryset.overdue() if self.value() == "yes" else queryset  # type: ignore[attr-defined]


class RefusalForm(FreshForm):
    """The only thing to write about a request is why it is refused."""

    class Meta:
        model = DataRequest
        fields = ["reason"]

    def clean_reason(self) -> str:
        """Refuse the request with this reason."""
        reason: str = self.cleaned_data["reason"]
        if "reason" in self.changed_data:
            if self.instance.status != Status.OPEN:
                raise ValidationError(_("This request was closed already."))
            if not reason.strip():
                raise ValidationError(_("Please write the reason."))
        return reason


@admin.register(DataRequest)
class DataRequestAdmin(ReadOnly):
    """Requests, the most urgent first."""

    form = RefusalForm
    list_display = ["delegate", "kind", "state", "received_at", "answer_due", "due", "closed_at"]
    list_display_links = ["delegate"]
    list_filter = ["status", "kind", OverdueFilter, "registration__event"]
    list_select_related = ["registration__event", "closed_by"]
    search_fields = ["registration__name_search", "registration__code"]
    ordering = ["-status", "due", "pk"]
    actions = ["answer_chosen", "finish_chosen"]
    fields = [
        ("delegate", "kind"),
        "words",
        ("received_at", "answer_due", "due"),
        ("state", "answered_at", "closed_at", "closed_by"),
        "reason",
    ]
    readonly_fields = [
        "delegate",
        "kind",
        "words",
        "received_at",
        "answer_due",
        "due",
        "state",
        "answered_at",
        "closed_at",
        "closed_by",
    ]

    @display(description=_("delegate"), ordering="registration__name_sort")
    def delegate(self, asked: DataRequest) -> str:
        """Return who asks, with the code."""
        return f"{asked.registration.name} ({asked.registration.code})"

    @display(
        description=_("state"),
        label={"overdue": "danger", Status.OPEN: "warning", Status.DONE: "success"},
    )
    def state(self, asked: DataRequest) -> tuple[str, Any]:
        """Return the state for its colour, and in words."""
        if asked.is_overdue():
            return "overdue", _("overdue")
        return asked.status, asked.get_status_display()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Say what the reason does."""
        form = super().get_form(request, obj, change=change, **kwargs)
        field = form.base_fields.get("reason")
        if isinstance(field, forms.CharField):
            field.help_text = _("Written and saved, it refuses the request; the person reads it.")
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Refuse by the service."""
        if "reason" in form.changed_data:
            try:
                services.refuse(obj, reason=obj.reason, by=request.user)
            except RegistrationError as error:
                messages.error(request, str(error))

    @admin.action(description=_("Note as answered"), permissions=["change"])
    def answer_chosen(self, request: HttpRequest, chosen: QuerySet[DataRequest]) -> None:
        """Note that the persons were answered."""
        for asked in chosen:
            self._try(request, lambda asked=asked: services.answer(asked))

    @admin.action(
        description=_("Done (an erasure is carried out now and cannot be taken back)"),
        permissions=["change"],
    )
    def finish_chosen(self, request: HttpRequest, chosen: QuerySet[DataRequest]) -> None:
        """Close the requests; erase where that was asked for."""
        for asked in chosen:
            self._try(request, lambda asked=asked: services.finish(asked, by=request.user))

    def _try(self, request: HttpRequest, step: Any) -> None:
        try:
            messages.success(request, _("Noted: %(kind)s.") % {"kind": step().get_kind_display()})
        except RegistrationError as error:
            messages.error(request, str(error))


@admin.register(Consent)
class ConsentAdmin(ReadOnly):
    """The proof: who agreed to what, when, to which words."""

    list_display = ["registration", "purpose", "given", "version", "channel", "at"]
    list_filter = ["purpose", "given", "version"]
    list_select_related = ["registration"]
    search_fields = ["registration__name_search", "registration__code"]
    ordering = ["-pk"]
    fields = ["registration", ("purpose", "given"), ("version", "channel", "at"), "words"]
    readonly_fields = ["words"]

    @display(description=_("text"))
    def words(self, consent: Consent) -> str:
        """Return the very words."""
        return consent.text.text if consent.text else ""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


@admin.register(Erasure)
class ErasureAdmin(ReadOnly):
    """When data were erased, and of how many."""

    list_display = ["at", "event", "cause", "registrations"]
    list_filter = ["cause", "event"]
    list_select_related = ["event"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False
