"""Whatever is chosen: words can be read, and hairlines are seen, in light and in dark."""

import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from events.appearance import colours
from events.appearance.colours import DARK_GROUNDS, LIGHT_GROUNDS, WHITE, Palette

ANY = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
CSS = (settings.BASE_DIR / "static/css/site.css").read_text("utf-8")
READABLE = ANY.map(lambda one: colours.nearest(one, colours.is_readable))
PALETTES = st.builds(
    Palette, READABLE, READABLE, ANY.map(lambda one: colours.nearest(one, colours.is_seen))
)


def in_sheet(dark: bool) -> dict[str, str]:
    """Return the variables of our own style sheet."""
    light_part, dark_part = re.findall(r":root \{(.*?)\n {0,2}\}", CSS, re.S)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", light_part))
    if dark:
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", dark_part))
    return {k: f"#{''.join(2 * c for c in v[1:])}" if len(v) == 4 else v for k, v in found.items()}


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),  # the well-known grey that just fails
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, known: float) -> None:
    assert round(colours.contrast(one, other), 2) == known
    assert colours.contrast(one, other) == colours.contrast(other, one)


def test_grounds_and_our_colours_are_those_of_the_style_sheet() -> None:
    light, dark = in_sheet(False), in_sheet(True)
    grounds = ("paper", "card", "sunk")
    assert tuple(light[name] for name in grounds) == LIGHT_GROUNDS
    assert tuple(dark[name] for name in grounds) == DARK_GROUNDS
    assert (light["tea"], light["red"], light["gold"]) == ("#1f5b3a", "#9d1b20", "#c99a2e")
    assert colours.line_on_main(colours.OURS) == light["tea-line"]
    assert colours.accent_on_main(colours.OURS) == light["gold-light"]


def test_ours_change_nothing() -> None:
    assert colours.tokens(colours.OURS) == colours.Tokens({}, {})
    assert colours.is_readable(colours.OURS.main)
    assert colours.is_readable(colours.OURS.action)
    assert colours.is_seen(colours.OURS.accent)


def test_one_colour_changes_only_what_follows_from_it() -> None:
    made = colours.tokens(Palette(action="#0b3d91"))
    assert set(made.light) == set(made.dark) == {"red", "red-deep"}
    made = colours.tokens(Palette(accent="#8a6d3b"))
    assert set(made.light) == {"gold", "gold-light"}


@given(PALETTES)
def test_words_can_be_read_whatever_is_chosen(palette: Palette) -> None:
    made = colours.tokens(palette)
    for tokens, grounds in (
        (in_sheet(False) | made.light, LIGHT_GROUNDS),
        (in_sheet(True) | made.light | made.dark, DARK_GROUNDS),
    ):
        for words in ("heading", "link", "link-hover"):
            assert colours.least(tokens[words], grounds) >= 4.5, (words, grounds)
        for ground in ("tea", "red", "red-deep"):
            assert colours.contrast(WHITE, tokens[ground]) >= 4.5, ground
        for words in ("tea-words", "gold-light"):
            assert colours.contrast(tokens[words], tokens["tea"]) >= 4.5, words
        assert colours.least(tokens["gold"], grounds) >= 2


@given(ANY)
def test_the_nearest_is_the_same_colour_where_it_fits(colour: str) -> None:
    nearest = colours.nearest(colour, colours.is_readable)
    assert colours.is_readable(nearest)
    assert (nearest == colour) == colours.is_readable(colour)


@given(ANY, ANY, st.floats(0, 1))
def test_a_mix_stays_between_both(one: str, other: str, part: float) -> None:
    mix = colours.mixed(one, other, part)
    assert colours.HEX.fullmatch(mix)
    for place in (1, 3, 5):
        ends = sorted(int(colour[place : place + 2], 16) for colour in (one, other))
        assert ends[0] <= int(mix[place : place + 2], 16) <= ends[1]
