"""What organizers write, and show to the public when it is ready."""

import datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.contest import Contest
from events.models.unit import new_token


class PublicationQuerySet(models.QuerySet[Any]):
    """Reads about what can be published."""

    def public(self, now: datetime.datetime | None = None) -> Self:
        """Return what everybody may see."""
        return self.filter(published_at__lte=now or timezone.now())


class Publication(models.Model):
    """A draft until its hour of publication is set and has come; withdrawn, it is a draft again.

    Its `token` is the secret of the link by which a draft is shown to who shall judge it; it is
    another one after each withdrawal.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLIC = "public", _("shown to the public")

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, verbose_name=_("contest"))
    published_at = models.DateTimeField(
        _("shown from"), null=True, blank=True, editable=False, db_index=True
    )
    token = models.CharField(max_length=64, default=new_token, unique=True, editable=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def state(self) -> State:
        """What the clock makes of it."""
        if self.published_at is None:
            return self.State.DRAFT
        is_public = self.published_at <= timezone.now()
        return self.State.PUBLIC if is_public else self.State.SCHEDULED
