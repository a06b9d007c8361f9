"""Fields of forms for what people type."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminTextInputWidget

from events.validators import validate_visible
from events.vietnamese import phones
from events.vietnamese.text import clean, without_hidden_signs


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
