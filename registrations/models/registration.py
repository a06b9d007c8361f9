"""A delegate's registration."""

import datetime
import hashlib
import math
import secrets
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models import Delegation, Event, Letter
from events.models.event import ahead
from events.validators import validate_person_name, validate_title_or_body
from events.vietnamese import names, namesakes, positions
from registrations.models.hall import ROW_NAME_MAX, SEAT_IN_HALL, seat_in_hall
from registrations.models.seating import Seat

# who is the same however typed: a column for each way to look, see `events.vietnamese.namesakes`
PERSON_COLUMNS = ("person", "person_plain_body", "person_plain_name", "person_plain")
# the place in line: who came first, or was approved first onto the waiting list, is first
QUEUE_ORDER = Coalesce("turn", "pk", output_field=models.BigIntegerField())
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is misread or misheard for another


def new_code() -> str:
    """Return a registration code that can be read over the telephone, as `K7MP-2QXA`."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _n in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def new_token() -> str:
    """Return the secret of a link: 192 random bits, URL-safe."""
    return secrets.token_urlsafe(24)


AHEAD = """
    SELECT count(*) FROM registrations_registration
    WHERE event_id = %s AND status = 'waiting' AND coalesce(turn, id) < %s
"""

# between - and . stand the keys of the letters about a registration
OF_LINK = f"""
    SELECT own.*, events_content_stamp(%s, %s) AS content_version, (
        SELECT max(due_at) FROM events_letter
        WHERE key ~>=~ format('registration-%%s-', own.id)
            AND key ~<~ format('registration-%%s.', own.id)
            AND mailbox <> '' AND status = 'waiting' AND attempts = 0 AND due_at > now()
    ) AS letter_waits_until, ({SEAT_IN_HALL} WHERE seat.id = own.seat_id) AS seat_found
    FROM registrations_registration AS own WHERE token = %s
"""  # noqa: S608  (words of our own)


# the letters that bring a ticket: they tell the place in the hall
TELLS_PLACE = tuple(
    f"registration.{name}"
    for name in ("confirmation", "promotion", "substitution", "change", "new_chair", "reminder")
)
# written as they are told, while others may write the rest of a row
NOTED_BY_LETTERS = {"notified_row", "notified_chair"}


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Reads about registrations."""

    def active(self) -> Self:
        """Return those that hold, await or ask for a seat."""
        return self.filter(status__in=Registration.ACTIVE)

    def waiting(self) -> Self:
        """Return the waiting list, first come first."""
        return self.filter(status=Registration.Status.WAITING).order_by(QUEUE_ORDER)

    def coming(self, now: datetime.datetime | None = None) -> Self:
        """Return who has a seat at a ceremony that has not begun at `now`."""
        in_time = ahead(now or timezone.now(), "event__")
        return self.filter(in_time, status=Registration.Status.CONFIRMED)

    def of_link(self, token: str) -> "Registration | None":
        """Return the registration that a secret link opens, with its seat.

        In a rush everybody opens the own page, so what it shows is read in one statement: the
        version of what it shows besides, too, and the hour until which a letter is put off.
        """
        now = timezone.now()
        for found in self.raw(OF_LINK, [timezone.localdate(now), now, token]):
            if found.seat_id is not None:
                found.seat = seat_in_hall(vars(found)["seat_found"])
            return found
        return None

    def notified_of_another_chair(self, now: datetime.datetime | None = None) -> Self:
        """Return whom a letter told another place in the hall, or none, than their seat has now.

        Only those to whom a letter can say it: who has an address, before the ceremony begins. A
        letter that waits to be sent will tell the place of then.
        """
        # who has no chair was told a row without a name, so chairs are compared within a row
        other_chair = Q(seat__chair__isnull=False) & ~Q(notified_chair=F("seat__chair"))
        other = ~Q(notified_row=Coalesce("seat__row__name", Value(""))) | other_chair
        telling = Letter.objects.filter(
            status=Letter.State.WAITING, kind__in=TELLS_PLACE, about=OuterRef("pk")
        )
        late = self.coming(now).filter(other, notified_row__isnull=False).exclude(email="")
        return late.exclude(Exists(telling))


def digest(key: str) -> str:
    """Return a key of `namesakes` as its column holds it: an index takes no text of any length."""
    return hashlib.sha256(key.encode()).hexdigest()


class Registration(models.Model):
    """A delegate who asks for a seat; holds one exactly when confirmed.

    Rows are written by `registrations.services` only. The primary key counts arrivals: rows are
    inserted under the lock of the seating. Who was approved onto the waiting list has a `turn`
    from the same sequence, and stands in line as if come then: behind all who wait already.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("awaiting approval")
        CONFIRMED = "confirmed", _("confirmed")
        WAITING = "waiting", _("on the waiting list")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")

    ACTIVE = (Status.PENDING, Status.CONFIRMED, Status.WAITING)

    class Honorific(models.TextChoices):
        MR = "mr", _("Mr")
        MS = "ms", _("Ms")
        COMRADE = "comrade", _("Comrade")

    class Channel(models.TextChoices):
        PUBLIC = "public", _("public site")
        OFFICE = "office", _("organizer")
        INVITATION = "invitation", _("invitation")

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("ceremony")
    )
    seat = models.OneToOneField(
        Seat,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,  # migration 0002 has the key, together with the event
        related_name="registration",
        verbose_name=_("seat"),
    )
    status = models.CharField(_("state"), max_length=10, choices=Status)
    honorific = models.CharField(_("honorific"), max_length=10, choices=Honorific, blank=True)
    name = LineField(_("full name"), max_length=150, validators=[validate_person_name])
    position = LineField(
        _("position"), max_length=200, blank=True, validators=[validate_title_or_body]
    )
    organisation = LineField(_("organisation"), max_length=300, validators=[validate_title_or_body])
    delegation = models.ForeignKey(
        Delegation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,  # likewise
        related_name="registrations",
        verbose_name=_("delegation"),
    )
    invitation = models.ForeignKey(
        "registrations.Invitation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_constraint=False,  # likewise, in migration 0004
        related_name="registrations",
        verbose_name=_("invitation"),
    )
    phone = models.CharField(
        _("telephone"), max_length=16, blank=True, validators=[RegexValidator(r"^\+[1-9]\d{7,14}$")]
    )
    email = models.EmailField(_("e-mail"), blank=True)
    code = models.CharField(_("registration code"), max_length=9, default=new_code)
    token = models.CharField(max_length=64, default=new_token, editable=False)
    submission = models.UUIDField(null=True, editable=False)
    # a keyed digest of the network that a public registration came from: equal for equal ones,
    # and nobody's address can be found in it
    source = models.CharField(_("mark of the network"), max_length=64, blank=True, editable=False)
    turn = models.BigIntegerField(null=True, editable=False)
    # the public seat was given past others who wait: kept for the delegation, or by hand
    out_of_turn = models.BooleanField(default=False, editable=False)
    # whether an organizer knows that it is who it says: invited, entered by hand or approved
    verified = models.BooleanField(_("verified"), default=False, editable=False)
    channel = models.CharField(_("came through"), max_length=10, choices=Channel)
    consented_at = models.DateTimeField(_("consent given at"), null=True, blank=True)
    consent_version = models.CharField(_("text of the consent"), max_length=20, blank=True)
    reason = LinesField(_("organizer's reason"), blank=True, printed=False)
    note = LinesField(_("note"), blank=True, printed=False, help_text=_("For the organizers only."))
    erased_at = models.DateTimeField(_("data erased at"), null=True, editable=False)
    created_at = models.DateTimeField(_("registered at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    # what the delegate was told last: the revision of hour and place, the day of the reminder
    notified_revision = models.PositiveIntegerField(default=0, editable=False)
    reminded_for = models.DateField(null=True, editable=False)
    # where the last letter with a ticket that was sent said that they sit; no row: none said it,
    # "" without a chair: the seat had no place yet
    notified_row = LineField(max_length=ROW_NAME_MAX, null=True, editable=False)
    notified_chair = models.PositiveSmallIntegerField(null=True, editable=False)

    # computed on save, so that lists and searches need no collation of the server
    name_sort = models.TextField(editable=False)
    name_search = models.TextField(editable=False)
    organisation_search = models.TextField(editable=False)
    person = models.CharField(max_length=64, editable=False)
    person_plain_body = models.CharField(max_length=64, editable=False)
    person_plain_name = models.CharField(max_length=64, editable=False)
    person_plain = models.CharField(max_length=64, editable=False)

    # no column: set for a moment, by who counts the line under the lock
    known_position: int | None = None
    # no columns either, see `of_link`
    content_version: str | None = None
    letter_waits_until: datetime.datetime | None = None

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="registrations_code_once"),
            models.UniqueConstraint(fields=["token"], name="registrations_token_once"),
            models.CheckConstraint(
                condition=Q(
                    status__in=["pending", "confirmed", "waiting", "declined", "cancelled"],
                    channel__in=["public", "office", "invitation"],
                ),
                name="registrations_known_words",
            ),
            models.CheckConstraint(
                condition=Q(status="confirmed", seat__isnull=False)
                | (~Q(status="confirmed") & Q(seat__isnull=True)),
                name="registrations_confirmed_holds_seat",
                violation_error_message=_("Exactly the confirmed registrations hold a seat."),
            ),
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(status__in=["pending", "confirmed", "waiting"]),
                name="registrations_person_once",
                violation_error_message=_("This person of this organisation is registered."),
            ),
            models.CheckConstraint(
                condition=Q(out_of_turn=False) | Q(seat__isnull=False),
                name="registrations_out_of_turn_seat",
            ),
            models.CheckConstraint(
                condition=Q(notified_chair__isnull=True, notified_row__isnull=True)
                | Q(notified_chair__isnull=True, notified_row="")
                | (Q(notified_chair__gte=1, notified_row__isnull=False) & ~Q(notified_row="")),
                name="registrations_notified_row_and_chair",
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{7,14}$"),
                name="registrations_phone_e164",
                violation_error_message=_("This telephone number is not valid."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(organisation=""),
                name="registrations_named",
                violation_error_message=_("Name and organisation are needed."),
            ),
            models.CheckConstraint(
                condition=~Q(channel__in=["public", "invitation"])
                | (Q(consented_at__isnull=False) & ~Q(consent_version="")),
                name="registrations_public_consent",
            ),
            models.CheckConstraint(
                condition=Q(channel="public") | Q(source=""),
                name="registrations_source_of_public",
            ),
            models.CheckConstraint(
                condition=~Q(channel="invitation") | Q(invitation__isnull=False),
                name="registrations_came_by_invitation",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(
                    honorific="",
                    position="",
                    phone="",
                    email="",
                    submission__isnull=True,
                    source="",
                ),
                name="registrations_erased_is_empty",
            ),
        ]
        indexes = [
            *(
                models.Index(
                    fields=["event", column],
                    condition=Q(status__in=["pending", "confirmed", "waiting"]),
                    name=f"registrations_{column.removeprefix('person_')}",
                )
                for column in PERSON_COLUMNS[1:]
            ),
            models.Index(fields=["event", "status", "id"], name="registrations_status"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the computed columns; also where only some fields are to be written.

        What letters note of a row that is there already stays as it is.
        """
        computed = self.computed()
        for field, value in computed.items():
            setattr(self, field, value)
        fields = kwargs.get("update_fields")
        if fields is not None and {"name", "organisation"} & set(fields):
            kwargs["update_fields"] = {*fields, *computed}
        elif fields is None and not self._state.adding:
            own = (field.name for field in self._meta.concrete_fields if not field.primary_key)
            kwargs["update_fields"] = {*own} - NOTED_BY_LETTERS
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the secret address of the delegate's own page."""
        return reverse("registrations:registration", args=[self.token])

    def computed(self) -> dict[str, str]:
        """Return the columns that follow from what was typed."""
        keys = namesakes.stored(self.name, self.organisation)
        return {
            "name_sort": names.sort_key(self.name),
            "name_search": names.fold(self.name),
            "organisation_search": names.fold(self.organisation),
            **dict(zip(PERSON_COLUMNS, map(digest, keys), strict=True)),
        }

    @property
    def is_active(self) -> bool:
        """Whether the registration holds, awaits or asks for a seat."""
        return self.status in self.ACTIVE

    @property
    def protocol_order(self) -> tuple[float, int, int]:
        """What the order of protocol sorts by: delegation, within it who leads before who does not.

        Who belongs to no delegation comes behind; last, whatever they chose, those of the public
        site whom nobody has verified.
        """
        if not self.verified:
            return (math.inf, 1, 0)
        delegation = self.delegation.protocol_order if self.delegation else (math.inf, 0)
        return (*delegation, positions.seniority(self.position))

    def queue_position(self) -> int | None:
        """Return the place on the waiting list, counted from 1; None when not waiting."""
        if self.status != self.Status.WAITING:
            return None
        if self.known_position is not None:
            return self.known_position
        with connection.cursor() as cursor:
            cursor.execute(AHEAD, [self.event_id, self.turn or self.pk])
            return int(cursor.fetchone()[0]) + 1
