"""Delegates, seats and invitations as files for a spreadsheet."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from events.exporting import FORMATS, ListResource
from events.vietnamese import phones
from registrations.models import Invitation, Registration, Seat, Substitution

__all__ = ["FORMATS", "INVITATION_COLUMNS", "RegistrationResource", "SeatResource"]

# never the secret of the link
INVITATION_COLUMNS: list[tuple[Any, Any]] = [
    (_("Invitation code"), "code"),
    (_("Organisation"), "organisation"),
    (_("Honorific"), lambda row: row.get_honorific_display()),
    (_("Full name"), "name"),
    (_("Position"), "position"),
    (_("Delegation"), lambda row: row.delegation.name if row.delegation else ""),
    (_("Places"), "quota"),
    (_("Number of delegates named"), "named"),
    (_("Answer"), lambda row: str(Invitation.State(row.state).label)),
    (_("Reason of declining"), "decline_reason"),
    (_("Answer until"), "deadline"),
    (_("Contact person"), "contact_name"),
    (_("Telephone"), lambda row: phones.display(row.contact_phone)),
    (_("E-mail"), "contact_email"),
    (_("Sent at"), "sent_at"),
    (_("Answered at"), "replied_at"),
    (_("Last call"), "called_at"),
    (_("What was said"), "said"),
    (_("Note"), "note"),
]


class SeatResource(ListResource):
    """One seat per row, with who sits there."""

    number = Field(column_name=_("Seat number"))
    kind = Field("get_kind_display", column_name=_("Kind"))
    row = Field("row_name", column_name=_("Row in the hall"))
    chair = Field(column_name=_("Chair"))
    name = Field(column_name=_("Full name"))
    organisation = Field(column_name=_("Organisation"))

    class Meta:
        model = Seat
        fields: ClassVar[Sequence[str]] = ["number", "kind", "row", "chair", "name", "organisation"]
        export_order = fields

    def dehydrate_number(self, row: Seat) -> int:
        """Return the number as a number."""
        return row.number

    def dehydrate_chair(self, row: Seat) -> int | str:
        """Return the number of the chair in its row."""
        return "" if row.chair is None else row.chair

    def dehydrate_name(self, row: Seat) -> str:
        """Return who sits there."""
        return row.holder.name if row.holder else ""

    def dehydrate_organisation(self, row: Seat) -> str:
        """Return where that person comes from."""
        return row.holder.organisation if row.holder else ""


class RegistrationResource(ListResource):
    """One delegate per row, in words."""

    code = Field("code", column_name=_("Registration code"))
    status = Field(column_name=_("State"))
    seat = Field(column_name=_("Seat number"))
    honorific = Field(column_name=_("Honorific"))
    name = Field("name", column_name=_("Full name"))
    position = Field("position", column_name=_("Position"))
    organisation = Field("organisation", column_name=_("Organisation"))
    delegation = Field(column_name=_("Delegation"))
    phone = Field(column_name=_("Telephone"))
    email = Field("email", column_name=_("E-mail"))
    channel = Field(column_name=_("Came through"))
    created_at = Field(column_name=_("Registered at"))
    reason = Field("reason", column_name=_("Organizer's reason"))
    note = Field("note", column_name=_("Note"))
    place = Field(column_name=_("Place in the hall"))
    waiting = Field(column_name=_("Place on the waiting list"))
    replaced = Field(column_name=_("In the place of"))

    class Meta:
        model = Registration
        fields: ClassVar[Sequence[str]] = [
            "code",
            "status",
            "seat",
            "honorific",
            "name",
            "position",
            "organisation",
            "delegation",
            "phone",
            "email",
            "channel",
            "created_at",
            "reason",
            "note",
            "place",
            "waiting",
            "replaced",
        ]
        export_order = fields

    def before_export(self, queryset: Any, **kwargs: Any) -> None:
        """Read the waiting lists and who was replaced once, rather than for each row."""
        waiting = Registration.objects.waiting().values_list("event_id", "pk")
        events: dict[int, list[int]] = {}
        for event_id, key in waiting:
            events.setdefault(event_id, []).append(key)
        self.line = {key: n for keys in events.values() for n, key in enumerate(keys, 1)}
        self.former: dict[int, list[str]] = {}
        for key, name in Substitution.objects.order_by("-pk").values_list("registration", "name"):
            self.former.setdefault(key, []).append(name)

    def dehydrate_status(self, row: Registration) -> str:
        """Return the state in words."""
        return row.get_status_display()

    def dehydrate_seat(self, row: Registration) -> int | str:
        """Return the number of the seat."""
        return row.seat.number if row.seat else ""

    def dehydrate_place(self, row: Registration) -> str:
        """Return where the seat stands."""
        return row.seat.chair_name if row.seat else ""

    def dehydrate_waiting(self, row: Registration) -> int | str:
        """Return the place in line."""
        return self.line.get(row.pk, "")

    def dehydrate_replaced(self, row: Registration) -> str:
        """Return who held the registration before, the last first."""
        return ", ".join(self.former.get(row.pk, []))

    def dehydrate_honorific(self, row: Registration) -> str:
        """Return the honorific in words."""
        return row.get_honorific_display()

    def dehydrate_delegation(self, row: Registration) -> str:
        """Return the kind of body."""
        return row.delegation.name if row.delegation else ""

    def dehydrate_phone(self, row: Registration) -> str:
        """Return the number with its spaces: so a spreadsheet keeps the 0 in front."""
        return phones.display(row.phone) if row.phone else ""

    def dehydrate_channel(self, row: Registration) -> str:
        """Return the way in words."""
        return row.get_channel_display()

    def dehydrate_created_at(self, row: Registration) -> Any:
        """Return the moment; each kind of file writes it in its way."""
        return row.created_at
