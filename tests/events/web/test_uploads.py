"""Uploads: what is let in, what is refused with which words, and how little of it is held."""

import hashlib
import io
import os
import random
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf
from PIL import Image

from events.sizes import MEBIBYTE
from events.web.uploads import MOST_BYTES, Upload, UploadField, check
from tests.files import ACTIVE_PDFS, SVG, bomb, chosen, locked_pdf, pdf, picture, saved

TOO_LARGE = "Tệp quá lớn. Dung lượng tối đa là 20 MB; vui lòng chọn tệp nhỏ hơn."
NO_PDF = "Tệp không phải PDF. Vui lòng chọn tệp PDF."
NO_PICTURE = "Tệp không phải là ảnh. Vui lòng chọn ảnh PNG, JPEG hoặc WebP."
NEITHER = "Vui lòng chọn tệp PDF hoặc ảnh PNG, JPEG, WebP."
PDF_DAMAGED = "Tệp PDF bị hỏng, không đọc được. Vui lòng tạo lại tệp rồi chọn lại."
PICTURE_DAMAGED = "Ảnh bị hỏng, không đọc được. Vui lòng lưu lại ảnh rồi chọn lại."
LOCKED = "Tệp PDF có mật khẩu. Vui lòng lưu lại không đặt mật khẩu rồi chọn lại."
ACTIVE = (
    "Tệp PDF có chứa mã lệnh hoặc tệp đính kèm nên không được nhận. "
    "Vui lòng in ra một tệp PDF mới rồi chọn tệp đó."
)
PAGES = "Tệp PDF phải có từ 1 đến 500 trang. Vui lòng chọn đúng tệp."
PIXELS = "Ảnh có quá nhiều điểm ảnh. Vui lòng thu nhỏ xuống dưới 40 triệu điểm ảnh."
DRAWING = "Không nhận tệp vẽ SVG vì có thể chứa mã lệnh. Vui lòng lưu thành PNG."


class PaperForm(forms.Form):
    note = forms.CharField(required=False)
    paper = UploadField(accepted=("pdf",))


class PictureForm(forms.Form):
    paper = UploadField(accepted=("image",), required=False)


class EitherForm(forms.Form):
    paper = UploadField(accepted=("pdf", "image"))


def sent(form: type[forms.Form], name: str, content: bytes) -> forms.Form:
    return form({}, {"paper": chosen(name, content)})


def refusal(form: type[forms.Form], name: str, content: bytes) -> list[str]:
    return [str(sentence) for sentence in sent(form, name, content).errors["paper"]]


def noise(kind: str) -> bytes:
    """A picture that cannot be packed, so that each of its bytes counts."""
    return saved(Image.frombytes("RGB", (90, 60), random.Random(7).randbytes(16_200)), kind)


# PDF


def test_good_pdf_comes_through_as_it_is() -> None:
    content = pdf(pages=3)

    form = sent(PaperForm, "quét.pdf", content)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["paper"] == Upload("quét.pdf", content, "application/pdf", 3)
    assert form.cleaned_data["paper"].sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tệp rỗng. Vui lòng chọn đúng tệp."),
        ("Đây là văn bản.".encode(), NO_PDF),
        (picture(), NO_PDF),
        (SVG, NO_PDF),
        (b"%PDF-1.7\n", PDF_DAMAGED),
        (b"%PDF-1.7\n" + b"\xff" * 500 + b"\n%%EOF\n", PDF_DAMAGED),
        (locked_pdf("bí mật"), LOCKED),
        (locked_pdf(""), LOCKED),
        (pdf(pages=0), PAGES),
        (pdf(pages=501), PAGES),
    ],
    ids=[
        "empty",
        "text",
        "picture",
        "drawing",
        "head-only",
        "rubbish",
        "locked",
        "no-printing",
        "no-page",
        "501",
    ],
)
def test_what_is_no_good_pdf_is_refused_in_words(content: bytes, sentence: str) -> None:
    assert refusal(PaperForm, "biên bản.pdf", content) == [sentence]


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_pdf_that_was_cut_off_is_refused(part: float) -> None:
    content = pdf(pages=3)

    assert refusal(PaperForm, "a.pdf", content[: int(len(content) * part)]) == [PDF_DAMAGED]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("change", ACTIVE_PDFS)
def test_pdf_that_does_more_than_show_pages_is_refused(change: Any, packed: bool) -> None:
    mode = ObjectStreamMode.generate if packed else ObjectStreamMode.disable

    assert refusal(PaperForm, "a.pdf", pdf(change, object_stream_mode=mode)) == [ACTIVE]


def _opens_on_its_page(made: Pdf) -> None:
    made.Root.OpenAction = Array([made.pages[0].obj, Name.Fit])


def _links_to_a_site(made: Pdf) -> None:
    link = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": [0, 0, 9, 9]}
    action = Dictionary(S=Name.URI, URI="https://cuocthi.example")
    made.pages[0].obj.Annots = Array([Dictionary(A=action, **link)])


@pytest.mark.parametrize("change", [_opens_on_its_page, _links_to_a_site])
def test_harmless_actions_of_a_pdf_are_no_reason_to_refuse(change: Any) -> None:
    assert sent(PaperForm, "a.pdf", pdf(change)).is_valid()


# Pictures


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("MPO", "image/jpeg")],
)
@pytest.mark.parametrize("name", ["ảnh.png", "ảnh.jpg", "ảnh.pdf", "ảnh"])
def test_good_picture_is_known_by_its_bytes(kind: str, content_type: str, name: str) -> None:
    more = {"save_all": True, "append_images": [Image.new("RGB", (9, 9))]} if kind == "MPO" else {}
    content = picture(kind, **more)

    form = sent(PictureForm, name, content)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["paper"] == Upload(name, content, content_type, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tệp rỗng. Vui lòng chọn đúng tệp."),
        ("Đây là văn bản.".encode(), NO_PICTURE),
        (pdf(), NO_PICTURE),
        (SVG, DRAWING),
        (picture("GIF"), NO_PICTURE),
        (picture("TIFF"), NO_PICTURE),
        (picture("BMP"), NO_PICTURE),
        (picture("PNG", "1", (8_001, 5_000)), PIXELS),
        (bomb(), PIXELS),
    ],
    ids=["empty", "text", "pdf", "drawing", "gif", "tiff", "bmp", "large", "bomb"],
)
def test_what_is_no_good_picture_is_refused_in_words(content: bytes, sentence: str) -> None:
    assert refusal(PictureForm, "logo.png", content) == [sentence]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("part", [0.3, 0.9])
def test_picture_that_was_cut_off_is_refused(kind: str, part: float) -> None:
    content = noise(kind)
    assert sent(PictureForm, "a.png", content).is_valid()

    assert refusal(PictureForm, "a.png", content[: int(len(content) * part)]) == [PICTURE_DAMAGED]


def test_bomb_is_not_unpacked() -> None:
    tracemalloc.start()
    try:
        assert refusal(PictureForm, "a.png", bomb()) == [PIXELS]
        assert tracemalloc.get_traced_memory()[1] < MEBIBYTE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("exif", [b"Exif\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"rubbish"])
def test_broken_metadata_of_a_picture_never_break_the_page(exif: bytes) -> None:
    form = sent(PictureForm, "a.jpg", picture("JPEG", exif=exif))

    assert form.is_valid() or form.errors["paper"] == [PICTURE_DAMAGED]


# Both


@pytest.mark.parametrize(
    "content",
    [pdf(pages=2), pdf(ACTIVE_PDFS[-1]), *(noise(kind) for kind in ("PNG", "JPEG", "WEBP"))],
    ids=["pdf", "active-pdf", "png", "jpeg", "webp"],
)
def test_bytes_that_flipped_are_refused_or_do_no_harm(content: bytes) -> None:
    dice = random.Random(2030)
    for _n in range(150):
        damaged = bytearray(content)
        for _flip in range(dice.randint(1, 9)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        with suppress(ValidationError):
            check(bytes(damaged), "a.pdf", ("pdf", "image"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/biên bản.pdf", "biên bản.pdf"),
        ("C:\\Users\\Thư ký\\quét 1.pdf", "quét 1.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie: b.pdf"),
        ("", "tep.pdf"),
        ("/", "tep.pdf"),
        ("danh-sach.pdf.exe", "danh-sach.pdf.exe.pdf"),
        ("x" * 400 + ".pdf", "x" * 150 + ".pdf"),
        ("x." + "y" * 400, "x." + "y" * 10 + ".pdf"),
        ("x" * 400, "x" * 150 + ".pdf"),
    ],
)
def test_name_is_kept_without_path_and_bounded(typed: str, kept: str) -> None:
    assert check(pdf(), typed, ("pdf",)).name == kept


def test_browser_is_told_what_may_be_chosen() -> None:
    assert 'accept=".pdf"' in str(PaperForm()["paper"])
    assert 'accept=".pdf,.png,.jpg,.jpeg,.webp"' in str(EitherForm()["paper"])


def test_nothing_chosen_is_nothing_where_that_is_allowed() -> None:
    form = PictureForm({}, {})

    assert form.is_valid()
    assert form.cleaned_data["paper"] is None
    assert PaperForm({}, {}).errors["paper"] == ["Vui lòng điền nội dung này."]


# Size


class Body(io.BufferedIOBase):
    """A request that comes over the line bit by bit; it watches the disk meanwhile."""

    def __init__(self, folder: Path, *files: int) -> None:
        super().__init__()
        self.folder, self.most_on_disk = folder, 0
        self.length = sum(len(part) for part in self._parts(files))
        self.parts = self._parts(files)
        self.rest = b""

    @staticmethod
    def _parts(files: tuple[int, ...]) -> Iterator[bytes]:
        line = b"\r\n--bien\r\nContent-Disposition: form-data; name="
        block = b"%PDF-1.7\n" + bytes(MEBIBYTE - 9)
        for megabytes in files:
            yield line + b'"paper"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
            for _n in range(megabytes):
                yield block
        yield line + b'"note"\r\n\r\n' + "đã gõ".encode() + b"\r\n--bien--\r\n"

    def read(self, size: int | None = -1) -> bytes:
        on_disk = sum(path.stat().st_size for path in self.folder.iterdir())
        self.most_on_disk = max(self.most_on_disk, on_disk)
        if not self.rest:
            self.rest = next(self.parts, b"")
        given, self.rest = self.rest[:size], self.rest[size:]
        return given

    def request(self) -> WSGIRequest:
        return WSGIRequest(
            {
                "REQUEST_METHOD": "POST",
                "CONTENT_TYPE": "multipart/form-data; boundary=bien",
                "CONTENT_LENGTH": str(self.length),
                "wsgi.input": self,
            }
        )


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    return tmp_path


def test_200_megabytes_are_refused_and_held_nowhere(folder: Path) -> None:
    body = Body(folder, 200)
    tracemalloc.start()
    try:
        request = body.request()
        form = PaperForm(request.POST, request.FILES)
        assert form.errors["paper"] == [TOO_LARGE]
        assert tracemalloc.get_traced_memory()[1] < 8 * MEBIBYTE
    finally:
        tracemalloc.stop()

    assert form["note"].value() == "đã gõ"
    assert body.most_on_disk <= MOST_BYTES
    assert body.read(1) == b""
    request.close()
    del request, form
    assert os.listdir(folder) == []


def test_many_files_share_one_limit(folder: Path) -> None:
    body = Body(folder, 15, 15, 15)
    request = body.request()

    form = PaperForm(request.POST, request.FILES)

    assert form.errors["paper"] == [TOO_LARGE]
    assert body.most_on_disk <= MOST_BYTES
    request.close()


@pytest.mark.parametrize(("more", "sentence"), [(0, NO_PDF), (1, TOO_LARGE)])
def test_limit_is_exact(rf: RequestFactory, folder: Path, more: int, sentence: str) -> None:
    content = b"x" * (MOST_BYTES + more)

    request = rf.post("/", {"paper": chosen("a.pdf", content)})

    assert PaperForm(request.POST, request.FILES).errors["paper"] == [sentence]
    request.close()
