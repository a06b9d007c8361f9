"""Pictures of the site: made anew from what was uploaded, in several widths."""

from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.fields import LineField
from events.models.contest import Contest

MIDDLE = 50


class PictureQuerySet(models.QuerySet["Picture"]):
    """Reads about pictures."""

    def with_files(self) -> Self:
        """Add what pages say of the files, without their bytes."""
        return self.prefetch_related(models.Prefetch("files", PictureFile.objects.defer("content")))


class Picture(models.Model):
    """A picture with what it shows in words, and the point that every cut keeps in sight."""

    contest = models.ForeignKey(
        Contest, on_delete=models.CASCADE, related_name="pictures", verbose_name=_("contest")
    )
    alt = LineField(
        _("what the picture shows"),
        max_length=300,
        printed=False,
        help_text=_("Read aloud to who cannot see it; stands in its place until it has come."),
    )
    alt_en = LineField(
        _("what the picture shows, in English"), max_length=300, blank=True, printed=False
    )
    caption = LineField(_("caption"), max_length=300, blank=True, printed=False)
    caption_en = LineField(_("caption in English"), max_length=300, blank=True, printed=False)
    credit = LineField(
        _("author or source"),
        max_length=200,
        blank=True,
        printed=False,
        help_text=_("As in “Ảnh: Báo Thái Nguyên”."),
    )
    focus_x = models.PositiveSmallIntegerField(
        _("focal point from the left, in percent"),
        default=MIDDLE,
        validators=[MaxValueValidator(100)],
    )
    focus_y = models.PositiveSmallIntegerField(
        _("focal point from the top, in percent"),
        default=MIDDLE,
        validators=[MaxValueValidator(100)],
    )
    width = models.PositiveSmallIntegerField(editable=False)  # pixels, upright
    height = models.PositiveSmallIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)  # of what was uploaded
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(focus_x__lte=100, focus_y__lte=100), name="events_picture_focus"
            ),
            models.CheckConstraint(
                condition=Q(width__gte=1, height__gte=1), name="events_picture_pixels"
            ),
            models.CheckConstraint(condition=~Q(alt=""), name="events_picture_in_words"),
        ]

    def __str__(self) -> str:
        return self.alt


class PictureFile(models.Model):
    """A picture in one width and one format."""

    unrecorded = "made of the picture, whose row is recorded"

    class Format(models.TextChoices):
        AVIF = "avif", "AVIF"
        WEBP = "webp", "WebP"
        JPEG = "jpeg", "JPEG"

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=4, choices=Format)
    width = models.PositiveSmallIntegerField()  # pixels
    height = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)

    class Meta:
        default_permissions = ()  # made with the picture
        verbose_name = _("file of a picture")
        verbose_name_plural = _("files of pictures")
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "format", "width"], name="events_picturefile_width"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_format_display()} {self.width} × {self.height}"
