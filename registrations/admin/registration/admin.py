"""Who comes."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from events.admin.base import PortalAdmin, as_key
from events.admin.by_ceremony import AsksByCeremony
from events.admin.exporting import ListExport
from events.admin.sending import AsksOnSaving
from events.admin.transitions import possible_buttons
from events.exports.files import Columns
from events.vietnamese import phones
from registrations import mail
from registrations.admin.exports import delegate_columns
from registrations.admin.imports.pages import ImportListMixin
from registrations.admin.registration.forms import DelegateForm
from registrations.admin.registration.letters_and_tickets import LettersAndTickets
from registrations.admin.registration.sources import SourcesMixin
from registrations.admin.registration.substitution import SubstituteMixin
from registrations.admin.registration.transition_pages import TransitionsMixin
from registrations.admin.registration.transitions import PAGES
from registrations.admin.registration.verification import VerificationFilter, VerificationMixin
from registrations.admin.registration.waiting_list import WaitingListMixin
from registrations.admin.search import AddressFilter, DelegationFilter, NotifiedChairFilter, search
from registrations.admin.seating.hall_pages import DelegateInHall
from registrations.models import ConsentPurpose, Registration, Substitution
from registrations.models.personal_data import agreed_to
from registrations.services.waiting_list import reason_of

Status = Registration.Status


class SubstitutionInline(AsksByCeremony, TabularInline):
    """Who held the registration before; only to be read."""

    model = Substitution
    fields = ["name", "position", "organisation", "note", "replaced_at"]
    readonly_fields = fields
    extra = 0

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Leave the notes to those who may write them."""
        may_write = self.may(request, "registrations.change_registration", obj)
        return [name for name in self.fields if name != "note" or may_write]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Substitutes come through the invitation."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """History stays."""
        return False


@admin.register(Registration)
class RegistrationAdmin(
    AsksOnSaving,
    TransitionsMixin,
    LettersAndTickets,
    DelegateInHall,
    SubstituteMixin,
    ImportListMixin,
    WaitingListMixin,
    SourcesMixin,
    VerificationMixin,
    ListExport,
    PortalAdmin,
):
    """Delegates and their seats; the services write, this page shows and asks."""

    form = DelegateForm
    list_display = ["name_shown", "organisation", "state", "seat_shown", "phone_shown", "code"]
    list_display_links = ["name_shown"]
    list_filter = [
        "status",
        ("delegation", DelegationFilter),
        AddressFilter,
        NotifiedChairFilter,
        VerificationFilter,
        "event",
    ]
    list_select_related = ["event", "delegation"]
    list_per_page = 50
    actions_list = ["import_list", "show_waiting", "show_sources", "hall_all"]
    ordering = ["name_sort", "pk"]
    search_fields = ["name_search"]
    search_help_text = _("Name, organisation, telephone or code; accents are not needed.")
    actions = [
        *(f"{name}_chosen" for name in PAGES),
        "letter_chosen",
        "tickets_chosen",
        "verify_chosen",
        "unverify_chosen",
    ]
    long_actions = ["tickets_chosen"]
    actions_detail = [
        *(f"{name}_one" for name in PAGES),
        "substitute_one",
        "ticket_one",
        "notice_one",
        "move_one",
    ]
    readonly_fields = [
        "status",
        "seat_shown",
        "why_waiting",
        "code",
        "channel",
        "verified",
        "invitation",
        "invited",
        "reason",
        "consented_at",
        "news_consent",
        "created_at",
        "changed_at",
        "letter_shown",
    ]

    export_ceremony = "event"

    def get_export_columns(self) -> Columns:
        """Return the columns with the waiting lists of now."""
        return delegate_columns()

    # What is shown

    def get_queryset(self, request: HttpRequest) -> QuerySet[Registration]:
        """Return the delegates, each with the seat and the names of those who were replaced."""
        replaced = Substitution.objects.filter(registration=OuterRef("pk")).order_by("-pk")
        rows: QuerySet[Registration] = super().get_queryset(request).select_related("seat__row")
        return rows.annotate(
            replaced=ArraySubquery(replaced.values("name")), news=agreed_to(ConsentPurpose.NEWS)
        )

    @display(description=_("full name"), ordering="name_sort")
    def name_shown(self, registration: Any) -> str:
        """Return the name with its honorific, and in whose place the delegate comes."""
        name = f"{registration.get_honorific_display()} {registration.name}".strip()
        notes = []
        if registration.replaced:
            notes.append(_("in the place of %(name)s") % {"name": ", ".join(registration.replaced)})
        if registration.is_active and not registration.verified:
            notes.append(gettext("not verified yet"))
        lines = format_html_join("", '<span class="portal-note">{}</span>', ([n] for n in notes))
        return format_html("{}{}", name, lines)

    @display(
        description=_("state"),
        ordering="status",
        label={
            Status.CONFIRMED: "success",
            Status.WAITING: "warning",
            Status.PENDING: "info",
            Status.DECLINED: "danger",
            Status.CANCELLED: "",
        },
    )
    def state(self, registration: Registration) -> tuple[str, str]:
        """Return the state for its colour, and in words."""
        return registration.status, registration.get_status_display()

    @display(description=_("seat number"), ordering="seat__number")
    def seat_shown(self, registration: Registration) -> str:
        """Return the number of the seat and its place; a reserve seat is marked."""
        seat = registration.seat
        if seat is None:
            return ""
        kind = f" ({seat.get_kind_display()})" if seat.kind == "reserve" else ""
        return f"{seat.number}{kind}" + (f" – {seat.chair_name}" if seat.chair_name else "")

    @display(description=_("why no seat yet"))
    def why_waiting(self, registration: Registration) -> str:
        """Return why somebody who waits has no seat, with the place in line."""
        place = _("Position %(number)d.") % {"number": registration.queue_position() or 0}
        return f"{place} {reason_of(registration)}"

    @display(description=_("telephone"), ordering="phone")
    def phone_shown(self, registration: Registration) -> str:
        """Return the number as people read it."""
        return phones.display(registration.phone) if registration.phone else ""

    @display(description=_("wants news of the contest"), boolean=True)
    def news_consent(self, registration: Any) -> bool:
        """Return whether the delegate agrees to get news now."""
        return bool(registration.news)

    @display(description=_("invitation"))
    def invited(self, registration: Registration) -> str:
        """Return the invited body without a link, for who may not see its page."""
        return str(registration.invitation or "")

    @display(description=_("letter of the present state"))
    def letter_shown(self, registration: Registration) -> str:
        """Return what the delegate is told by letter, for those who have no e-mail.

        Who has one gets it once more from a page that asks: a link alone sends nothing.
        """
        text = mail.delegates.read_out(registration).text
        letter = format_html('<div class="portal-letter">{}</div>', linebreaksbr(text))
        if not registration.email:
            return letter
        address = reverse("admin:registrations_registration_letter", args=[registration.pk])
        way = '{}<p class="mt-4"><a class="text-link" href="{}">{}</a></p>'
        return format_html(way, letter, address, _("Send the letter again"))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the state only of a registration that there is.

        The reception team sees what it needs to receive people, as the notice says.
        """
        writes = obj is None or self.has_change_permission(request, obj)
        person = [
            ("honorific", "name"),
            ("position", "organisation"),
            "delegation",
            *([("phone", "email"), "note"] if writes else ["phone_shown"]),
        ]
        if obj is None:
            return [(None, {"fields": ["event", *person, "reserve_reason", "silently"]})]
        state = [
            ("status", "seat_shown"),
            *(["why_waiting"] if obj.status == Status.WAITING else []),
            ("code", "channel"),
            "verified",
            "invitation" if self.may(request, "registrations.view_invitation", obj) else "invited",
            *(["reason"] if writes else []),
            ("created_at", "changed_at"),
            ("consented_at", "news_consent"),
        ]
        sets = [(_("Delegate"), {"fields": person}), (_("Registration"), {"fields": state})]
        # the text holds the secret link; who was erased is written to no more
        if writes and obj.erased_at is None:
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
        given = super().get_changeform_initial_data(request)
        return {"event": self.at_hand(request, "add"), **given}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write nothing: the service did; tell what became of a new delegate."""
        if change:
            return
        text = gettext("%(name)s is now “%(state)s”.")
        state = obj.get_status_display()
        tell = messages.success if obj.seat_id else messages.warning
        tell(request, text % {"name": obj.name, "state": state})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A registration is cancelled, never wiped out."""
        return False

    # Transitions

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> Any:
        """Offer what is possible from the present state."""
        row = Registration.objects.filter(pk=as_key(object_id))
        status = row.values_list("status", flat=True).first()
        possible = possible_buttons(PAGES.values(), status)
        possible |= {"notice_one"} if row.filter(erased_at=None).exists() else set()
        possible |= {"substitute_one"} if status in (Status.CONFIRMED, Status.WAITING) else set()
        possible |= {"ticket_one", "move_one"} if status == Status.CONFIRMED else set()
        return [
            button
            for button in super().get_actions_detail(request, object_id)
            if button.path in possible
        ]
