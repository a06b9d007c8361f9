"""What delegates ask for by the law on personal data, with the days of the law."""

import re
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextInputWidget

from events.admin.exporting import ListExport
from events.admin.fresh_forms import FreshForm
from events.admin.sending import asks
from events.exports.files import Columns
from events.vietnamese.dates import short
from registrations.admin.forms import ServiceForm
from registrations.admin.personal_data.records import ReadOnly
from registrations.errors import RegistrationError
from registrations.models import DataRequest, Registration
from registrations.services import data_requests

Kind, Status = DataRequest.Kind, DataRequest.Status


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


class AskForm(ServiceForm):
    """A request that came by telephone or on paper; of whom, the registration code says."""

    is_open_already = False

    code = forms.CharField(
        label=_("Registration code"),
        max_length=20,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("It stands on the ticket and on the page of the delegate: K7MP-2QXA."),
    )

    class Meta:
        model = DataRequest
        fields = ["kind", "words"]

    def clean_code(self) -> Registration:
        """Return whose code it is."""
        letters = re.sub(r"[^0-9A-Z]", "", self.cleaned_data["code"].upper())
        found = Registration.objects.filter(code=f"{letters[:4]}-{letters[4:]}").first()
        if found is None:
            raise ValidationError(_("Nobody has this code. Please look it up among the delegates."))
        return found

    def write(self) -> None:
        """Write the request down, with the days of the law."""
        of, kind = self.cleaned_data["code"], self.cleaned_data["kind"]
        self.is_open_already = of.requests.own().open().filter(kind=kind).exists()
        self.instance = data_requests.ask(of, kind, self.cleaned_data["words"])


@admin.register(DataRequest)
class DataRequestAdmin(ListExport, ReadOnly):
    """Requests, the most urgent first."""

    form = RefusalForm
    rights: ClassVar[dict[str, str]] = {"add": "registrations.change_datarequest"}
    list_display = [
        "delegate",
        "kind",
        "state",
        "received_at",
        "answer_due",
        "answered_at",
        "due",
        "closed_at",
    ]
    list_display_links = ["delegate"]
    list_filter = ["status", "kind", OverdueFilter, "registration__event"]
    list_select_related = ["registration__event", "former", "closed_by"]
    search_fields = ["registration__name_search", "registration__code", "former__name_search"]
    ordering = [F("closed_at").desc(nulls_first=True), "due", "pk"]
    actions = ["answer_chosen", "finish_chosen"]
    actions_list = ["show_consents", "show_erasures"]
    export_columns: ClassVar[Columns] = [
        (_("Registration code"), "registration__code"),
        (_("Full name"), "person__name"),
        (_("Organisation"), "person__organisation"),
        (_("Asks for"), "get_kind_display"),
        (_("In the words of the person"), "words"),
        (_("Received at"), "received_at"),
        (_("To be answered by"), "answer_due"),
        (_("Answered at"), "answered_at"),
        (_("To be done by"), "due"),
        (
            _("State"),
            lambda row: _("overdue") if row.is_overdue() else row.get_status_display(),
        ),
        (_("Closed at"), "closed_at"),
        (_("Reason of the refusal"), "reason"),
    ]
    fields = [
        ("delegate", "kind"),
        "words",
        ("received_at", "answer_due", "due"),
        ("state_in_words", "answered_at", "closed_at", "closed_by"),
        "reason",
    ]
    readonly_fields = [
        "delegate",
        "kind",
        "words",
        "received_at",
        "answer_due",
        "due",
        "state_in_words",
        "answered_at",
        "closed_at",
        "closed_by",
    ]

    @display(description=_("delegate"), ordering="registration__name_sort")
    def delegate(self, asked: DataRequest) -> str:
        """Return who asks, with the code."""
        return f"{asked.person.name} ({asked.registration.code})"

    @display(
        description=_("state"),
        label={
            "overdue": "danger",
            Status.OPEN: "warning",
            Status.DONE: "success",
            Status.REFUSED: "",
        },
    )
    def state(self, asked: DataRequest) -> tuple[str, Any]:
        """Return the state for its colour, and in words."""
        if asked.is_overdue():
            return "overdue", _("overdue")
        return asked.status, asked.get_status_display()

    @display(description=_("state"))
    def state_in_words(self, asked: DataRequest) -> Any:
        """Return the state for the request's own page."""
        return self.state(asked)[1]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Take a new request, or say what the reason does."""
        if obj is None:
            kwargs["form"] = AskForm
        form = super().get_form(request, obj, change=change, **kwargs)
        field = form.base_fields.get("reason")
        if isinstance(field, forms.CharField):
            field.help_text = _("Written and saved, it refuses the request; the person reads it.")
        return form

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who deals with requests also writes down those that come by telephone."""
        return self.may(request, "add")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask for who, what and in which words; show all of what was asked."""
        return self.fields if obj else ["code", "kind", "words"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave what is written down as it was said."""
        return self.readonly_fields if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Refuse by the service; what is new it has written already."""
        if not change:
            obj.is_open_already = form.is_open_already
            if form.is_open_already:
                text = gettext(
                    "This request was received on %(day)s and is still open; what was written "
                    "now is added to it."
                )
                messages.warning(request, text % {"day": short(localdate(obj.received_at))})
            text = gettext("%(name)s: to be answered by %(answer)s, to be done by %(done)s.")
            days = {"answer": short(obj.answer_due), "done": short(obj.due)}
            messages.info(request, text % {"name": obj.person.name, **days})
        elif "reason" in form.changed_data:
            try:
                data_requests.refuse(obj, reason=obj.reason, by=request.user)
            except RegistrationError as error:
                messages.error(request, str(error))

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Tell that a request was added only where one was."""
        if obj.is_open_already:
            return self.response_post_save_add(request, obj)
        return super().response_add(request, obj, *args, **kwargs)

    @action(description=_("Consents"), icon="task", permissions=["see_consents"])
    def show_consents(self, request: HttpRequest) -> HttpResponse:
        """Lead to the proof of who agreed to what."""
        return redirect("admin:registrations_consent_changelist")

    def has_see_consents_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Return whether the user may see them."""
        return self.may(request, "registrations.view_consent", object_id)

    @action(description=_("Erasures"), icon="delete_sweep", permissions=["see_erasures"])
    def show_erasures(self, request: HttpRequest) -> HttpResponse:
        """Lead to what was erased, and when."""
        return redirect("admin:registrations_erasure_changelist")

    def has_see_erasures_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Return whether the user may see them."""
        return self.may(request, "registrations.view_erasure", object_id)

    @admin.action(description=_("Note as answered"), permissions=["change"])
    def answer_chosen(self, request: HttpRequest, chosen: QuerySet[DataRequest]) -> None:
        """Note that the persons were answered."""
        for asked in chosen:
            self._try(request, lambda asked=asked: data_requests.answer(asked))

    @asks
    @admin.action(
        description=_("Done (an erasure is carried out now and cannot be taken back)"),
        permissions=["change"],
    )
    def finish_chosen(self, request: HttpRequest, chosen: QuerySet[DataRequest]) -> Any:
        """Close the requests; erase where that was asked for, and the organizer has said yes."""
        rows = chosen.select_related("registration__event", "registration__seat", "former")
        erased = [one for one in rows if (one.kind, one.status) == (Kind.ERASE, Status.OPEN)]
        if erased and "confirmed" not in request.POST:
            return self._ask_to_erase(request, list(rows), erased)
        for asked in rows:
            self._try(request, lambda asked=asked: data_requests.finish(asked, by=request.user))
        return None

    def _ask_to_erase(
        self, request: HttpRequest, chosen: list[DataRequest], erased: list[DataRequest]
    ) -> HttpResponse:
        """Name who loses the data, and whose seat goes to somebody else."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Erase for good"),
            "erased": [(asked, data_requests.cancels_registration(asked)) for asked in erased],
            "others": sum(one.status == Status.OPEN for one in chosen) - len(erased),
            "chosen": chosen,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/registrations/erase_confirm.html", context)

    def _try(self, request: HttpRequest, step: Any) -> None:
        try:
            messages.success(request, _("Noted: %(kind)s.") % {"kind": step().get_kind_display()})
        except RegistrationError as error:
            messages.error(request, str(error))
