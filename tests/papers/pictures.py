"""Pages as pictures: what a text check cannot see."""

import os
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

DPI = 60
# Versions of poppler smooth letters in their own ways; a moved line or a wrong letter shows more.
BLUR = 1.5
DARKEST = 60  # of 255
STRAY = 40  # pixels


def pages(pdf: bytes) -> list[Image.Image]:
    """Return the pages as small grey pictures."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", str(DPI), "-gray", "-png", "-", f"{folder}/page"]
        subprocess.run(command, input=pdf, check=True, capture_output=True)
        made = [Image.open(path).convert("L") for path in sorted(Path(folder).glob("*.png"))]
    return made


def differs_from(folder: Path, name: str, pdf: bytes) -> list[str]:
    """Return what differs from the pictures `folder/name-1.png` …; [] when all look the same.

    With PAPERS_APPROVE=1 in the environment the pictures are made anew: look at them, commit them.
    """
    made = pages(pdf)
    if os.environ.get("PAPERS_APPROVE"):
        _approve(folder, name, made)
    wanted = sorted(folder.glob(f"{name}-*.png"))
    if len(wanted) != len(made):
        return [f"{len(made)} pages instead of {len(wanted)}"]
    return [
        f"page {number}: {stray} pixels"
        for number, (path, page) in enumerate(zip(wanted, made, strict=True), 1)
        if (stray := _stray_pixels(Image.open(path), page)) > STRAY
    ]


def _approve(folder: Path, name: str, made: list[Image.Image]) -> None:
    folder.mkdir(exist_ok=True)
    for old in folder.glob(f"{name}-*.png"):
        old.unlink()
    for number, page in enumerate(made, 1):
        page.quantize(16).save(folder / f"{name}-{number}.png", optimize=True)


def _stray_pixels(wanted: Image.Image, page: Image.Image) -> int:
    if wanted.size != page.size:
        return page.width * page.height
    blurred = [p.convert("L").filter(ImageFilter.GaussianBlur(BLUR)) for p in (wanted, page)]
    histogram = ImageChops.difference(*blurred).histogram()
    return sum(histogram[DARKEST:])
