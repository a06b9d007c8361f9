"""The form of how many seats there are."""

from typing import Any, ClassVar

from registrations.admin.forms import ServiceForm
from registrations.errors import RegistrationError, TooFewSeats
from registrations.models import Registration, Seat, Seating
from registrations.services import capacity


class SeatingForm(ServiceForm):
    """How many seats there are, and who may register when."""

    RULES: ClassVar[list[str]] = [
        "policy",
        "opens_at",
        "closes_at",
        "allotments_until",
        "promotion_paused",
        "promotion_until",
    ]

    class Meta:
        model = Seating
        fields = [
            "event",
            "public_seats",
            "reserve_seats",
            "policy",
            "opens_at",
            "closes_at",
            "allotments_until",
            "promotion_paused",
            "promotion_until",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promoted: list[Registration] = []
        event: Any = self.fields.get("event")
        if event is not None:
            event.queryset = event.queryset.filter(seating__isnull=True)

    def write(self) -> None:
        """Set the numbers of seats; who waits is seated when there are more."""
        numbers = {kind: self.cleaned_data[kind] for kind in ("public_seats", "reserve_seats")}
        rules = {name: self.cleaned_data[name] for name in self.RULES}
        if self.instance.pk:
            self.promoted = capacity.resize(self.instance, **numbers, **rules)
        else:
            self.instance = capacity.open_seating(
                event=self.cleaned_data["event"], **numbers, **rules
            )

    def field_of(self, error: RegistrationError) -> str | None:
        """Return the number that was too small."""
        if not isinstance(error, TooFewSeats):
            return None
        kind = Seat.objects.get(event=self.instance.event_id, number=error.taken[0]).kind
        return "public_seats" if kind == Seat.Kind.PUBLIC else "reserve_seats"
