"""The pictures that social networks show of a page: 1200 × 630, its title before our hills.

An address carries its words and the look, signed: what is not ours is not drawn, no picture needs a
row, and networks ask anew when the look is another.
"""

import hashlib
import io
from collections.abc import Iterator
from typing import IO

from django.conf import settings
from django.core.cache import caches
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont

from events.models import AppearanceFile
from events.vietnamese.titles import SetTitle
from events.web.looks import Look

SIZE = (1200, 630)
GROUND = settings.BASE_DIR / "static/img/share.png"
SERIF = settings.PAPER_FONTS_DIR / "source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf"
SANS = settings.PAPER_FONTS_DIR / "be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf"
WHITE, GOLD = "#ffffff", "#f3d585"
LEFT, TOP, WIDTH = 72, 64, 728  # words end before the sparks of the motif
SIZES = (76, 70, 64, 54, 46, 40)  # of the title, the first in which it needs no more than ROWS
ROWS = 4
SMALLEST = 54  # for lines that are not to be broken
LONGEST = 160  # letters
KEPT = "public, max-age=31536000, immutable"

signer = Signer(salt="contest_portal.sharing")


def address_of(title: SetTitle, look: Look) -> str:
    """Return the path of the picture with these words."""
    words = title.before[:LONGEST], [line[:LONGEST] for line in title.name], title.after[:LONGEST]
    share = look.files.get("share")
    seen = (share, look.words_on_main) if share else ()
    return reverse("share_picture", args=[signer.sign_object([*words, *seen], compress=True)])


@require_safe
def picture(request: HttpRequest, words: str) -> HttpResponse:
    """Draw the picture that an address of ours asks for; 404 for any other."""
    try:
        before, name, after, *seen = signer.unsign_object(words)
        ground, gold = seen or ("", GOLD)
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    kept_as = f"share:{hashlib.sha256(words.encode()).hexdigest()}"
    content = caches["papers"].get(kept_as)
    if content is None:
        content = drawn(SetTitle(before, name, after), _ground(ground), gold)
        caches["papers"].set(kept_as, content)
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": KEPT})


def _ground(name: str) -> IO[bytes]:
    """Return the ground of a look; ours where it is gone with an earlier look."""
    found = AppearanceFile.objects.filter(name=name).first() if name else None
    return io.BytesIO(bytes(found.content)) if found else GROUND.open("rb")


def drawn(title: SetTitle, ground: IO[bytes], gold: str) -> bytes:
    """Return a PNG with the words, small ones in the colour of gold."""
    with ground, Image.open(ground) as opened:
        image = opened.convert("RGB")
    draw = ImageDraw.Draw(image)
    small = ImageFont.truetype(SANS, 30)
    y = TOP
    for row in _rows(draw, title.before, small):
        draw.text((LEFT, y), row, font=small, fill=gold)
        y += 46
    y += 14
    for size in SIZES:
        serif = ImageFont.truetype(SERIF, size)
        rows = [row for line in title.name for row in _rows(draw, line, serif)]
        if len(rows) <= (len(title.name) if len(title.name) > 1 and size > SMALLEST else ROWS):
            break
    for row in rows[: ROWS + 1]:
        draw.text((LEFT, y), row, font=serif, fill=WHITE)
        y += round(size * 1.22)
    for row in _rows(draw, title.after, small):
        draw.text((LEFT, y + 18), row, font=small, fill=gold)
        y += 46
    file = io.BytesIO()
    image.quantize(192).save(file, "PNG", optimize=True)
    return file.getvalue()


def _rows(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Break a text into rows that fit."""
    row = ""
    for word in text.split():
        longer = f"{row} {word}".strip()
        if row and draw.textlength(longer, font=font) > WIDTH:
            yield row
            row = word
        else:
            row = longer
    if row:
        yield row
