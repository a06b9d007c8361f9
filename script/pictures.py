"""Make the pictures anew that come from our drawings: icons of the site, ground of share pictures.

Needs the packages of `script/bootstrap --dev` and Chromium. What is made is kept in `static/img`.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import browser_program  # noqa: E402

TARGET = ROOT / "static/img"
EMBLEM = (TARGET / "emblem.svg").read_text("utf-8")
MOTIF = (ROOT / "templates/_motif.html").read_text("utf-8")
CSS = (ROOT / "static/css/site.css").read_text("utf-8")
ICONS = {"apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}
SHARED = (1200, 630)
AS_GROUND = ".hero{height:100%}.hero .motif{height:27rem;overflow:visible}"


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_program.EXECUTABLE, args=browser_program.FLAGS
        )
        page = browser.new_page()
        for name, size in ICONS.items():
            # a home screen cuts its own corners, so the green goes to the edge
            icon = drawn(page, (size, size), f"<style>body{{background:#1f5b3a}}</style>{EMBLEM}")
            icon.convert("RGB").quantize(64).save(TARGET / name, optimize=True)
        drawn(page, (64, 64), EMBLEM, clear=True).save(
            TARGET / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)]
        )
        ground = f"<style>{CSS}{AS_GROUND}</style><div class='hero'>{MOTIF}</div>"
        picture = drawn(page, SHARED, ground)
        picture.convert("RGB").quantize(128).save(TARGET / "share.png", optimize=True)
        browser.close()


def drawn(page: Page, size: tuple[int, int], body: str, *, clear: bool = False) -> Image.Image:
    """Return what a page of a size in pixels looks like."""
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    style = "<style>*{margin:0}html,body{height:100%}svg{display:block}</style>"
    page.set_content(f"<!doctype html>{style}{body}")
    return Image.open(io.BytesIO(page.screenshot(omit_background=clear)))


if __name__ == "__main__":
    main()
