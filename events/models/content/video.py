"""Videos."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField, MarkdownField
from events.models.content.picture import Picture
from events.models.content.publication import Publication


class Video(Publication):
    """A video: a file of ours, or the address of one."""

    title = LineField(_("title"), max_length=200, printed=False)
    slug = models.SlugField(_("short name in addresses"), max_length=80)
    title_en = LineField(_("title in English"), max_length=200, blank=True, printed=False)
    description = LinesField(_("description"), blank=True, printed=False)
    description_en = LinesField(_("description in English"), blank=True, printed=False)
    file = models.FileField(_("file"), upload_to="videos/", max_length=200, blank=True)
    address = models.URLField(_("address of the file"), max_length=500, blank=True)
    content_type = models.CharField(max_length=40, blank=True, editable=False)
    size = models.PositiveBigIntegerField(null=True, editable=False)  # bytes of the file
    seconds = models.PositiveIntegerField(_("duration"), null=True, blank=True)
    poster = models.ForeignKey(
        Picture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="videos",
        verbose_name=_("picture before it plays"),
    )
    captions = models.TextField(_("captions"), blank=True, help_text=_("WebVTT."))
    captions_en = models.TextField(_("captions in English"), blank=True)
    transcript = MarkdownField(_("transcript"), blank=True, printed=False)
    transcript_en = MarkdownField(_("transcript in English"), blank=True, printed=False)

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "slug"],
                name="events_video_slug",
                violation_error_message=_("Another video has this address already."),
            ),
            models.CheckConstraint(
                condition=Q(file="") | Q(address=""),
                name="events_video_one_source",
                violation_error_message=_("Choose a file or give an address, not both."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
