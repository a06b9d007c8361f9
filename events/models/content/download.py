"""Documents that anybody can take away."""

import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Length
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models.content.publication import Publication, PublicationQuerySet
from events.models.register import OfficialDocument

# what a file is, in the words of who opens it
TYPES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/vnd.oasis.opendocument.text": "OpenDocument",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument",
    "application/vnd.oasis.opendocument.presentation": "OpenDocument",
}


class DownloadQuerySet(PublicationQuerySet):
    """Reads about documents."""

    def with_files(self) -> Self:
        """Add in the same statement what is told of the files, without their bytes."""
        return (
            self.select_related("own_file", "document__recall", "document__replaced_by")
            .defer("own_file__content")
            .annotate(issued_size=Length("document__file__content"))
        )


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

    objects: ClassVar[Any] = DownloadQuerySet.as_manager()

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

    def get_absolute_url(self) -> str:
        """Return the path of its file."""
        return reverse("downloads:file", args=[self.pk])

    @property
    def anchor(self) -> str:
        """The stable name of its place in the list."""
        return f"tai-lieu-{self.pk}"

    @property
    def has_file(self) -> bool:
        """Whether there is something to take away."""
        return self.document_id is not None or hasattr(self, "own_file")

    @property
    def is_recalled(self) -> bool:
        """Whether it is a paper that no longer holds."""
        return self.document is not None and hasattr(self.document, "recall")

    @property
    def day(self) -> datetime.date | None:
        """The day of the document."""
        return self.dated

    @property
    def size(self) -> str:
        """How large it is, in words; of rows read by `with_files`."""
        count: Any = self.own_file.size if hasattr(self, "own_file") else self.issued_size  # type: ignore[attr-defined]
        return filesizeformat(count) if count else ""

    @property
    def type(self) -> str:
        """What kind of file it is; papers of the register are PDF."""
        return TYPES.get(self.own_file.content_type, "") if hasattr(self, "own_file") else "PDF"


class DownloadFile(models.Model):
    """The file of a document that is no paper of the register."""

    download = models.OneToOneField(Download, on_delete=models.CASCADE, related_name="own_file")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()  # who may write the document writes its file
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of documents")

    def __str__(self) -> str:
        return self.name
