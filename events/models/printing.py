"""Long papers that are printed beside the request, part by part."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.fields import LineField

KEPT = datetime.timedelta(hours=24)


class PrintJobQuerySet(models.QuerySet["PrintJob"]):
    """Reads about long papers."""

    def outdated(self) -> Self:
        """Return those that nobody may look at any more; their files hold personal data."""
        return self.filter(asked_at__lt=timezone.now() - KEPT)

    def fresh(self) -> Self:
        """Return those that can still be seen and fetched."""
        return self.filter(asked_at__gte=timezone.now() - KEPT)

    def under_way(self) -> Self:
        """Return those that are to be printed, or are being printed."""
        return self.filter(state__in=PrintJob.UNDER_WAY)

    def in_turn(self) -> Self:
        """Return those under way, first that of the user for whom nothing was done longest."""
        his = PrintJob.objects.filter(user=OuterRef("user")).order_by().values("user")
        served = Subquery(his.values(last=Max("worked_at")))
        jobs = self.under_way().alias(served_at=served)
        return jobs.order_by(F("served_at").asc(nulls_first=True), "asked_at", "pk")


class PrintJob(models.Model):
    """A bundle of papers that its user waits for: of `total` papers `done` are printed.

    It names rows by their keys and holds nothing personal; its parts do, and go after a day.
    """

    unrecorded = "what is printed is noted"

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be printed")
        WORKING = "working", _("being printed")
        DONE = "done", _("ready to be downloaded")
        FAILED = "failed", _("could not be printed")
        CANCELLED = "cancelled", _("cancelled")

    UNDER_WAY = (State.WAITING, State.WORKING)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="print_jobs"
    )
    bundle = models.CharField(max_length=30)  # a name of events.documents.bundles.BUNDLES
    keys = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)  # tells the same work
    file_name = LineField(max_length=100)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)  # of the part at hand
    pages = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    failure = models.TextField(default="")
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    worked_at = models.DateTimeField(null=True)

    objects = PrintJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("long paper")
        verbose_name_plural = _("long papers")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"],
                condition=Q(state__in=["waiting", "working"]),
                name="events_printjob_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "working", "done", "failed", "cancelled"]),
                name="events_printjob_state",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("total"), total__gte=1), name="events_printjob_done"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done=F("total"), size__gt=0),
                name="events_printjob_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}.pdf"

    @property
    def is_under_way(self) -> bool:
        """Return whether it is to be printed, or is being printed."""
        return self.state in self.UNDER_WAY

    @property
    def kept_until(self) -> datetime.datetime:
        """Until when the file can be fetched."""
        return self.asked_at + KEPT


class PrintPart(models.Model):
    """A piece of the file of a job: while it is printed a PDF of its own, then bytes in a row."""

    unrecorded = "what is printed is noted"

    job = models.ForeignKey(PrintJob, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("part of a long paper")
        verbose_name_plural = _("parts of long papers")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="events_printpart_once"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.number}"
