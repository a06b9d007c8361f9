"""How the public site looks, where it looks different from ours: one row, or none."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.appearance import colours
from events.appearance.colours import OURS, Palette
from events.fields import LineField

ONLY = 1  # the key of the one row


class ColourField(models.CharField):
    """A colour, kept as `#rrggbb` in small letters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 7, **kwargs})

    default_validators = [
        RegexValidator(
            rf"^{colours.HEX.pattern}\Z",
            gettext_lazy("A colour is a # and six signs from 0 to 9 and a to f, as in #1f5b3a."),
        )
    ]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        if not isinstance(value, str):
            return value
        value = value.strip().lower()
        return value if value.startswith("#") or not value else f"#{value}"


def validate_readable(colour: str) -> None:
    """Refuse a colour in which words, or white words on it, are hard to read."""
    _validate(
        colour,
        colours.is_readable,
        gettext_lazy(
            "This colour is too light: words in it, and white words on it, are hard to read. "
            "Choose a darker one; the nearest is %(nearest)s."
        ),
    )


def validate_seen(colour: str) -> None:
    """Refuse a colour whose hairlines are not seen on the light page."""
    _validate(
        colour,
        colours.is_seen,
        gettext_lazy(
            "This colour is too light: lines in it are not seen on the page. Choose a darker one; "
            "the nearest is %(nearest)s."
        ),
    )


def _validate(colour: str, fits: Any, told: Any) -> None:
    if colours.HEX.fullmatch(colour) and not fits(colour):
        raise ValidationError(told % {"nearest": colours.nearest(colour, fits)})


class Appearance(models.Model):
    """Colours, emblem and motif of the site; without a row it looks as it came."""

    class Motif(models.TextChoices):
        OURS = "ours", gettext_lazy("hills and a tea leaf, as the portal came")
        OWN = "own", gettext_lazy("our own drawing")
        NONE = "none", gettext_lazy("none, only plain areas and lines")

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    main = ColourField(
        gettext_lazy("main colour"),
        default=OURS.main,
        validators=[validate_readable],
        help_text=gettext_lazy("Head of the home page, foot of all pages, headings and links."),
    )
    action = ColourField(
        gettext_lazy("colour of the main button"),
        default=OURS.action,
        validators=[validate_readable],
        help_text=gettext_lazy("The one thing to do on a page, as to register."),
    )
    accent = ColourField(
        gettext_lazy("colour of hairlines"),
        default=OURS.accent,
        validators=[validate_seen],
        help_text=gettext_lazy("Thin lines and, made lighter, small words on the main colour."),
    )
    emblem_name = LineField(
        gettext_lazy("file of the emblem"),
        max_length=200,
        blank=True,
        editable=False,
        printed=False,
    )
    motif = models.CharField(gettext_lazy("motif"), max_length=4, choices=Motif, default=Motif.OURS)
    motif_name = LineField(
        gettext_lazy("file of the motif"), max_length=200, blank=True, editable=False, printed=False
    )
    files = models.JSONField(default=dict, editable=False)  # names of files by their use

    class Meta:
        verbose_name = gettext_lazy("appearance of the site")
        verbose_name_plural = gettext_lazy("appearance of the site")
        constraints = [
            models.CheckConstraint(condition=Q(pk=ONLY), name="events_appearance_only_row"),
            models.CheckConstraint(
                condition=Q(
                    main__regex="^#[0-9a-f]{6}$",
                    action__regex="^#[0-9a-f]{6}$",
                    accent__regex="^#[0-9a-f]{6}$",
                ),
                name="events_appearance_colours",
            ),
            models.CheckConstraint(
                condition=~Q(motif="own") | ~Q(motif_name=""), name="events_appearance_own_motif"
            ),
        ]

    def __str__(self) -> str:
        return _("Appearance of the site")

    @property
    def palette(self) -> Palette:
        """The three colours."""
        return Palette(self.main, self.action, self.accent)


class AppearanceFile(models.Model):
    """A file that the look needs; its address is its digest, so it never changes."""

    unrecorded = "made of the appearance, whose row is recorded"

    name = models.CharField(max_length=80, primary_key=True)  # SHA-256 in hex, and the ending
    content = models.BinaryField()

    class Meta:
        default_permissions = ()  # made with the appearance
        verbose_name = gettext_lazy("file of the appearance")
        verbose_name_plural = gettext_lazy("files of the appearance")

    def __str__(self) -> str:
        return self.name
