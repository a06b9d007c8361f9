"""News."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.fields import LineField, LinesField, MarkdownField
from events.models.content.picture import Picture
from events.models.content.publication import Publication, PublicationQuerySet
from events.models.contest import Contest


class NewsPostQuerySet(PublicationQuerySet):
    """Reads about news."""

    def of(self, contest: Contest | None) -> Self:
        """Return what everybody may see of a contest, the newest first."""
        return self.public().filter(contest=contest).order_by("-published_at", "-pk")

    def with_pictures(self) -> Self:
        """Add the pictures with their files, without bytes."""
        return self.prefetch_related(Prefetch("picture", Picture.objects.with_files()))


class NewsPost(Publication):
    """A piece of news with a lead and a picture."""

    title = LineField(pgettext_lazy("news", "title"), max_length=200, printed=False)
    slug = models.SlugField(_("short name in addresses"), max_length=80)
    lead = LinesField(_("lead"), printed=False, help_text=_("Two or three sentences."))
    text = MarkdownField(_("text"), blank=True, printed=False, help_text=_("Markdown."))
    title_en = LineField(_("title in English"), max_length=200, blank=True, printed=False)
    lead_en = LinesField(_("lead in English"), blank=True, printed=False)
    text_en = MarkdownField(_("text in English"), blank=True, printed=False)
    picture = models.ForeignKey(
        Picture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("picture"),
    )

    objects: ClassVar[Any] = NewsPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("news post")
        verbose_name_plural = _("news posts")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "slug"],
                name="events_newspost_slug",
                violation_error_message=_("Another piece of news has this address already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("news:post", args=[self.slug])
