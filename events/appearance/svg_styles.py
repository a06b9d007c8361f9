"""Styles inside of an SVG drawing, which our policy does not let in, become attributes."""

from collections.abc import Iterable
from typing import NamedTuple

import tinycss2
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_RULES = 500
SELECTORS = {"": 0, ".": 1, "#": 2}  # of a kind of element, a class, a name: which wins


class Rule(NamedTuple):
    """What one simple selector says."""

    sign: str
    name: str
    said: dict[str, str]


class Styles:
    """The rules of a drawing, those that win last."""

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = sorted(rules, key=lambda rule: SELECTORS[rule.sign])  # keeps their order

    def of(self, element: str, attributes: dict[str, str]) -> dict[str, str]:
        """Return what rules and the own style of an element say."""
        classes = attributes.get("class", "").split()
        fits = {"": [element], ".": classes, "#": [attributes.get("id", "")]}
        found: dict[str, str] = {}
        for rule in self.rules:
            if rule.name in fits[rule.sign]:
                found |= rule.said
        if style := attributes.get("style"):
            found |= _said(style)
        return found


def read(sheets: Iterable[str]) -> Styles:
    """Return the styles of a drawing's sheets. Raises `ValidationError` for what is not simple."""
    rules: list[Rule] = []
    for sheet in sheets:
        for part in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
            if part.type != "qualified-rule":
                continue  # fonts and what is loaded from elsewhere
            said = _said(tinycss2.serialize(part.content))
            for selector in tinycss2.serialize(part.prelude).split(","):
                selector = selector.strip()
                sign = selector[:1] if selector[:1] in (".", "#") else ""
                name = selector.removeprefix(sign)
                if not name.replace("-", "").replace("_", "").isalnum():
                    raise ValidationError(_too_clever())
                rules.append(Rule(sign, name, said))
    if len(rules) > MOST_RULES:
        raise ValidationError(_too_clever())
    return Styles(rules)


def _said(text: str) -> dict[str, str]:
    declarations = tinycss2.parse_declaration_list(text, skip_comments=True, skip_whitespace=True)
    return {
        one.lower_name: tinycss2.serialize(one.value).strip()
        for one in declarations
        if one.type == "declaration"
    }


def _too_clever() -> str:
    return _(
        "The drawing has a style sheet that is not understood. Export it with “presentation "
        "attributes”, or as plain SVG."
    )
