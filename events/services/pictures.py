"""Pictures are made anew from what was uploaded: in several widths, bare of metadata."""

import hashlib
import io
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from PIL import Image, ImageCms

from events.fields import MarkdownField
from events.models import Picture, PictureFile
from events.web import markdown
from events.web.uploads import Upload, open_image

WIDTHS = (480, 960, 1600)  # pixels
FLATTEST = 8  # times as wide as high, or the other way round
SMALLEST = 200  # pixels of the shorter side
SETTINGS: dict[str, dict[str, Any]] = {
    PictureFile.Format.AVIF: {"quality": 58, "speed": 8},
    PictureFile.Format.WEBP: {"quality": 76, "method": 4},
    PictureFile.Format.JPEG: {"quality": 80, "optimize": True, "progressive": True},
}


def save(picture: Picture, upload: Upload) -> Picture:
    """Save a picture with the files made of an upload, in the place of those that it had.

    Raises `ValidationError` for what is no usable picture.
    """
    image = opened(upload.content)
    files = list(_files(image))  # long work, before anything is locked
    picture.sha256 = upload.sha256
    picture.width, picture.height = files[-1].width, files[-1].height
    with transaction.atomic():
        picture.save()
        picture.files.all().delete()
        for file in files:
            file.picture = picture
        PictureFile.objects.bulk_create(files)
    return picture


def named_in(numbers: Collection[int]) -> list[models.QuerySet[Any]]:
    """Return the rows whose texts name pictures of these numbers, for each kind of row."""
    found = []
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields if isinstance(field, MarkdownField)]
        likely = Q(
            *((f"{n}__contains", f"anh:{k}") for n in names for k in numbers), _connector=Q.OR
        )
        rows = model._default_manager.filter(likely) if names else ()
        keys = [
            row.pk
            for row in rows
            if not {*numbers}.isdisjoint(
                number for name in names for number in markdown.pictures_named(getattr(row, name))
            )
        ]
        if keys:
            found.append(model._default_manager.filter(pk__in=keys))
    return found


def opened(content: bytes) -> Image.Image:
    """Return the picture in an upload, upright, in sRGB, on white where it was transparent.

    Raises `ValidationError`, also for what is too small or too flat to be shown.
    """
    image = open_image(content)
    short, long = sorted(image.size)
    if short < SMALLEST:
        text = _("The picture is too small: each side needs %(least)d pixels at least.")
        raise ValidationError(text % {"least": SMALLEST})
    if long > short * FLATTEST:
        text = _("The picture is too flat: at most %(most)d times as long as the other side.")
        raise ValidationError(text % {"most": FLATTEST})
    return _flat(_in_srgb(image))


def _files(image: Image.Image) -> Any:
    """Yield the files, the widest of each format last."""
    widest = min(image.width, WIDTHS[-1])
    for width in [*(width for width in WIDTHS if width < widest), widest]:
        height = max(1, round(image.height * width / image.width))
        made = image.resize((width, height), Image.Resampling.LANCZOS)
        for format, settings in SETTINGS.items():
            content = _encoded(made, format, settings)
            yield PictureFile(
                format=format,
                width=width,
                height=height,
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
            )


def _encoded(image: Image.Image, format: str, settings: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format.upper(), **settings)
    return buffer.getvalue()


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return the picture in the colours that a file without a profile is taken to have."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "L", "CMYK"):
        return image
    # profiles that somebody made up are no reason to refuse a picture
    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        srgb = ImageCms.createProfile("sRGB")
        found = ImageCms.profileToProfile(image, theirs, srgb, outputMode=mode)
        return found or image
    return image


def _flat(image: Image.Image) -> Image.Image:
    """Return a picture of three colours that carries nothing else."""
    if image.has_transparency_data:
        shown = image.convert("RGBA")
        flat = Image.new("RGB", shown.size, "white")
        flat.paste(shown, mask=shown.getchannel("A"))
        return flat
    flat = Image.new("RGB", image.size)
    flat.paste(image.convert("RGB"))
    return flat
