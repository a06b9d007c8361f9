"""Videos."""

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField, MarkdownField
from events.models.content.picture import Picture
from events.models.content.publication import Publication
from events.models.unit import new_token
from events.video_files.captions import validate_captions
from events.vietnamese import durations


class Video(Publication):
    """A video: a file of ours, or the address of one."""

    title = LineField(_("title"), max_length=200, printed=False)
    slug = models.SlugField(_("short name in addresses"), max_length=80)
    title_en = LineField(_("title in English"), max_length=200, blank=True, printed=False)
    description = LinesField(_("description"), blank=True, printed=False)
    description_en = LinesField(_("description in English"), blank=True, printed=False)
    file = models.FileField(_("file"), upload_to="videos/", max_length=200, blank=True)
    address = models.URLField(
        _("address at another site"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["https"])],
        help_text=_(
            "Where the video can be seen, with https. The page leads there and says so: nothing of "
            "another site is loaded into ours."
        ),
    )
    content_type = models.CharField(max_length=40, blank=True, editable=False)
    size = models.PositiveBigIntegerField(null=True, editable=False)  # bytes of the file
    seconds = models.PositiveIntegerField(
        _("duration in seconds"),
        null=True,
        blank=True,
        help_text=_("Empty: as the file says it."),
    )
    poster = models.ForeignKey(
        Picture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="videos",
        verbose_name=_("picture before it plays"),
    )
    captions = models.TextField(
        _("captions"),
        blank=True,
        validators=[validate_captions],
        help_text=_("As a file of captions has them: WebVTT or SubRip (.vtt, .srt)."),
    )
    captions_en = models.TextField(
        _("captions in English"), blank=True, validators=[validate_captions]
    )
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

    def get_absolute_url(self) -> str:
        """Return the path of its page."""
        return reverse("videos:video", args=[self.slug])

    @property
    def duration(self) -> str:
        """How long it lasts, as players write it: 1:05, 1:02:03; empty where nobody knows."""
        return durations.clock(self.seconds) if self.seconds else ""

    @property
    def duration_iso(self) -> str:
        """The same for machines (ISO 8601)."""
        return f"PT{self.seconds}S" if self.seconds else ""


class VideoUpload(models.Model):
    """A file that arrives in parts, as long as its sender is signed in; see the service."""

    unrecorded = "what becomes of it is a video"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    token = models.CharField(max_length=64, default=new_token, unique=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()  # bytes, as announced
    received = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file of a video under way")
        verbose_name_plural = _("files of videos under way")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gte=1, received__lte=F("size")), name="events_videoupload_size"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        """Whether all of it is here."""
        return self.received == self.size
