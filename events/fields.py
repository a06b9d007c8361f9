"""Text as the portal stores it: NFC, single spaces, nothing invisible."""

from typing import Any

from django.db import models

from events.vietnamese import text


class LineField(models.CharField):
    """One line of text: cleaned on the way to the form's checks and to the database."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return text.clean(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))


class LinesField(models.TextField):
    """Paragraphs of text: each line is cleaned, the breaks stay."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return text.clean_lines(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))
