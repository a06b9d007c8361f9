"""Real signatures by made-up people, and what can be done to a file before and after them."""

import datetime
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from events.web.uploads import Upload

FROM = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
UNTIL = datetime.datetime(2033, 1, 1, tzinfo=datetime.UTC)


class Person:
    """Somebody with a key and a certificate, by an authority or by nobody but themselves."""

    def __init__(
        self,
        name: str,
        organisation: str = "",
        *,
        by: "Person | None" = None,
        until: datetime.datetime = UNTIL,
        authority: bool = False,
        stamps: bool = False,
    ) -> None:
        self.key: Any = (
            rsa.generate_private_key(public_exponent=65537, key_size=2048)
            if stamps  # for which pyHanko knows no other
            else ec.generate_private_key(ec.SECP256R1())
        )
        self.by = by
        names = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
        if organisation:
            names.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
        self.subject = x509.Name(names)
        builder = (
            x509.CertificateBuilder()
            .subject_name(self.subject)
            .issuer_name(by.subject if by else self.subject)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(FROM)
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(_usage(authority=authority), critical=True)
        )
        if stamps:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(usage, critical=True)
        self.certificate = builder.sign(by.key if by else self.key, hashes.SHA256())

    @property
    def pem(self) -> bytes:
        """The certificate, as it lies in the folder of the portal."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def trusted_in(self, folder: Path) -> str:
        """Put the certificate among those that are trusted; return the folder."""
        (folder / "root.pem").write_bytes(self.pem)
        return str(folder)

    def tools(self) -> tuple[Any, Any, Any]:
        """Return certificate, key and chain as pyHanko takes them."""
        key = self.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        chain = SimpleCertificateStore()
        chain.register_multiple([_for_pyhanko(one) for one in (self, self.by) if one])
        return _for_pyhanko(self), keys.PrivateKeyInfo.load(key), chain


def _for_pyhanko(person: Person) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(person.certificate.public_bytes(serialization.Encoding.DER))


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def signed(
    content: bytes,
    person: Person,
    field: str = "ChuKy1",
    *,
    box: tuple[float, ...] | None = None,
    page: int = 0,
    picture: bool = False,
    locks: bool = False,
    meanwhile: Callable[[IncrementalPdfFileWriter], None] | None = None,
    **details: Any,
) -> bytes:
    """Sign in a field; a new one is invisible, or stands in a `box` (points, of a page).

    One that `locks` forbids that other fields are signed after it; it is a new one. What is
    changed `meanwhile` stands in the revision of the signature itself.
    """
    certificate, key, chain = person.tools()
    signer = signers.SimpleSigner(certificate, key, chain)
    every = fields.FieldMDPSpec(fields.FieldMDPAction.ALL) if locks else None
    spec = (
        fields.SigFieldSpec(field, box=box, on_page=page, field_mdp_spec=every)
        if box or locks
        else None
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    if meanwhile is not None:
        meanwhile(writer)
    made = io.BytesIO()
    signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256", **details),
        signer=signer,
        stamp_style=TextStampStyle() if picture else None,
        new_field_spec=spec,
    ).sign_pdf(writer, output=made)
    return made.getvalue()


def time_stamped(content: bytes, person: Person, field: str | None = None) -> bytes:
    """Add a time stamp of the whole document, in an invisible field or in one that is there."""
    certificate, key, chain = person.tools()
    made = io.BytesIO()
    signers.PdfTimeStamper(
        DummyTimeStamper(certificate, key, chain), field_name=field
    ).timestamp_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), "sha256", output=made)
    return made.getvalue()


def altered(content: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """Append a revision with a change."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def upload(content: bytes) -> Upload:
    """Return a file as a form hands it on."""
    return Upload("ban-ky.pdf", content, "application/pdf", 1)
