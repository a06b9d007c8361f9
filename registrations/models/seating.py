"""The hall as numbers: how many seats there are, and each of them as a row."""

import datetime
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models import Event

if TYPE_CHECKING:
    from registrations.models.registration import Registration

SEATS_MAX = 5000  # per kind; a hall of the province, and a slip of the finger refused


class Seating(models.Model):
    """The seats of one ceremony. Its row is the one lock under which seats change hands."""

    class Policy(models.TextChoices):
        OPEN = "open", _("open to all")
        APPROVAL = "approval", _("open, with approval by an organizer")
        INVITED = "invited", _("invited only")

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, related_name="seating", verbose_name=_("ceremony")
    )
    public_seats = models.PositiveSmallIntegerField(
        _("public seats"),
        default=120,
        validators=[MaxValueValidator(SEATS_MAX)],
        help_text=_("Given in the order of registration on the public site."),
    )
    reserve_seats = models.PositiveSmallIntegerField(
        _("reserve seats"),
        default=10,
        validators=[MaxValueValidator(SEATS_MAX)],
        help_text=_("Given by an organizer, with a reason."),
    )
    policy = models.CharField(
        _("who may register"), max_length=10, choices=Policy, default=Policy.INVITED
    )
    opens_at = models.DateTimeField(
        _("registration opens at"), null=True, blank=True, help_text=_("Empty: open at once.")
    )
    closes_at = models.DateTimeField(
        _("registration closes at"),
        null=True,
        blank=True,
        help_text=_("Empty: open until an organizer closes it."),
    )
    allotments_until = models.DateTimeField(
        _("allotted seats are kept until"),
        null=True,
        blank=True,
        help_text=_(
            "Until then the seats allotted to a delegation are given to its own delegates only. "
            "Empty: until the ceremony begins."
        ),
    )
    promotion_paused = models.BooleanField(
        _("promotion is paused"),
        default=False,
        help_text=_("Seats that get free are given to nobody on the waiting list meanwhile."),
    )
    promotion_until = models.DateTimeField(
        _("promotion ends at"),
        null=True,
        blank=True,
        help_text=_(
            "Afterwards nobody on the waiting list gets a seat by itself. "
            "Empty: when the ceremony begins."
        ),
    )

    class Meta:
        verbose_name = _("seating")
        verbose_name_plural = _("seatings")
        constraints = [
            models.CheckConstraint(
                condition=Q(public_seats__lte=SEATS_MAX, reserve_seats__lte=SEATS_MAX),
                name="registrations_seating_size",
                violation_error_message=_("So many seats no hall of the province has."),
            ),
            models.CheckConstraint(
                condition=Q(policy__in=["open", "approval", "invited"]),
                name="registrations_seating_policy",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(opens_at__lt=F("closes_at")),
                name="registrations_seating_period",
                violation_error_message=_("Registration must close after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.event)

    def is_open(self, event: Event, now: datetime.datetime | None = None) -> bool:
        """Return whether the public may register at `now`; never once the ceremony has begun."""
        now = now or timezone.now()
        return (
            self.policy != self.Policy.INVITED
            and not event.has_begun(now)
            and (self.opens_at is None or self.opens_at <= now)
            and (self.closes_at is None or now < self.closes_at)
        )

    def keeps_allotments(self, event: Event, now: datetime.datetime | None = None) -> bool:
        """Return whether seats allotted to a delegation are kept for it at `now`."""
        return not _over(self.allotments_until, event, now)

    def promotes(self, event: Event, now: datetime.datetime | None = None) -> bool:
        """Return whether a seat that is free goes to who waits at `now`."""
        return not self.promotion_paused and not _over(self.promotion_until, event, now)


def _over(
    end: datetime.datetime | None, event: Event, now: datetime.datetime | None = None
) -> bool:
    """Return whether `end` has come, or the ceremony has begun."""
    now = now or timezone.now()
    return event.has_begun(now) or (end is not None and end <= now)


class SeatQuerySet(models.QuerySet["Seat"]):
    """Reads about seats."""

    def public(self) -> Self:
        """Return the seats given in the order of registration."""
        return self.filter(kind=Seat.Kind.PUBLIC)

    def reserve(self) -> Self:
        """Return the seats that organizers give by hand."""
        return self.filter(kind=Seat.Kind.RESERVE)

    def free(self) -> Self:
        """Return the seats that nobody holds."""
        return self.filter(registration__isnull=True)

    def taken(self) -> Self:
        """Return the seats that somebody holds."""
        return self.filter(registration__isnull=False)

    def placed(self) -> Self:
        """Return the seats that have a chair of the hall."""
        return self.filter(chair__isnull=False)

    def with_hall(self) -> Self:
        """Read along what `whereabouts` tells: the row, and whether the hall has any."""
        hall = Seating.objects.filter(event=OuterRef("event"), rows__isnull=False)
        return self.select_related("row").annotate(hall_has_rows=Exists(hall))


class Seat(models.Model):
    """One seat. Whoever holds it points to it, so it cannot be held twice.

    Its number says that there is room for a person; where in the hall that is, say row and chair.
    """

    class Kind(models.TextChoices):
        PUBLIC = "public", _("public")
        RESERVE = "reserve", _("reserve")

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="seats", verbose_name=_("ceremony")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    row = models.ForeignKey(
        "registrations.HallRow",
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        db_index=False,  # the constraint on row and chair has one
        related_name="seats",
        verbose_name=_("row"),
        help_text=_("As in the plan of the hall. Row and chair empty: no place yet."),
    )
    chair = models.PositiveSmallIntegerField(_("chair"), null=True, blank=True)

    # no column, see `with_hall`
    hall_has_rows: bool | None = None

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="registrations_seat_number"),
            # the target of the composite foreign key that keeps a seat in its own ceremony
            models.UniqueConstraint(fields=["id", "event"], name="registrations_seat_event"),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="registrations_seat_number_from_1"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["public", "reserve"]), name="registrations_seat_kind"
            ),
            models.CheckConstraint(
                # a condition that is unknown would pass: so each side says what chair is
                condition=Q(row__isnull=True, chair__isnull=True)
                | Q(row__isnull=False, chair__isnull=False, chair__gte=1),
                name="registrations_seat_row_and_chair",
                violation_error_message=_("Enter both row and chair, or neither."),
            ),
            # checked at the end of each statement, so that two seats swap in one
            models.UniqueConstraint(
                fields=["row", "chair"],
                name="registrations_seat_chair_once",
                deferrable=models.Deferrable.IMMEDIATE,
                violation_error_message=_("Another seat has this chair already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def holder(self) -> "Registration | None":
        """Who holds it."""
        return getattr(self, "registration", None)

    @property
    def row_name(self) -> str:
        """The name of its row; "" while the seat has no chair."""
        return self.row.name if self.row else ""

    @property
    def chair_name(self) -> str:
        """The place in the hall in words; "" while the seat has none."""
        if self.chair is None:
            return ""
        return gettext("Row %(row)s, chair %(chair)d") % {"row": self.row_name, "chair": self.chair}

    @property
    def whereabouts(self) -> str:
        """What the delegate is told of the place; "" where the hall has no rows.

        Without a chair the number would send people looking for the chair of this number.
        """
        if self.chair is not None:
            return self.chair_name
        if self.hall_has_rows is None:
            rows = Seating.objects.filter(event=self.event_id, rows__isnull=False)
            self.hall_has_rows = rows.exists()
        return gettext("to be shown at the reception desk") if self.hall_has_rows else ""
