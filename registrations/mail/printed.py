"""A letter on paper, for who has no e-mail address."""

from events.documents import Draft, renderer
from events.documents.paper import Sheet
from events.mail import Text


def letter_pdf(letter: Text) -> bytes:
    """Return the letter as PDF; it speaks to a person, so no copy is kept."""
    paragraphs = [part.splitlines() for part in letter.text.split("\n\n") if part.strip()]
    draft = Draft(
        "registrations/pdf/letter.html",
        Sheet(kind=letter.subject.upper(), author="Ban Tổ chức"),
        {"paragraphs": paragraphs},
    )
    return renderer.pdf(draft.html())
