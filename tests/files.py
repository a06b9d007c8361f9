"""Files as people upload them: good ones, broken ones, hostile ones."""

import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'


def pdf(change: Callable[[Pdf], None] | None = None, *, pages: int = 1, **saving: Any) -> bytes:
    """Make a PDF of empty pages; `change` does to it what a test is about."""
    made = Pdf.new()
    for _n in range(pages):
        made.add_blank_page()
    if change:
        change(made)
    content = io.BytesIO()
    made.save(content, **saving)
    return content.getvalue()


def picture(kind: str = "PNG", mode: str = "RGB", size: Any = (60, 40), **saving: Any) -> bytes:
    """Make a picture of one colour."""
    return saved(Image.new(mode, size, saving.pop("color", 0)), kind, **saving)


def saved(image: Image.Image, kind: str = "PNG", **saving: Any) -> bytes:
    """Return the bytes of a picture."""
    content = io.BytesIO()
    image.save(content, kind, **saving)
    return content.getvalue()


def bomb() -> bytes:
    """Make a small PNG that would fill a gigabyte when it is unpacked."""
    content = bytearray(picture())
    content[16:24] = (30_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


def chosen(name: str, content: bytes, content_type: str = "application/pdf") -> SimpleUploadedFile:
    """Return a file as a form receives it."""
    return SimpleUploadedFile(name, content, content_type)


# What hostile PDFs do; each stands where readers look for it, often inside another object


def _runs_when_opened(made: Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def _runs_when_opened_elsewhere(made: Pdf) -> None:
    made.Root.OpenAction = made.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))


def _names_a_program(made: Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=["a", script]))


def _runs_on_a_page(made: Pdf) -> None:
    made.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))


def _starts_a_program(made: Pdf) -> None:
    link = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": [0, 0, 9, 9]}
    action = Dictionary(S=Name.Launch, F="cmd.exe")
    made.pages[0].obj.Annots = Array([Dictionary(A=action, **link)])


def _sends_a_form(made: Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.SubmitForm, F="https://cuocthi.example")


def _carries_a_file(made: Pdf) -> None:
    made.attachments["a.exe"] = b"MZ"


def _hides_a_file(made: Pdf) -> None:
    spec = Dictionary(F="a.exe", EF=Dictionary(F=made.make_stream(b"MZ")))
    made.pages[0].obj.PieceInfo = Dictionary(X=Dictionary(Private=Array([spec])))


def _carries_a_form_of_xml(made: Pdf) -> None:
    made.Root.AcroForm = Dictionary(Fields=[], XFA=made.make_stream(b"<xdp/>"))


ACTIVE_PDFS: list[Callable[[Pdf], None]] = [
    _runs_when_opened,
    _runs_when_opened_elsewhere,
    _names_a_program,
    _runs_on_a_page,
    _starts_a_program,
    _sends_a_form,
    _carries_a_file,
    _hides_a_file,
    _carries_a_form_of_xml,
]


def locked_pdf(password: str) -> bytes:
    """Make a PDF with a password; "" needs none to be opened, and forbids printing."""
    return pdf(encryption=pikepdf.Encryption(owner="chủ", user=password))
