"""An issued paper is taken back once and for ever."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from events.documents.errors import (
    DayInFuture,
    Recalled,
    RecalledBeforeIssue,
    RegisterError,
    Replaced,
)
from events.documents.recalls import Notice, recall
from events.invariants import violations
from events.models import IssuedScan, OfficialDocument, Recall
from tests.factories import PlanFactory, issued_paper
from tests.registrations.crowd import committed, together

DAY = datetime.date(2030, 1, 20)
NOTICE = Notice(number="07/TB-BTC", day=DAY)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2030, 2, 1, 5, tzinfo=datetime.UTC), tick=True):
        yield


def issue(event, **kwargs) -> OfficialDocument:
    return issued_paper(event, day=DAY, **kwargs)


def take_back(document: OfficialDocument, day: datetime.date = DAY) -> Recall:
    return recall(document, day=day, reason="Ban hành nhầm", notice=NOTICE)


@pytest.mark.django_db
def test_recalled_paper_is_not_in_force_and_is_neither_recalled_nor_replaced_again():
    event = PlanFactory().event
    document = issue(event)

    take_back(document)

    assert not OfficialDocument.objects.current().exists()
    assert not OfficialDocument.objects.get().is_current
    with pytest.raises(Recalled, match="đã bị thu hồi từ ngày 20/01/2030"):
        take_back(document)
    with pytest.raises(Recalled):
        issue(event, replaces=document)
    assert (Recall.objects.count(), OfficialDocument.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_paper_is_issued_anew_after_a_recall_and_replaces_nothing():
    event = PlanFactory().event
    take_back(issue(event))

    again = issue(event)

    assert (again.number, again.revision, again.replaces) == (2, 2, None)
    take_back(again)
    assert issue(event).revision == 3
    assert list(violations()) == []


@pytest.mark.django_db
def test_replaced_paper_is_not_recalled():
    event = PlanFactory().event
    first = issue(event)
    issue(event, replaces=first)

    with pytest.raises(Replaced, match="02/KH-BTC"):
        take_back(first)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "error"),
    [
        (datetime.date(2030, 1, 19), RecalledBeforeIssue),
        (datetime.date(2030, 2, 2), DayInFuture),
    ],
)
def test_impossible_days_are_refused(day, error):
    document = issue(PlanFactory().event)

    with pytest.raises(error):
        take_back(document, day)
    with pytest.raises(error):  # so does the paper that recalls it
        recall(document, day=DAY, reason="Nhầm", notice=Notice(number="07/TB-BTC", day=day))
    assert not Recall.objects.exists()


RECALL = (
    "INSERT INTO events_recall (document_id, recalled_on, reason, notice_number, notice_day,"
    " recorded_at) VALUES (%s, %s, 'x', 'x', now(), now())"
)


@pytest.mark.django_db
def test_database_itself_refuses():
    event = PlanFactory().event
    first = issue(event)
    second = issue(event, replaces=first)
    other = issue(PlanFactory().event)
    take_back(other)
    scan = {"content": b"x", "content_type": "image/png", "name": "a", "sha256": "0" * 64}
    IssuedScan.objects.create(document=first, **scan)
    copy = (
        "INSERT INTO events_officialdocument (event_id, kind, key, title, subject, symbol, year,"
        " number, issued_on, place, issuer, signer, recipients, file_copy, copies, note, revision,"
        " replaces_id, corrects_id, words_sha256, sha256, code, issued_at) SELECT event_id, kind,"
        " key, title, subject, symbol, year, 99, issued_on, place, issuer, signer, recipients,"
        " file_copy, copies, note, 99, %s, %s, '', md5(sha256) || md5(code), 'x', issued_at"
        " FROM events_officialdocument WHERE id = %s"
    )

    for statement, values in (
        (RECALL, [first.pk, DAY]),
        (RECALL, [second.pk, DAY - datetime.timedelta(1)]),
        (copy, [other.pk, None, other.pk]),
        (copy, [None, other.pk, other.pk]),
        (copy, [None, first.pk, other.pk]),
        ("UPDATE events_recall SET reason = 'y'", []),
        ("DELETE FROM events_recall", []),
        ("UPDATE events_issuedscan SET name = 'b'", []),
        ("DELETE FROM events_issuedscan", []),
    ):
        with (
            pytest.raises(IntegrityError, match=r"never changed|only what|what was recalled"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values)


@committed
def test_of_a_recall_and_a_replacement_at_once_one_wins():
    event = PlanFactory().event
    first = issue(event)

    def replace() -> str:
        try:
            return issue(event, replaces=first).number_and_symbol
        except RegisterError:
            return "refused"

    def take() -> str:
        try:
            take_back(first)
        except RegisterError:
            return "refused"
        return "recalled"

    results = together(replace, take)

    assert results.count("refused") == 1
    assert list(violations()) == []
