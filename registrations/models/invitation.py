"""Whom the organizing committee invites, what was answered, and who was called about it."""

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.fields import LineField, LinesField
from events.models import Delegation, Event, Letter, OfficialDocument
from events.models.event import ahead
from events.validators import validate_person_name, validate_title_or_body
from events.vietnamese import names
from registrations.models.hall import SEAT_IN_HALL, seat_in_hall
from registrations.models.registration import Registration, new_code, new_token
from registrations.models.seating import SEATS_MAX

REMINDED_FROM = datetime.timedelta(hours=8)  # since midnight
BEFORE_DEADLINE = datetime.timedelta(days=3)
BEFORE_CEREMONY = datetime.timedelta(days=7)
INVITED = "invitation.invitation"  # the kind of its letter

OF_LINK = """
    SELECT own.*, events_content_stamp(%s, %s) AS content_version
    FROM registrations_invitation AS own WHERE token = %s
"""
NAMED = f"""
    SELECT named.*, ({SEAT_IN_HALL} WHERE seat.id = named.seat_id) AS seat_found
    FROM registrations_registration AS named
    WHERE invitation_id = %s AND status = ANY(%s) ORDER BY id
"""  # noqa: S608  (words of our own)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reads about invitations."""

    def of_link(self, token: str) -> "Invitation | None":
        """Return the invitation that a secret link opens, with the version of what it shows."""
        now = timezone.now()
        return next(iter(self.raw(OF_LINK, [timezone.localdate(now), now, token])), None)

    def with_state(self) -> Self:
        """Add `named`, how many delegates hold a place, and `state`, which follows from it."""
        active = Registration.objects.active().filter(invitation=OuterRef("pk")).order_by()
        counted = active.values("invitation").annotate(count=Count("pk")).values("count")
        state = Case(
            When(declined_at__isnull=False, then=Value(Invitation.State.DECLINED)),
            When(Exists(active), then=Value(Invitation.State.ACCEPTED)),
            default=Value(Invitation.State.OPEN),
            output_field=models.CharField(),
        )
        return self.annotate(
            named=Coalesce(Subquery(counted, output_field=models.IntegerField()), 0), state=state
        )

    def with_sending(self) -> Self:
        """Add `sending`, by what the outbox says of the last letter with the invitation."""
        letters = Letter.objects.filter(kind=INVITED, about=OuterRef("pk"))
        last = letters.order_by("-pk").values("status")[:1]
        still_goes = Q(letter=Letter.State.WAITING) & ahead(timezone.now(), "event__")
        sending = Case(
            When(still_goes, then=Value(Invitation.Sending.WAITING)),
            When(letter=Letter.State.FAILED, then=Value(Invitation.Sending.FAILED)),
            When(sent_at__isnull=False, then=Value(Invitation.Sending.SENT)),
            default=Value(Invitation.Sending.NOT_YET),
            output_field=models.CharField(),
        )
        return self.alias(letter=Subquery(last)).annotate(sending=sending)

    def refused(self) -> Self:
        """Return those whose letter the mail server refused, found by the few such letters."""
        failed = Letter.objects.filter(kind=INVITED, status=Letter.State.FAILED)
        some = self.filter(pk__in=failed.values("about"))
        return some.with_sending().filter(sending=Invitation.Sending.FAILED)

    def with_number(self) -> Self:
        """Add `issued_as`, which paper of the register gives its number: `pk`, `number`, `symbol`.

        Its own, or else the one for a batch in whose annex it stands; None without.
        """
        own, batch = Q(key=OuterRef("pk")), Q(key=0, issued_at__gte=OuterRef("created_at"))
        papers = OfficialDocument.objects.current().filter(
            own | batch, kind="invitations", event=OuterRef("event")
        )
        facts = JSONObject(pk="pk", number="number", symbol="symbol")
        return self.annotate(
            issued_as=Subquery(papers.order_by("-key").annotate(facts=facts).values("facts")[:1])
        )

    def to_remind(self, now: datetime.datetime, day: datetime.date) -> Self:
        """Return whom a letter is to remind of answering, for a ceremony on `day`.

        A few days before the last day for the answer, or else a week before the ceremony: once
        for each such day. Who was invited only since yesterday is left in peace, and so is who
        has answered once, even where nobody is named any more.
        """
        today, yesterday = timezone.localdate(now), now - datetime.timedelta(days=1)
        begun = timezone.localdate(now - REMINDED_FROM)  # the last day whose reminders may go
        never = Q(reminded_for__isnull=True)
        due = Q(deadline__gte=today, deadline__lte=begun + BEFORE_DEADLINE) & (
            never | ~Q(reminded_for=F("deadline"))
        )
        if day <= begun + BEFORE_CEREMONY:
            due |= Q(deadline=None) & (never | Q(reminded_for__lt=day - BEFORE_CEREMONY))
        return (
            self.unanswered()
            .filter(due, created_at__lte=yesterday, replied_at__isnull=True)
            .filter(Q(sent_at__isnull=True) | Q(sent_at__lte=yesterday))
            .with_sending()
            .exclude(sending=Invitation.Sending.WAITING)
            .exclude(contact_email="")
        )

    def to_tell(self, event: Event) -> Self:
        """Return who was told another hour or place of `event` and can be written to."""
        return self.told_otherwise(event).exclude(contact_email="")

    def told_otherwise(self, event: Event) -> Self:
        """Return who was told another hour or place of `event`.

        Once an office cannot answer any more, only if it has delegates who come.
        """
        invited = Q(sent_at__isnull=False) | Q(replied_at__isnull=False)
        awaited = Q(deadline__isnull=True) | Q(deadline__gte=timezone.localdate())
        active = Registration.objects.active().filter(invitation=OuterRef("pk")).order_by()
        return self.filter(
            invited,
            awaited | Exists(active),
            event=event,
            notified_revision__lt=event.revision,
            declined_at__isnull=True,
        )

    def unanswered(self) -> Self:
        """Return those who have neither named anybody nor declined, the most urgent first."""
        active = Registration.objects.active().filter(invitation=OuterRef("pk")).order_by()
        silent = self.filter(~Exists(active), declined_at__isnull=True)
        return silent.order_by(F("deadline").asc(nulls_last=True), "organisation_search", "pk")


class Invitation(models.Model):
    """A body is invited to send so many delegates; behind the secret link its office answers.

    What was answered is not stored twice: it is accepted as long as a delegate is named.
    """

    class Sending(models.TextChoices):
        """How far the last e-mail with the invitation is, or that it went on paper."""

        NOT_YET = "no", _("not sent yet")
        WAITING = "waiting", _("to be sent")
        FAILED = "failed", _("refused")
        SENT = "yes", _("sent")

    class State(models.TextChoices):
        OPEN = "open", _("not answered")
        ACCEPTED = "accepted", pgettext_lazy("an invitation", "accepted")
        DECLINED = "declined", _("has declined")

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("ceremony")
    )
    organisation = LineField(
        _("invited organisation"), max_length=300, validators=[validate_title_or_body]
    )
    delegation = models.ForeignKey(
        Delegation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,  # migration 0004 has the key, together with the event
        related_name="invitations",
        verbose_name=_("delegation"),
    )
    honorific = models.CharField(
        _("honorific"), max_length=10, choices=Registration.Honorific, blank=True
    )
    name = LineField(_("addressee"), max_length=150, blank=True, validators=[validate_person_name])
    position = LineField(
        _("position"), max_length=200, blank=True, validators=[validate_title_or_body]
    )
    quota = models.PositiveSmallIntegerField(
        _("quota"), default=1, validators=[MinValueValidator(1), MaxValueValidator(SEATS_MAX)]
    )
    deadline = models.DateField(
        _("answer until"),
        null=True,
        blank=True,
        help_text=_("The last day for answers and changes. Empty: until the ceremony begins."),
    )
    contact_name = LineField(_("contact person"), max_length=150, blank=True, printed=False)
    contact_phone = models.CharField(
        _("telephone of the contact"),
        max_length=16,
        blank=True,
        validators=[RegexValidator(r"^\+[1-9]\d{7,14}$")],
    )
    contact_email = models.EmailField(_("e-mail of the contact"), blank=True)
    note = LinesField(
        _("note"),
        blank=True,
        printed=False,
        help_text=_("For organizers; the invited do not see it."),
    )
    code = models.CharField(_("invitation code"), max_length=9, default=new_code, editable=False)
    token = models.CharField(max_length=64, default=new_token, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    replied_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    declined_at = models.DateTimeField(_("declined at"), null=True, editable=False)
    decline_reason = LinesField(_("reason of declining"), blank=True, editable=False)
    # the last day for the answer, or else the day of the ceremony, of which a letter reminded
    reminded_for = models.DateField(null=True, editable=False)
    notified_revision = models.PositiveIntegerField(
        default=0, editable=False
    )  # as of a registration
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    # computed on save, as those of a registration
    organisation_search = models.TextField(editable=False)
    name_search = models.TextField(editable=False)

    content_version: str | None = None  # of the public pages, where `of_link` has read it

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="registrations_invitation_code_once"),
            models.UniqueConstraint(fields=["token"], name="registrations_invitation_token_once"),
            # the target of the composite foreign key of registrations
            models.UniqueConstraint(fields=["id", "event"], name="registrations_invitation_event"),
            models.CheckConstraint(
                condition=Q(quota__gte=1, quota__lte=SEATS_MAX),
                name="registrations_invitation_quota",
            ),
            models.CheckConstraint(
                condition=~Q(organisation=""),
                name="registrations_invitation_addressed",
                violation_error_message=_("An organisation is needed."),
            ),
            models.CheckConstraint(
                condition=Q(contact_phone="") | Q(contact_phone__regex=r"^\+[1-9][0-9]{7,14}$"),
                name="registrations_invitation_phone_e164",
                violation_error_message=_("This telephone number is not valid."),
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True, decline_reason="")
                | Q(declined_at__isnull=False, replied_at__isnull=False),
                name="registrations_invitation_declined",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the computed columns; also where only some fields are to be written."""
        computed = self.computed()
        for field, value in computed.items():
            setattr(self, field, value)
        fields = kwargs.get("update_fields")
        if fields is not None and {"name", "contact_name", "organisation"} & set(fields):
            kwargs["update_fields"] = {*fields, *computed}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the secret address at which the office answers."""
        return reverse("invitations:invitation", args=[self.token])

    def computed(self) -> dict[str, str]:
        """Return the columns that follow from what was typed."""
        return {
            "organisation_search": names.fold(self.organisation),
            "name_search": names.fold(f"{self.name} {self.contact_name}"),
        }

    def active(self) -> models.QuerySet[Registration]:
        """Return the delegates who hold a place, in the order of naming."""
        return self.registrations.active().order_by("pk")

    def named_with_seats(self) -> list[Registration]:
        """Return the `active` delegates with their seats: one short statement for a whole page."""
        found = list(Registration.objects.raw(NAMED, [self.pk, list(Registration.ACTIVE)]))
        for registration in found:
            if registration.seat_id is not None:
                registration.seat = seat_in_hall(vars(registration)["seat_found"])
        return found

    def is_closed(self, now: datetime.datetime | None = None) -> bool:
        """Return whether the office can no longer answer or change."""
        now = now or timezone.now()
        late = self.deadline is not None and self.deadline < timezone.localdate(now)
        return late or self.event.has_begun(now)


class CallLog(models.Model):
    """Somebody called the invited body."""

    ceremony_path = "invitation__event"
    outlives_parent = True

    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="calls", verbose_name=_("invitation")
    )
    called_at = models.DateTimeField(_("called at"), default=timezone.now)
    caller = LineField(
        _("who called"),
        max_length=150,
        blank=True,
        printed=False,
        help_text=_("Empty: you yourself."),
    )
    said = LinesField(_("what was said"), printed=False)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-called_at", "-pk"]

    def __str__(self) -> str:
        return self.caller

    def clean(self) -> None:
        """Refuse a call that is still to come."""
        super().clean()
        if self.called_at and self.called_at > timezone.now():
            raise ValidationError({"called_at": _("This hour is still to come.")})


class Substitution(models.Model):
    """Who held a registration before somebody else came in the place; only ever added."""

    ceremony_path = "registration__event"

    registration = models.ForeignKey(
        Registration,
        on_delete=models.PROTECT,
        related_name="substitutions",
        verbose_name=_("registration"),
    )
    honorific = models.CharField(
        _("honorific"), max_length=10, choices=Registration.Honorific, blank=True
    )
    name = LineField(_("full name"), max_length=150)
    position = LineField(_("position"), max_length=200, blank=True)
    organisation = LineField(_("organisation"), max_length=300)
    phone = models.CharField(_("telephone"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    note = LinesField(_("note"), blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), auto_now_add=True)
    name_search = models.TextField(editable=False)

    class Meta:
        verbose_name = _("replaced delegate")
        verbose_name_plural = _("replaced delegates")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the computed column."""
        for field, value in self.computed().items():
            setattr(self, field, value)
        super().save(*args, **kwargs)

    def computed(self) -> dict[str, str]:
        """Return the column that follows from the name."""
        return {"name_search": names.fold(self.name)}
