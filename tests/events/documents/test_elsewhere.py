"""Papers made elsewhere stand in the register with their file, and are never changed."""

import datetime
import hashlib
import html
from functools import cache
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.documents import book, elsewhere
from events.documents.errors import (
    DayAfterNext,
    DayInFuture,
    FileKnown,
    NumberTaken,
    Recalled,
    Replaced,
)
from events.documents.recalls import Notice, recall
from events.invariants import violations
from events.models import Event, IssuedFile, NumberSeries, OfficialDocument
from events.web.uploads import Upload
from tests.factories import EventFactory, PlanFactory, issued_paper
from tests.files import pdf
from tests.pages import visible_text
from tests.people import signed_in
from tests.registrations.crowd import committed, together

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 1, 20)
ENTER = "/quan-tri/events/officialdocument/enter/"


@pytest.fixture
def event() -> Event:
    return PlanFactory().event


@cache  # each PDF that is made has an identity of its own
def file(pages: int = 1) -> Upload:
    return Upload("cong-van.pdf", pdf(pages=pages), "application/pdf", pages)


def entered(event: Event, number: int = 7, **more: Any) -> OfficialDocument:
    facts: dict[str, Any] = {
        "event": event,
        "title": "Công văn",
        "subject": "Về việc phối hợp tổ chức buổi lễ",
        "symbol": "CV-BTC",
        "number": number,
        "day": DAY,
        "place": "Thái Nguyên",
        "issuer": "BAN TỔ CHỨC",
        "signer": "Nguyễn Văn Thử",
        "file": file(number % 50 + 1),
        **more,
    }
    return elsewhere.enter(elsewhere.Foreign(**facts))


def test_it_is_entered_with_its_number_and_file(event: Event) -> None:
    paper = entered(event)
    assert paper.is_made_elsewhere
    assert (paper.title, paper.number_and_symbol) == ("CÔNG VĂN", "07/CV-BTC")
    assert bytes(IssuedFile.objects.get().content) == file(8).content
    assert paper.sha256 == hashlib.sha256(file(8).content).hexdigest()
    assert NumberSeries.objects.get().next == 8
    assert list(violations()) == []


def test_its_number_is_one_with_ours(event: Event) -> None:
    ours = issued_paper(event)
    with pytest.raises(NumberTaken):
        entered(event, ours.number, symbol=ours.symbol)
    entered(event, ours.number + 2, symbol=ours.symbol)
    series = NumberSeries.objects.get(symbol=ours.symbol)
    assert (series.next, series.is_shared) == (ours.number + 3, True)
    with pytest.raises(DayAfterNext):
        entered(event, ours.number + 1, symbol=ours.symbol, day=DAY + datetime.timedelta(days=1))
    assert list(violations()) == []


def test_what_cannot_be_is_refused(event: Event) -> None:
    paper = entered(event)
    with pytest.raises(FileKnown):
        entered(event, 9, file=file(8))
    with pytest.raises(DayInFuture):
        entered(event, 9, day=timezone.localdate() + datetime.timedelta(days=1))
    assert list(OfficialDocument.objects.all()) == [paper]
    assert NumberSeries.objects.get().next == 8


def test_it_is_not_changed_but_replaced_and_recalled(event: Event) -> None:
    paper = entered(event)
    for change in (
        lambda: OfficialDocument.objects.update(subject="Khác"),
        lambda: IssuedFile.objects.update(content=b"x"),
        lambda: OfficialDocument.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    newer = entered(event, 8, replaces=paper)
    assert (newer.revision, newer.key, newer.replaces) == (2, paper.key, paper)
    with pytest.raises(Replaced):
        entered(event, 9, replaces=paper)
    recall(newer, day=DAY, reason="Sai", notice=Notice(number="1/TB", day=DAY))
    with pytest.raises(Recalled):
        entered(event, 9, replaces=newer)
    assert list(violations()) == []


def test_the_book_marks_it(event: Event) -> None:
    entered(event)
    issued_paper(event)
    rows = list(OfficialDocument.objects.with_fate().order_by("symbol"))
    text = visible_text(book.part_html(rows))
    assert text.replace("\u2060", "").count("Lập ngoài cổng thông tin") == 1


def test_the_public_page_tells_the_truth(event: Event) -> None:
    paper = entered(event)
    url = reverse("events:verify", args=[paper.code])
    text = visible_text(Client().get(url).content.decode())
    assert "Văn bản này không do cổng thông tin lập" in text
    assert "Văn bản đã vào sổ, chưa bị thay thế hoặc thu hồi." in text
    assert "đã được phát hành" not in text
    for content, said in (
        (file(8).content, "Tệp đúng là tệp đã vào sổ văn bản"),
        (file(9).content, "Tệp không phải là tệp đã vào sổ văn bản"),
    ):
        answer = Client().post(url, {"file": SimpleUploadedFile("a.pdf", content)})
        assert said in visible_text(answer.content.decode())
        assert "do Ban Tổ chức phát hành" not in visible_text(answer.content.decode())
    found = Client().post("/xac-minh/", {"file": SimpleUploadedFile("a.pdf", file(8).content)})
    assert "Tệp đúng là tệp đã vào sổ văn bản" in visible_text(found.content.decode())
    ours = Client().get(reverse("events:verify", args=[issued_paper(event).code]))
    assert "không do cổng thông tin lập" not in visible_text(ours.content.decode())


def typed(event: Event, **more: Any) -> dict[str, Any]:
    return {
        "event": event.pk, "number": "12", "symbol": "CV-BTC", "issued_on": "20/01/2025",
        "title": "Công văn", "subject": "Về việc mời họp", "signer": "Nguyễn Văn Thử",
        "issuer": "BAN TỔ CHỨC", "place": "Thái Nguyên", "recipients": "Như trên", "copies": "2",
        "file_copy": "VT", "note": "", "file": SimpleUploadedFile("a.pdf", pdf()), **more,
    }  # fmt: skip


def test_the_page_enters_a_paper_once(event: Event) -> None:
    client = signed_in("organizer")
    page = client.get(ENTER)
    assert page.context["form"].initial["issuer"]
    answer = client.post(ENTER, typed(event), follow=True)
    text = visible_text(answer.content.decode())
    paper = OfficialDocument.objects.get()
    assert f"Đã vào sổ số 12/CV-BTC, văn bản lập nơi khác. Mã xác minh: {paper.code}" in text
    assert "lập ngoài cổng thông tin" in text
    assert (paper.copies, paper.file_copy, paper.issued_by) == (2, "VT", paper.issued_by)
    assert answer.context["signed_form"] is None
    again = client.post(ENTER, typed(event))
    assert again.status_code == 200
    assert "12/CV-BTC" in html.unescape(visible_text(again.content.decode()))
    assert OfficialDocument.objects.count() == 1
    listed = client.get("/quan-tri/events/officialdocument/", {"made": "elsewhere"})
    assert "(lập ngoài cổng thông tin)" in visible_text(listed.content.decode())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"file": SimpleUploadedFile("a.pdf", b"abc")}, "file"),
        ({"file": ""}, "file"),
        ({"symbol": "có dấu cách"}, "symbol"),
        ({"number": "0"}, "number"),
        ({"number": "9" * 30}, "number"),
        ({"issued_on": "31/02/2025"}, "issued_on"),
        ({"subject": "Lễ \u5927"}, "subject"),
        ({"subject": ""}, "subject"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    event: Event, change: dict[str, Any], field: str
) -> None:
    page = signed_in("organizer").post(ENTER, typed(event, **change))
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert "Nguyễn Văn Thử" in page.content.decode()
    assert not OfficialDocument.objects.exists()


def test_a_day_to_come_is_refused_above_the_form(event: Event) -> None:
    page = signed_in("organizer").post(ENTER, typed(event, issued_on="20/01/2999"))
    assert page.context["form"].non_field_errors()
    assert not OfficialDocument.objects.exists()


def test_the_replacing_paper_is_entered_from_the_replaced_one(event: Event) -> None:
    paper = entered(event)
    client = signed_in("organizer")
    button = reverse("admin:events_officialdocument_replace", args=[paper.pk])
    page = client.get(button, follow=True)
    assert "thay thế 07/CV-BTC" in visible_text(page.content.decode())
    url = f"{ENTER}?replaces={paper.pk}"
    client.post(url, typed(event))
    assert OfficialDocument.objects.get(number=12).replaces == paper
    assert client.get(url, follow=True).status_code == 200
    assert client.get(f"{ENTER}?replaces={issued_paper(event).pk}").status_code == 404
    assert client.get(f"{ENTER}?replaces={'9' * 40}").status_code == 404


def test_who_may_not_issue_enters_nothing(event: Event) -> None:
    for client in (signed_in("reception"), Client()):
        assert client.get(ENTER).status_code in (302, 403)
        assert client.post(ENTER, typed(event)).status_code in (302, 403)
    assert not OfficialDocument.objects.exists()


def test_it_takes_no_signed_copies(event: Event) -> None:
    paper = entered(event)
    client = signed_in("organizer")
    url = reverse("admin:events_signed_add", args=[paper.pk])
    answer = client.post(url, {"signed": SimpleUploadedFile("a.pdf", pdf())})
    assert answer.status_code == 403


@committed
def test_two_who_enter_one_number_at_once() -> None:
    event = EventFactory()

    def enter(pages: int) -> Any:
        def run() -> str:
            try:
                return entered(event, 3, file=file(pages)).number_and_symbol
            except NumberTaken:
                return "taken"

        return run

    assert sorted(together(enter(1), enter(2))) == ["03/CV-BTC", "taken"]
