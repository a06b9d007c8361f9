"""A scan of what was signed by pen."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scan(models.Model):
    """One file, PDF or picture; private, behind a permission. Who keeps it says of what it is."""

    content = models.BinaryField()
    content_type = models.CharField(max_length=50)  # application/pdf, image/jpeg, image/png
    name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    pages = models.PositiveSmallIntegerField(_("pages"), default=1)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("added by"),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
