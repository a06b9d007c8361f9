"""What a person agreed to, what a person asked for, and what was erased."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.fields import LinesField
from events.models import Event
from events.vietnamese.workdays import working_day
from registrations.models.invitation import Substitution
from registrations.models.registration import Registration


class ConsentPurpose(models.TextChoices):
    """What the data may be used for; each is agreed to by itself."""

    ATTEND = "attend", _("taking part")
    PHOTO = "photo", _("photographs on the portal")
    NEWS = "news", _("news of the contest")


def agreed_to(purpose: str) -> Coalesce:
    """Return whether the person agrees to this now, as an expression for registrations."""
    answers = Consent.objects.filter(registration=OuterRef("pk"), purpose=purpose)
    return Coalesce(Subquery(answers.order_by("-pk").values("given")[:1]), False)


class ConsentText(models.Model):
    """The very words that a person agreed to: the notice and all boxes, as the page showed them."""

    unrecorded = "never changes"

    sha256 = models.CharField(_("SHA-256"), max_length=64, primary_key=True)
    version = models.CharField(_("version"), max_length=20)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text of a consent")
        verbose_name_plural = _("texts of consents")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.version} ({self.sha256[:8]})"


class Consent(models.Model):
    """One answer to one purpose, given or withdrawn. The latest of a purpose holds."""

    ceremony_path = "registration__event"

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="consents", verbose_name=_("delegate")
    )
    purpose = models.CharField(
        pgettext_lazy("of personal data", "purpose"), max_length=10, choices=ConsentPurpose
    )
    given = models.BooleanField(_("given"))
    version = models.CharField(_("version of the text"), max_length=20)
    text = models.ForeignKey(
        ConsentText,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("text"),
        help_text=_("Empty: from before the texts were kept."),
    )
    channel = models.CharField(
        _("came through"), max_length=10, choices=Registration.Channel, default="public"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["attend", "photo", "news"]),
                name="registrations_consent_purpose",
            )
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()

    @property
    def person(self) -> Registration | Substitution:
        """Who answered, with `name` and `organisation`: of several holders, the one of that time.

        What a former one had agreed to ends in the moment of the substitution.
        """
        for former in self.registration.substitutions.all():
            if self.at <= former.replaced_at:
                return former
        return self.registration


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    """Reads about requests."""

    def own(self) -> Self:
        """Return those of who holds the registration now."""
        return self.filter(former__isnull=True)

    def open(self) -> Self:
        """Return what is not finished."""
        return self.filter(status=DataRequest.Status.OPEN)

    def overdue(self, today: datetime.date | None = None) -> Self:
        """Return what should have been answered or done before `today`."""
        today = today or timezone.localdate()
        return self.open().filter(
            Q(due__lt=today) | Q(answer_due__lt=today, answered_at__isnull=True)
        )


class DataRequest(models.Model):
    """A person asks for a right; the law says by when it is answered and done."""

    ceremony_path = "registration__event"

    class Kind(models.TextChoices):
        CORRECT = "correct", _("correction")
        COPY = "copy", _("copy")
        RESTRICT = "restrict", _("restriction")
        OBJECT = "object", _("objection")
        ERASE = "erase", _("erasure")

    class Status(models.TextChoices):
        OPEN = "open", _("to do")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    # Nghị định 356/2025/NĐ-CP, Điều 5: working days for the answer, days for the doing
    ANSWER_DAYS = 2
    DAYS = {Kind.CORRECT: 10, Kind.COPY: 10, Kind.RESTRICT: 15, Kind.OBJECT: 15, Kind.ERASE: 20}

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="requests", verbose_name=_("delegate")
    )
    # who asked, where somebody else has come in the place since
    former = models.ForeignKey(
        Substitution,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="requests",
        verbose_name=_("replaced delegate"),
    )
    kind = models.CharField(_("asks for"), max_length=10, choices=Kind)
    words = LinesField(_("in the words of the person"), max_length=2000, blank=True, printed=False)
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    answer_due = models.DateField(_("to be answered by"), editable=False)
    due = models.DateField(_("to be done by"), editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.OPEN)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    reason = LinesField(_("reason of the refusal"), blank=True, printed=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        default_permissions = ("view", "change")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["correct", "copy", "restrict", "object", "erase"],
                    status__in=["open", "done", "refused"],
                ),
                name="registrations_request_words",
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True)
                | (~Q(status="open") & Q(closed_at__isnull=False)),
                name="registrations_request_closed",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(reason=""),
                name="registrations_request_refused_why",
                violation_error_message=_("Please write the reason."),
            ),
            models.CheckConstraint(
                condition=Q(answer_due__lte=F("due")), name="registrations_request_due"
            ),
            models.UniqueConstraint(
                fields=["registration", "kind"],
                condition=Q(status="open", former__isnull=True),
                name="registrations_request_once",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def person(self) -> Registration | Substitution:
        """Who asked, with `name`, `organisation`, `phone` and `email`."""
        return self.former or self.registration

    def set_deadlines(self) -> None:
        """Count the days of the law from the day on which the request came."""
        day = timezone.localdate(self.received_at)
        self.due = day + datetime.timedelta(days=self.DAYS[self.Kind(self.kind)])
        # over Tết two working days can be longer than ten days
        self.answer_due = min(working_day(day, self.ANSWER_DAYS), self.due)

    def is_overdue(self, today: datetime.date | None = None) -> bool:
        """Whether it should have been answered or done before `today`."""
        today = today or timezone.localdate()
        late = self.due < today or (self.answered_at is None and self.answer_due < today)
        return self.status == self.Status.OPEN and late


class Erasure(models.Model):
    """That data were erased: when, of how many and why; never what they were."""

    outlives_parent = True

    class Cause(models.TextChoices):
        RETENTION = "retention", _("time of keeping over")
        REQUEST = "request", _("request of the person")

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="erasures", verbose_name=_("ceremony")
    )
    cause = models.CharField(_("cause"), max_length=10, choices=Cause)
    registrations = models.PositiveIntegerField(_("registrations"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        default_permissions = ("view",)
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.get_cause_display()
