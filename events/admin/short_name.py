"""The short name in an address, made of the title unless somebody types one.

Django's own script makes “Tập huấn” into “tp-hun”: it knows no Vietnamese letters.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from events.web.short_names import short_name

if TYPE_CHECKING:
    _Base = forms.ModelForm
else:
    _Base = object


class ShortNameOfTitle(_Base):
    """A form of a row that has a `title` and a `slug`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):  # gone once others may have linked to it
            slug.required = False
            empty = _("Empty: made of the title.")
            slug.help_text = f"{slug.help_text} {empty}".strip()

    def clean_slug(self) -> str:
        """Return the short name, made of the title where none was typed."""
        typed: str = self.cleaned_data["slug"]
        title = self.cleaned_data.get("title", "")
        length = self.fields["slug"].max_length  # type: ignore[attr-defined]
        return typed or short_name(title, length) or self._meta.model._meta.model_name or ""
