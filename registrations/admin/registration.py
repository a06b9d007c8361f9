"""Who comes."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import linebreaksbr
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.admin import ExportMixin
from unfold.admin import TabularInline
from unfold.contrib.import_export.forms import ExportForm
from unfold.decorators import action, display

from events.admin.base import PortalAdmin, as_key
from events.admin.papers import pdf_response
from events.models import Event
from events.vietnamese import phones
from registrations import mail
from registrations.admin.importing import ImportListMixin
from registrations.admin.searching import search
from registrations.admin.steps import STEPS, Step, take
from registrations.admin_forms import DelegateForm, ReasonForm
from registrations.documents import ticket_pdf
from registrations.models import Registration, Substitution
from registrations.resources import FORMATS, RegistrationResource

Status = Registration.Status


def _ask(name: str) -> Any:
    """Return the list action that leads to the page of a step."""
    step = STEPS[name]

    @admin.action(description=step.title, permissions=["change"])
    def ask(
        self: "RegistrationAdmin", request: HttpRequest, chosen: QuerySet[Registration]
    ) -> HttpResponse:
        return self.ask(request, step, chosen)

    ask.__name__ = f"{name}_chosen"
    return ask


def _button(name: str) -> Any:
    """Return the button of a delegate's page that leads to the page of a step."""
    step = STEPS[name]

    @action(description=step.title, icon=step.icon, permissions=["change"])
    def button(self: "RegistrationAdmin", request: HttpRequest, object_id: str) -> HttpResponse:
        url = reverse("admin:registrations_registration_step", args=[name])
        return redirect(f"{url}?ids={object_id}")

    button.__name__ = f"{name}_one"
    return button


class SubstitutionInline(TabularInline):
    """Who held the registration before; only to be read."""

    model = Substitution
    fields = ["name", "position", "organisation", "replaced_at"]
    readonly_fields = fields
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Substitutes come through the invitation."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """History stays."""
        return False


@admin.register(Registration)
class RegistrationAdmin(ImportListMixin, ExportMixin, PortalAdmin):
    """Delegates and their seats; the services write, this page shows and asks."""

    form = DelegateForm
    resource_classes = [RegistrationResource]
    export_form_class = ExportForm
    formats = FORMATS
    list_display = ["name_shown", "organisation", "state", "seat_shown", "phone_shown", "code"]
    list_display_links = ["name_shown"]
    list_filter = ["status", "delegation", "event"]
    list_select_related = ["event", "seat", "delegation"]
    list_per_page = 50
    ordering = ["name_sort", "pk"]
    search_fields = ["name_search"]
    search_help_text = _("Name, organisation, telephone or code; accents are not needed.")
    actions = [*(f"{name}_chosen" for name in STEPS), "letter_chosen"]
    actions_detail = [f"{name}_one" for name in STEPS]
    approve_chosen, approve_one = _ask("approve"), _button("approve")
    decline_chosen, decline_one = _ask("decline"), _button("decline")
    reserve_chosen, reserve_one = _ask("reserve"), _button("reserve")
    cancel_chosen, cancel_one = _ask("cancel"), _button("cancel")
    actions_detail = [*actions_detail, "ticket_one"]
    readonly_fields = [
        "status",
        "seat_shown",
        "code",
        "channel",
        "invitation",
        "reason",
        "note",
        "consented_at",
        "news_consent",
        "created_at",
        "changed_at",
        "letter_shown",
    ]

    # What is shown

    @display(description=_("full name"), ordering="name_sort")
    def name_shown(self, registration: Registration) -> str:
        """Return the name with its honorific."""
        return f"{registration.get_honorific_display()} {registration.name}".strip()

    @display(
        description=_("state"),
        ordering="status",
        label={
            Status.CONFIRMED: "success",
            Status.WAITING: "warning",
            Status.PENDING: "info",
            Status.DECLINED: "danger",
        },
    )
    def state(self, registration: Registration) -> tuple[str, str]:
        """Return the state for its colour, and in words."""
        return registration.status, registration.get_status_display()

    @display(description=_("seat"), ordering="seat__number")
    def seat_shown(self, registration: Registration) -> str:
        """Return the number of the seat; a reserve seat is marked."""
        seat = registration.seat
        if seat is None:
            return ""
        return f"{seat.number} ({seat.get_kind_display()})" if seat.kind == "reserve" else str(seat)

    @display(description=_("telephone"), ordering="phone")
    def phone_shown(self, registration: Registration) -> str:
        """Return the number as people read it."""
        return phones.display(registration.phone) if registration.phone else ""

    @display(description=_("letter of the present state"))
    def letter_shown(self, registration: Registration) -> str:
        """Return what the delegate is told by letter, for those who have no e-mail."""
        text = mail.read_out(registration).text
        return format_html('<div class="portal-letter">{}</div>', linebreaksbr(text))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the state only of a registration that there is."""
        person = [
            ("honorific", "name"),
            ("position", "organisation"),
            "delegation",
            ("phone", "email"),
        ]
        if obj is None:
            return [(None, {"fields": ["event", *person, "silently"]})]
        state = [
            ("status", "seat_shown"),
            ("code", "channel"),
            "invitation",
            "reason",
            "note",
            ("created_at", "changed_at"),
            ("consented_at", "news_consent"),
        ]
        sets = [(_("Delegate"), {"fields": person}), (_("Registration"), {"fields": state})]
        if self.has_change_permission(request):  # the text holds the secret link
            sets.append((_("To read out or to print"), {"fields": ["letter_shown"]}))
        return sets

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Registration], search_term: str
    ) -> tuple[QuerySet[Registration], bool]:
        """Find by any part, without accents."""
        return search(queryset, search_term), False

    # What is written

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Show the history of a registration that has one."""
        return [SubstitutionInline] if obj and obj.substitutions.exists() else []

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        """Begin with the ceremony at hand."""
        return {"event": Event.objects.current(), **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write nothing: the service did."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A registration is cancelled, never wiped out."""
        return False

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whoever works on the list may take it along."""
        return self.has_change_permission(request)

    # Letters and tickets

    @action(description=_("Print the ticket"), icon="confirmation_number", permissions=["view"])
    def ticket_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Return the ticket as PDF."""
        found = get_object_or_404(
            self.get_queryset(request), pk=as_key(object_id), seat__isnull=False
        )
        return pdf_response(ticket_pdf(found), f"phieu-tham-du-{found.code}")

    @admin.action(description=_("Send the letter again"), permissions=["change"])
    def letter_chosen(self, request: HttpRequest, chosen: QuerySet[Registration]) -> None:
        """Queue the letter of the present state once more, to the present address."""
        registrations = list(chosen.select_related("event", "seat"))
        sent = sum(mail.again(registration) for registration in registrations)
        if sent:
            text = ngettext(
                "%(count)d letter will be sent at once.",
                "%(count)d letters will be sent at once.",
                sent,
            )
            messages.success(request, text % {"count": sent})
        if others := len(registrations) - sent:
            text = ngettext(
                "%(count)d delegate gets no letter: no e-mail address, or the ceremony began.",
                "%(count)d delegates get no letter: no e-mail address, or the ceremony began.",
                others,
            )
            messages.warning(request, text % {"count": others})

    # Steps

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> Any:
        """Offer the steps that are possible from the present state."""
        row = Registration.objects.filter(pk=as_key(object_id))
        status = row.values_list("status", flat=True).first()
        possible = {f"{name}_one" for name, step in STEPS.items() if status in step.states}
        possible |= {"ticket_one"} if status == Status.CONFIRMED else set()
        return [
            button
            for button in super().get_actions_detail(request, object_id)
            if button.path in possible
        ]

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with the page of the steps."""
        view = self.admin_site.admin_view(self.step_view)
        name = "registrations_registration_step"
        return [path("step/<slug:name>/", view, name=name), *super().get_urls()]

    def step_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Ask for the reason, then take the step."""
        ids = (request.POST if request.method == "POST" else request.GET).getlist("ids")
        chosen = self.get_queryset(request).filter(pk__in=[i for i in ids if i.isdecimal()])
        if name not in STEPS or not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self.ask(request, STEPS[name], chosen)
        form = ReasonForm(request.POST)
        if STEPS[name].needs_reason and not form.is_valid():
            return self.ask(request, STEPS[name], chosen, form)
        take(request, STEPS[name], chosen, form.data.get("reason", ""))
        if len(chosen) == 1:
            return redirect("admin:registrations_registration_change", chosen[0].pk)
        return redirect("admin:registrations_registration_changelist")

    def ask(
        self,
        request: HttpRequest,
        step: Step,
        chosen: QuerySet[Registration],
        form: ReasonForm | None = None,
    ) -> HttpResponse:
        """Show whom the step concerns, and ask for the reason where one is needed."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": step.title,
            "step": step,
            "chosen": chosen.select_related("seat"),
            "form": form or ReasonForm(),
        }
        return TemplateResponse(request, "admin/registrations/registration_step.html", context)
