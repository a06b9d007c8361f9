"""A delegate's registration."""

import secrets
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models import Delegation, Event
from events.vietnamese import names
from registrations.models.seating import Seat

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is misread or misheard for another


def new_code() -> str:
    """Return a registration code that can be read over the telephone, as `K7MP-2QXA`."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _n in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def new_token() -> str:
    """Return the secret of a link: 192 random bits, URL-safe."""
    return secrets.token_urlsafe(24)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Reads about registrations."""

    def active(self) -> Self:
        """Return those that hold, await or ask for a seat."""
        return self.filter(status__in=Registration.ACTIVE)

    def waiting(self) -> Self:
        """Return the waiting list, first come first."""
        return self.filter(status=Registration.Status.WAITING).order_by("pk")

    def same_person(self, name: str, organisation: str) -> Self:
        """Return the active ones of a person, however capitals and accents were typed."""
        return self.active().filter(
            name_search=names.fold(name), organisation_search=names.fold(organisation)
        )


class Registration(models.Model):
    """A delegate who asks for a seat; holds one exactly when confirmed.

    Rows are written by `registrations.services` only. The primary key counts arrivals: rows are
    inserted under the lock of the seating.
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

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("ceremony")
    )
    seat = models.OneToOneField(
        Seat,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registration",
        verbose_name=_("seat"),
    )
    status = models.CharField(_("state"), max_length=10, choices=Status)
    honorific = models.CharField(_("honorific"), max_length=10, choices=Honorific, blank=True)
    name = LineField(_("full name"), max_length=150)
    position = LineField(_("position"), max_length=200, blank=True)
    organisation = LineField(_("organisation"), max_length=300)
    delegation = models.ForeignKey(
        Delegation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("delegation"),
    )
    phone = models.CharField(
        _("telephone"), max_length=16, blank=True, validators=[RegexValidator(r"^\+[1-9]\d{7,14}$")]
    )
    email = models.EmailField(_("e-mail"), blank=True)
    code = models.CharField(_("registration code"), max_length=9, unique=True, default=new_code)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    submission = models.UUIDField(null=True, editable=False)
    channel = models.CharField(_("came through"), max_length=10, choices=Channel)
    consented_at = models.DateTimeField(_("consent given at"), null=True, blank=True)
    consent_version = models.CharField(_("text of the consent"), max_length=20, blank=True)
    news_consent = models.BooleanField(_("wants news of the contest"), default=False)
    reason = LinesField(_("organizer's reason"), blank=True)
    created_at = models.DateTimeField(_("registered at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    # computed on save, so that lists and searches need no collation of the server
    name_sort = models.TextField(editable=False)
    name_search = models.TextField(editable=False)
    organisation_search = models.TextField(editable=False)
    name_identity = models.TextField(editable=False)
    organisation_identity = models.TextField(editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="confirmed", seat__isnull=False)
                | (~Q(status="confirmed") & Q(seat__isnull=True)),
                name="registrations_confirmed_holds_seat",
                violation_error_message=_("Exactly the confirmed registrations hold a seat."),
            ),
            models.UniqueConstraint(
                fields=["event", "name_identity", "organisation_identity"],
                condition=Q(status__in=["pending", "confirmed", "waiting"]),
                name="registrations_person_once",
                violation_error_message=_("This person of this organisation is registered."),
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
        ]
        indexes = [
            models.Index(fields=["event", "name_search"], name="registrations_name_search"),
            models.Index(fields=["event", "status", "id"], name="registrations_status"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the computed columns."""
        self.name_sort = names.sort_key(self.name)
        self.name_search = names.fold(self.name)
        self.organisation_search = names.fold(self.organisation)
        self.name_identity = names.identity(self.name)
        self.organisation_identity = names.identity(self.organisation)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the secret address of the delegate's own page."""
        return reverse("registrations:registration", args=[self.token])

    @property
    def is_active(self) -> bool:
        """Whether the registration holds, awaits or asks for a seat."""
        return self.status in self.ACTIVE

    def queue_position(self) -> int | None:
        """Return the place on the waiting list, counted from 1; None when not waiting."""
        if self.status != self.Status.WAITING:
            return None
        ahead = Registration.objects.waiting().filter(event=self.event_id, pk__lt=self.pk)
        return ahead.count() + 1
