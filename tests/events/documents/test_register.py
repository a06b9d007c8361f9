"""Numbers without gaps, bytes that never change."""

import datetime
import hashlib
import io
import re

import pikepdf
import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from events.documents import KINDS, codes, register
from events.documents.errors import (
    AlreadyIssued,
    DayAfterNext,
    DayBeforeLast,
    DayInFuture,
    NotCurrent,
    NotIssued,
    NumberTaken,
    SeriesBegun,
    WrongNumber,
)
from events.models import IssuedFile, NumberSeries, OfficialDocument, Plan
from tests.factories import EventFactory, PlanFactory
from tests.papers import Reading
from tests.registrations.crowd import check_everything, committed, together

DAY = datetime.date(2030, 1, 20)
ROWS = (("events_officialdocument", "note", "id"), ("events_issuedfile", "content", "document_id"))


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2030, 2, 1, 5, tzinfo=datetime.UTC), tick=True):
        yield


def plan_event(**kwargs):
    return PlanFactory(event__published=False, **kwargs).event


def entry(event, kind="plan", day=DAY, **kwargs):
    return register.Entry(kind=KINDS[kind], event=event, day=day, **kwargs)


def text_of(document: OfficialDocument) -> str:
    reading = Reading(bytes(document.file.content))
    return " ".join(line.text for block in reading.blocks for line in block.lines)


@pytest.mark.django_db
def test_issued_paper_has_number_day_and_code():
    event = plan_event()

    document = register.issue(entry(event, copies=5, note="Gửi kèm phụ lục"))

    assert (document.number, document.year, document.revision) == (1, 2030, 1)
    assert document.citation == "Kế hoạch số 01/KH-BTC ngày 20 tháng 01 năm 2030"
    assert document.sha256 == hashlib.sha256(bytes(document.file.content)).hexdigest()
    assert (document.signer, document.copies) == ("Nguyễn Văn Thử", 5)
    text = text_of(document)
    assert "Số: 01/KH-BTC" in text
    assert "Thái Nguyên, ngày 20 tháng 01 năm 2030" in text
    check_everything()


@pytest.mark.django_db
def test_code_stands_at_the_foot_of_page_one_only():
    document = register.issue(entry(plan_event()))

    glyphs = Reading(bytes(document.file.content)).untagged
    foot = "".join(g.text for g in glyphs if g.page == 1 and g.top > 250)
    assert document.code in foot
    assert max(g.bottom for g in glyphs if g.page == 1) <= 277.5
    assert not [g for g in glyphs if g.page > 1 and g.top > 250]


@pytest.mark.django_db
def test_public_address_is_printed_where_it_is_known(settings):
    settings.SITE_URL = "https://cuocthi.example"
    document = register.issue(entry(plan_event()))

    foot = "".join(g.text for g in Reading(bytes(document.file.content)).untagged)
    assert f"https://cuocthi.example/xac-minh/{document.code}/" in foot


@pytest.mark.django_db
def test_numbers_follow_each_other_in_their_series_and_year():
    first = register.issue(entry(plan_event(symbol="KH-A")))
    other = register.issue(entry(plan_event(symbol="KH-B")))
    second = register.issue(entry(plan_event(symbol="KH-A")))
    last_year = register.issue(entry(plan_event(symbol="KH-C"), day=datetime.date(2029, 12, 31)))

    assert [d.number for d in (first, other, second, last_year)] == [1, 1, 2, 1]
    assert NumberSeries.objects.get(symbol="KH-A").next == 3


@pytest.mark.django_db
def test_series_can_begin_where_another_book_ended():
    assert register.issue(entry(plan_event(), first_number=15)).number == 15
    assert register.issue(entry(plan_event())).number == 16
    with pytest.raises(SeriesBegun, match="17"):
        register.issue(entry(plan_event(), first_number=3))
    check_everything()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"day": datetime.date(2030, 2, 2)}, DayInFuture),
        ({"day": datetime.date(1999, 1, 1)}, register.YearTooEarly),
        ({"copies": 0}, WrongNumber),
        ({"first_number": 0}, WrongNumber),
        ({"kind": "run-sheet"}, NotIssued),
    ],
)
def test_impossible_entries_are_refused_and_take_no_number(values, error):
    event = plan_event()

    with pytest.raises(error):
        register.issue(entry(event, **values))

    assert not OfficialDocument.objects.exists()
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db
def test_days_ascend_with_the_numbers():
    register.issue(entry(plan_event()))

    with pytest.raises(DayBeforeLast, match="01/KH-BTC"):
        register.issue(entry(plan_event(), day=DAY - datetime.timedelta(1)))

    assert register.issue(entry(plan_event())).number == 2


@pytest.mark.django_db
def test_paper_is_issued_once_and_then_corrected():
    event = plan_event()
    first = register.issue(entry(event))

    with pytest.raises(AlreadyIssued, match="01/KH-BTC"):
        register.issue(entry(event))
    second = register.issue(entry(event, replaces=first))

    assert (second.number, second.revision, second.replaces) == (2, 2, first)
    assert [d.is_current for d in OfficialDocument.objects.order_by("number")] == [False, True]
    assert f"(Thay thế {first.citation} của Ban Tổ chức Cuộc thi)" in text_of(second)
    with pytest.raises(NotCurrent):
        register.issue(entry(event, replaces=first))
    check_everything()


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "column", "key"), ROWS)
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_database_refuses_to_change_or_remove(table, column, key, statement):
    register.issue(entry(plan_event()))

    with (
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table, column))

    assert OfficialDocument.objects.count() == IssuedFile.objects.count() == 1


@pytest.mark.django_db
def test_preview_takes_nothing():
    number, draft = register.preview(entry(plan_event()))

    assert number == 1
    assert draft.pdf().startswith(b"%PDF")
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db
def test_paper_is_found_by_code_and_by_digest():
    document = register.issue(entry(plan_event()))

    assert register.find(document.code.lower().replace("-", " ")) == document
    assert register.find("AAAA-AAAA-AAAA") is None
    assert register.find_by_digest(document.sha256) == document
    assert register.find_by_digest("0" * 64) is None


def test_codes_are_read_as_people_write_them():
    code = codes.new()
    assert re.fullmatch(r"(?:[2-9A-HJKMNP-TV-Z]{4}-){2}[2-9A-HJKMNP-TV-Z]{4}", code)
    assert codes.read(f" {code.lower().replace('-', '')} ") == code
    for wrong in ("", "KKKK", f"{code}2", code.replace(code[0], "0"), "’" * 12, "\0" * 12):
        assert codes.read(wrong) is None


@committed
def test_numbers_have_no_gap_and_no_double_when_many_issue_at_once():
    events = [plan_event() for _n in range(6)]

    made = together(*(lambda e=event: register.issue(entry(e)) for event in events))

    assert sorted(document.number for document in made) == [1, 2, 3, 4, 5, 6]
    for document in OfficialDocument.objects.select_related("file"):
        assert f"Số: {document.number:02d}/KH-BTC" in text_of(document)
    check_everything()


@committed
def test_of_two_who_issue_the_same_paper_one_is_told():
    event = plan_event()

    def issue() -> str:
        try:
            return register.issue(entry(event)).number_and_symbol
        except AlreadyIssued as error:
            return str(error)

    results = sorted(together(issue, issue), key=len)

    assert results[0] == "01/KH-BTC"
    assert "01/KH-BTC" in results[1]
    assert OfficialDocument.objects.count() == 1
    check_everything()


@committed
def test_of_two_corrections_at_once_one_wins():
    event = plan_event()
    first = register.issue(entry(event))

    def correct() -> int | None:
        try:
            return register.issue(entry(event, replaces=first)).number
        except NotCurrent:
            return None

    assert sorted(together(correct, correct), key=str) == [2, None]
    check_everything()


@pytest.mark.django_db
def test_issued_copy_is_an_archive_ready_to_be_signed():
    document = register.issue(entry(plan_event()))

    with pikepdf.open(io.BytesIO(bytes(document.file.content))) as pdf:
        with pdf.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "A")
            assert str(xmp["dc:title"]) == str(pdf.docinfo.Title)
        root = pdf.Root
        assert str(root.Lang) == "vi"
        assert root.MarkInfo.Marked
        assert root.OutputIntents[0].S == "/GTS_PDFA1"
        assert len(root.OutputIntents[0].DestOutputProfile.read_bytes()) > 1000
        assert not pdf.is_encrypted
        assert "/ID" in pdf.trailer
        assert not {"/OpenAction", "/AA"} & set(root.keys())
        assert set(root.get("/Names", {}).keys()) <= {"/Dests"}
        (field,) = root.AcroForm.Fields
        assert (str(field.FT), str(field.T), int(field.F)) == ("/Sig", "ChuKy1", 4)
        assert "/V" not in field
        assert "/N" in field.AP
        left, bottom, right, top = (float(edge) for edge in field.Rect)
        assert right - left > 200
        assert top - bottom >= 25 / 25.4 * 72
        for page in pdf.pages:
            for state in page.Resources.get("/ExtGState", {}).values():
                assert state.get("/CA", 1) == state.get("/ca", 1) == 1
                assert state.get("/SMask", "/None") == "/None"


@pytest.mark.django_db
def test_missing_plan_issues_nothing():
    with pytest.raises(Plan.DoesNotExist):
        register.issue(entry(EventFactory()))
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db
def test_number_that_the_clerks_gave() -> None:
    """It is typed, unique, in the order of the days; the portal's own go on behind it."""

    def later(days: int) -> datetime.date:
        return DAY + datetime.timedelta(days)

    first = register.issue(entry(plan_event(), number=12, day=later(-10)))
    assert (first.number_and_symbol, register.issue(entry(plan_event(), day=later(-8))).number) == (
        "12/KH-BTC",
        13,
    )
    assert not NumberSeries.objects.get().is_shared
    shared = register.issue(entry(plan_event(), number=40, day=later(-4)))
    assert "Số: 40/KH-BTC" in text_of(shared)
    assert NumberSeries.objects.get().is_shared
    for number, day, error in (
        (40, later(-3), NumberTaken),
        (30, later(-3), DayAfterNext),
        (30, later(-9), DayBeforeLast),
        (41, later(-5), DayBeforeLast),
        (0, later(-3), WrongNumber),
    ):
        with pytest.raises(error):
            register.issue(entry(plan_event(), number=number, day=day))
    assert register.issue(entry(plan_event(), number=30, day=later(-6))).number == 30
    assert register.issue(entry(plan_event())).number == 41
    check_everything()
