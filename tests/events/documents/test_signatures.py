"""Signed copies: real signatures by a made-up authority."""

import datetime
import io

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from events.documents import KINDS, register, signatures
from events.documents.errors import BrokenFile, KeptAlready, NoSignature
from events.uploads import Upload
from tests.factories import PlanFactory

NOW = datetime.datetime(2030, 2, 1, 5, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(scope="module")
def person(tmp_path_factory):
    """A signer with a certificate that nobody else vouches for."""
    folder = tmp_path_factory.mktemp("chung-thu")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "Nguyễn Văn Thử"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Sở Thử nghiệm"),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - datetime.timedelta(10))
        .not_valid_after(NOW + datetime.timedelta(1000))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "chung-thu.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "khoa.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder


@pytest.fixture
def document(db):
    plan = PlanFactory()
    return register.issue(
        register.Entry(kind=KINDS["plan"], event=plan.event, day=datetime.date(2030, 1, 20))
    )


def signed(content: bytes, person, field: str = "ChuKy1") -> bytes:
    signer = signers.SimpleSigner.load(str(person / "khoa.pem"), str(person / "chung-thu.pem"))
    made = io.BytesIO()
    signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content)),
        signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256"),
        signer=signer,
        output=made,
    )
    return made.getvalue()


def upload(content: bytes) -> Upload:
    return Upload("ban-ky.pdf", content, "application/pdf", 1)


def test_signature_in_the_empty_field_is_valid(document, person):
    copy = signed(bytes(document.file.content), person)

    kept = signatures.add_signed_file(document, upload(copy), None)

    assert kept.same_document
    (report,) = kept.report
    assert (report["signer"], report["organisation"]) == ("Nguyễn Văn Thử", "Sở Thử nghiệm")
    assert report["intact"]
    assert report["valid"]
    assert report["unchanged"]
    assert report["trusted"] is None
    assert report["signed_at"].startswith("2030-02-01")
    assert register.find_by_digest(kept.sha256)[1] == kept


def test_signer_is_trusted_by_the_certificates_of_the_portal(document, person, settings, tmp_path):
    copy = signed(bytes(document.file.content), person)

    settings.SIGNATURE_ROOTS = str(tmp_path)
    (tmp_path / "root.pem").write_bytes((person / "chung-thu.pem").read_bytes())
    assert signatures.inspect(copy)[0].trusted is True


def test_changed_byte_breaks_the_signature(document, person):
    copy = bytearray(signed(bytes(document.file.content), person))
    copy[len(copy) // 3] ^= 1

    (report,) = signatures.inspect(bytes(copy))

    assert not (report.intact and report.valid)


def test_what_is_added_after_the_signature_is_told(document, person):
    copy = signed(bytes(document.file.content), person)
    writer = IncrementalPdfFileWriter(io.BytesIO(copy))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(180)  # the page looks different
    writer.update_container(page)
    changed = io.BytesIO()
    writer.write(changed)

    (report,) = signatures.inspect(changed.getvalue())

    assert report.intact
    assert not report.unchanged


def test_signed_copy_of_another_paper_is_told(document, person):
    other = KINDS["plan"].draft(PlanFactory(subject="Kế hoạch khác").event).final()

    kept = signatures.add_signed_file(document, upload(signed(other, person)), None)

    assert not kept.same_document


def test_same_copy_is_kept_once(document, person):
    copy = signed(bytes(document.file.content), person)
    signatures.add_signed_file(document, upload(copy), None)

    with pytest.raises(KeptAlready):
        signatures.add_signed_file(document, upload(copy), None)


def test_unsigned_and_broken_files_are_refused(document):
    content = bytes(document.file.content)

    with pytest.raises(NoSignature):
        signatures.inspect(content)
    for broken in (b"", b"%PDF-1.7\n%%EOF", content[:2000], b"\0" * 5000, content[2000:]):
        with pytest.raises((BrokenFile, NoSignature)):
            signatures.inspect(broken)
