"""The counters of `events.web.throttle`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Throttle(models.Model):
    """How much was done of one thing by one who does it; neither can be told from the row."""

    unrecorded = "a counter"

    key = models.CharField(max_length=64, primary_key=True)
    worn_off = models.DateTimeField()

    class Meta:
        verbose_name = _("counter of attempts")
        verbose_name_plural = _("counters of attempts")
        default_permissions = ()

    def __str__(self) -> str:
        return self.key[:8]
