"""Text as the portal stores it: NFC, single spaces, nothing invisible."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from events.validators import validate_printable_by_staff
from events.vietnamese import text

MARKDOWN_MAX = 40_000  # characters; about fifteen pages


class _TypedText:
    """What is typed to be printed: forms of the admin tell signs that papers cannot show.

    `printed=False` is for what stands on no paper. Both are no matter of the database: what is
    stored already stays, and what is issued is looked at once more (`events.documents.obstacles`).
    """

    def __init__(self, *args: Any, printed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.printed = printed

    def formfield(self, **kwargs: Any) -> Any:
        """Return the form's field."""
        field = super().formfield(**kwargs)  # type: ignore[misc]
        if field is not None:
            field.printed = self.printed
            field.validators += [validate_printable_by_staff] if self.printed else []
        return field


def unprintable(row: models.Model) -> Iterator[tuple[str, str]]:
    """Yield the fields of a row that papers cannot show, and why; for what no form was typed in."""
    for field in row._meta.concrete_fields:
        if isinstance(field, _TypedText) and field.printed:
            try:
                validate_printable_by_staff(str(getattr(row, field.attname) or ""))
            except ValidationError as error:
                yield field.name, error.messages[0]


class LineField(_TypedText, models.CharField):
    """One line of text: cleaned on the way to the form's checks and to the database."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return text.clean(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))


class LinesField(_TypedText, models.TextField):
    """Paragraphs of text: each line is cleaned, the breaks stay."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return text.clean_lines(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))


class MarkdownField(_TypedText, models.TextField):
    """Text in Markdown: cleaned as `LinesField`, but what is indented stays so."""

    def formfield(self, **kwargs: Any) -> Any:
        """Return the form's field; the parser's time grows faster than a text."""
        return super().formfield(**{"max_length": MARKDOWN_MAX, **kwargs})

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return text.clean_markdown(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))
