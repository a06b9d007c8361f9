"""Digital signatures of an uploaded copy: who signed, and whether anything was changed since.

Works on this machine alone: nothing is fetched, so no revocation is checked. A signer is trusted
when the chain ends at a certificate of the folder SIGNATURE_ROOTS (PEM or DER files).
"""

import io
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from events.documents.errors import BrokenFile, KeptAlready, NoSignature
from events.models import OfficialDocument, SignedFile
from events.uploads import Upload

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Signature:
    """What was found out about one signature; the JSON of `SignedFile.report` has the same keys."""

    signer: str
    organisation: str
    certified_by: str
    signed_at: str  # as the signer's computer says, ISO 8601; "" when it does not
    intact: bool  # the signed bytes are those that were signed
    valid: bool  # the signature is that of the certificate
    unchanged: bool  # nothing was added to the file after it, save further signatures
    trusted: bool | None  # None: no roots to check against


def inspect(content: bytes) -> list[Signature]:
    """Return the signatures of a PDF in their order. Raises `BrokenFile`, `NoSignature`."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        embedded = list(reader.embedded_regular_signatures)
    except Exception as error:  # what a hostile file can make the parser do has no end
        raise BrokenFile from error
    if not embedded:
        raise NoSignature
    roots = _roots()
    last = len(embedded) - 1
    return [_read(one, roots, is_last=number == last) for number, one in enumerate(embedded)]


def add_signed_file(document: OfficialDocument, upload: Upload, by: User | None) -> SignedFile:
    """Keep a signed copy with an issued paper. Raises `BrokenFile`, `NoSignature`, `KeptAlready`.

    Signing adds to the end of a file: a copy of this very paper begins with its bytes as issued.
    """
    report = [asdict(signature) for signature in inspect(upload.content)]
    issued = bytes(document.file.content)
    try:
        with transaction.atomic():
            return SignedFile.objects.create(
                document=document,
                content=upload.content,
                sha256=upload.sha256,
                name=upload.name,
                same_document=upload.content.startswith(issued),
                report=report,
                added_by=by,
            )
    except IntegrityError as error:
        if "events_signedfile_once" in str(error):
            raise KeptAlready from error
        raise


def _read(embedded: Any, roots: list[x509.Certificate], *, is_last: bool) -> Signature:
    certificate = embedded.signer_cert
    subject = certificate.subject.native if certificate else {}
    signer = {
        "signer": _text(subject.get("common_name")),
        "organisation": _text(subject.get("organization_name")),
        "certified_by": _text(certificate.issuer.native.get("common_name")) if certificate else "",
        "signed_at": _moment(embedded),
    }
    try:
        context = ValidationContext(trust_roots=roots, allow_fetching=False)
        status = validate_pdf_signature(embedded, context)
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        level = status.modification_level or ModificationLevel.OTHER
        return Signature(
            **signer,
            intact=bool(status.intact),
            valid=bool(status.valid),
            unchanged=whole or (not is_last and level != ModificationLevel.OTHER),
            trusted=bool(status.trusted) if roots else None,
        )
    except Exception:  # as above; a signature that cannot be judged proves nothing
        logger.warning("A signature could not be judged", exc_info=True)
        return Signature(**signer, intact=False, valid=False, unchanged=False, trusted=None)


def _moment(embedded: Any) -> str:
    moment = embedded.self_reported_timestamp
    return moment.isoformat(timespec="seconds") if moment else ""


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _roots() -> list[x509.Certificate]:
    """Return the certificates of the authorities that this portal trusts."""
    folder = settings.SIGNATURE_ROOTS
    if not folder:
        return []
    found = []
    for path in sorted(Path(folder).iterdir()):
        content = path.read_bytes()
        if pem.detect(content):
            parts = [der for _kind, _headers, der in pem.unarmor(content, multiple=True)]
        else:
            parts = [content]
        found += [x509.Certificate.load(part) for part in parts]
    return found
