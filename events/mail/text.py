"""The words of a letter: a text of its own, whose first line is the subject, in a frame for all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template, render_to_string
from django.utils import translation

from events.vietnamese.advertising import unlinked
from events.vietnamese.text import clean


@dataclass(frozen=True, slots=True)
class Text:
    """A letter as it is read."""

    subject: str
    text: str
    html: str


def compose(template: str, context: Mapping[str, Any]) -> Text:
    """Return a letter in Vietnamese. The frame uses `greeting`, `facts`, `link`, `contact`.

    Whatever was typed is written as it is stored: a line stays a line.
    """
    with translation.override("vi"):
        own = render_to_string(template, dict(context)).strip()
        subject, _end, body = own.partition("\n")
        values = {
            **context,
            "subject": clean(subject),
            "greeting": clean(context["greeting"]),
            "paragraphs": [clean(part) for part in body.split("\n\n") if part.strip()],
            "facts": [
                (label, unlinked(clean(value))) for label, value in context["facts"] if value
            ],
        }
        return Text(
            subject=values["subject"],
            text=render_to_string("events/mail/letter.txt", values).strip() + "\n",
            html=render_to_string("events/mail/letter.html", values),
        )


def subject_of(template: str) -> str:
    """Return the subject of all letters of a template: its first line, which has no variables."""
    source: str = get_template(template).template.source  # type: ignore[attr-defined]
    return clean(source.lstrip().partition("\n")[0])
