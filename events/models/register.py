"""The register of official papers (sổ văn bản): what was issued is never changed."""

from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models.event import Event
from events.models.plan import SYMBOL
from events.models.scan import KeptFile, Scan
from events.vietnamese import dates

ELSEWHERE = "elsewhere"  # the kind of a paper that was made outside of the portal


class NumberSeries(models.Model):
    """The numbers of one symbol in one year; its row is locked while a number is given."""

    symbol = LineField(_("symbol"), max_length=50, validators=[SYMBOL])
    year = models.PositiveSmallIntegerField(_("year"))
    first = models.PositiveIntegerField(
        _("first number"), default=1, validators=[MinValueValidator(1)]
    )
    next = models.PositiveIntegerField(_("next number"), default=1)
    # numbers of it were given by the office's own clerks, who give others to other papers
    is_shared = models.BooleanField(_("numbers also given elsewhere"), default=False)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        constraints = [
            models.UniqueConstraint(fields=["symbol", "year"], name="events_numberseries_one"),
            models.CheckConstraint(
                condition=Q(first__gte=1, next__gte=F("first")), name="events_numberseries_from_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} ({self.year})"


class OfficialDocumentQuerySet(models.QuerySet["OfficialDocument"]):
    """Reads about issued papers."""

    def of(self, kind: str, event: Event, *keys: int) -> Self:
        """Return the issued revisions of one paper, the newest first."""
        return self.filter(kind=kind, event=event, key__in=keys or [0]).order_by("-revision")

    def current(self) -> Self:
        """Leave out what a later revision has replaced and what was recalled."""
        return self.filter(replaced_by__isnull=True, recall__isnull=True)

    def with_fate(self) -> Self:
        """Add in the same statement what a paper replaces, what replaced it, and its recall."""
        return self.select_related("replaces", "replaced_by", "recall", "corrects")


class OfficialDocument(models.Model):
    """An issued paper (văn bản đã phát hành): written once; a correction replaces it by another."""

    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        related_name="official_documents",
        verbose_name=_("ceremony"),
    )
    kind = models.CharField(_("kind of paper"), max_length=30)  # a name of events.documents.KINDS
    key = models.BigIntegerField(default=0)  # which of several papers of this kind; 0: the only one
    title = LineField(_("kind as printed"), max_length=100)  # KẾ HOẠCH
    subject = LineField(_("subject"), max_length=500)
    symbol = LineField(_("symbol"), max_length=50)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    issued_on = models.DateField(_("day of issue"))
    place = LineField(_("place of issue"), max_length=100)
    issuer = LinesField(_("issuing body"))
    signer = LineField(_("signer"), max_length=300, blank=True)
    recipients = LinesField(_("recipients"), blank=True)
    file_copy = LineField(_("who keeps the file copy"), max_length=300, blank=True)
    copies = models.PositiveIntegerField(_("number of copies"), default=1)
    note = LineField(_("note"), max_length=500, blank=True)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    # tells whether what is composed anew still says the same: see `events.documents.wording`
    words_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    code = models.CharField(_("verification code"), max_length=20, unique=True)
    issued_at = models.DateTimeField(_("entered in the register"), auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("issued by"),
        null=True,  # a command has no user
    )

    objects = OfficialDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("issued paper")
        verbose_name_plural = _("register of papers")
        ordering = ["-year", "symbol", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["symbol", "year", "number"], name="events_officialdocument_number"
            ),
            models.UniqueConstraint(
                fields=["kind", "event", "key", "revision"], name="events_officialdocument_revision"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, revision__gte=1, copies__gte=1),
                name="events_officialdocument_from_1",
            ),
            models.CheckConstraint(
                condition=Q(year=models.functions.ExtractYear("issued_on")),
                name="events_officialdocument_year",
            ),
            models.CheckConstraint(
                # what was recalled is not replaced: the next revision replaces nothing then
                condition=Q(revision__gt=1) | Q(replaces__isnull=True),
                name="events_officialdocument_replaces",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="events_officialdocument_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number_and_symbol} {self.subject}"

    @property
    def number_and_symbol(self) -> str:
        """Number and symbol as the head of the paper has them: `05/KH-BTTCT`."""
        return f"{self.number:02d}/{self.symbol}"

    @property
    def citation(self) -> str:
        """How another paper names this one; Vietnamese.

        `Kế hoạch số 05/KH-BTTCT ngày 20 tháng 01 năm 2025`.
        """
        return f"{self.short_citation} {dates.official(self.issued_on)}"

    @property
    def short_citation(self) -> str:
        """How this paper is named where its day stands elsewhere: `Kế hoạch số 05/KH-BTTCT`."""
        return f"{self.title.capitalize()} số {self.number_and_symbol}"

    @property
    def is_made_elsewhere(self) -> bool:
        """Whether the paper was made outside of the portal, which keeps its file as it was."""
        return self.kind == ELSEWHERE

    @property
    def is_current(self) -> bool:
        """Whether it was neither replaced nor recalled."""
        return not hasattr(self, "replaced_by") and not hasattr(self, "recall")


class IssuedFile(models.Model):
    """The exact bytes of an issued paper; apart, so that lists do not carry them."""

    ceremony_path = "document__event"
    unrecorded = "never changes; issuing it is an entry of the register"

    document = models.OneToOneField(
        OfficialDocument, on_delete=models.PROTECT, primary_key=True, related_name="file"
    )
    content = models.BinaryField()

    class Meta:
        verbose_name = _("issued file")
        verbose_name_plural = _("issued files")

    def __str__(self) -> str:
        return str(self.document_id)


class Recall(models.Model):
    """An issued paper was taken back (thu hồi, Nghị định 30/2020/NĐ-CP, Điều 18.4).

    Triggers refuse the recall of what was replaced, and that anything replaces or corrects what
    was recalled.
    """

    ceremony_path = "document__event"

    document = models.OneToOneField(
        OfficialDocument,
        on_delete=models.PROTECT,
        related_name="recall",
        verbose_name=_("recalled paper"),
    )
    recalled_on = models.DateField(_("recalled from"))
    reason = LineField(_("reason of the recall"), max_length=500)
    # the paper by which it was recalled, which may stand in another body's register
    notice_number = LineField(_("number and symbol of the paper that recalls it"), max_length=100)
    notice_day = models.DateField(_("day of the paper that recalls it"))
    notice = models.ForeignKey(
        OfficialDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("own paper that recalls it"),
    )
    recorded_at = models.DateTimeField(_("entered in the register"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("recalled by"),
    )

    class Meta:
        verbose_name = _("recall")
        verbose_name_plural = _("recalls")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="events_recall_reason"),
            models.CheckConstraint(condition=~Q(notice_number=""), name="events_recall_notice"),
        ]

    def __str__(self) -> str:
        return str(self.document_id)

    @property
    def citation(self) -> str:
        """How the paper that recalls is named: `văn bản số 07/TB-BTC ngày 25 tháng 01 năm 2025`."""
        return f"văn bản số {self.notice_number} {dates.official(self.notice_day)}"


class IssuedScan(Scan):
    """A scan of an issued paper that was signed by pen; private, behind a permission."""

    ceremony_path = "document__event"

    document = models.ForeignKey(OfficialDocument, on_delete=models.PROTECT, related_name="scans")

    class Meta:
        verbose_name = _("scan of an issued paper")
        verbose_name_plural = _("scans of issued papers")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "sha256"],
                name="events_issuedscan_once",
                violation_error_message=_("This file is kept already."),
            )
        ]


class SignedFile(KeptFile):
    """A digitally signed copy of an issued paper.

    What it is worth is found out whenever it is shown: see `events.documents.signatures`.
    """

    ceremony_path = "document__event"

    document = models.ForeignKey(
        OfficialDocument, on_delete=models.PROTECT, related_name="signed_files"
    )

    class Meta:
        verbose_name = _("signed file")
        verbose_name_plural = _("signed files")
        ordering = ["-added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "sha256"],
                name="events_signedfile_once",
                violation_error_message=_("This file is kept already."),
            )
        ]
