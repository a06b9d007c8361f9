"""Checks of texts that have more than one user."""

import re

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _


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
