"""Forms about issued papers."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from events.models import NumberSeries, OfficialDocument
from events.permissions import MAY_SEE_REGISTER, own
from events.web.uploads import UploadField


class IssueForm(forms.Form):
    """When a paper is issued, and what the register notes about it."""

    day = forms.DateField(label=_("Day of issue"), widget=UnfoldAdminDateWidget)
    copies = forms.IntegerField(
        label=_("Number of copies"),
        min_value=1,
        max_value=1000,
        initial=1,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=UnfoldAdminTextInputWidget
    )
    number = forms.IntegerField(
        label=_("Number given by the clerk's office"),
        min_value=1,
        max_value=999_999,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=_("Empty: the portal gives the next number."),
    )
    first_number = forms.IntegerField(
        label=_("First number of the series"),
        min_value=1,
        max_value=999_999,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=_("Only for the first paper of a year: where numbers were given before."),
    )

    def __init__(self, *args: Any, series: NumberSeries | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate
        if series is not None:
            del self.fields["first_number"]
        if series is not None and series.is_shared:
            self.fields["number"].required = True
            self.fields["number"].help_text = _(
                "Numbers of this series are given by the clerk's office, to other papers too."
            )


class RemarksForm(forms.Form):
    """What is said to a paper that is presented, approved or returned."""

    remarks = forms.CharField(
        label=_("Remarks"),
        max_length=500,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )


class PeriodForm(forms.Form):
    """From when to when the register is printed."""

    first = forms.DateField(label=_("From"), widget=UnfoldAdminDateWidget)
    last = forms.DateField(label=_("To"), widget=UnfoldAdminDateWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["first"].initial = datetime.date(today.year, 1, 1)
        self.fields["last"].initial = today

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        values = super().clean() or self.cleaned_data
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("The period ends before it begins."))
        return values


class SignedFileForm(forms.Form):
    """A signed copy of an issued paper."""

    signed = UploadField(label=_("Signed PDF"), accepted=("pdf",))


class ScanForm(forms.Form):
    """A scan of what was signed by pen."""

    scan = UploadField(label=_("Scan (PDF or picture)"), accepted=("pdf", "image"))


class RecallForm(forms.Form):
    """Since when a paper is recalled, why, and by which paper."""

    recalled_on = forms.DateField(label=_("Recalled from"), widget=UnfoldAdminDateWidget)
    reason = forms.CharField(
        label=_("Reason of the recall"),
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    notice = forms.ModelChoiceField(
        label=_("Own paper that recalls it"),
        queryset=OfficialDocument.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("Where it stands in this register; else enter its number and day below."),
    )
    notice_number = forms.CharField(
        label=_("Number and symbol of the paper that recalls it"),
        max_length=100,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    notice_day = forms.DateField(
        label=_("Day of the paper that recalls it"), required=False, widget=UnfoldAdminDateWidget
    )

    def __init__(self, *args: Any, document: OfficialDocument, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recalled_on"].initial = timezone.localdate
        papers = own(OfficialDocument.objects.current(), user, MAY_SEE_REGISTER)
        others = papers.exclude(pk=document.pk)
        choice: Any = self.fields["notice"]
        choice.queryset = others.filter(issued_on__gte=document.issued_on)

    def clean(self) -> dict[str, Any]:
        """Ask for the paper that recalls: one of our own, or number and day of another."""
        values = super().clean() or self.cleaned_data
        if values.get("notice") is None:
            for name in ("notice_number", "notice_day"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose the paper above, or fill this in."))
        return values


class CodeForm(forms.Form):
    """A verification code, as it stands on the paper."""

    code = forms.CharField(label=_("Verification code"), max_length=60)
