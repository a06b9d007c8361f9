"""Files that are kept with a paper: who signed it, by pen or digitally."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptFile(models.Model):
    """One file; private, behind a permission. Who keeps it says of what it is."""

    content = models.BinaryField()
    name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
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


class Scan(KeptFile):
    """A scan of what was signed by pen, PDF or picture."""

    content_type = models.CharField(max_length=50)  # application/pdf, image/jpeg, image/png
    pages = models.PositiveSmallIntegerField(_("pages"), default=1)

    class Meta:
        abstract = True
