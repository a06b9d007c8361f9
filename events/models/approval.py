"""A paper that was presented (trình), and what was decided about it (duyệt)."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from events.fields import LineField
from events.models.event import Event
from events.models.register import OfficialDocument


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Reads about papers that were presented."""

    def of(self, kind: str, event: Event | int, key: int = 0) -> Self:
        """Return what was presented of one paper, the newest first."""
        return self.filter(kind=kind, event=event, key=key).order_by("-pk")

    def waiting(self) -> Self:
        """Leave those about which nothing is decided yet."""
        return self.filter(decision="")

    def usable(self) -> Self:
        """Leave those by which a paper may still be issued; who returns the same words later
        takes an approval back."""
        same = {name: OuterRef(name) for name in ("event", "kind", "key", "words_sha256")}
        returned = Submission.objects.filter(
            **same, decision=Submission.Decision.RETURNED, pk__gt=OuterRef("pk")
        )
        approved = self.filter(decision=Submission.Decision.APPROVED, document__isnull=True)
        return approved.exclude(Exists(returned))


class Submission(models.Model):
    """A paper in the words in which it was presented; a decision holds for these words only.

    It is decided about once. A paper that says something else by now is presented anew.
    """

    outlives_parent = True

    class Decision(models.TextChoices):
        """What can be decided."""

        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="submissions", verbose_name=_("ceremony")
    )
    kind = models.CharField(_("kind of paper"), max_length=30)  # a name of events.documents.KINDS
    key = models.BigIntegerField(default=0)  # which of several papers of this kind; 0: the only one
    subject = LineField(_("subject"), max_length=500)
    words_sha256 = models.CharField(max_length=64, editable=False)
    presented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("presented by"),
    )
    presented_at = models.DateTimeField(_("presented at"), auto_now_add=True)
    remarks = LineField(_("remarks of who presents"), max_length=500, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decision_remarks = LineField(_("remarks of who decides"), max_length=500, blank=True)
    document = models.OneToOneField(
        OfficialDocument,
        on_delete=models.PROTECT,
        null=True,
        related_name="submission",
        verbose_name=_("issued as"),
    )

    objects: Any = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper to be approved")
        verbose_name_plural = _("papers to be approved")
        default_permissions = ("view",)
        permissions = [("approve_submission", "Can approve papers")]
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "kind", "key"],
                condition=Q(decision=""),
                name="events_submission_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False)
                & Q(decision__in=["approved", "returned"]),
                name="events_submission_decided",
            ),
            models.CheckConstraint(
                condition=~Q(decision="returned", decision_remarks=""),
                name="events_submission_reason",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | Q(decision="approved"),
                name="events_submission_issued",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
