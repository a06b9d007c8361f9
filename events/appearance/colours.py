"""Colours: three are chosen, all others follow by arithmetic, so that words can always be read.

A colour is `#rrggbb`. Contrast is that of WCAG 2.2, from 1 to 21.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

BLACK, WHITE = "#000000", "#ffffff"
# the grounds of `static/css/site.css`, on which headings, links and lines stand
LIGHT_GROUNDS = ("#fffdf9", "#ffffff", "#f5f1e6")
DARK_GROUNDS = ("#141a16", "#1c241f", "#10150f")
READABLE = 4.5  # of words
SEEN = 2.0  # of hairlines, which only decorate
HEX = re.compile(r"#[0-9a-f]{6}", re.ASCII)


@dataclass(frozen=True)
class Palette:
    """What organizers choose: the colour that carries, that of actions, that of hairlines."""

    main: str = "#1f5b3a"
    action: str = "#9d1b20"
    accent: str = "#c99a2e"


OURS = Palette()


@dataclass(frozen=True)
class Tokens:
    """Variables of the style sheet, by name without dashes; `dark` where the page is dark."""

    light: dict[str, str]
    dark: dict[str, str]


def luminance(colour: str) -> float:
    """Return the relative luminance, from 0 to 1."""
    parts = []
    for part in _channels(colour):
        share = part / 255
        parts.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    red, green, blue = parts
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least(colour: str, grounds: tuple[str, ...]) -> float:
    """Return the contrast with that of the grounds from which it differs least."""
    return min(contrast(colour, ground) for ground in grounds)


def mixed(colour: str, other: str, part: float) -> str:
    """Return a colour with a part, from 0 to 1, of another one."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * part):02x}" for one, two in pairs)


def towards(colour: str, end: str, fits: Callable[[str], bool]) -> str:
    """Return the first colour on the way to an end that fits; the end where none does."""
    steps = (mixed(colour, end, step / 100) for step in range(100))
    return next((one for one in steps if fits(one)), end)


def is_readable(colour: str) -> bool:
    """Return whether words in it can be read on every light ground, and white words on it."""
    return least(colour, LIGHT_GROUNDS) >= READABLE


def is_seen(colour: str) -> bool:
    """Return whether a hairline in it is seen on every light ground."""
    return least(colour, LIGHT_GROUNDS) >= SEEN


def nearest(colour: str, fits: Callable[[str], bool]) -> str:
    """Return the lightest shade of a colour that fits, as `is_readable` and `is_seen` ask."""
    return towards(colour, BLACK, fits)


def on_main(palette: Palette) -> str:
    """Return the accent, so light that words in it can be read on the main colour."""
    return towards(
        mixed(palette.accent, WHITE, 0.4),
        WHITE,
        lambda one: contrast(one, palette.main) >= READABLE,
    )


def line_on_main(palette: Palette) -> str:
    """Return the colour of drawn lines on the main colour."""
    if palette.main == OURS.main:
        return "#a9cbb4"
    return mixed(palette.main, WHITE, 0.62)


def accent_on_main(palette: Palette) -> str:
    """Return the colour of small words and of sparks on the main colour."""
    if (palette.main, palette.accent) == (OURS.main, OURS.accent):
        return "#f3d585"
    return on_main(palette)


def tokens(palette: Palette) -> Tokens:
    """Return the variables that differ from those of `site.css`; of readable colours."""
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    if palette.main != OURS.main:
        _of_main(palette, light, dark)
    if palette.action != OURS.action:
        light |= {"red": palette.action, "red-deep": mixed(palette.action, BLACK, 0.25)}
        raised = _lightened(palette.action, 7)
        dark |= {"red": raised, "red-deep": _lightened(raised, 5.4)}
    if palette.accent != OURS.accent:
        light["gold"] = palette.accent
        dark["gold"] = towards(palette.accent, WHITE, lambda one: least(one, DARK_GROUNDS) >= 3)
    if accent_on_main(palette) != accent_on_main(OURS):
        light["gold-light"] = accent_on_main(palette)
    return Tokens(light, dark)


def _of_main(palette: Palette, light: dict[str, str], dark: dict[str, str]) -> None:
    main = palette.main
    hover = mixed(main, BLACK, 0.35)
    light |= {
        "tea": main,
        "tea-line": line_on_main(palette),
        "tea-words": towards(
            mixed(main, WHITE, 0.88), WHITE, lambda one: contrast(one, main) >= READABLE
        ),
        "heading": main,
        "link": main,
        "link-hover": hover,
        "bs-link-color-rgb": _rgb(main),
        "bs-link-hover-color-rgb": _rgb(hover),
    }
    link, hover = _raised(main, 9), _raised(main, 11.5)
    dark |= {
        "heading": _raised(main, 10),
        "link": link,
        "link-hover": hover,
        "bs-link-color-rgb": _rgb(link),
        "bs-link-hover-color-rgb": _rgb(hover),
    }


def _raised(colour: str, wanted: float) -> str:
    """Return a colour made so light that it has a contrast with every dark ground."""
    return towards(colour, WHITE, lambda one: least(one, DARK_GROUNDS) >= wanted)


def _lightened(colour: str, wanted: float) -> str:
    """Return a colour made so light that white words on it keep no more than a contrast."""
    return towards(colour, WHITE, lambda one: contrast(one, WHITE) <= wanted)


def _rgb(colour: str) -> str:
    return ", ".join(map(str, _channels(colour)))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
