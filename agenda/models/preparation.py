"""What is done before the day, by whom, and what was reported on it."""

import datetime
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models import Event, Unit
from events.ordering import Ordered, unique_position
from events.vietnamese.workdays import last_working_day

SOON = datetime.timedelta(days=3)
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)  # what can be meant
_YEAR = _("Please check the year of this day.")


class Status(models.TextChoices):
    """How far a task has come."""

    PLANNED = "planned", _("not begun")
    UNDER_WAY = "under_way", _("under way")
    BLOCKED = "blocked", _("blocked")
    DONE = "done", _("done")


class TaskQuerySet(models.QuerySet["PreparationTask"]):
    """Reads about tasks."""

    def open(self) -> Self:
        """Return what is not done yet."""
        return self.exclude(status=Status.DONE)

    def awaited(self) -> Self:
        """Return what its lead unit has still to report as finished, by some day."""
        to_do = self.open().exclude(percent=100)
        return to_do.filter(lead_unit__isnull=False, due_on__isnull=False)

    def late(self, today: datetime.date | None = None) -> Self:
        """Return what is open beyond its due day."""
        return self.open().filter(due_on__lt=today or timezone.localdate())

    def due_soon(self, today: datetime.date | None = None) -> Self:
        """Return what is open and due today or within three days."""
        today = today or timezone.localdate()
        return self.open().filter(due_on__range=(today, today + SOON))

    def tally(self, today: datetime.date | None = None) -> dict[str, int]:
        """Return how many there are, are done, late, due soon: `all`, `done`, `late`, `soon`."""
        today = today or timezone.localdate()
        still = ~Q(status=Status.DONE)
        counted: dict[str, int] = self.aggregate(
            all=models.Count("pk"),
            done=models.Count("pk", filter=~still),
            late=models.Count("pk", filter=still & Q(due_on__lt=today)),
            soon=models.Count("pk", filter=still & Q(due_on__range=(today, today + SOON))),
        )
        return counted

    def with_last_report(self) -> Self:
        """Tell the number of each task's last report, `last_report`; 0 where there is none."""
        last = TaskUpdate.objects.filter(task=models.OuterRef("pk")).order_by("-pk")
        return self.annotate(last_report=Coalesce(models.Subquery(last.values("pk")[:1]), 0))

    def with_units(self) -> Self:
        """Read the units along: three statements for however many tasks."""
        return self.select_related("lead_unit").prefetch_related("coordinating_units")

    def of_unit(self, unit: Unit) -> Self:
        """Return what a unit leads or coordinates, in the order of the plan."""
        own = Q(lead_unit=unit) | Q(coordinating_units=unit)
        return self.filter(own).distinct()

    def of_event(self, event: Event) -> Self:
        """Return the tasks of a ceremony in their order, with all that a board shows of them."""
        return self.filter(event=event).with_units().with_last_report().order_by("position")


class PreparationTask(Ordered):
    """A task before the ceremony, with who answers for it and by when."""

    Status = Status

    event = models.ForeignKey(
        Event,
        on_delete=models.CASCADE,
        related_name="preparation_tasks",
        verbose_name=_("ceremony"),
    )
    content = LinesField(_("content"))
    lead_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_tasks",
        verbose_name=_("lead unit"),
    )
    coordinating_units = models.ManyToManyField(
        Unit,
        blank=True,
        related_name="coordinated_tasks",
        verbose_name=_("coordinating units"),
    )
    due_on = models.DateField(_("due day"), null=True, blank=True)
    deliverable = LineField(_("deliverable"), max_length=500, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.PLANNED)
    percent = models.PositiveSmallIntegerField(
        _("percent done"), default=0, validators=[MaxValueValidator(100)]
    )
    blocked_reason = LinesField(_("what blocks it"), blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    accepted_by = LineField(_("accepted by"), max_length=150, blank=True, printed=False)
    # when a letter last told that it is due, and which unit: another lead is told anew
    reminded_on = models.DateField(null=True, editable=False)
    reminded_unit = models.ForeignKey(
        Unit,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="reminded_tasks",
    )

    objects = TaskQuerySet.as_manager()

    class Meta(Ordered.Meta):
        verbose_name = _("preparation task")
        verbose_name_plural = _("preparation tasks")
        constraints = [
            unique_position("event", "agenda_preparationtask_position"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__range=(FIRST_DAY, LAST_DAY)),
                name="agenda_preparationtask_due_on",
                violation_error_message=_YEAR,
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="agenda_preparationtask_percent",
                violation_error_message=_("Percent done is a number from 0 to 100."),
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(percent=100),
                name="agenda_preparationtask_done",
                violation_error_message=_("A task that is done is done to 100 percent."),
            ),
            models.CheckConstraint(
                condition=~Q(status="blocked") | ~Q(blocked_reason=""),
                name="agenda_preparationtask_blocked",
                violation_error_message=_("Please say what blocks the task."),
            ),
            models.CheckConstraint(
                condition=Q(status="done") | Q(done_on__isnull=True, accepted_by=""),
                name="agenda_preparationtask_done_on",
                violation_error_message=_("Only a task that is done has a day when it was done."),
            ),
        ]

    def __str__(self) -> str:
        return self.content if len(self.content) <= 80 else f"{self.content[:79]}…"

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.status == Status.DONE

    def days_late(self, today: datetime.date | None = None) -> int:
        """Return how many days an open task is beyond its due day; 0 while it is not."""
        if self.is_done or self.due_on is None:
            return 0
        return max(((today or timezone.localdate()) - self.due_on).days, 0)

    def told_on(self) -> datetime.date | None:
        """Return when a letter last told its lead unit that it is due."""
        return self.reminded_on if self.reminded_unit_id == self.lead_unit_id else None

    def reminded_from(self) -> datetime.date:
        """Return from when on its lead unit is reminded: a working day, three days before."""
        if self.due_on is None:
            return datetime.date.max
        return last_working_day(self.due_on - SOON)

    def is_due_soon(self, today: datetime.date | None = None) -> bool:
        """Return whether an open task is due today or within three days."""
        if self.is_done or self.due_on is None:
            return False
        return datetime.timedelta() <= self.due_on - (today or timezone.localdate()) <= SOON

    def coordinating_names(self) -> str:
        """Return the coordinating units as papers print them; in the order of the units."""
        return "; ".join(unit.name for unit in self.coordinating_units.all())


class TaskUpdate(models.Model):
    """What was reported on a task: a fact, only ever added.

    `unit` reported behind its secret link; without it `by` is somebody of the organizers.
    """

    ceremony_path = "task__event"
    outlives_parent = True

    task = models.ForeignKey(
        PreparationTask,
        on_delete=models.CASCADE,
        related_name="updates",
        verbose_name=_("preparation task"),
    )
    at = models.DateTimeField(_("reported at"), default=timezone.now)
    by = LineField(_("reported by"), max_length=300, printed=False)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        related_name="updates",
        verbose_name=_("unit"),
    )
    status_before = models.CharField(_("state before"), max_length=10, choices=Status)
    status = models.CharField(_("state"), max_length=10, choices=Status)
    percent_before = models.PositiveSmallIntegerField(_("percent before"))
    percent = models.PositiveSmallIntegerField(_("percent done"))
    words = LinesField(_("what is reported"), blank=True, printed=False)
    blocked_reason = LinesField(_("what blocks it"), blank=True, printed=False)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    accepted_by = LineField(_("accepted by"), max_length=150, blank=True, printed=False)
    # the same for a report that is sent twice
    nonce = models.UUIDField(null=True, editable=False)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("report on a task")
        verbose_name_plural = _("reports on tasks")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["nonce"], name="agenda_taskupdate_once"),
        ]

    def __str__(self) -> str:
        return self.by


class TaskFile(models.Model):
    """A file that came with a report: checked, private, kept in the database."""

    ceremony_path = "update__task__event"

    update = models.ForeignKey(
        TaskUpdate, on_delete=models.CASCADE, related_name="files", verbose_name=_("report")
    )
    name = models.CharField(_("name of the file"), max_length=200)
    content = models.BinaryField()
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Preparation(Event):
    """A ceremony, seen as its preparation: the page on which the tasks are edited."""

    class Meta:
        proxy = True
        verbose_name = _("preparation")
        verbose_name_plural = _("preparations")
