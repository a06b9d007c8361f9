"""Offices that do something for a ceremony, and the people of its committee."""

import secrets

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models.event import Event
from events.ordering import Ordered, unique_position
from events.validators import validate_person_name, validate_title_or_body

E164 = r"^\+[1-9][0-9]{7,14}$"


def new_token() -> str:
    """Return the secret of a link: 192 bits of chance."""
    return secrets.token_urlsafe(24)


class UnitQuerySet(models.QuerySet["Unit"]):
    """Reads about units."""

    def called(self, words: str) -> "Unit | None":
        """Return the unit of this very name, or else the one that is written so elsewhere."""
        if (found := self.filter(name=words).first()) is not None:
            return found
        others = self.exclude(spellings="").order_by("pk")
        return next((unit for unit in others if words in unit.spellings.splitlines()), None)


class Unit(models.Model):
    """An office (đơn vị) that leads or coordinates tasks, or stands among the plan's duties.

    Behind its secret link it reports on its own tasks, without an account.
    """

    outlives_parent = True

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="units", verbose_name=_("ceremony")
    )
    name = LineField(_("name of the unit"), max_length=300, help_text=_("As papers print it."))
    short_name = LineField(
        _("short name"), max_length=60, blank=True, help_text=_("For boards and lists.")
    )
    spellings = LinesField(
        _("other spellings"),
        blank=True,
        printed=False,
        help_text=_(
            "A line each. Lists and plan files that write it so mean this unit; former names are "
            "noted here by themselves."
        ),
    )
    contact_name = LineField(
        _("contact person"),
        max_length=150,
        blank=True,
        validators=[validate_person_name],
    )
    contact_position = LineField(
        _("position"),
        max_length=200,
        blank=True,
        validators=[validate_title_or_body],
    )
    contact_phone = models.CharField(
        _("telephone of the contact"),
        max_length=16,
        blank=True,
        validators=[RegexValidator(E164)],
    )
    contact_email = models.EmailField(_("e-mail of the contact"), blank=True)
    token = models.CharField(max_length=64, default=new_token, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "name"],
                name="events_unit_once",
                violation_error_message=_("This ceremony has this unit already."),
            ),
            models.UniqueConstraint(fields=["token"], name="events_unit_token_once"),
            models.CheckConstraint(condition=~Q(name=""), name="events_unit_named"),
            models.CheckConstraint(
                condition=Q(contact_phone="") | Q(contact_phone__regex=E164),
                name="events_unit_phone_e164",
                violation_error_message=_("This telephone number is not valid."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the secret address under which the unit reports on its tasks."""
        return reverse("units:tasks", args=[self.token])

    def also_called(self, *names: str) -> None:
        """Note names under which lists and plan files know it, each once; nothing is saved."""
        lines = [line for line in (*self.spellings.splitlines(), *names) if line != self.name]
        self.spellings = "\n".join(dict.fromkeys(filter(None, lines)))

    @property
    def called(self) -> str:
        """The short name, or else the whole one."""
        return self.short_name or self.name


class UnitCall(models.Model):
    """Somebody called a unit about its tasks: a fact, only ever added."""

    ceremony_path = "unit__event"
    outlives_parent = True

    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="calls", verbose_name=_("unit")
    )
    called_at = models.DateTimeField(_("called at"), default=timezone.now)
    caller = LineField(_("who called"), max_length=150, printed=False)
    said = LinesField(_("what was said"), printed=False)

    class Meta:
        default_permissions = ("view", "add")
        verbose_name = _("call to a unit")
        verbose_name_plural = _("calls to units")
        ordering = ["-called_at", "-pk"]

    def __str__(self) -> str:
        return self.caller


class CommitteeMember(Ordered):
    """Somebody of the organizing committee or of its secretariat."""

    outlives_parent = True

    class Body(models.TextChoices):
        COMMITTEE = "committee", _("organizing committee")
        SECRETARIAT = "secretariat", _("secretaries")

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="members", verbose_name=_("ceremony")
    )
    body = models.CharField(_("body"), max_length=12, choices=Body, default=Body.COMMITTEE)
    name = LineField(_("full name"), max_length=150, validators=[validate_person_name])
    role = LineField(
        _("role in the committee"),
        max_length=200,
        blank=True,
        help_text=_("As in “Phó Trưởng Ban Thường trực”."),
    )
    office = LineField(
        _("office held"),
        max_length=300,
        blank=True,
        help_text=_("As in “Giám đốc Sở Khoa học và Công nghệ”."),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(
        _("telephone"), max_length=16, blank=True, validators=[RegexValidator(E164)]
    )

    class Meta(Ordered.Meta):
        verbose_name = _("committee member")
        verbose_name_plural = _("committee members")
        constraints = [
            unique_position("event", "events_committeemember_position"),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=E164),
                name="events_committeemember_phone_e164",
                violation_error_message=_("This telephone number is not valid."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Committee(Event):
    """A ceremony, seen as its committee: the page on which the members are edited."""

    class Meta:
        proxy = True
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
