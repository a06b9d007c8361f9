"""Where the lines of heads and titles break: as a secretary would break them by hand."""

import functools
import re
from itertools import pairwise

from events.documents import fonts
from events.documents.profile import ND30_2020
from events.vietnamese.compounds import COMPOUNDS, PLACES

# What a break costs, in mm² of unevenness
_IN_QUOTATION = 8000.0  # rather uneven lines than a name in quotation marks broken in two
_BEHIND_A_DASH = 5000.0  # where such a name has its own pause
_AT_ITS_EDGE = 4000.0  # besides: its first or last word alone
_IN_A_PLACE = 20000.0  # THÁI / NGUYÊN
_IN_A_WORD = 8000.0  # ĐỔI / MỚI
_BEFORE_A_DASH = 5000.0
_IN_A_DATE = 8000.0  # ngày 12 / tháng 02
_BEHIND_A_JOINT = 4000.0  # VÀ / CHUYỂN ĐỔI SỐ
_LONELY = 8000.0  # a line of one word
_LINE = 2500.0  # one line more
_JOINTS = ("và", "của", "các", "với", "vì", "cho")
_IN_DATE = re.compile(r"(?:ngày|tháng|năm|số) \d|\d+ (?:tháng|năm) ?")
_RESERVE = 2.0  # mm
_SIDES = 4.0  # mm of padding


@functools.lru_cache(maxsize=500)
def balanced(
    text: str, width: float = ND30_2020.text_width, size: str = ND30_2020.kind_size
) -> tuple[str, ...]:
    """Return a bold centred text as lines of about equal width, hardly more than it needs.

    `width` is the room in mm, `size` that of the letters. A text with a word that no line can
    hold comes back as one line, for the page to break.
    """
    words = text.split()
    points = float(size.removesuffix("pt"))
    widths = [_width(word, points) for word in words]
    space, longest = _width(" ", points), width - _RESERVE
    if not words or max(widths) > longest:
        return (text,)
    if sum(widths) + space * (len(words) - 1) <= longest:
        return (" ".join(words),)
    costs = _costs(words)
    target = min(longest, (sum(widths) + space * len(words)) / _fewest(widths, space, longest))
    # best[i]: cost and place of the last break of the words before i
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        choices = []
        line = -space
        for start in range(end - 1, -1, -1):
            line += widths[start] + space
            if line > longest:
                break
            cost = best[start][0] + _LINE + (target - line) ** 2 + costs[start]
            cost += _LONELY if start == end - 1 else 0
            choices.append((cost, start))
        best.append(min(choices))
    breaks = [len(words)]
    while breaks[-1]:
        breaks.append(best[breaks[-1]][1])
    return tuple(" ".join(words[start:end]) for start, end in pairwise(reversed(breaks)))


def left_column(text: str) -> tuple[str, ...]:
    """Return a name in the left column of the head, as lines."""
    return balanced(text, _millimetres(ND30_2020.left_column), ND30_2020.body_name_size)


def right_column(text: str) -> tuple[str, ...]:
    """Return what stands above or below a signature, as lines."""
    return balanced(text, _millimetres(ND30_2020.right_column), ND30_2020.signer_size)


def half_column(text: str) -> tuple[str, ...]:
    """Return what stands above a signature where two sign side by side, as lines."""
    return balanced(text, ND30_2020.text_width / 2 - _SIDES, ND30_2020.signer_size)


def _millimetres(length: str) -> float:
    return float(length.removesuffix("mm"))


def _fewest(widths: list[float], space: float, longest: float) -> int:
    lines, room = 1, longest
    for width in widths:
        if width > room:
            lines, room = lines + 1, longest
        room -= width + space
    return lines


def _costs(words: list[str]) -> list[float]:
    """Return what it costs to begin a line with each word, beside what its width costs."""
    costs = [0.0] * (len(words) + 1)
    depth = 0
    plain = [word.casefold().strip("“”\"',;:.()") for word in words]
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        if depth > 0:
            costs[place] += _BEHIND_A_DASH if before in ("-", "–") else _IN_QUOTATION
            edge = "“" in before or ("”" in word and "“" not in word)
            costs[place] += _AT_ITS_EDGE if edge else 0
        if word in ("-", "–"):
            costs[place] += _BEFORE_A_DASH
        if place and plain[place - 1] in _JOINTS:
            costs[place] += _BEHIND_A_JOINT
        pair = f"{plain[place - 1]} {plain[place]}" if place else ""
        if _IN_DATE.match(pair):
            costs[place] += _IN_A_DATE
        if pair in PLACES:
            costs[place] += _IN_A_PLACE
        elif pair in COMPOUNDS:
            costs[place] += _IN_A_WORD
        depth += word.count("“") - word.count("”")
    return costs


@functools.cache
def _advances() -> tuple[dict[int, float], float]:
    """Return the advances of the bold letters at 1 pt in mm, and the millimetres of its unit."""
    from fontTools.ttLib import TTFont

    bold = next(face for face in fonts.FACES if face.weight == "bold" and face.style == "normal")
    with bold.path.open("rb") as file, TTFont(file, lazy=True) as font:
        metrics, em = font["hmtx"], font["head"].unitsPerEm
        scale = 25.4 / 72 / em
        return {code: metrics[name][0] * scale for code, name in font.getBestCmap().items()}, scale


def _width(word: str, points: float) -> float:
    """Return the width in mm, without kerning (which only narrows)."""
    advances, scale = _advances()
    return points * sum(advances.get(ord(char), 2048 * scale) for char in word)
