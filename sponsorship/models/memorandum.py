"""The memorandum of understanding (biên bản ghi nhớ), from the first draft to the signature."""

from collections.abc import Iterable
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models import Event
from events.models.plan import SYMBOL
from events.models.scan import Scan
from events.ordering import Ordered, unique_position
from events.validators import Placeholders
from sponsorship.models.sponsor import Sponsor

# what an article may say without anybody typing it twice
PLACEHOLDERS = ("đóng góp", "ngày kết thúc", "số bản", "số bản mỗi bên")


class MemorandumQuerySet(models.QuerySet["Memorandum"]):
    """Reads about memoranda."""

    def in_force(self) -> Self:
        """Return the newest version of each that was not cancelled, the oldest first."""
        return (
            self.exclude(status=Memorandum.Status.CANCELLED)
            .filter(
                ~models.Exists(
                    Memorandum._base_manager.filter(replaces=models.OuterRef("pk")).exclude(
                        status=Memorandum.Status.CANCELLED
                    )
                )
            )
            .order_by("pk")
        )

    def promising(self) -> Self:
        """Return those whose contributions count: a new version takes over when it is agreed."""
        counting = Q(status__in=Memorandum.Status.pledging())
        newer = Memorandum._base_manager.filter(counting, replaces=models.OuterRef("pk"))
        return self.filter(counting, ~models.Exists(newer))


class Memorandum(models.Model):
    """A memorandum in one version; `sponsorship.services` is the only writer of its state."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        AGREED = "agreed", _("agreed")
        SIGNED = "signed", _("signed")
        ENDED = "ended", _("ended")
        CANCELLED = "cancelled", _("cancelled")

        @classmethod
        def pledging(cls) -> "list[Memorandum.Status]":
            """Return the states in which what was promised counts."""
            return [cls.AGREED, cls.SIGNED, cls.ENDED]

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="memoranda", verbose_name=_("ceremony")
    )
    sponsor = models.ForeignKey(
        Sponsor,
        on_delete=models.PROTECT,
        related_name="memoranda",
        null=True,
        blank=True,
        verbose_name=_("sponsor"),
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="newer_versions",
        verbose_name=_("replaces"),
    )
    status = models.CharField(
        _("state"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    symbol = LineField(_("symbol"), max_length=50, default="BGN-BTC", validators=[SYMBOL])
    title = LineField(_("title"), max_length=100, default="BIÊN BẢN GHI NHỚ")
    subject = LineField(_("subject"), max_length=500)
    place = LineField(_("place of signing"), max_length=200, blank=True)
    signing_day = models.DateField(_("day of signing"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    copies = models.PositiveSmallIntegerField(
        _("number of copies"),
        default=4,
        validators=[MinValueValidator(2), MaxValueValidator(20)],
        help_text=_("An even number: each side keeps half of them."),
    )
    lead_in = LineField(
        _("line before the articles"),
        max_length=300,
        default="Hai bên thống nhất ký Biên bản ghi nhớ với các nội dung sau:",
    )
    reason = LineField(_("reason"), max_length=500, blank=True, editable=False)

    objects = MemorandumQuerySet.as_manager()

    class Meta:
        verbose_name = _("memorandum of understanding")
        verbose_name_plural = _("memoranda of understanding")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(copies__gte=2, copies__lte=20) & Q(copies=2 * (F("copies") / 2)),
                name="sponsorship_memorandum_copies",
                violation_error_message=_(
                    "The number of copies must be even, from 2 to 20: each side keeps half of them."
                ),
            ),
            models.CheckConstraint(
                condition=Q(signing_day__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("signing_day")),
                name="sponsorship_memorandum_days",
                violation_error_message=_("It cannot end before the day of signing."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "agreed", "cancelled"])
                | Q(signing_day__isnull=False),
                name="sponsorship_memorandum_signed_when",
            ),
            models.CheckConstraint(
                condition=Q(version=1, replaces__isnull=True)
                | Q(version__gt=1, replaces__isnull=False),
                name="sponsorship_memorandum_version",
            ),
            # a new version that was cancelled does not stand in the way of another
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(status="cancelled"),
                name="sponsorship_memorandum_one_newer",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def save(self, *, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Leave the state to the services, which name it: they may have changed it meanwhile."""
        if update_fields is None and not self._state.adding:
            theirs = {"id", "status", "reason"}
            update_fields = {field.name for field in self._meta.concrete_fields} - theirs
        super().save(update_fields=update_fields, **kwargs)

    @property
    def is_editable(self) -> bool:
        """Whether its text may change: only a draft's."""
        return self.status == self.Status.DRAFT


class Party(models.Model):
    """One of the two sides of a memorandum."""

    ceremony_path = "memorandum__event"

    class Side(models.TextChoices):
        A = "A", _("Side A")
        B = "B", _("Side B")

    memorandum = models.ForeignKey(Memorandum, on_delete=models.CASCADE, related_name="parties")
    side = models.CharField(_("side"), max_length=1, choices=Side)
    name = LineField(
        _("name"),
        max_length=300,
        blank=True,
        help_text=_("As it stands in the text, not in capitals."),
    )
    role = LineField(_("role"), max_length=100, blank=True)  # Bên nhận tài trợ, Bên tài trợ
    honorific = LineField(_("honorific"), max_length=30, blank=True)  # Ông, Bà
    representative = LineField(_("representative"), max_length=200, blank=True)
    position = LineField(_("position"), max_length=300, blank=True)
    authority = LineField(
        _("authority"),
        max_length=300,
        blank=True,
        help_text=_("The paper that authorises the signature, unless the head signs."),
    )
    address = LineField(_("address"), max_length=300, blank=True)
    phone = LineField(_("telephone"), max_length=100, blank=True)
    tax_code = LineField(_("tax code"), max_length=20, blank=True)
    account_number = LineField(_("account number"), max_length=50, blank=True)
    bank = LineField(_("bank"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["side"]
        constraints = [
            models.UniqueConstraint(
                fields=["memorandum", "side"],
                name="sponsorship_party_side",
                violation_error_message=_("Each side stands once in a memorandum."),
            ),
            models.CheckConstraint(
                condition=Q(side__in=["A", "B"]), name="sponsorship_party_a_or_b"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_side_display()


class Basis(Ordered):
    """A paper that the memorandum rests on (căn cứ)."""

    ceremony_path = "memorandum__event"

    memorandum = models.ForeignKey(Memorandum, on_delete=models.CASCADE, related_name="bases")
    text = LinesField(_("text"), help_text=_("As printed, with its end mark."))

    class Meta(Ordered.Meta):
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        constraints = [unique_position("memorandum", "sponsorship_basis_position")]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class Article(Ordered):
    """An article (điều); its number is its place."""

    ceremony_path = "memorandum__event"

    memorandum = models.ForeignKey(Memorandum, on_delete=models.CASCADE, related_name="articles")
    title = LineField(_("title"), max_length=300)
    text = LinesField(
        _("text"),
        validators=[Placeholders(*PLACEHOLDERS)],
        help_text=_(
            "A line is a paragraph. {đóng góp} is replaced by the list of contributions, "
            "{ngày kết thúc}, {số bản} and {số bản mỗi bên} by what was entered above."
        ),
    )

    class Meta(Ordered.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [unique_position("memorandum", "sponsorship_article_position")]

    def __str__(self) -> str:
        return self.title


class SignedScan(Scan):
    """A scan of the signed memorandum; private, behind a permission."""

    ceremony_path = "memorandum__event"

    memorandum = models.ForeignKey(Memorandum, on_delete=models.PROTECT, related_name="scans")

    class Meta:
        verbose_name = _("signed scan")
        verbose_name_plural = _("signed scans")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["memorandum", "sha256"],
                name="sponsorship_signedscan_once",
                violation_error_message=_("This file is kept already."),
            )
        ]
