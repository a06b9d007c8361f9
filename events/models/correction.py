"""Official letters that correct an issued paper (công văn đính chính), as they are written."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models.register import OfficialDocument
from events.ordering import Ordered, unique_position


class Correction(models.Model):
    """A letter on errors of form in an issued paper (Nghị định 30/2020/NĐ-CP, Điều 18.3).

    The paper stays in force; errors of substance need a paper that replaces it. What is written
    here is a draft until the letter is issued.
    """

    ceremony_path = "document__event"

    document = models.ForeignKey(
        OfficialDocument,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("paper to be corrected"),
    )
    addressees = LinesField(
        _("addressees (“Kính gửi”)"),
        blank=True,
        help_text=_("A line for each body that had the paper."),
    )

    class Meta:
        verbose_name = _("letter of correction")
        verbose_name_plural = _("letters of correction")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"V/v đính chính {self.document.short_citation}"


class CorrectedError(Ordered):
    """One error of the paper, and the right words."""

    ceremony_path = "correction__document__event"

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="errors")
    place = LineField(
        _("where it stands"),
        max_length=300,
        help_text=_("As in “trang 2, mục 2.3, dòng thứ nhất”."),
    )
    wrong = LinesField(_("printed"))
    right = LinesField(_("right"))

    class Meta(Ordered.Meta):
        verbose_name = _("corrected error")
        verbose_name_plural = _("corrected errors")
        default_permissions = ()
        constraints = [unique_position("correction", "events_correctederror_position")]

    def __str__(self) -> str:
        return self.place
