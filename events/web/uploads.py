"""Files that people upload: bounded while they arrive, judged by their bytes, kept nowhere here."""

import hashlib
import io
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import pikepdf
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError
from unfold.widgets import UnfoldAdminFileFieldWidget

from events.sizes import MEBIBYTE
from events.vietnamese.text import clean
from events.web import office_files

MOST_BYTES = 20 * MEBIBYTE
MOST_PIXELS = 40_000_000
MOST_PAGES = 500
IMAGE_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
# what a paper has no need of, and a hostile file does
ACTIVE = {"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/XFA"}
ACTIVE |= {"/EmbeddedFile", "/EmbeddedFiles", "/EF"}


class TooLarge(UploadedFile):
    """Stands for a file that was larger than allowed; its bytes are gone."""

    def __init__(self, name: str, field_name: str) -> None:
        super().__init__(file=io.BytesIO(), name=name, size=0)
        self.field_name = field_name


class BoundedUploadHandler(FileUploadHandler):
    """Drops what is beyond the limit, so that no upload fills memory or disk.

    All files of a request share the limit, since anybody can send many at once. The form is told
    by a `TooLarge` in the place of the file; all other values arrive.
    """

    received = 0  # bytes of all files of the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass a part on to the next handler while the request is within the limit."""
        self.received += len(raw_data)
        return raw_data if self.received <= MOST_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the sign for a file that was too large, else leave it to the next handler."""
        if self.received <= MOST_BYTES:
            return None
        for handler in self.request.upload_handlers if self.request else []:
            if hasattr(handler, "file"):
                handler.file.close()  # what was put on the disk so far
        return TooLarge(self.file_name or "", self.field_name or "")


@dataclass(frozen=True)
class Upload:
    """A file that was checked; `pages` is 1 for a picture."""

    name: str
    content: bytes
    content_type: str
    pages: int = 1

    @property
    def sha256(self) -> str:
        """The digest of the bytes in hex."""
        return hashlib.sha256(self.content).hexdigest()


class UploadField(forms.FileField):
    """A file of one of the `accepted` kinds, `pdf`, `image`, `office`; its value is an `Upload`."""

    widget = UnfoldAdminFileFieldWidget

    def __init__(self, *, accepted: Sequence[str] = ("pdf",), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.accepted = tuple(accepted)
        types = {
            "pdf": [".pdf"],
            "image": [".png", ".jpg", ".jpeg", ".webp"],
            "office": [*office_files.ENDINGS.values()],
        }
        endings = [ending for kind in self.accepted for ending in types[kind]]
        self.widget.attrs["accept"] = ",".join(endings)

    def to_python(self, data: Any) -> Any:
        """Return the checked file, or None where nothing was chosen."""
        if isinstance(data, TooLarge):
            raise ValidationError(
                _("The file is too large. The most is %(most)d MB; choose a smaller file.")
                % {"most": MOST_BYTES // MEBIBYTE}
            )
        if not data or isinstance(data, str):  # as the hidden first value of a form's field is
            return None
        if not data.size:
            raise ValidationError(_("The file is empty. Choose the right file."))
        return self.checked(data.read(), data.name)

    def checked(self, content: bytes, name: str) -> Any:
        """Return the value for the bytes of a file. Raises `ValidationError`."""
        return check(content, name, self.accepted)


def check(content: bytes, name: str, accepted: Sequence[str]) -> Upload:
    """Return the file as an `Upload`. Raises `ValidationError` with what to do instead."""
    name = clean_name(name)
    is_pdf = b"%PDF-" in content[:1024]
    if is_pdf and "pdf" in accepted:
        name = name if name.lower().endswith(".pdf") else f"{name}.pdf"
        return Upload(name, content, "application/pdf", _pages(content))
    if not is_pdf and "image" in accepted:
        return Upload(name, content, IMAGE_TYPES[str(open_image(content, accepted).format)])
    if not is_pdf and "office" in accepted:
        content_type = office_files.content_type(content)
        stem = name.rpartition(".")[0] or name
        return Upload(f"{stem}{office_files.ENDINGS[content_type]}", content, content_type)
    raise ValidationError(_WANTED[tuple(sorted(accepted))]())


_WANTED: dict[tuple[str, ...], Callable[[], str]] = {
    ("pdf",): lambda: _("The file is not a PDF. Choose a PDF file."),
    ("image",): lambda: _("The file is not a picture. Choose a PNG, JPEG or WebP picture."),
    ("image", "pdf"): lambda: _("Choose a PDF file or a PNG, JPEG or WebP picture."),
}


def open_image(content: bytes, accepted: Sequence[str] = ("image",)) -> Image.Image:
    """Return a decoded picture, upright. Raises `ValidationError`, with what else is accepted."""
    if re.search(rb"<svg[\s>]", content[:4096], re.IGNORECASE):
        raise ValidationError(
            _("SVG drawings are not accepted: they can carry programs. Save it as PNG.")
        )
    # WeasyPrint sets this for the whole process; what we print is whole, so it never needs it
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about large pictures and broken metadata
            image: Image.Image = Image.open(io.BytesIO(content), formats=list(IMAGE_TYPES))
            if image.width * image.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            image.load()
            upright = _with_8_bits(ImageOps.exif_transpose(image))
    except UnidentifiedImageError as error:
        raise ValidationError(_WANTED[tuple(sorted(accepted))]()) from error
    except Image.DecompressionBombError as error:
        raise ValidationError(
            _("The picture has too many pixels. Make it smaller than %(most)d megapixels.")
            % {"most": MOST_PIXELS // 1_000_000}
        ) from error
    except Exception as error:  # decoders fail in many ways on bytes that somebody made up
        raise ValidationError(
            _("The picture is damaged and cannot be read. Save it anew and choose it again.")
        ) from error
    # cameras put a second, small picture behind a JPEG and call that MPO
    upright.format = "JPEG" if image.format == "MPO" else image.format
    return upright


def _with_8_bits(image: Image.Image) -> Image.Image:
    """Return a picture of 256 shades, of which Pillow would make a white one of 65,536."""
    if not image.mode.startswith("I"):
        return image
    return image.point(lambda value: value * (1 / 256)).convert("L")


def _pages(content: bytes) -> int:
    """Return the number of pages of a PDF that does nothing but show them."""
    if b"%%EOF" not in content[-1024:]:  # cut off; qpdf would mend it with what is left
        raise ValidationError(_damaged())
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            encrypted = pdf.is_encrypted
            pages = len(pdf.pages)
            active = _is_active(pdf)
    except pikepdf.PasswordError:
        encrypted, pages, active = True, 0, False
    except Exception as error:  # qpdf fails in many ways on bytes that somebody made up
        raise ValidationError(_damaged()) from error
    if encrypted:
        raise ValidationError(
            _("The PDF is protected by a password. Save it without one, choose it again.")
        )
    if active:
        raise ValidationError(
            _(
                "The PDF carries programs or other files, which is not accepted. Print it to a "
                "new PDF and choose that."
            )
        )
    if not 1 <= pages <= MOST_PAGES:
        raise ValidationError(
            _("A PDF must have 1 to %(most)d pages. Choose the right file.") % {"most": MOST_PAGES}
        )
    return pages


def _damaged() -> str:
    return _("The PDF is damaged and cannot be read. Make it anew and choose it again.")


def _is_active(pdf: pikepdf.Pdf) -> bool:
    """Return whether anything in it has a key or an action that a paper does not need."""
    rest: list[Any] = list(pdf.objects)
    while rest:
        item = rest.pop()
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            names = {str(item.get(key, "")) for key in ("/S", "/Type", "/Subtype")}
            if not ACTIVE.isdisjoint(names | set(item.keys())):
                return True
            inside = [value for _key, value in item.items()]
        elif isinstance(item, pikepdf.Array):
            inside = list(item)
        else:
            continue
        # what is referred to stands in the list of objects itself
        rest += [one for one in inside if _is_part(one)]
    return False


def _is_part(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary | pikepdf.Array) and not item.is_indirect


def clean_name(name: str) -> str:
    """Return the name of a file without a path, fit to be shown and to be sent."""
    base = clean(PurePosixPath(name.replace("\\", "/")).name) or "tep"
    stem, dot, ending = base.rpartition(".")
    return f"{stem[:150]}{dot}{ending[:10]}" if dot else base[:150]
