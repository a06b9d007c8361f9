"""Who supports the contest, and how it is shown."""

from typing import Self
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models import Event
from events.ordering import Ordered, unique_position


class SponsorQuerySet(models.QuerySet["Sponsor"]):
    """Reads about sponsors."""

    def public(self) -> Self:
        """Return those who may be shown to everybody, by tier and order."""
        return self.filter(public=True).in_order()

    def in_order(self) -> Self:
        """Return them the highest tier first, inside a tier in the organizers' order."""
        return self.order_by("tier", "position", "pk")


class Sponsor(Ordered):
    """A sponsor of one ceremony (nhà tài trợ)."""

    class Tier(models.IntegerChoices):
        DIAMOND = 1, _("Diamond sponsor")
        GOLD = 2, _("Gold sponsor")
        SILVER = 3, _("Silver sponsor")
        BRONZE = 4, _("Bronze sponsor")
        COMPANION = 5, _("Companion")

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="sponsors", verbose_name=_("ceremony")
    )
    name = LineField(_("name"), max_length=300)
    tier = models.PositiveSmallIntegerField(_("tier"), choices=Tier, default=Tier.COMPANION)
    website = models.URLField(
        _("website"), blank=True, help_text=_("Begins with https://; shown with the name.")
    )
    introduction = LinesField(
        _("introduction"),
        blank=True,
        printed=False,
        help_text=_("One or two sentences for the public site."),
    )
    public = models.BooleanField(_("shown to the public"), default=False)

    objects = SponsorQuerySet.as_manager()

    class Meta(Ordered.Meta):
        verbose_name = _("sponsor")
        verbose_name_plural = _("sponsors")
        ordering = ["tier", "position", "pk"]
        constraints = [
            unique_position("event", "sponsorship_sponsor_position"),
            models.UniqueConstraint(
                fields=["event", "name"],
                name="sponsorship_sponsor_name",
                violation_error_message=_("This sponsor is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(tier__gte=1, tier__lte=5), name="sponsorship_sponsor_tier"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def website_host(self) -> str:
        """The name of the website, without what a reader has no need of."""
        return urlsplit(self.website).netloc.removeprefix("www.")


class Logo(models.Model):
    """A sponsor's logo in one size: PNG, made anew from what was uploaded."""

    ceremony_path = "sponsor__event"

    class Size(models.TextChoices):
        WEB = "web", _("for the site")
        PRINT = "print", _("for print")

    sponsor = models.ForeignKey(Sponsor, on_delete=models.CASCADE, related_name="logos")
    size = models.CharField(max_length=5, choices=Size)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField()  # pixels
    height = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")
        constraints = [
            models.UniqueConstraint(fields=["sponsor", "size"], name="sponsorship_logo_size"),
            models.CheckConstraint(
                condition=Q(width__gte=1, height__gte=1), name="sponsorship_logo_pixels"
            ),
        ]

    def __str__(self) -> str:
        return self.get_size_display()
