"""Letters that one step of an organizer wrote together."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Sending(models.Model):
    """Who agreed when to how many letters. What has become of them their own rows tell.

    The key is made when the letters are shown, so that agreeing twice writes them once.
    """

    unrecorded = "sending is noted in words"

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.TextField(_("subject line"), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("agreed by"),
        editable=False,
    )
    at = models.DateTimeField(_("agreed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        default_permissions = ()

    def __str__(self) -> str:
        return self.title
