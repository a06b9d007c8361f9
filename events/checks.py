"""Start-up speaks: a paper must not wait until somebody prints it to lack a letter."""

import unicodedata
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext as _

from events.documents import fonts, trusted_roots

HINT = "Run script/bootstrap: it installs the font files from package-lock.json."


def _vietnamese() -> frozenset[str]:
    """Return every letter of Vietnamese, each vowel with each tone, and what papers use beside."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    vowels = (unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưy" for t in tones)
    letters = {*vowels, *"bcdđfghjklmnpqrstvwxz"}
    return frozenset({*letters, *(letter.upper() for letter in letters), *"0123456789“”‘’–…₫"})


VIETNAMESE = _vietnamese()


@register()
def check_paper_fonts(**_kwargs: Any) -> list[CheckMessage]:
    """All four faces are there and can write Vietnamese."""
    messages: list[CheckMessage] = []
    for face in fonts.FACES:
        try:
            missing = VIETNAMESE - fonts.letters_of(face.path)
        except OSError:
            messages.append(Error(f"No font file {face.path}.", hint=HINT, id="events.E001"))
            continue
        except Exception:  # whatever a parser says about a file that is no font
            messages.append(Error(f"Not a font: {face.path}.", hint=HINT, id="events.E002"))
            continue
        if missing:
            text = f"{face.path.name} has no letters {''.join(sorted(missing))}."
            messages.append(Error(text, hint=HINT, id="events.E003"))
    return messages


@register()
def check_signature_roots(**_kwargs: Any) -> list[CheckMessage]:
    """What is to be trusted can be read: else every signature would be one of a stranger."""
    if not settings.SIGNATURE_ROOTS:
        return []
    try:
        trusted_roots.load(Path(settings.SIGNATURE_ROOTS))
    except trusted_roots.RootsUnreadable as error:
        text = _("SIGNATURE_ROOTS: %(path)s is no certificate and no folder with certificates.")
        hint = "Name a file of PEM or DER certificates, or a folder that holds nothing else."
        return [Error(text % {"path": error.path}, hint=hint, id="events.E004")]
    return []
