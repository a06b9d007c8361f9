"""The seats of a ceremony."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.admin import ExportMixin
from unfold.contrib.import_export.forms import ExportForm

from events.admin.base import PortalAdmin
from events.permissions import may_see_registrations
from registrations.admin_forms import SeatingForm
from registrations.models import Registration, Seat, Seating
from registrations.resources import FORMATS, SeatResource


def _count(rows: QuerySet[Any]) -> Coalesce:
    """Return the number of rows of the same ceremony, as a subquery."""
    same = rows.filter(event=OuterRef("event")).order_by().values("event")
    counted = same.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def with_counts(seatings: QuerySet[Seating]) -> QuerySet[Seating]:
    """Return the seatings with the numbers that an organizer looks for, in one query."""
    pending = Registration.objects.filter(status=Registration.Status.PENDING)
    return seatings.annotate(
        confirmed=_count(Registration.objects.filter(status=Registration.Status.CONFIRMED)),
        public_free=_count(Seat.objects.public().free()),
        public_taken=_count(Seat.objects.public().taken()),
        reserve_free=_count(Seat.objects.reserve().free()),
        reserve_taken=_count(Seat.objects.reserve().taken()),
        waiting=_count(Registration.objects.waiting()),
        pending=_count(pending),
    )


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


@admin.register(Seating)
class SeatingAdmin(NeverDeletedAlone):
    """How many seats there are, and who may register when."""

    form = SeatingForm
    list_display = ["event", "policy", "public_state", "reserve_state", "waiting", "pending"]
    list_select_related = ["event"]
    readonly_fields = ["public_state", "reserve_state", "waiting", "pending"]

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

    def _state(self, taken: int, free: int) -> str:
        return _("%(taken)d taken, %(free)d free") % {"taken": taken, "free": free}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Tell who was seated: the form has written already."""
        if form.promoted:
            text = ngettext(
                "%(count)d delegate of the waiting list has a seat now: %(names)s.",
                "%(count)d delegates of the waiting list have seats now: %(names)s.",
                len(form.promoted),
            )
            names = ", ".join(delegate.name for delegate in form.promoted)
            messages.info(request, text % {"count": len(form.promoted), "names": names})


@admin.register(Seat)
class SeatAdmin(ExportMixin, NeverDeletedAlone):
    """The chairs in the hall: where each of them stands."""

    resource_classes = [SeatResource]
    export_form_class = ExportForm
    formats = FORMATS

    list_display = ["number", "kind", "place", "holder"]
    list_display_links = None
    list_editable = ["place"]
    list_filter = ["kind", "event"]
    list_select_related = ["event", "registration"]
    list_per_page = 150
    fields = ["event", ("number", "kind"), "place"]
    readonly_fields = ["event", "number", "kind"]
    search_fields = ["place"]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Names go along: for those who may see who comes."""
        return may_see_registrations(request.user)

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Seat]:
        """Return the seats of the filter, with who sits there."""
        return super().get_export_queryset(request).select_related("registration")

    @admin.display(description=_("delegate"))
    def holder(self, seat: Seat) -> str:
        """Return who sits there."""
        registration = getattr(seat, "registration", None)
        return f"{registration.name} – {registration.organisation}" if registration else ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Their number is set in the seating."""
        return False
