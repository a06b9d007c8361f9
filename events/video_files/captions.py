"""Captions: WebVTT, and SubRip as editing programs save it, written anew as plain WebVTT."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.vietnamese.text import clean_lines

MOST = 400_000  # characters
CLOCK = r"(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
TIMES = re.compile(rf"{CLOCK}[ \t]+-->[ \t]+{CLOCK}(?:[ \t].*)?", re.ASCII)
MARKUP = re.compile(r"</?[A-Za-z0-9][^<>]*>|\{\\[^{}]*\}")  # {\an8} is a place in SubRip
LEFT_OUT = ("NOTE", "STYLE", "REGION")


def validate_captions(text: str) -> None:
    """Refuse what no player would show."""
    written(text)


def written(text: str) -> str:
    """Return captions as plain WebVTT: hours and words, no styles, no markup.

    Raises `ValidationError` that names the caption with a fault.
    """
    if not text.strip():
        return ""
    if len(text) > MOST:
        raise ValidationError(_("These captions are too long for a video."))
    cues, before = [], 0
    for number, (line, words) in enumerate(_cues(text), start=1):
        found = TIMES.fullmatch(line)
        if found is None:
            raise ValidationError(
                _("Caption %(number)d has no hours as “00:00:01.000 --> 00:00:04.000”: “%(line)s”")
                % {"number": number, "line": line[:60]}
            )
        first, last = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
        if last <= first or first < before:
            raise ValidationError(
                _("Caption %(number)d ends before it begins, or begins before the one above.")
                % {"number": number}
            )
        before = first
        if words:
            cues.append(f"{_clock(first)} --> {_clock(last)}\n{words}")
    if not cues:
        raise ValidationError(_("No caption was found in it. Choose a file of captions (WebVTT)."))
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _cues(text: str) -> Iterator[tuple[str, str]]:
    """Yield of each caption the line with its hours, and its words."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for block in re.split(r"\n[ \t]*(?:\n[ \t]*)+", plain.strip()):
        lines = block.split("\n")
        if lines[0].startswith("WEBVTT"):
            del lines[0]
        if not lines or (lines[0].startswith(LEFT_OUT) and "-->" not in lines[0]):
            continue
        if "-->" not in lines[0] and len(lines) > 1:
            del lines[0]  # its number or name
        elif "-->" not in lines[0] and lines[0].startswith(("Kind:", "Language:")):
            continue
        yield lines[0].strip(), _plain("\n".join(lines[1:]))


def _plain(words: str) -> str:
    """Return words without markup, safe to stand in a caption."""
    text = MARKUP.sub("", words)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        text = text.replace(entity, sign)
    text = clean_lines(text).replace("-->", "→")
    text = "\n".join(line for line in text.split("\n") if line.strip())
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _milliseconds(groups: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(group or 0) for group in groups)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{rest:03d}"
