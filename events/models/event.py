"""The ceremony and the kinds of bodies that it invites."""

import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models.contest import Contest
from events.ordering import Ordered, unique_position
from events.vietnamese import dates, titles

NOON = 12


def ahead(now: datetime.datetime, of: str = "") -> Q:
    """Return the condition that a ceremony, or that `of` a row, as "event__", has not begun."""
    fixed = Q(**{f"{of}starts_at__gt": now})
    unfixed = {f"{of}starts_at__isnull": True, f"{of}window_end__gte": timezone.localdate(now)}
    return fixed | Q(**unfixed)


class EventQuerySet(models.QuerySet["Event"]):
    """Reads about ceremonies."""

    def published(self) -> Self:
        """Return what the public may see."""
        return self.filter(published=True)

    def current(self) -> "Event | None":
        """Return the ceremony of the public pages: the next to come, else the latest past one."""
        today = timezone.localdate()
        public = self.published()
        coming = public.filter(window_end__gte=today).order_by("window_start", "pk").first()
        return coming or public.order_by("-window_end", "-pk").first()


class Event(models.Model):
    """A ceremony: planned within a window of days, then fixed to a day and an hour."""

    class Session(models.TextChoices):
        MORNING = "morning", _("morning")
        AFTERNOON = "afternoon", _("afternoon")

    contest = models.ForeignKey(
        Contest, on_delete=models.PROTECT, related_name="events", verbose_name=_("contest")
    )
    title = LineField(_("title"), max_length=500)
    slug = models.SlugField(
        _("short name in addresses"),
        unique=True,
        help_text=_("Small letters without accents, digits and hyphens."),
    )
    summary = LinesField(
        _("introduction on the home page"),
        blank=True,
        printed=False,
        help_text=_("One or two sentences."),
    )
    window_start = models.DateField(_("first possible day"))
    window_end = models.DateField(_("last possible day"))
    duration = LineField(_("duration in words"), max_length=100, default="1/2 ngày")
    session = models.CharField(_("session"), max_length=10, choices=Session, blank=True)
    starts_at = models.DateTimeField(
        _("day and hour fixed"),
        null=True,
        blank=True,
        help_text=_("Leave empty until the day and the hour have been decided."),
    )
    venue = LineField(_("venue"), max_length=300)
    venue_address = LineField(_("address of the venue"), max_length=300, blank=True, printed=False)
    map_link = models.URLField(
        _("link to a map"),
        max_length=500,
        blank=True,
        help_text=_("Opened only by who follows it."),
    )
    expected_min = models.PositiveSmallIntegerField(_("delegates expected, at least"), default=120)
    expected_max = models.PositiveSmallIntegerField(_("delegates expected, at most"), default=130)
    contact = LinesField(
        _("contact for delegates"),
        blank=True,
        printed=False,
        help_text=_(
            "Office, telephone and e-mail, shown at the foot of the public pages as long as the "
            "contest has no contacts of its own."
        ),
    )
    published = models.BooleanField(_("shown to the public"), default=True)
    # counted by a trigger: how often hour, days or venue were changed, and when last
    revision = models.PositiveIntegerField(default=0, editable=False)
    revised_at = models.DateTimeField(null=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("ceremony")
        verbose_name_plural = _("ceremonies")
        ordering = ["-window_start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(window_start__lte=F("window_end")),
                name="events_event_window",
                violation_error_message=_(
                    "The last possible day must not be before the first possible day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(expected_min__gte=1, expected_min__lte=F("expected_max")),
                name="events_event_expected",
                violation_error_message=_(
                    "The smallest number of delegates must be at least 1 and not above the largest."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse an hour that contradicts the window of days or the session."""
        super().clean()
        if self.starts_at is None or self.window_start is None or self.window_end is None:
            return
        local = timezone.localtime(self.starts_at)
        if not self.window_start <= local.date() <= self.window_end:
            text = _("The day fixed is not between the first and the last possible day.")
            raise ValidationError({"starts_at": text})
        if self.session and (self.session == self.Session.MORNING) is not (local.hour < NOON):
            text = _("The hour fixed is not in the session: %(session)s.")
            raise ValidationError({"starts_at": text % {"session": self.get_session_display()}})

    @property
    def contact_shown(self) -> str:
        """Whom to ask, a line each: the contacts of the contest, else the ceremony's own words."""
        return self._contacts_named or self.contact

    @cached_property
    def _contacts_named(self) -> str:  # asked for several times on a page
        return "\n".join(contact.in_a_line for contact in self.contest.contacts.all())

    def last_day(self) -> datetime.date:
        """Return the day of the ceremony, or its last possible day."""
        return timezone.localdate(self.starts_at) if self.starts_at else self.window_end

    def when(self) -> str:
        """Return the time in words, as the plan prints it; Vietnamese."""
        if self.starts_at is None:
            start, end = dates.short(self.window_start), dates.short(self.window_end)
            if start == end:
                return f"{self.duration} ({start})"
            return f"{self.duration} (trong khoảng từ {start} - {end})"
        local = timezone.localtime(self.starts_at)
        return (
            f"{dates.clock(local.time())}, {dates.official(local.date())} "
            f"({dates.weekday(local.date())})"
        )

    def set_title(self) -> titles.SetTitle:
        """Return the title in lines, as a banner sets it."""
        return titles.set_in_lines(self.title)

    def has_begun(self, now: datetime.datetime | None = None) -> bool:
        """Return whether the hour that was fixed has come; without one, whether the last possible
        day has passed."""
        if self.starts_at is None:
            return self.is_over(now)
        return self.starts_at <= (now or timezone.now())

    def is_over(self, now: datetime.datetime | None = None) -> bool:
        """Return whether the day of the ceremony, or its last possible day, has passed."""
        return self.last_day() < timezone.localdate(now)

    def expected(self) -> str:
        """Return the number of delegates expected: `120-130`, or `120` when both are equal."""
        if self.expected_min == self.expected_max:
            return str(self.expected_min)
        return f"{self.expected_min}-{self.expected_max}"


class Delegation(Ordered):
    """An ordered kind of invited body, in the words of the plan."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="delegations", verbose_name=_("ceremony")
    )
    text = LineField(
        _("delegation"),
        max_length=500,
        help_text=_("As printed in the plan, with its end mark: “Lãnh đạo UBND tỉnh;”"),
    )
    allotment = models.PositiveSmallIntegerField(
        _("allotted seats"), null=True, blank=True, help_text=_("Empty: no fixed number.")
    )
    protocol_rank = models.PositiveSmallIntegerField(
        _("protocol rank"),
        default=100,
        help_text=_("The smaller number is introduced first."),
    )
    by_invitation = models.BooleanField(
        _("by invitation only"),
        default=False,
        help_text=_("Not offered in the public form: who leads is invited by name."),
    )

    class Meta(Ordered.Meta):
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [unique_position("event", "events_delegation_position")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The words without the end mark of the list."""
        return self.text.rstrip(" ;.,")

    @property
    def protocol_order(self) -> tuple[int, int]:
        """What the order of protocol sorts by."""
        return (self.protocol_rank, self.position)
