"""Says at once that something was typed which the fonts of the papers cannot draw."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.documents import fonts
from events.documents.errors import named
from events.vietnamese.text import clean_lines


def tell_unprintable(request: HttpRequest, text: str) -> None:
    """Warn of the signs of a text that no paper can show."""
    if strange := fonts.missing_glyphs(text):
        sentence = _(
            "Papers cannot show these signs: %(signs)s. An empty box stands in their place, and "
            "the paper cannot be issued; please replace or remove them."
        )
        signs = ", ".join(named(sign) for sign in strange)
        messages.warning(request, sentence % {"signs": signs})


def typed(forms: Iterable[Any]) -> str:
    """Return all that was written in forms to be printed, as it is stored."""
    values = (
        value
        for form in forms
        for name, value in getattr(form, "cleaned_data", {}).items()
        if name in form.fields and getattr(form.fields[name], "printed", True)
    )
    return "\n".join(clean_lines(value) for value in values if isinstance(value, str))
