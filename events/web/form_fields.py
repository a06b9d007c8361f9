"""Fields of forms for what people type."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from events.validators import validate_visible
from events.vietnamese import phones
from events.vietnamese.text import clean, without_hidden_signs

HOUR = re.compile(
    r"(?P<hour>\d{1,2})\s*(?:(?:h|g|giờ|[:.])\s*(?:(?P<minute>\d{1,2})\s*(?:phút|ph|p|')?)?)?"
    r"(?:\s*:00)?",
    re.IGNORECASE,
)
MINUTES = re.compile(r"(?P<minutes>\d+)\s*(?:phút|ph|p|')", re.IGNORECASE)


class TypedField(forms.CharField):
    """A text in which nothing vanishes unseen: hidden signs are told, and the page comes back
    without them, since nobody could find them. To send it again is enough.
    """

    typed_max = 20_000  # far beyond every field; what is longer is not even looked at

    def clean(self, value: Any) -> Any:
        """Refuse hidden signs before anything else is said; a text of nothing else is empty."""
        typed = str(value or "")[: self.typed_max]
        if clean(typed):
            validate_visible(typed)
        return super().clean(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return what the page shows when it comes back."""
        short = isinstance(data, str) and len(data) <= self.typed_max
        return without_hidden_signs(data) if short else data


class PhoneField(forms.CharField):
    """A telephone number in the admin, kept in E.164; "" where there is none."""

    widget = UnfoldAdminTextInputWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the number in E.164."""
        typed = super().clean(value)
        try:
            return phones.normalize(typed) if typed else ""
        except ValueError as error:
            raise ValidationError(str(error)) from error


class HourField(forms.TimeField):
    """An hour as people write it: 8:00, 08.00, 8h, 8h00, 8g30, 8 giờ, 8 giờ 30 phút."""

    default_error_messages = {
        "invalid": _("This is no hour. Please write it as 08:00 or 8 giờ 30, from 00:00 to 23:59.")
    }

    def to_python(self, value: Any) -> datetime.time | None:
        """Return the hour; None where nothing was typed."""
        if value in self.empty_values or isinstance(value, datetime.time):
            return super().to_python(value)
        written = clean(str(value))
        if not written:
            return None
        found = HOUR.fullmatch(written)
        try:
            return datetime.time(int(found["hour"]), int(found["minute"] or 0))  # type: ignore[index]
        except (TypeError, ValueError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class MomentField(forms.SplitDateTimeField):
    """A day and, beside it, an hour as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        hour = HourField(required=self.fields[1].required, localize=self.fields[1].localize)
        self.fields = (self.fields[0], hour)


class MinutesField(forms.IntegerField):
    """A number of minutes, with or without the word: 15, 15 phút, 15'."""

    default_error_messages = {
        "invalid": _("This is no number of minutes. Please write a whole number, as 15.")
    }

    def to_python(self, value: Any) -> int | None:
        """Return the number; None where nothing was typed."""
        found = MINUTES.fullmatch(clean(value)) if isinstance(value, str) else None
        return super().to_python(found["minutes"] if found else value)
