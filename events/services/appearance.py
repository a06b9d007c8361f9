"""The only writer of how the site looks: row and files are written together."""

import hashlib
import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from events.appearance import colours, drawings, rasters
from events.appearance.colours import OURS, Palette
from events.appearance.sheet import sheet
from events.models import Appearance, AppearanceFile
from events.web.looks import address_of

IMAGES = settings.BASE_DIR / "static/img"
MOTIF = settings.BASE_DIR / "templates/_motif.html"
PAPER = colours.LIGHT_GROUNDS[1]
MARGIN = 0.08  # around an emblem on a home screen, a part of the side


def is_svg(content: bytes) -> bool:
    """Return whether a file is a drawing and no picture in pixels."""
    return re.search(rb"<(?:\w+:)?svg[\s>]", content[:8192], re.IGNORECASE) is not None


def emblem_of(content: bytes) -> tuple[str, bytes]:
    """Return ending and bytes of an uploaded emblem, made anew in a square.

    Raises `ValidationError` with what to do instead.
    """
    if is_svg(content):
        svg = drawings.squared(drawings.cleaned(content))
        rasters.drawn(svg, (rasters.SMALLEST, rasters.SMALLEST))
        return "svg", svg.encode()
    return "png", rasters.png(rasters.from_picture(content))


def motif_of(content: bytes) -> tuple[str, bytes]:
    """Return ending and bytes of an uploaded motif. Raises `ValidationError`."""
    if not is_svg(content):
        raise ValidationError(
            _("The motif is a drawing of lines, which a picture cannot be. Choose an SVG file.")
        )
    svg = drawings.cleaned(content)
    rasters.drawn(svg, rasters.HILLS)
    return "svg", svg.encode()


@dataclass
class _Files:
    """What is to be kept: names by use, and bytes by name."""

    names: dict[str, str] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)

    def add(self, use: str, ending: str, content: bytes) -> str:
        """Keep a file; return its address."""
        name = f"{hashlib.sha256(content).hexdigest()}.{ending}"
        self.names[use] = name
        self.contents[name] = content
        return address_of(name)


def save(
    row: Appearance,
    *,
    emblem: tuple[str, tuple[str, bytes]] | None = None,
    motif: tuple[str, tuple[str, bytes]] | None = None,
    our_emblem: bool = False,
) -> None:
    """Save the look with all files that follow from it.

    New drawings come with the name of their file, as `emblem_of` and `motif_of` return them. The
    files of the look before stay until the next one, for pages that are still on their way.
    """
    with transaction.atomic():
        before = Appearance.objects.select_for_update().filter(pk=row.pk).first()
        files = _Files()
        if our_emblem:
            row.emblem_name = ""
        elif emblem:
            row.emblem_name = emblem[0]
            files.add("emblem-source", *emblem[1])
        elif row.emblem_name:
            _keep(files, row, "emblem-source")
        if motif:
            row.motif_name = motif[0]
            files.add("motif-source", *motif[1])
        elif row.motif_name:
            _keep(files, row, "motif-source")
        _make(row, files)
        row.files = files.names
        row.save()
        AppearanceFile.objects.bulk_create(
            [
                AppearanceFile(name=name, content=content)
                for name, content in files.contents.items()
            ],
            ignore_conflicts=True,
        )
        kept = {*files.names.values(), *(before.files.values() if before else ())}
        AppearanceFile.objects.exclude(name__in=kept).delete()


def reset(row: Appearance) -> None:
    """Let the site look as it came."""
    with transaction.atomic():
        row.delete()
        AppearanceFile.objects.exclude(name__in=row.files.values()).delete()


def _keep(files: _Files, row: Appearance, use: str) -> None:
    name = row.files[use]
    kept = AppearanceFile.objects.get(name=name)
    files.add(use, name.rpartition(".")[2], bytes(kept.content))


def _make(row: Appearance, files: _Files) -> None:
    """Make all files of a look."""
    palette = row.palette
    emblem = _emblem(row, palette, files)
    lines: str | None = None
    motif: Image.Image | None = None
    if row.motif == Appearance.Motif.OWN:
        svg = drawings.tinted(
            files.contents[files.names["motif-source"]].decode(),
            colours.line_on_main(palette), palette.main,
        )  # fmt: skip
        lines = files.add("motif", "svg", svg.encode())
        motif = rasters.faded(_at_foot(svg))
    elif row.motif == Appearance.Motif.NONE:
        lines = ""
    else:
        motif = _at_foot(_our_motif(palette, sparks=not row.emblem_name))
        if _repainted(palette, "contours.svg") != _ours("contours.svg"):
            lines = files.add("lines", "svg", _repainted(palette, "contours.svg").encode())
    if row.emblem_name or row.motif != Appearance.Motif.OURS or palette != OURS:
        shown = emblem if row.emblem_name else None
        files.add("share", "png", rasters.share_ground(palette.main, motif, shown, PAPER))
    rules = sheet(palette, lines=lines, has_our_motif=row.motif == Appearance.Motif.OURS)
    if rules:
        files.add("sheet", "css", rules.encode())


def _emblem(row: Appearance, palette: Palette, files: _Files) -> Image.Image | None:
    """Add the files of the emblem; none where it is ours, in our colours."""
    if row.emblem_name:
        name = files.names["emblem-source"]
        ending, content = name.rpartition(".")[2], files.contents[name]
        ground, margin = PAPER, MARGIN
    elif _repainted(palette, "emblem.svg") != _ours("emblem.svg"):
        ending, content = "svg", _repainted(palette, "emblem.svg").encode()
        ground, margin = palette.main, 0.0
    else:
        return None
    side = (rasters.SMALLEST, rasters.SMALLEST)
    if ending == "svg":
        image = rasters.drawn(content.decode(), side)
    else:
        image = rasters.from_picture(content)
    for use, made in rasters.icons(image, ground, margin=margin).items():
        files.add(use, use.rpartition(".")[2], made)
    if ending == "svg":
        files.add("emblem", "svg", content)
    else:
        small = image.resize((192, 192), Image.Resampling.LANCZOS)
        files.add("emblem", "png", rasters.png(small))
    return image


def _ours(name: str) -> str:
    return (IMAGES / name).read_text("utf-8")


def _repainted(palette: Palette, name: str) -> str:
    """Return a drawing of ours in other colours."""
    changes = {
        OURS.main: palette.main,
        OURS.accent: palette.accent,
        colours.line_on_main(OURS): colours.line_on_main(palette),
        colours.accent_on_main(OURS): colours.accent_on_main(palette),
    }
    pattern = re.compile("|".join(changes))
    return pattern.sub(lambda found: changes[found[0]], _ours(name))


def _our_motif(palette: Palette, *, sparks: bool) -> str:
    """Return our motif with what `site.css` says of its classes.

    Where an emblem stands in the sky there are no sparks.
    """
    line, spark = colours.line_on_main(palette), colours.accent_on_main(palette)
    said = {
        'class="ground"': f'fill="{palette.main}"',
        'class="far"': f'stroke="{line}" opacity=".35"',
        'class="near"': f'stroke="{line}" opacity=".55"',
        'class="water"': f'stroke="{spark}" opacity=".6"',
        'class="leaf"': f'stroke="{spark}" stroke-width="1.8" fill="{palette.main}"',
        'class="spark"': f'stroke="{spark if sparks else "none"}" stroke-width="1.8"',
    }
    svg = MOTIF.read_text("utf-8")
    for name, attributes in said.items():
        svg = svg.replace(name, attributes)
    return svg.replace("<svg ", f'<svg xmlns="{drawings.NAMESPACE}" ', 1)


def _at_foot(svg: str) -> Image.Image:
    """Return a motif in pixels, so large that it covers the foot of a share picture, cut at left
    and above."""
    width, height = drawings.view_box(ET.fromstring(svg))[2:]  # noqa: S314  what we wrote ourselves
    wide, high = rasters.HILLS
    scale = max(wide / width, high / height)
    size = round(width * scale), round(height * scale)
    image = rasters.drawn(svg, size)
    return image.crop((size[0] - wide, size[1] - high, *size))
