"""A signed copy is judged: who signed it, and what was added to it."""

import datetime
import logging
import re
from typing import Any

from asn1crypto import x509
from django.conf import settings
from django.utils import timezone
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

from events.documents import trusted_roots
from events.documents.additions import OnlySignatures, check_file
from events.documents.comparing import DrawnOutside
from events.documents.findings import Finding, Judgement, Signature
from events.documents.reading import Reader
from events.vietnamese.text import clean

logger = logging.getLogger(__name__)

LONGEST_NAME = 200
CLOCKS = datetime.timedelta(days=1)  # by which the clocks of signers may be wrong
PLACE_OF_SIGNATURE = re.compile(rb"<[0-9A-Fa-f]+>")


def judge(issued: bytes, copy: bytes, since: datetime.datetime | None = None) -> Judgement:
    """Return what speaks for and against a copy of a paper that was issued at some hour (`since`).

    Never raises for its bytes.
    """
    checked = bool(settings.SIGNATURE_ROOTS)
    try:
        reader = Reader(copy)
        embedded = list(reader.embedded_signatures)
    except Exception as error:  # what a hostile file can make the parser do has no end
        logger.info("A copy could not be read: %s", type(error).__name__)
        return Judgement((Finding.UNREADABLE,), (), checked)
    if not any(one.sig_object_type == "/Sig" for one in embedded):
        return Judgement((Finding.UNSIGNED,), (), checked)
    policy = OnlySignatures(reader)
    whole = _whole(issued, copy, reader, policy)
    roots = trusted_roots.trusted()
    every = [(one.sig_object_type, _read(one, copy, policy, roots, since)) for one in embedded]
    # a time stamp is no signature of somebody: it is only told when something is wrong with it
    told = [one for kind, one in every if kind == "/Sig" or one.findings]
    return Judgement(tuple(whole), tuple(told), checked)


def _whole(issued: bytes, copy: bytes, reader: Reader, policy: OnlySignatures) -> list[Finding]:
    """Return what speaks against the content: signing adds to the end of a file, nothing else."""
    if not copy.startswith(issued):
        return [Finding.OTHER_PAPER]
    try:
        original = Reader(issued)
        first = original.xrefs.total_revisions
        if reader.xrefs.get_startxref_for_revision(first - 1) != original.last_startxref:
            return [Finding.CHANGED]
        check_file(copy, reader, first, len(issued))
        policy.check(first)
        filled = sum(1 for _field in enumerate_sig_fields(reader, filled_status=True))
        if filled != len(reader.embedded_signatures):
            return [Finding.UNJUDGED]  # one of a kind that is not known here
    except DrawnOutside:
        return [Finding.OUTSIDE]
    except SuspiciousModification:
        return [Finding.CHANGED]
    except Exception as error:  # as above; what cannot be judged is not called genuine
        logger.info("A copy could not be compared: %s", type(error).__name__)
        return [Finding.UNJUDGED]
    return []


def _read(
    embedded: Any,
    copy: bytes,
    policy: OnlySignatures,
    roots: list[x509.Certificate],
    since: datetime.datetime | None,
) -> Signature:
    """Return what was found out about a signature or a time stamp."""
    signer = {"signer": "", "organisation": "", "certified_by": "", "signed_at": ""}
    findings: list[Finding] = []
    try:
        certificate = embedded.signer_cert
        subject, issuer = certificate.subject.native, certificate.issuer.native
        moment = _moment(embedded)
        signer = {
            "signer": _text(subject.get("common_name")),
            "organisation": _text(subject.get("organization_name")),
            "certified_by": _text(issuer.get("common_name")),
            "signed_at": moment.isoformat(timespec="seconds") if moment else "",
        }
        context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment)
        status: Any
        if embedded.sig_object_type == "/Sig":
            status = validate_pdf_signature(embedded, context, diff_policy=policy)
            stamp, kept = status.timestamp_validity, status.docmdp_ok
        else:
            status = validate_pdf_timestamp(embedded, context, diff_policy=policy)
            stamp, kept = None, not isinstance(status.diff_result, SuspiciousModification)
        stamped = stamp is None or (stamp.intact and stamp.valid)
        if not (status.intact and status.valid and stamped and _covers(embedded, copy)):
            findings.append(Finding.BROKEN)
        if not kept:
            findings.append(Finding.CHANGED_AFTER)
        if embedded.sig_object_type == "/Sig":
            findings += _of_hour(moment, since)
            findings += _of_certificate(certificate, moment, roots, trusted=status.trusted)
    except Exception as error:  # as above
        logger.info("A signature could not be judged: %s", type(error).__name__)
        findings = [Finding.UNJUDGED]
    return Signature(**signer, findings=tuple(findings))


def _covers(embedded: Any, copy: bytes) -> bool:
    """Return whether everything was signed but the place where the signature itself stands."""
    first, length, second, _rest = map(int, embedded.byte_range)
    return first == 0 and bool(PLACE_OF_SIGNATURE.fullmatch(copy, length, second))


def _of_hour(moment: datetime.datetime | None, since: datetime.datetime | None) -> list[Finding]:
    """Return what speaks against the hour of signing: else what has expired would be set back."""
    if moment is None or since is None or since - CLOCKS <= moment <= timezone.now() + CLOCKS:
        return []
    return [Finding.WRONG_HOUR]


def _of_certificate(
    certificate: x509.Certificate,
    moment: datetime.datetime | None,
    roots: list[x509.Certificate],
    *,
    trusted: bool,
) -> list[Finding]:
    """Return what speaks against the certificate: as of the moment of signing, not of today."""
    if moment is None:
        return [Finding.UNJUDGED]
    if not certificate.not_valid_before <= moment <= certificate.not_valid_after:
        return [Finding.EXPIRED]
    return [Finding.UNTRUSTED] if settings.SIGNATURE_ROOTS and not trusted else []


def _moment(embedded: Any) -> datetime.datetime | None:
    """Return when the signer says to have signed."""
    moment: datetime.datetime | None = embedded.self_reported_timestamp
    if moment is not None and timezone.is_naive(moment):
        return timezone.make_aware(moment)
    return moment


def _text(value: object) -> str:
    parts = value if isinstance(value, list) else [value or ""]
    return clean(", ".join(map(str, parts)))[:LONGEST_NAME]
