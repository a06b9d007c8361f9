"""The plan's own text: everything of the official paper that is not kept elsewhere."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models.event import Event
from events.models.unit import Unit
from events.ordering import Ordered, unique_position
from events.validators import Placeholders

SYMBOL = RegexValidator(
    r"^[A-ZĐ][\w&]*(-[\w&.]+)*$",
    _("Write the symbol as in “KH-BTTCT”: no spaces, groups joined by hyphens."),
)


class Plan(models.Model):
    """The official plan of one ceremony (kế hoạch)."""

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, related_name="plan", verbose_name=_("ceremony")
    )
    superior = LinesField(
        _("superior body"),
        max_length=200,
        blank=True,
        help_text=_("In capitals, as printed; a new line breaks the line."),
    )
    issuer = LinesField(
        _("issuing body"), help_text=_("In capitals, as printed; a new line breaks the line.")
    )
    symbol = LineField(_("symbol"), max_length=50, default="KH-BTC", validators=[SYMBOL])
    number = models.PositiveIntegerField(
        _("number"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty until the paper has been signed: the place stays blank."),
    )
    place = LineField(_("place of issue"), max_length=100)
    issue_day = models.PositiveSmallIntegerField(
        _("day of issue"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
    )
    issue_month = models.PositiveSmallIntegerField(
        _("month of issue"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    issue_year = models.PositiveSmallIntegerField(
        _("year of issue"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1945), MaxValueValidator(9999)],
    )
    kind = LineField(_("kind of paper"), max_length=100, default="KẾ HOẠCH")
    subject = LineField(_("subject"), max_length=500)
    lead_in = LinesField(_("lead-in"))
    purposes_heading = LineField(
        _("heading of the purposes"), max_length=300, default="1. Mục đích, yêu cầu:"
    )
    content_heading = LineField(
        _("heading of the content"), max_length=300, default="2. Nội dung, chương trình:"
    )
    delegations_heading = LineField(
        _("heading of the delegations"), max_length=300, default="2.1. Thành phần tham dự:"
    )
    total_line = LineField(
        _("line on the number of delegates"),
        max_length=300,
        blank=True,
        default="(tổng cộng: dự kiến {số đại biểu} người)",
        validators=[Placeholders("số đại biểu")],
    )
    time_heading = LineField(
        _("heading of time and venue"), max_length=300, default="2.2. Thời gian, địa điểm"
    )
    time_line = LineField(
        _("line on the time"),
        max_length=300,
        default="Thời gian: {thời gian}",
        validators=[Placeholders("thời gian")],
    )
    venue_line = LineField(
        _("line on the venue"),
        max_length=300,
        default="Địa điểm: {địa điểm}.",
        validators=[Placeholders("địa điểm")],
    )
    preparation_heading = LineField(
        _("heading of the preparation"), max_length=300, default="2.3. Công tác chuẩn bị:"
    )
    programme_heading = LineField(
        _("heading of the programme"),
        max_length=300,
        default="2.4. Dự kiến Chương trình buổi Lễ:",
    )
    duties_heading = LineField(
        _("heading of the duties"), max_length=300, default="3. Tổ chức thực hiện:"
    )
    authority = LinesField(
        _("authority and title of the signer"),
        default="TM. BAN TỔ CHỨC\nKT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN",
        help_text=_("In capitals, a line each; a deputy signs below “KT. …”."),
    )
    signer_office = LineField(
        _("other office of the signer"), max_length=200, blank=True, help_text=_("In capitals.")
    )
    signer_name = LineField(_("name of the signer"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(
                fields=["symbol", "number", "issue_year"],
                condition=Q(number__isnull=False),
                name="events_plan_number",
                violation_error_message=_("This number is already used in this year."),
            ),
            models.CheckConstraint(
                condition=(Q(issue_day__isnull=True) | Q(issue_month__isnull=False))
                & (Q(issue_month__isnull=True) | Q(issue_year__isnull=False)),
                name="events_plan_date_parts",
                violation_error_message=_(
                    "A day of issue needs its month, and a month needs its year."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def clean(self) -> None:
        """Refuse a day of issue that no calendar has."""
        if self.issue_day and self.issue_month and self.issue_year:
            try:
                datetime.date(self.issue_year, self.issue_month, self.issue_day)
            except ValueError as error:
                raise ValidationError(
                    {"issue_day": _("This day does not exist in that month.")}
                ) from error

    def total_text(self) -> str:
        """Return the line on the number of delegates, filled in."""
        return self.total_line.replace("{số đại biểu}", self.event.expected())

    def time_text(self) -> str:
        """Return the line on the time, filled in."""
        return self.time_line.replace("{thời gian}", self.event.when())

    def venue_text(self) -> str:
        """Return the line on the venue, filled in."""
        return self.venue_line.replace("{địa điểm}", self.event.venue)


class _PlanRow(Ordered):
    """A paragraph of the plan."""

    ceremony_path = "plan__event"

    text = LinesField(_("text"), help_text=_("As printed, with its end mark."))

    class Meta(Ordered.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class LegalBasis(_PlanRow):
    """A paper that the plan rests on (căn cứ)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="legal_bases")

    class Meta(_PlanRow.Meta):
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        constraints = [unique_position("plan", "events_legalbasis_position")]


class Purpose(_PlanRow):
    """A paragraph of the purposes and requirements."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="purposes")

    class Meta(_PlanRow.Meta):
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")
        constraints = [unique_position("plan", "events_purpose_position")]


class Duty(_PlanRow):
    """What one unit does to carry the plan out."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="duties")
    addressed_as = LineField(
        _("unit, as printed"),
        max_length=300,
        help_text=_("As in “Đề nghị Văn phòng UBND tỉnh”."),
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="duties",
        verbose_name=_("unit"),
    )

    class Meta(_PlanRow.Meta):
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [unique_position("plan", "events_duty_position")]

    def __str__(self) -> str:
        return self.addressed_as


class Recipient(_PlanRow):
    """A line of “Nơi nhận”."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="recipients")

    class Meta(_PlanRow.Meta):
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints = [unique_position("plan", "events_recipient_position")]
