"""Checks of texts that have more than one user."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

from events.glyphs import missing_glyphs
from events.vietnamese import advertising
from events.vietnamese.signs import described
from events.vietnamese.text import clean_lines, has_hidden_signs

NAME_WORDS_MAX = 12  # with titles, and a remark in brackets
DIGITS_OF_A_PHONE = 7
DAMAGED = "\ufffd"  # stands where a program could not read a letter; fonts have it
SIGNS_TOLD = 5


@deconstructible
class Placeholders:
    """Braces may only hold one of the `allowed` words; the message names them."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = allowed

    def __call__(self, text: str) -> None:
        """Raise `ValidationError` for any other brace."""
        rest = text
        for word in self.allowed:
            rest = rest.replace(f"{{{word}}}", "")
        if re.search(r"[{}]", rest):
            known = ", ".join(f"{{{word}}}" for word in self.allowed)
            raise ValidationError(_("In braces only %(known)s can stand.") % {"known": known})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Placeholders) and other.allowed == self.allowed

    def __hash__(self) -> int:
        return hash(self.allowed)


def validate_visible(text: str) -> None:
    """Refuse what nobody sees: joiners, marks of direction, NUL and other signs of control."""
    if has_hidden_signs(text):
        raise ValidationError(
            _(
                "Hidden signs stood here, as they come along when a text is copied. They are "
                "removed now: please check what is left, then send it again."
            )
        )


def validate_printable(text: str) -> None:
    """Refuse signs that papers cannot show; of a public form."""
    if signs := _unprintable(text):
        sentence = _("Papers cannot show %(signs)s. Please replace or remove it.")
        raise ValidationError(sentence % {"signs": signs}, code="unprintable")


def validate_printable_by_staff(text: str) -> None:
    """Refuse signs that papers cannot show; of the admin."""
    if signs := _unprintable(text):
        sentence = _("Papers cannot show %(signs)s. Replace or remove it.")
        raise ValidationError(sentence % {"signs": signs}, code="unprintable")


def _unprintable(text: str) -> str:
    """Return the signs of a text that print as an empty box, each with what it is."""
    # what nobody sees is taken out of every text before it is stored
    strange = missing_glyphs(text) and missing_glyphs(clean_lines(text))
    strange = strange + [DAMAGED] * (DAMAGED in text)
    more = len(strange) - SIGNS_TOLD
    return ", ".join(map(described, strange[:SIGNS_TOLD])) + ("…" if more > 0 else "")


def validate_person_name(text: str) -> None:
    """Refuse what is no name of a person: letters carry it to any mailbox."""
    if sum(map(str.isdigit, text)) >= DIGITS_OF_A_PHONE:
        raise ValidationError(_("Please write the name alone here, without a number."))
    _validate_harmless(text, brands=False)
    if found := advertising.reached_by(text):
        raise ValidationError(
            _("Please write the full name alone here, without “%(found)s”.") % {"found": found}
        )


def validate_name_alone(text: str) -> None:
    """Refuse a sentence, and signs that stand for something else: no name has them."""
    odd = next(filter(_is_symbol, text), "")
    if odd or len(text.split()) > NAME_WORDS_MAX:
        raise ValidationError(_("Please write the full name alone here, in letters."))


def validate_title_or_body(text: str) -> None:
    """Refuse what no position and no organisation is called; a brand such as Tiki.vn is one."""
    _validate_harmless(text, brands=True)


def _validate_harmless(text: str, *, brands: bool) -> None:
    if found := advertising.email_address(text):
        sentence = _("An e-mail address cannot stand here: please remove “%(found)s”.")
    elif found := advertising.telephone(text):
        sentence = _("A telephone number cannot stand here: please remove “%(found)s”.")
    elif found := advertising.web_address(text, brands=brands):
        sentence = _(
            "A web address cannot stand here: please remove “%(found)s”. Where the dot only parts "
            "two words, please write a space behind it."
        )
    elif found := advertising.amount(text):
        sentence = _("A sum of money cannot stand here: please remove “%(found)s”.")
    elif found := advertising.advertised(text):
        sentence = _("Please write only what is asked for here, without “%(found)s”.")
    else:
        return
    raise ValidationError(sentence % {"found": found[:80]})


def _is_symbol(char: str) -> bool:
    # letters of fonts from before Unicode read as signs of Latin-1, and are told as such
    return unicodedata.category(char) in ("Sm", "Sc", "So") and not "\x80" <= char <= "\xff"
