"""Logos: whatever is uploaded becomes two plain pictures, or a sentence."""

import hashlib
import io
import struct
import zlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from events.web.uploads import Upload
from sponsorship import logos
from sponsorship.models import Logo, Sponsor
from tests.factories import SponsorFactory
from tests.files import SVG, bomb, pdf, picture, saved

pytestmark = pytest.mark.django_db

RED, GREEN = (200, 20, 20), (20, 200, 20)
PLAIN = Image.new("RGB", (60, 40), RED)


@pytest.fixture
def sponsor() -> Sponsor:
    return SponsorFactory()


def uploaded(content: bytes) -> Upload:
    return Upload("logo.png", content, "image/png")


def stored(sponsor: Sponsor, size: str = "print") -> Image.Image:
    """Read a logo as a browser does."""
    logo = sponsor.logos.get(size=size)
    image = Image.open(io.BytesIO(bytes(logo.content)))
    image.load()
    assert (image.format, image.size) == ("PNG", (logo.width, logo.height))
    assert logo.sha256 == hashlib.sha256(bytes(logo.content)).hexdigest()
    return image


def made(sponsor: Sponsor, content: bytes) -> Image.Image:
    logos.save_logo(sponsor, uploaded(content))
    return stored(sponsor)


# Sizes


@pytest.mark.parametrize(
    ("size", "web", "printed"),
    [
        ((3000, 1000), (480, 160), (1600, 533)),
        ((1000, 2000), (120, 240), (400, 800)),
        ((1600, 800), (480, 240), (1600, 800)),
        ((481, 100), (480, 100), (481, 100)),
        ((60, 40), (60, 40), (60, 40)),
        ((1, 1), (1, 1), (1, 1)),
        ((5000, 1), (480, 1), (1600, 1)),
    ],
)
def test_logo_fits_its_boxes_and_is_never_enlarged(
    sponsor: Sponsor, size: Any, web: Any, printed: Any
) -> None:
    logos.save_logo(sponsor, uploaded(picture(size=size)))

    assert (stored(sponsor, "web").size, stored(sponsor, "print").size) == (web, printed)


# Colours


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_colour_stays(sponsor: Sponsor, kind: str) -> None:
    image = made(sponsor, picture(kind, color=RED))

    assert image.mode == "RGB"
    assert all(abs(a - b) < 8 for a, b in zip(image.getpixel((9, 9)), RED, strict=True))


def test_cmyk_of_a_printing_house_becomes_colours_of_a_screen(sponsor: Sponsor) -> None:
    image = made(sponsor, picture("JPEG", "CMYK", color=(255, 0, 0, 0)))  # pure cyan

    red, green, blue = image.getpixel((9, 9))
    assert image.mode == "RGB"
    assert red < 90
    assert min(green, blue) > 130


def test_grey_of_16_bits_keeps_its_brightness(sponsor: Sponsor) -> None:
    image = made(sponsor, picture("PNG", "I;16", color=0xC000))

    assert image.getpixel((9, 9)) == (0xC0, 0xC0, 0xC0)


@pytest.mark.parametrize("source", [PLAIN, PLAIN.convert("RGBA"), PLAIN.quantize()])
def test_colour_profile_is_reckoned_in_and_left_out(sponsor: Sponsor, source: Image.Image) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")

    image = made(sponsor, saved(source, icc_profile=swapped))

    assert image.getpixel((9, 9))[:3] == GREEN
    assert "icc_profile" not in image.info


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("lab", [False, True])
def test_unfit_colour_profile_is_passed_over(sponsor: Sponsor, mode: str, lab: bool) -> None:
    wrong = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    profile = wrong if lab else b"rubbish"

    assert made(sponsor, picture("JPEG", mode, icc_profile=profile)).mode == "RGB"


# Transparency


def test_transparent_ground_stays(sponsor: Sponsor) -> None:
    source = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    source.paste((*RED, 255), (0, 0, 30, 40))

    image = made(sponsor, saved(source))

    assert image.getpixel((9, 9)) == (*RED, 255)
    assert image.getpixel((50, 9))[3] == 0


@pytest.mark.parametrize(
    ("source", "transparency"),
    [
        (PLAIN, RED),
        (PLAIN.convert("L"), PLAIN.convert("L").getpixel((0, 0))),
        (PLAIN.quantize(), 0),
        (PLAIN.quantize(), b"\0"),
    ],
)
@pytest.mark.parametrize("profile", [None, ImageCms.createProfile("sRGB")])
def test_colour_that_stands_for_transparency_becomes_so(
    sponsor: Sponsor, source: Image.Image, transparency: Any, profile: Any
) -> None:
    more = {"icc_profile": ImageCms.ImageCmsProfile(profile).tobytes()} if profile else {}

    image = made(sponsor, saved(source, transparency=transparency, **more))

    assert image.mode == "RGBA"
    assert image.getpixel((9, 9))[3] == 0


# Metadata and more than one picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_of_a_turned_camera_stands_upright_without_its_metadata(
    sponsor: Sponsor, kind: str
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the top is on the right
    exif[0x010E] = "chup tai nha rieng"
    source = Image.new("RGB", (60, 40), RED)
    source.paste(GREEN, (0, 0, 30, 40))

    image = made(sponsor, saved(source, kind, exif=exif))

    assert image.size == (40, 60)
    red, green, _blue = image.getpixel((20, 9))
    assert green > red  # what was left is above now
    assert image.info == {}
    assert not image.getexif()
    for logo in sponsor.logos.all():
        assert b"nha rieng" not in bytes(logo.content)


def test_texts_inside_a_picture_are_left_out(sponsor: Sponsor) -> None:
    content = picture()
    chunk = b"tEXtComment\0nha rieng"
    end = content.index(b"IDAT") - 4
    text = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))

    logos.save_logo(sponsor, uploaded(content[:end] + text + content[end:] + b"nha rieng"))

    assert all(b"nha rieng" not in bytes(logo.content) for logo in sponsor.logos.all())


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_moving_pictures_the_first_one_stays(sponsor: Sponsor, kind: str) -> None:
    frames = [Image.new("RGB", (60, 40), color) for color in (RED, GREEN, (0, 0, 255))]
    content = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)

    image = made(sponsor, content)

    assert getattr(image, "n_frames", 1) == 1
    red, green, blue = image.getpixel((9, 9))[:3]
    assert red > 150 > max(green, blue)


# Refused


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (SVG, "Không nhận tệp vẽ SVG vì có thể chứa mã lệnh. Vui lòng lưu thành PNG."),
        (
            SVG.replace(b"<svg", b"<!-- -->\n<SVG\n"),
            "Không nhận tệp vẽ SVG vì có thể chứa mã lệnh. Vui lòng lưu thành PNG.",
        ),
        (SVG.decode().encode("utf-16"), "Tệp không phải là ảnh."),
        (picture("GIF"), "Tệp không phải là ảnh."),
        (b"Cong ty Thu", "Tệp không phải là ảnh."),
        (pdf(), "Tệp không phải là ảnh."),
        (b"", "Tệp không phải là ảnh."),
        (bomb(), "Ảnh có quá nhiều điểm ảnh."),
        (picture("PNG", "1", (8_001, 5_000)), "Ảnh có quá nhiều điểm ảnh."),
        (picture("JPEG", size=(600, 400))[:-600], "Ảnh bị hỏng, không đọc được."),
    ],
    ids=[
        "svg",
        "svg-later",
        "svg-utf16",
        "gif",
        "text",
        "pdf",
        "empty",
        "bomb",
        "large",
        "cut-off",
    ],
)
def test_what_is_refused_leaves_the_logo_that_was_there(
    sponsor: Sponsor, content: bytes, sentence: str
) -> None:
    logos.save_logo(sponsor, uploaded(picture(color=RED)))
    before = set(sponsor.logos.values_list("pk", "sha256"))

    with pytest.raises(ValidationError, match=sentence):
        logos.save_logo(sponsor, uploaded(content))

    assert set(sponsor.logos.values_list("pk", "sha256")) == before


# Replacing


def test_new_logo_takes_the_place_of_the_old_one(sponsor: Sponsor) -> None:
    other = SponsorFactory()
    for one in (sponsor, other):
        logos.save_logo(one, uploaded(picture(color=RED)))

    logos.save_logo(sponsor, uploaded(picture(color=GREEN)))
    logos.remove_logo(other)

    assert sorted(Logo.objects.values_list("sponsor", "size")) == [
        (sponsor.pk, "print"),
        (sponsor.pk, "web"),
    ]
    assert stored(sponsor).getpixel((9, 9)) == GREEN


def test_same_picture_gives_the_same_bytes(sponsor: Sponsor) -> None:
    other = SponsorFactory()
    for one in (sponsor, other):
        logos.save_logo(one, uploaded(picture("JPEG", color=RED)))

    assert len(set(Logo.objects.values_list("size", "sha256"))) == 2
