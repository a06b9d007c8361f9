"""Signed copies of issued papers: what is kept, and what is said of it later."""

import datetime

import pytest
import time_machine
from django.core.cache import cache

from events.documents import KINDS, register, signatures
from events.documents.errors import CopyRefused, KeptAlready
from events.documents.findings import Finding
from events.models import SignedFile
from tests.factories import PlanFactory, issued_paper, signed_memorandum
from tests.signing import Person, signed, upload

NOW = datetime.datetime(2030, 2, 1, 5, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(scope="module")
def authority():
    return Person("Tổ chức chứng thực Thử", authority=True)


@pytest.fixture(scope="module")
def person(authority):
    return Person("Nguyễn Văn Thử", "Sở Thử nghiệm", by=authority)


@pytest.fixture
def document(db):
    plan = PlanFactory()
    return register.issue(
        register.Entry(kind=KINDS["plan"], event=plan.event, day=datetime.date(2030, 1, 20))
    )


def content_of(document) -> bytes:
    return bytes(document.file.content)


def test_signature_in_the_empty_field_is_kept(document, person):
    copy = signed(content_of(document), person)

    kept = signatures.add_signed_file(document, upload(copy), None)

    ((found, judgement),) = signatures.judge_kept([kept])
    assert (found, judgement.genuine, judgement.checked) == (kept, True, False)
    (signature,) = judgement.signatures
    assert (signature.signer, signature.organisation) == ("Nguyễn Văn Thử", "Sở Thử nghiệm")
    assert signature.certified_by == "Tổ chức chứng thực Thử"
    assert signature.signed_at.startswith("2030-02-01")
    assert register.find_by_digest(kept.sha256) == document


def test_same_copy_is_kept_once(document, person):
    copy = signed(content_of(document), person)
    signatures.add_signed_file(document, upload(copy), None)

    with pytest.raises(KeptAlready):
        signatures.add_signed_file(document, upload(copy), None)


def test_what_is_no_signed_copy_is_refused(document, person):
    issued = content_of(document)
    other = KINDS["plan"].draft(PlanFactory(subject="Kế hoạch khác").event).final()
    changed = bytearray(signed(issued, person))
    changed[len(issued) // 3] ^= 1
    refused = [
        (issued, [Finding.UNSIGNED]),
        (signed(other, person), [Finding.OTHER_PAPER]),
        (bytes(changed), [Finding.OTHER_PAPER, Finding.BROKEN]),
        *((broken, [Finding.UNREADABLE]) for broken in (b"", b"%PDF-1.7\n%%EOF", issued[:2000])),
    ]
    for copy, reasons in refused:
        with pytest.raises(CopyRefused) as caught:
            signatures.add_signed_file(document, upload(copy), None)
        assert set(caught.value.reasons) <= {*reasons, Finding.UNREADABLE}
    assert not SignedFile.objects.exists()


# whose certificate, and of when


@pytest.mark.parametrize("days", [-2, 2])
def test_clock_of_a_signer_is_not_set_back_behind_the_issue(document, authority, days):
    """Else a certificate that has expired would hold, as of an hour that never was."""
    expired = Person("Trần Thị Hết Hạn", by=authority, until=NOW - datetime.timedelta(days=1))
    signer = expired if days < 0 else Person("Người Vội", by=authority)
    with time_machine.travel(NOW + datetime.timedelta(days=days), tick=True):
        copy = signed(content_of(document), signer)

    with pytest.raises(CopyRefused) as caught:
        signatures.add_signed_file(document, upload(copy), None)

    assert caught.value.reasons == [Finding.WRONG_HOUR]


@pytest.mark.parametrize("roots", [True, False])
def test_certificate_must_hold_on_the_day_of_signing(
    document, authority, settings, tmp_path, roots
):
    issued = content_of(document)
    if roots:
        settings.SIGNATURE_ROOTS = authority.trusted_in(tmp_path)
    until = NOW - datetime.timedelta(days=1)
    expired = Person("Trần Thị Hết Hạn", by=authority, until=until)
    then = until - datetime.timedelta(days=1)
    with time_machine.travel(then, tick=True):
        in_time = signed(issued, expired)

    assert signatures.judge(issued, in_time).genuine  # it held then
    assert signatures.judge(issued, signed(issued, expired)).reasons == [Finding.EXPIRED]


def test_each_signature_is_judged_by_its_own_certificate(
    document, authority, person, settings, tmp_path
):
    settings.SIGNATURE_ROOTS = authority.trusted_in(tmp_path)
    issued = content_of(document)
    stranger = Person("Người Lạ", by=Person("Nơi khác", authority=True))

    good = signatures.judge(issued, signed(issued, person))
    mixed = signatures.judge(issued, signed(signed(issued, person), stranger, "Them"))

    assert (good.genuine, good.checked) == (True, True)
    assert [one.findings for one in mixed.signatures] == [(), (Finding.UNTRUSTED,)]
    with pytest.raises(CopyRefused, match="tin cậy"):
        signatures.add_signed_file(document, upload(signed(issued, stranger)), None)
    # a name is copied easily, a key is not
    same_name = Person("Nguyễn Văn Thử", by=Person("Tổ chức chứng thực Thử", authority=True))
    judgement = signatures.judge(issued, signed(issued, same_name))
    assert judgement.reasons == [Finding.UNTRUSTED]


def test_kept_copy_is_judged_by_the_certificates_that_are_trusted_now(
    document, authority, person, settings, tmp_path
):
    kept = signatures.add_signed_file(document, upload(signed(content_of(document), person)), None)
    ((_copy, before),) = signatures.judge_kept([kept])

    settings.SIGNATURE_ROOTS = Person("Nơi khác", authority=True).trusted_in(tmp_path)
    ((_copy, elsewhere),) = signatures.judge_kept([kept])
    settings.SIGNATURE_ROOTS = authority.trusted_in(tmp_path)
    ((_copy, after),) = signatures.judge_kept([kept])

    assert (before.genuine, before.checked) == (True, False)
    assert elsewhere.reasons == [Finding.UNTRUSTED]
    assert (after.genuine, after.checked) == (True, True)


def test_judgement_is_remembered(document, person, django_assert_num_queries):
    kept = signatures.add_signed_file(document, upload(signed(content_of(document), person)), None)
    cache.clear()
    with django_assert_num_queries(1):
        first = signatures.judge_kept([kept])
    with django_assert_num_queries(0):
        assert signatures.judge_kept([kept]) == first


def test_copy_that_was_kept_before_with_a_false_judgement_is_not_genuine(document, person):
    """Rows are never changed: what an older portal let through is judged like everything else."""
    other = KINDS["plan"].draft(PlanFactory(subject="Kế hoạch khác").event).final()
    old = upload(signed(other, person))
    kept = SignedFile.objects.create(
        document=document, content=old.content, sha256=old.sha256, name=old.name
    )

    ((_copy, judgement),) = signatures.judge_kept([kept])

    assert judgement.reasons == [Finding.OTHER_PAPER]


def test_certificates_that_cannot_be_read_are_trusted_by_nobody(document, person, settings):
    settings.SIGNATURE_ROOTS = "/khong/co"

    judgement = signatures.judge(content_of(document), signed(content_of(document), person))

    assert judgement.reasons == [Finding.UNTRUSTED]


@pytest.mark.parametrize("order", [("ChuKy1", "ChuKy2"), ("ChuKy2", "ChuKy1")])
def test_both_parties_sign_a_memorandum(db, person, order):
    """And the bodies beside them: both parties have a seal of their own."""
    memorandum = signed_memorandum(day=datetime.date(2030, 1, 15))
    document = issued_paper(
        memorandum.event, "memorandum", datetime.date(2030, 1, 15), key=memorandum.pk
    )
    sponsor = Person("Trần Thị Mẫu", "Công ty Mẫu")
    copy = content_of(document)
    for signer, field in zip((person, sponsor), order, strict=True):
        copy = signed(signed(copy, signer, field, picture=True), signer, f"Dau{field}")

    kept = signatures.add_signed_file(document, upload(copy), None)

    ((_copy, judgement),) = signatures.judge_kept([kept])
    assert [one.findings for one in judgement.signatures] == [()] * 4


def test_file_kept_with_two_papers_belongs_to_the_one_that_it_is(document, person):
    plan = PlanFactory()
    wrong = register.issue(
        register.Entry(kind=KINDS["plan"], event=plan.event, day=datetime.date(2030, 1, 20))
    )
    file = upload(signed(content_of(document), person))
    for paper in (wrong, document):
        SignedFile.objects.create(
            document=paper, content=file.content, sha256=file.sha256, name=file.name
        )

    assert register.find_by_digest(file.sha256) == document
