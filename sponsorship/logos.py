"""Logos, made anew from what was uploaded: no metadata, no surprises, two sizes."""

import hashlib
import io

from django.db import transaction
from PIL import Image, ImageCms

from events.web.uploads import Upload, open_image
from sponsorship.models import Logo, Sponsor

SIZES = {Logo.Size.WEB: (480, 240), Logo.Size.PRINT: (1600, 800)}  # pixels, never enlarged


@transaction.atomic
def save_logo(sponsor: Sponsor, upload: Upload) -> None:
    """Give a sponsor the logo. Raises `ValidationError` for what is no picture."""
    image = _plain(open_image(upload.content))
    sponsor.logos.all().delete()
    for size, box in SIZES.items():
        copy = image.copy()
        copy.thumbnail(box, Image.Resampling.LANCZOS)
        content = _png(copy)
        Logo.objects.create(
            sponsor=sponsor,
            size=size,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            width=copy.width,
            height=copy.height,
        )


def remove_logo(sponsor: Sponsor) -> None:
    """Take the logo away."""
    sponsor.logos.all().delete()


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB, transparent where it was."""
    profile = image.info.get("icc_profile")
    if image.mode == "P" or image.has_transparency_data:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        image = _in_srgb(image, profile)
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        wanted = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, wanted, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError):
        return image  # a broken profile: the plain numbers are the best guess


def _png(image: Image.Image) -> bytes:
    bare = Image.frombytes(image.mode, image.size, image.tobytes())  # no metadata comes along
    made = io.BytesIO()
    bare.save(made, "PNG", optimize=True)
    return made.getvalue()
