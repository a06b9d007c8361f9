"""The delegate list as a file for a spreadsheet."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from import_export import resources
from import_export.fields import Field
from import_export.formats import base_formats

from events.vietnamese import phones
from registrations.models import Registration, Seat


class Csv(base_formats.CSV):
    """CSV that Excel opens with its accents: it needs the mark of UTF-8 in front."""

    def get_title(self) -> str:
        """Return the name that the user chooses by."""
        return "csv"

    def export_data(self, dataset: Any, **kwargs: Any) -> str:
        """Return the text of the file."""
        return "\ufeff" + str(super().export_data(dataset, **kwargs))


class Ods(base_formats.ODS):
    """OpenDocument: a packed file, which the library takes for a text."""

    def is_binary(self) -> bool:
        """Return that nothing may be done to the bytes."""
        return True


FORMATS = [base_formats.XLSX, Csv, Ods]


def harmless(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


class ListResource(resources.ModelResource):
    """Rows whose texts stay texts, whatever they look like."""

    def export_field(self, field: Field, instance: Any, **kwargs: Any) -> Any:
        """Return the cell."""
        value = super().export_field(field, instance, **kwargs)
        return harmless(value) if isinstance(value, str) else value


class SeatResource(ListResource):
    """One seat per row, with who sits there."""

    number = Field("number", column_name=_("Seat"))
    kind = Field("get_kind_display", column_name=_("Kind"))
    place = Field("place", column_name=_("Place in the hall"))
    name = Field(column_name=_("Full name"))
    organisation = Field(column_name=_("Organisation"))

    class Meta:
        model = Seat
        fields: ClassVar[Sequence[str]] = ["number", "kind", "place", "name", "organisation"]
        export_order = fields

    def dehydrate_name(self, row: Seat) -> str:
        """Return who sits there."""
        registration = getattr(row, "registration", None)
        return registration.name if registration else ""

    def dehydrate_organisation(self, row: Seat) -> str:
        """Return where that person comes from."""
        registration = getattr(row, "registration", None)
        return registration.organisation if registration else ""


class RegistrationResource(ListResource):
    """One delegate per row, in words."""

    code = Field("code", column_name=_("Registration code"))
    status = Field(column_name=_("State"))
    seat = Field(column_name=_("Seat"))
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
        ]
        export_order = fields

    def dehydrate_status(self, row: Registration) -> str:
        """Return the state in words."""
        return row.get_status_display()

    def dehydrate_seat(self, row: Registration) -> int | str:
        """Return the number of the seat."""
        return row.seat.number if row.seat else ""

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

    def dehydrate_created_at(self, row: Registration) -> str:
        """Return day and hour as the portal writes them."""
        return date_format(timezone.localtime(row.created_at), "DATETIME_FORMAT")
