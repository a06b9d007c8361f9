"""The seats of a ceremony."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.enums import ActionVariant

from events.admin.base import PortalAdmin, as_key
from events.admin.exporting import ListExport
from events.admin.one_of_ceremony import OneOfCeremony
from events.admin.ordered import OrderedRowsAdmin, OrderedTabularInline
from events.admin.sending import AsksOnSaving
from events.permissions import MAY_SEE_REGISTRATIONS
from events.vietnamese import names
from registrations.admin.consequences import tell_promoted
from registrations.admin.exports import SEAT_COLUMNS
from registrations.admin.seating.forms import SeatingForm
from registrations.admin.seating.hall_forms import (
    ChairForm,
    HallRowFormSet,
    SeatForm,
    SeatListFormSet,
)
from registrations.admin.seating.hall_pages import HallLink, HallPages, hall_url
from registrations.models import HallRow, Seat, Seating
from registrations.services.counts import with_counts, with_seated


class NeverDeletedAlone(PortalAdmin):
    """Rows that go with their ceremony: for that the right to delete is there; alone, never."""

    def get_actions(self, request: HttpRequest) -> Any:
        """Offer no deletion."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer no deletion."""
        context["show_delete"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse."""
        raise PermissionDenied


class HallRowInline(OrderedTabularInline):
    """The rows of the hall, from the stage backwards: part of the seating, with its rights."""

    model = HallRow
    formset = HallRowFormSet
    fields = ["name", "chairs", "position"]
    rights: ClassVar[dict[str, str]] = {
        "view": "registrations.view_seating",
        **dict.fromkeys(["add", "change", "delete"], "registrations.change_seating"),
    }


@admin.register(Seating)
class SeatingAdmin(AsksOnSaving, OneOfCeremony, HallLink, NeverDeletedAlone, OrderedRowsAdmin):
    """How many seats there are, who may register when, and the rows of the hall."""

    form = SeatingForm
    inlines = [HallRowInline]
    actions_detail = ["hall_one"]
    list_display = ["event", "policy", "public_state", "reserve_state", "waiting", "pending"]
    list_select_related = ["event"]
    readonly_fields = ["public_state", "reserve_state", "waiting", "pending", "allotments_shown"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Seating]:
        """Return the seatings with their numbers."""
        return with_counts(super().get_queryset(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Seats never move to another ceremony."""
        return ["event", *self.readonly_fields] if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the state only of seats that there are."""
        numbers = ["event", ("public_seats", "reserve_seats")]
        state = [("public_state", "reserve_state"), ("waiting", "pending")]
        return [
            (_("Number of seats"), {"fields": numbers}),
            *([(_("As it stands now"), {"fields": state})] if obj else []),
            (_("Registration"), {"fields": ["policy", ("opens_at", "closes_at")]}),
            (
                _("Seats kept for delegations"),
                {"fields": ["allotments_until", *(["allotments_shown"] if obj else [])]},
            ),
            (_("Waiting list"), {"fields": ["promotion_paused", "promotion_until"]}),
        ]

    @admin.display(description=_("public seats: taken, free"))
    def public_state(self, seating: Any) -> str:
        """Return how many public seats are taken and free."""
        return self._state(seating.public_taken, seating.public_free)

    @admin.display(description=_("reserve seats: taken, free"))
    def reserve_state(self, seating: Any) -> str:
        """Return how many reserve seats are taken and free."""
        return self._state(seating.reserve_taken, seating.reserve_free)

    @admin.display(description=_("on the waiting list"))
    def waiting(self, seating: Any) -> int:
        """Return how many wait."""
        return int(seating.waiting)

    @admin.display(description=_("awaiting approval"))
    def pending(self, seating: Any) -> int:
        """Return how many await approval."""
        return int(seating.pending)

    @admin.display(description=_("allotted seats"))
    def allotments_shown(self, seating: Seating) -> SafeString | str:
        """Return what each delegation has of its allotment, and the way to change it."""
        delegations = with_seated(seating.event.delegations.filter(allotment__gt=0))
        lines = [
            _("%(name)s: %(seated)d of %(allotment)d seats taken")
            % {"name": one.name, "seated": one.seated, "allotment": one.allotment}
            for one in delegations
        ]
        if not lines:
            lines = [
                str(_("No delegation has an allotment. It is set on the page of the ceremony."))
            ]
        allotted = sum(one.allotment or 0 for one in delegations)
        if allotted > seating.public_seats:
            text = _("%(allotted)d seats are allotted, but there are %(seats)d public seats.")
            lines.append(text % {"allotted": allotted, "seats": seating.public_seats})
        return format_html_join("", "<div>{}</div>", ((line,) for line in lines))

    def _state(self, taken: int, free: int) -> str:
        return _("%(taken)d taken, %(free)d free") % {"taken": taken, "free": free}

    @action(
        description=_("Plan of the hall"),
        icon="grid_view",
        variant=ActionVariant.PRIMARY,
        permissions=["see_hall"],
    )
    def hall_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead to the plan of this ceremony."""
        return redirect(hall_url(get_object_or_404(Seating, pk=as_key(object_id)).event))

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Take back what the service wrote where the page comes again because of a row."""
        response = super().render_change_form(request, context, *args, **kwargs)
        if request.method == "POST":
            transaction.set_rollback(True)
        return response

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Tell who was seated: the form has written already."""
        tell_promoted(request, form.promoted)


@admin.register(Seat)
class SeatAdmin(HallPages, ListExport, NeverDeletedAlone):
    """The seats, and on which chair of the hall each of them is."""

    form = SeatForm
    actions_list = ["hall_all"]
    export_columns = SEAT_COLUMNS
    export_ceremony = "event"
    exported_by = MAY_SEE_REGISTRATIONS

    list_display = ["number", "kind", "row_name", "chair", "holder"]
    list_display_links = None
    list_editable = ["chair"]  # and the row, see `ChairForm`
    list_filter = ["kind", "event"]
    list_select_related = ["event"]
    list_per_page = 150
    fields = ["event", ("number", "kind"), ("row_name", "chair")]
    readonly_fields = ["event", "number", "kind"]
    search_fields = ["row__name", "registration__name_search"]
    search_help_text = _("Row or delegate; accents are not needed.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Seat]:
        """Return the seats, each with its row and who sits there."""
        return super().get_queryset(request).select_related("row", "registration")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Seat], search_term: str
    ) -> tuple[QuerySet[Seat], bool]:
        """Find without accents."""
        return super().get_search_results(request, queryset, names.fold(search_term))

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Write only what was changed here, however old the page is."""
        return super().get_changelist_form(request, form=ChairForm, **kwargs)

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Let the service write all rows in one step."""
        return super().get_changelist_formset(request, formset=SeatListFormSet, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write nothing: the service did."""

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Names go along: for those who may see who comes, too."""
        return self.has_view_permission(request) and super().has_export_permission(request)

    @admin.display(description=_("row"), ordering=Coalesce("row__name", Value("")))
    def row_name(self, seat: Seat) -> str | None:
        """Return the name of the row, for who may not write it."""
        return seat.row_name or None

    @admin.display(description=_("delegate"))
    def holder(self, seat: Seat) -> str:
        """Return who sits there."""
        holder = seat.holder
        return f"{holder.name} – {holder.organisation}" if holder else ""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Their number is set in the seating."""
        return False
