"""A letter on paper, for who has no e-mail address."""

import re

from events.documents import Draft, renderer
from events.documents.paper import Sheet
from events.mail import Text

GREETED = re.compile(r"^Kính gửi (Ông|Bà|Đồng chí) ", re.MULTILINE)
ANYBODY = re.compile(r"(?P<begins>^|[.!?:]\s+|\n)?Ông/Bà")


def letter_pdf(letter: Text) -> bytes:
    """Return the letter as PDF; it speaks to a person, so no copy is kept."""
    text = _as_greeted(letter.text)
    paragraphs = [part.splitlines() for part in text.split("\n\n") if part.strip()]
    draft = Draft(
        "registrations/pdf/letter.html",
        Sheet(kind=letter.subject.upper(), author="Ban Tổ chức"),
        {"paragraphs": paragraphs},
    )
    return renderer.pdf(draft.html())


def _as_greeted(text: str) -> str:
    """Return the text in which who is greeted as “Bà” stays “Bà”; inside a sentence “đồng chí”."""
    greeted = GREETED.search(text)
    if greeted is None:
        return text
    title = greeted[1]
    inside = "đồng chí" if title == "Đồng chí" else title
    return ANYBODY.sub(
        lambda found: f"{found['begins']}{title}" if found["begins"] is not None else inside, text
    )
