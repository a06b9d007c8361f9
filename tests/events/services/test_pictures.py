"""Pictures are made anew, bounded, and bare of all that was in the upload beside them."""

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from events.models import Picture, PictureFile
from events.services import pictures
from events.web.uploads import Upload
from tests.factories import ContestFactory, make_picture
from tests.files import SVG, bomb, picture, saved

pytestmark = pytest.mark.django_db
SECRET = b"21.5942N-105.8482E"


def decoded(file: PictureFile) -> Image.Image:
    image = Image.open(io.BytesIO(file.content))
    image.load()
    return image


def test_a_large_picture_in_three_widths_and_three_formats() -> None:
    made = make_picture(content=picture("JPEG", size=(3200, 1600)))

    files = {(f.format, f.width): decoded(f) for f in made.files.all()}

    assert set(files) == {(f, w) for f in ("avif", "webp", "jpeg") for w in (480, 960, 1600)}
    assert {k: image.size for k, image in files.items()} == {(f, w): (w, w // 2) for f, w in files}
    assert {(k[0], image.format.lower()) for k, image in files.items() if image.format} == {
        (f, f) for f in ("avif", "webp", "jpeg")
    }
    assert (made.width, made.height) == (1600, 800)


def test_a_small_picture_is_not_made_larger() -> None:
    made = make_picture(content=picture(size=(500, 300)))
    assert set(made.files.values_list("width", flat=True)) == {480, 500}


def test_nothing_but_the_picture_stays() -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = 6  # lies on its side
    content = saved(
        Image.new("RGB", (400, 300), "red"), "JPEG", exif=exif, comment=SECRET, xmp=SECRET
    )
    made = make_picture(content=content + b"PK\x03\x04" + SECRET)  # and a file behind it

    assert (made.width, made.height) == (300, 400)
    for file in made.files.all():
        assert SECRET not in bytes(file.content)
        image = decoded(file)
        assert not image.getexif()
        assert "icc_profile" not in image.info


def test_what_was_transparent_is_white() -> None:
    made = make_picture(content=picture(mode="RGBA", size=(300, 300), color=(255, 0, 0, 0)))
    for file in made.files.all():
        shown: Any = decoded(file).convert("RGB").getpixel((9, 9))
        assert min(shown) > 250


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "1"), ("PNG", "L"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "I;16"), ("JPEG", "CMYK")],
)
def test_every_kind_of_colour(kind: str, mode: str) -> None:
    made = make_picture(content=picture(kind, mode, size=(300, 300)))
    assert {decoded(file).mode for file in made.files.all()} == {"RGB"}


def test_shades_of_a_scanner_stay_shades() -> None:
    grey = Image.new("I;16", (240, 200), 0x4000)
    shade = decoded(make_picture(content=saved(grey)).files.get(format="jpeg")).getpixel((9, 9))
    assert isinstance(shade, tuple)
    assert max(abs(value - 0x40) for value in shade) < 3


def test_colours_of_another_profile_are_taken_over_and_a_wrong_profile_is_left() -> None:
    lab: Any = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (lab, b"no profile at all"):
        content = saved(Image.new("RGB", (300, 300), (200, 30, 40)), "PNG", icc_profile=profile)
        shown: Any = pictures.opened(content).getpixel((5, 5))
        assert max(abs(a - b) for a, b in zip(shown, (200, 30, 40), strict=True)) < 3


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (SVG, "SVG"),
        (bomb(), "quá nhiều điểm ảnh"),
        (b"GIF89a" + b"\x00" * 50, "không phải là ảnh"),
        (b"%PDF-1.7\n" + picture(size=(300, 300)), "không phải là ảnh"),
        (picture(size=(300, 300))[:200], "bị hỏng"),
        (picture(size=(100, 300)), "quá nhỏ"),
        (picture(size=(200, 1601)), "quá dài và hẹp"),
        (b"<html><script>alert(1)</script>", "không phải là ảnh"),
    ],
    ids=["svg", "bomb", "gif", "pdf", "cut off", "small", "flat", "html"],
)
def test_what_is_no_usable_picture(content: bytes, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        pictures.save(Picture(contest=ContestFactory(), alt="x"), Upload("x", content, "image/png"))
    assert not Picture.objects.exists()


def test_a_file_that_is_a_page_too_becomes_a_picture_alone() -> None:
    page = b"<script>alert(1)</script>"
    made = make_picture(content=picture("PNG", size=(300, 300)) + page)
    assert all(page not in bytes(file.content) for file in made.files.all())


def test_replacing_keeps_number_and_words() -> None:
    made = make_picture(alt="Trước", content=picture(size=(300, 300)))
    before = set(made.files.values_list("sha256", flat=True))
    pictures.save(made, Upload("b.png", picture(size=(400, 300), color=9), "image/png"))

    made.refresh_from_db()
    assert (made.alt, made.width) == ("Trước", 400)
    assert before.isdisjoint(made.files.values_list("sha256", flat=True))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_damaged_bytes_are_refused_or_become_a_picture(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["PNG", "JPEG", "WEBP"]))
    content = bytearray(picture(kind, size=(260, 220), color=(9, 90, 200)))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    try:
        image = pictures.opened(bytes(content))
    except ValidationError:
        return
    assert image.mode == "RGB"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF\x40\0\0\0WEBPVP8 "]),
    st.binary(max_size=400),
)
def test_made_up_bytes_are_refused_in_words(head: bytes, rest: bytes) -> None:
    with pytest.raises(ValidationError):
        pictures.opened(head + rest)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.7, 0.98])
def test_a_picture_that_was_cut_off_is_refused(kind: str, part: float) -> None:
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    content = saved(noise, kind)
    with pytest.raises(ValidationError):
        pictures.opened(content[: int(len(content) * part)])


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_what_moves_the_first_picture_stays(kind: str) -> None:
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "blue", "green")]
    content = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)
    made = make_picture(content=content)
    for file in made.files.all():
        image: Any = decoded(file)
        assert getattr(image, "n_frames", 1) == 1
        red, green, blue = image.convert("RGB").getpixel((9, 9))
        assert (red > 240, green < 20, blue < 20) == (True, True, True)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_where_it_was_taken_is_told_to_nobody(kind: str) -> None:
    exif = Image.Exif()
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (21.0, 35.0, 39.12)
    place[29] = "2030:02:12"
    exif[0x0110] = "Camera of a clerk"
    content = saved(Image.new("RGB", (400, 300), "red"), kind, exif=exif)
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    for file in make_picture(content=content).files.all():
        read = decoded(file).getexif()
        assert not read
        assert not read.get_ifd(0x8825)
        assert b"Camera" not in bytes(file.content)
        assert b"2030:02:12" not in bytes(file.content)
