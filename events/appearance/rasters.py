"""Pictures of drawings in pixels: icons, and the ground of share pictures."""

import io

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageDraw

from events.web.uploads import open_image

SMALLEST = 512  # pixels of the longer side of an emblem
SHARED = (1200, 630)
HILLS = (1200, 432)  # what the motif takes of it
BESIDE = 160  # pixels of the emblem in it
MARGIN = 64
PAGE = """<!doctype html><html lang="vi"><title>.</title><style>
@page {{ size: {width}px {height}px; margin: 0 }} body {{ margin: 0 }}
svg {{ display: block; width: {width}px; height: {height}px }}</style>{svg}"""


def drawn(svg: str, size: tuple[int, int]) -> Image.Image:
    """Return a cleaned drawing in pixels, clear where nothing is. Raises `ValidationError`."""
    import pypdfium2  # type: ignore[import-untyped]  # only a process that draws pays for them

    from events.documents import engine

    width, height = size
    try:
        pdf = engine.write_pdf(PAGE.format(width=width, height=height, svg=svg))
        with engine.lock:  # PDFium is not made for two threads at once either
            document = pypdfium2.PdfDocument(pdf)
            bitmap = document[0].render(scale=4 / 3, fill_color=(0, 0, 0, 0), rev_byteorder=True)
            image: Image.Image = bitmap.to_pil().copy()
            document.close()
    except Exception as error:  # numbers beyond all bounds fail in many ways
        raise ValidationError(
            _("The drawing cannot be drawn here. Export it as plain SVG, or choose a PNG.")
        ) from error
    return image.convert("RGBA").crop((0, 0, width, height))


def from_picture(content: bytes) -> Image.Image:
    """Return an uploaded emblem in a clear square of 512 pixels. Raises `ValidationError`."""
    image = open_image(content).convert("RGBA")
    if max(image.size) < SMALLEST:
        text = _("The emblem is too small: its longer side needs %(least)d pixels at least.")
        raise ValidationError(text % {"least": SMALLEST})
    image.thumbnail((SMALLEST, SMALLEST), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (SMALLEST, SMALLEST))
    square.paste(image, ((SMALLEST - image.width) // 2, (SMALLEST - image.height) // 2))
    return square


def png(image: Image.Image, colours: int = 0) -> bytes:
    """Return the PNG of a picture; with a number of colours, a small one without clearness."""
    made = image.convert("RGB").quantize(colours) if colours else image
    file = io.BytesIO()
    made.save(file, "PNG", optimize=True)
    return file.getvalue()


def icons(emblem: Image.Image, ground: str, *, margin: float = 0) -> dict[str, bytes]:
    """Return the files of an icon, by what they are for.

    A home screen cuts its own corners, so the ground goes to the edge there; the margin is a part
    of the side.
    """
    found = {}
    for size in (180, 192, 512):
        image = Image.new("RGB", (size, size), ground)
        inner = round(size * (1 - 2 * margin))
        small = emblem.resize((inner, inner), Image.Resampling.LANCZOS)
        image.paste(small, ((size - inner) // 2, (size - inner) // 2), small)
        found[f"icon-{size}.png"] = png(image, 128)
    file = io.BytesIO()
    emblem.resize((64, 64), Image.Resampling.LANCZOS).save(
        file, "ICO", sizes=[(16, 16), (32, 32), (48, 48)]
    )
    return {**found, "favicon.ico": file.getvalue()}


def faded(image: Image.Image) -> Image.Image:
    """Return a drawing that goes out towards its top, so that words before it can be read."""
    clear = Image.linear_gradient("L").resize(image.size).point(lambda part: round(part * 0.6))
    shown = image.copy()
    shown.putalpha(ImageChops.multiply(image.getchannel("A"), clear))
    return shown


def share_ground(
    colour: str, motif: Image.Image | None, emblem: Image.Image | None, plate: str
) -> bytes:
    """Return the PNG before which share pictures write; the motif stands at its foot."""
    ground = Image.new("RGB", SHARED, colour)
    if motif is not None:
        ground.paste(motif, (SHARED[0] - motif.width, SHARED[1] - motif.height), motif)
    if emblem is not None:
        edge = BESIDE // 8
        place = SHARED[0] - MARGIN - BESIDE
        box = (place - edge, MARGIN - edge, place + BESIDE + edge, MARGIN + BESIDE + edge)
        ImageDraw.Draw(ground).rounded_rectangle(box, edge, fill=plate)
        small = emblem.resize((BESIDE, BESIDE), Image.Resampling.LANCZOS)
        ground.paste(small, (place, MARGIN), small)
    return png(ground, 128)
