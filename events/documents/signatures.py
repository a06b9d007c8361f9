"""Digital signatures of a copy: who signed, and whether it is still the paper that was issued.

A copy is judged anew whenever it is shown, from its bytes and the certificates that are trusted
today; nothing is stored that could become false. Works on this machine alone: nothing is fetched,
so no revocation is checked. A signer is trusted when the chain ends at a certificate of
SIGNATURE_ROOTS (PEM or DER files).
"""

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import IntegrityError, transaction

from events.documents import trusted_roots
from events.documents.errors import CopyRefused, KeptAlready
from events.documents.findings import Judgement
from events.models import OfficialDocument, SignedFile
from events.web.uploads import Upload

RULES = 2  # to be raised with every change of what is judged: older judgements are then forgotten
KEPT_FOR = 24 * 3600  # seconds for which a judgement is remembered


def add_signed_file(document: OfficialDocument, upload: Upload, by: User | None) -> SignedFile:
    """Keep a signed copy with an issued paper. Raises `CopyRefused`, `KeptAlready`."""
    judgement = judge(bytes(document.file.content), upload.content, document.issued_at)
    if not judgement.genuine:
        raise CopyRefused(judgement.reasons)
    try:
        with transaction.atomic():
            return SignedFile.objects.create(
                document=document,
                content=upload.content,
                sha256=upload.sha256,
                name=upload.name,
                added_by=by,
            )
    except IntegrityError as error:
        if "events_signedfile_once" in str(error):
            raise KeptAlready from error
        raise


def judge_kept(copies: Iterable[SignedFile]) -> list[tuple[SignedFile, Judgement]]:
    """Return kept copies with what is found out about them today.

    A judgement is remembered by what it follows from: the bytes and the trusted certificates.
    """
    copies = list(copies)
    if not copies:
        return []
    trust = f"{RULES}:{trusted_roots.digest()}"
    keys = {copy.pk: f"signed-copy:{trust}:{copy.document.sha256}:{copy.sha256}" for copy in copies}
    found = cache.get_many(keys.values())
    missing = [pk for pk, key in keys.items() if key not in found]
    if missing:
        files = SignedFile.objects.filter(pk__in=missing).select_related("document__file")
        for file in files.iterator(chunk_size=1):
            document = file.document
            judgement = judge(bytes(document.file.content), bytes(file.content), document.issued_at)
            found[keys[file.pk]] = judgement
            cache.set(keys[file.pk], judgement, KEPT_FOR)
    return [(copy, found[keys[copy.pk]]) for copy in copies]


def judge(issued: bytes, copy: bytes, since: datetime.datetime | None = None) -> Judgement:
    """Return what speaks for and against a copy of a paper that was issued at some hour (`since`).

    Never raises for its bytes.
    """
    from events.documents import judging  # pyHanko: only a process that judges pays for it

    return judging.judge(issued, copy, since)
