"""What is issued: every kind with its number, day and code, as an archive ready to be signed."""

import datetime
import io
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pytest
from django.core.management import call_command
from django.db import transaction

from events.documents import KINDS, register
from events.models import Event, OfficialDocument
from sponsorship.models import Memorandum
from sponsorship.services import change_status, new_version
from tests import papers
from tests.agenda import plan_facts
from tests.factories import PlanFactory, SponsorFactory, complete_memorandum
from tests.papers.file import FAMILY
from tests.papers.reading import MM
from tests.sponsorship.memorandum_facts import of_memorandum

pytestmark = pytest.mark.django_db  # all: else a run of some takes the portal's own database

PLAN_FILE = "contest_portal/plans/le-cong-bo-2025.toml"
SIGNED_ON = datetime.date(2025, 2, 12)
ISSUED = ["plan", "programme", "memorandum", "newer memorandum"]
SYMBOLS = {"plan": "KH-BTTCT", "programme": "CTr-BTTCT", "memorandum": "BGN-BTTCT-CTM"}
LINKS = {"/URI", "/GoTo"}

Paper = tuple[OfficialDocument, papers.Reading, papers.Expected]


def issue(
    kind: str, event: Event, expected: papers.Expected, *, first: int = 7, **entry: object
) -> Paper:
    """Issue a paper on the day of the signing; return it with what it must say."""
    values = register.Entry(
        kind=KINDS[kind], event=event, day=SIGNED_ON, first_number=first, **entry
    )
    document = register.issue(values)
    expected = replace(
        expected,
        number_line=f"Số: {first:02d}/{SYMBOLS[kind]}",
        date_line="Thái Nguyên, ngày 12 tháng 02 năm 2025",
        verification=f"Mã xác minh văn bản: {document.code}",
    )
    return document, papers.Reading(bytes(document.file.content)), expected


def memorandum_of(event: Event) -> Memorandum:
    sponsor = SponsorFactory(event=event, name="Công ty Cổ phần Mẫu")
    draft = complete_memorandum(event, sponsor=sponsor, symbol=SYMBOLS["memorandum"])
    agreed = change_status(draft, Memorandum.Status.AGREED)
    signed = change_status(agreed, Memorandum.Status.SIGNED, signing_day=SIGNED_ON)
    return Memorandum.objects.get(pk=signed.pk)


@pytest.fixture(scope="module")
def issued(django_db_setup, django_db_blocker) -> dict[str, Paper]:
    """Every kind, issued once for all tests of this file, and a memorandum that replaces one."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_plan", PLAN_FILE, verbosity=0)
        event = Event.objects.get(slug="le-cong-bo-2025")
        made = {
            "plan": issue("plan", event, plan_facts.of_plan(event)),
            "programme": issue("programme", event, plan_facts.of_programme(event)),
        }
        first = memorandum_of(event)
        made["memorandum"] = issue("memorandum", event, of_memorandum(first), key=first.pk)
        newer = change_status(new_version(first), Memorandum.Status.AGREED)
        citation = "Biên bản ghi nhớ số 07/BGN-BTTCT-CTM ngày 12 tháng 02 năm 2025"
        expected = replace(of_memorandum(newer, SIGNED_ON), replaces=citation)
        made["newer memorandum"] = issue(
            "memorandum", event, expected, first=8, key=newer.pk, replaces=made["memorandum"][0]
        )
        transaction.set_rollback(True)
    return made


@pytest.fixture(params=ISSUED)
def paper(request, issued) -> Paper:
    return issued[request.param]


@pytest.mark.parametrize("check", papers.CHECKS)
def test_issued_paper_keeps_the_rules_of_the_decree(paper, check):
    document, reading, expected = paper
    two_sign = document.kind == "memorandum" and check is papers.t18_signer
    if not two_sign:
        check(reading, expected)


def test_every_kind_that_is_issued_is_looked_at_here():
    # test_corrections, registrations/…/test_numbers, agenda/documents/test_progress_report
    elsewhere = {"correction", "invitations", "progress-report"}
    assert {name for name, kind in KINDS.items() if kind.issued} == set(SYMBOLS) | elsewhere


@pytest.fixture(params=ISSUED)
def file(request, issued) -> Iterator[pikepdf.Pdf]:
    content = bytes(issued[request.param][0].file.content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        yield pdf


def test_archive_says_what_it_is(file):
    with file.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "A")
        assert str(xmp["dc:title"]) == str(file.docinfo.Title) != ""
    assert file.pdf_version <= "1.7"
    assert str(file.Root.Lang) == "vi"
    assert file.Root.MarkInfo.Marked
    assert file.Root.StructTreeRoot.K
    (intent,) = file.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    profile = intent.DestOutputProfile.read_bytes()
    assert profile[16:20] == b"RGB "
    assert profile[36:40] == b"acsp"
    assert len(file.trailer.ID) == 2


def test_all_fonts_are_inside(file):
    fonts = [f for f in file.objects if is_a(f, "/Font") and f.get("/Subtype") == "/Type0"]
    assert fonts
    for font in fonts:
        assert FAMILY.match(str(font.BaseFont)), font.BaseFont
        (inner,) = font.DescendantFonts
        assert len(inner.FontDescriptor.FontFile2.read_bytes()) > 1000
        assert font.ToUnicode.read_bytes()
        assert "/CIDToGIDMap" in inner


def test_nothing_runs_nothing_hides_nothing_shines_through(file):
    assert not file.is_encrypted
    assert not {"/OpenAction", "/AA", "/Collection"} & set(file.Root.keys())
    assert set(file.Root.get("/Names", {}).keys()) <= {"/Dests"}
    for item in file.objects:
        if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            continue
        assert not {"/JS", "/JavaScript", "/EF", "/XFA", "/AA"} & set(item.keys())
        if is_a(item, "/Action"):
            assert str(item.S) in LINKS
        if is_a(item, "/ExtGState"):
            assert float(item.get("/CA", 1)) == float(item.get("/ca", 1)) == 1
        assert item.get("/SMask", "/None") == "/None"
        assert item.get("/BM", "/Normal") in ("/Normal", "/Compatible")
        assert item.get("/Filter", "/None") != "/LZWDecode"


def is_a(item: object, kind: str) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == kind


def test_empty_signature_fields_stand_where_people_sign(paper):
    document, reading, expected = paper
    fields = list(reading.file.Root.AcroForm.Fields)
    names = expected.signer if document.kind == "memorandum" else expected.signer[:1]
    labels = [text for text in expected.authority if text.startswith("ĐẠI DIỆN")]
    labels = labels or expected.authority[-1:]

    assert [str(field.T) for field in fields] == [f"ChuKy{n + 1}" for n in range(len(names))]
    for field, name, label in zip(fields, names, labels, strict=True):
        assert (str(field.FT), str(field.Subtype)) == ("/Sig", "/Widget")
        assert "/V" not in field
        below, above = reading.block(name).lines[0], reading.block(label).lines[0]
        page = reading.file.pages[below.page - 1]
        assert field.P.objgen == page.obj.objgen
        assert field.objgen in {annotation.objgen for annotation in page.obj.Annots}
        left, bottom, right, top = (float(edge) * MM for edge in field.Rect)
        height = reading.sizes[below.page - 1][1] * MM
        assert left < below.centre < right
        assert abs((left + right) / 2 - below.centre) <= 1.5
        assert above.ink[0].bottom - 1 <= height - top
        assert height - bottom <= below.ink[0].top + 1
        assert top - bottom >= 25


def test_signature_fields_do_not_overlap(issued):
    for name in ("memorandum", "newer memorandum"):
        first, second = issued[name][1].file.Root.AcroForm.Fields
        assert float(first.Rect[2]) <= float(second.Rect[0])
        assert float(first.Rect[3]) == float(second.Rect[3])


@pytest.mark.parametrize("host", ["thi.vn", "cuocthi.doimoisangtao.thainguyen.gov.vn"])
def test_public_address_stands_on_one_line_at_the_foot(settings, host):
    settings.SITE_URL = f"https://{host}"
    event = PlanFactory(signer_name="Nguyễn Văn Thử").event

    entry = register.Entry(kind=KINDS["plan"], event=event, day=SIGNED_ON)
    document = register.issue(entry)

    reading = papers.Reading(bytes(document.file.content))
    text = f"Xác minh văn bản: https://{host}/xac-minh/{document.code}/"
    expected = replace(plan_facts.of_plan(event), verification=text)
    papers.verification_at_the_foot(reading, expected)
    papers.t02_margins(reading, expected)


def test_signature_fields_are_in_the_tree_of_tags(paper):
    reading = paper[1]
    root = reading.file.Root.StructTreeRoot
    forms = [e for e in papers.reading.walk(root.K[0]) if e.S == "/Form"]
    fields = list(reading.file.Root.AcroForm.Fields)

    assert [form.K[0].Obj.objgen for form in forms] == [field.objgen for field in fields]
    numbers = list(root.ParentTree.Nums)
    owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for form, field in zip(forms, fields, strict=True):
        assert owners[int(field.StructParent)].objgen == form.objgen
