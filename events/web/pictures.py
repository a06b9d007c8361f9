"""Pictures of the library as a page shows them: each browser takes the size and format it can."""

import re
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from events.models import Picture, PictureFile

Format = PictureFile.Format
ENDINGS = {Format.AVIF: "avif", Format.WEBP: "webp", Format.JPEG: "jpg"}
TYPES = {format: f"image/{format}" for format in Format.values}
_OWN = r"/(?:[a-z]+/)*anh/[0-9a-f]{64}\.(?:avif|webp|jpg)"
_SET = re.compile(rf"{_OWN}(?: \d{{1,5}}w)?(?:, {_OWN} \d{{1,5}}w)*")


def address(file: PictureFile) -> str:
    """Return the address of a file: by its digest, so what is there never changes."""
    return reverse("pictures:file", args=[file.sha256, ENDINGS[Format(file.format)]])


def are_own(addresses: str) -> bool:
    """Return whether the value of `src` or `srcset` names files of the library and no others."""
    return bool(_SET.fullmatch(addresses))


def alt(picture: Picture) -> str:
    """Return what the picture shows, in the language of the page where it is there."""
    return _in_language(picture, "alt")


def caption(picture: Picture) -> str:
    """Return the caption, likewise."""
    return _in_language(picture, "caption")


def files_of(picture: Picture, format: str) -> list[PictureFile]:
    """Return the files of one format, the smallest first; of a picture `with_files` unread."""
    found = [file for file in picture.files.all() if file.format == format]
    return sorted(found, key=lambda file: file.width)


def tag(
    picture: Picture, *, sizes: str = "100vw", lazy: bool = True, cut: bool = False
) -> SafeString | str:
    """Return the element; empty for a picture without files.

    `sizes` says how wide it stands on which screens. `cut` marks one that its frame cuts, so
    that the focal point stays in sight (`object-position`).
    """
    plain = files_of(picture, Format.JPEG)
    if not plain:
        return ""
    sources = [(TYPES[f], _srcset(files_of(picture, f)), sizes) for f in (Format.AVIF, Format.WEBP)]
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}{}'
        ' decoding="async"></picture>',
        format_html_join(
            "", '<source type="{}" srcset="{}" sizes="{}">', [s for s in sources if s[1]]
        ),
        address(_middle(plain)),
        _srcset(plain),
        sizes,
        picture.width,
        picture.height,
        alt(picture),
        format_html(' class="focus-x-{} focus-y-{}"', *_focus(picture)) if cut else "",
        format_html(' loading="{}"', "lazy") if lazy else "",
    )


def _srcset(files: list[PictureFile]) -> str:
    return ", ".join(f"{address(file)} {file.width}w" for file in files)


def _middle(files: list[PictureFile]) -> PictureFile:
    """Return what an old browser gets."""
    return files[len(files) // 2]


def _focus(picture: Picture) -> tuple[int, int]:
    """Return the focal point in tens of percent: the style sheet has a class for each."""
    return round(picture.focus_x / 10) * 10, round(picture.focus_y / 10) * 10


def _in_language(picture: Picture, name: str) -> str:
    english: Any = getattr(picture, f"{name}_en") if get_language() == "en" else ""
    return str(english or getattr(picture, name))
