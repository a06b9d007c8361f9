"""Documents that anybody can take away."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models.content.publication import Publication
from events.models.register import OfficialDocument


class Download(Publication):
    """A document (tài liệu): a file, or a paper of the register as it was issued."""

    title = LineField(_("title"), max_length=300, printed=False)
    title_en = LineField(_("title in English"), max_length=300, blank=True, printed=False)
    kind = LineField(
        _("kind of document"),
        max_length=100,
        blank=True,
        printed=False,
        help_text=_("As in “Quyết định”, “Biểu mẫu”."),
    )
    number = LineField(_("number and symbol"), max_length=60, blank=True, printed=False)
    dated = models.DateField(_("day of the document"), null=True, blank=True)
    description = LinesField(_("description"), blank=True, printed=False)
    description_en = LinesField(_("description in English"), blank=True, printed=False)
    document = models.ForeignKey(
        OfficialDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="downloads",
        verbose_name=_("paper of the register"),
    )

    class Meta:
        verbose_name = _("document to download")
        verbose_name_plural = _("documents to download")
        ordering = ["-dated", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "document"],
                name="events_download_document",
                violation_error_message=_("This paper is among the documents already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DownloadFile(models.Model):
    """The file of a document that is no paper of the register."""

    download = models.OneToOneField(Download, on_delete=models.CASCADE, related_name="own_file")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of documents")

    def __str__(self) -> str:
        return self.name
