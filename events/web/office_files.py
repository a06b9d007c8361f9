"""Documents of office programs, judged by their bytes: none that carries a program."""

import io
import re
import zipfile
import zlib

from defusedxml import ElementTree as ET  # type: ignore[import-untyped]
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.sizes import MEBIBYTE

OOXML = "application/vnd.openxmlformats-officedocument"
ENDINGS = {
    f"{OOXML}.wordprocessingml.document": ".docx",
    f"{OOXML}.spreadsheetml.sheet": ".xlsx",
    f"{OOXML}.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}
MEMBERS_MOST = 5000
UNPACKED_MOST = 300 * MEBIBYTE
READ_MOST = MEBIBYTE  # of one member that is looked into
END = b"PK\x05\x06"
END_BYTES = 22
PROGRAMS = re.compile(
    r"vba(Project|Data)|(^|/)(activeX|embeddings|macrosheets|externalLinks)/|(^|/)customUI|"
    r"^(Basic|Scripts)/|\.(bin|exe|dll|js|vbs|hta|jar|class|py|sh|bat|cmd|lnk|svg|html?)$",
    re.IGNORECASE,
)
HARMLESS = re.compile(r"^(xl|ppt|word)/printerSettings/printerSettings\d+\.bin$", re.IGNORECASE)
# relations whose other end is loaded when the document is opened
LOADED = {"attachedtemplate", "oleobject", "frame", "subdocument", "externallink", "image"}


def content_type(content: bytes) -> str:
    """Return what a document is. Raises `ValidationError` with what to do instead."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            if not _is_bounded(content, members):
                raise ValidationError(_damaged())
            found = _open_document(packed, members) or _office_open(packed)
            carries = any(
                PROGRAMS.search(one.filename) and not HARMLESS.search(one.filename)
                for one in members
            ) or any(_reaches_out(_read(packed, one)) for one in members if _is_relations(one))
    except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, ValueError, ET.ParseError,
            NotImplementedError, RuntimeError, OSError) as error:  # fmt: skip
        raise ValidationError(_damaged()) from error
    if found not in ENDINGS:
        raise ValidationError(
            _(
                "The file is no document that can be offered here. Choose a PDF, Word, Excel, "
                "PowerPoint or OpenDocument file without macros."
            )
        )
    if carries:
        raise ValidationError(
            _(
                "The document carries programs or other files, or loads a part from elsewhere, "
                "which is not accepted. Save it as PDF and choose that."
            )
        )
    return found


def _is_bounded(content: bytes, members: list[zipfile.ZipInfo]) -> bool:
    """Return whether the archive fills the file and unpacks to something of a document's size."""
    fills = content.startswith(b"PK\x03\x04") and content[-END_BYTES:].startswith(END)
    few = 0 < len(members) <= MEMBERS_MOST
    names = {one.filename for one in members}
    return (
        fills
        and few
        and len(names) == len(members)
        and min(one.header_offset for one in members) == 0
        and sum(one.file_size for one in members) <= UNPACKED_MOST
        and not any(one.flag_bits & 1 for one in members)  # protected by a password
    )


def _open_document(packed: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> str:
    if members[0].filename != "mimetype" or members[0].compress_type != zipfile.ZIP_STORED:
        return ""
    return _read(packed, members[0]).decode("ascii", "replace").strip()


def _office_open(packed: zipfile.ZipFile) -> str:
    """Return the type of the main part, which tells documents with macros from those without."""
    types = _read(packed, packed.getinfo("[Content_Types].xml"))
    found = re.findall(rb'ContentType="([^"]+)\.main\+xml"', types)
    return found[0].decode("ascii", "replace") if len(found) == 1 else ""


def _reaches_out(relations: bytes) -> bool:
    """Return whether a part of the document is loaded from elsewhere."""
    for one in ET.fromstring(relations).iter():
        kind = one.get("Type", "").lower().rpartition("/")[2]
        if one.get("TargetMode", "").lower() == "external" and kind in LOADED:
            return True
    return False


def _is_relations(member: zipfile.ZipInfo) -> bool:
    return member.filename.endswith(".rels")


def _read(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return what a member holds; what is longer than such a part ever is counts as damaged."""
    with packed.open(member) as file:
        content = file.read(READ_MOST + 1)
    if len(content) > READ_MOST:
        raise ValueError
    return content


def _damaged() -> str:
    return _(
        "The document is damaged, protected by a password, or carries something else. Save it "
        "anew and choose it again."
    )
