"""Letters as tests look at them: what waits has no words yet, so it is asked as it would go now."""

from events import mail
from events.models import Letter


def now(letter: Letter) -> mail.Composed:
    """Return a letter as it would go now."""
    return mail.composed(letter)


def words(letter: Letter) -> str:
    """Return the text of a letter, as it was sent or would go now."""
    return letter.text or now(letter).text.text


def files(letter: Letter) -> list[str]:
    """Return the names of the files that go with a letter now."""
    return [file.name for file in now(letter).files]


def state(letter: Letter) -> str:
    """Return where a letter stands, with what has become of what it is about."""
    return mail.looked_up([letter])[0].state


def states() -> list[str]:
    """Return where all letters stand, in the order of writing."""
    return [letter.state for letter in mail.looked_up(Letter.objects.order_by("pk"))]


def where() -> list[tuple[str, str]]:
    """Return of all letters the address, as it was sent or would go now, and the state."""
    return [
        (letter.recipient or letter.outlook.recipient.address, letter.state)
        for letter in mail.looked_up(Letter.objects.order_by("pk"))
    ]
