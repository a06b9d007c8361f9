"""Where the lines of a title break: as a secretary would break them by hand."""

import functools
from itertools import pairwise

from events.documents import fonts
from events.documents.profile import ND30_2020

_UGLY = 5000.0  # mm²: rather uneven lines than a name in quotation marks broken in two
_RESERVE = 2.0  # mm


@functools.lru_cache(maxsize=100)
def balanced(text: str) -> tuple[str, ...]:
    """Return a bold centred title as lines of about equal width, as few as it needs.

    A title with a word that no line can hold comes back as one line, for the page to break.
    """
    words = text.split()
    widths = [_width(word) for word in words]
    space, longest = _width(" "), ND30_2020.text_width - _RESERVE
    if not words or max(widths) > longest:
        return (text,)
    ugly = _ugly(words)
    target = min(longest, (sum(widths) + space * len(words)) / _fewest(widths, space, longest))
    # best[i]: (lines, cost, place of the last break) of the words before i
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(words) + 1):
        choices = []
        width = -space
        for start in range(end - 1, -1, -1):
            width += widths[start] + space
            if width > longest:
                break
            lines, cost, _ = best[start]
            cost += (target - width) ** 2 + (_UGLY if start in ugly else 0)
            choices.append((lines + 1, cost, start))
        best.append(min(choices))
    breaks = [len(words)]
    while breaks[-1]:
        breaks.append(best[breaks[-1]][2])
    return tuple(" ".join(words[start:end]) for start, end in pairwise(reversed(breaks)))


def _fewest(widths: list[float], space: float, longest: float) -> int:
    lines, room = 1, longest
    for width in widths:
        if width > room:
            lines, room = lines + 1, longest
        room -= width + space
    return lines


def _ugly(words: list[str]) -> set[int]:
    """Return the places before words where no line should begin: quoted names, dashes."""
    places = set()
    depth = 0
    for place, word in enumerate(words):
        if depth > 0 or word in ("-", "–"):
            places.add(place)
        depth += word.count("“") - word.count("”")
    return places


@functools.cache
def _advances() -> tuple[dict[int, float], float]:
    from fontTools.ttLib import TTFont

    bold = next(face for face in fonts.FACES if face.weight == "bold" and face.style == "normal")
    with bold.path.open("rb") as file, TTFont(file, lazy=True) as font:
        metrics, em = font["hmtx"], font["head"].unitsPerEm
        scale = float(ND30_2020.kind_size.removesuffix("pt")) * 25.4 / 72 / em
        return {code: metrics[name][0] * scale for code, name in font.getBestCmap().items()}, scale


def _width(word: str) -> float:
    """Return the width in mm at the size of titles, without kerning (which only narrows)."""
    advances, scale = _advances()
    return sum(advances.get(ord(char), 2048 * scale) for char in word)
