"""Documents: the list, the files, and what became of a paper."""

import datetime
from typing import Any

import pytest
from django.test import Client

from events.documents import recalls
from events.models import Download, OfficialDocument
from events.services import downloads, publications
from events.web import pages
from events.web.uploads import Upload
from tests.factories import AgendaItemFactory, EventFactory, PlanFactory, issued_paper, published
from tests.files import pdf
from tests.pages import visible_text

pytestmark = pytest.mark.django_db
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def made(content: bytes = b"", content_type: str = "application/pdf", **values: Any) -> Download:
    row = Download.objects.create(
        contest=EventFactory().contest,
        **{"title": "Thể lệ Cuộc thi", "kind": "Quyết định", "number": "16/QĐ-BTCCT",
           "dated": datetime.date(2025, 1, 24), **values},
    )  # fmt: skip
    downloads.save_file(row, Upload("the-le.pdf", content or pdf(), content_type))
    return publications.publish(row)


def paper() -> OfficialDocument:
    event = EventFactory()
    PlanFactory(event=event)
    AgendaItemFactory(event=event)
    published(event)
    return issued_paper(event)


def test_a_document_is_told_in_words(client: Client) -> None:
    row = made(pdf() + b"\n" * 1_300_000)
    text = visible_text(client.get("/tai-lieu/").content.decode())
    assert "Thể lệ Cuộc thi" in text
    assert "Quyết định số 16/QĐ-BTCCT ngày 24/01/2025" in " ".join(text.split())
    assert "PDF, 1,2" in text
    answer: Any = client.get(f"/tai-lieu/{row.pk}/", headers={"Range": "bytes=0-4"})
    assert (answer.status_code, b"".join(answer)) == (206, b"%PDF-")
    assert answer["Content-Disposition"] == 'inline; filename="the-le.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_only_a_pdf_is_shown_in_the_browser(client: Client) -> None:
    row = made(b"PK", WORD)
    answer = client.get(f"/tai-lieu/{row.pk}/")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "Word, 2" in visible_text(client.get("/tai-lieu/").content.decode())


def test_a_draft_is_seen_by_its_link_only(client: Client) -> None:
    row = publications.withdraw(made())
    assert client.get(f"/tai-lieu/{row.pk}/").status_code == 404
    assert row.title not in client.get("/tai-lieu/").content.decode()
    page = client.get(f"/xem-truoc/{row.token}/").content.decode()
    assert f'href="/xem-truoc/{row.token}/tai-lieu/"' in page
    answer: Any = client.get(f"/xem-truoc/{row.token}/tai-lieu/")
    assert b"".join(answer).startswith(b"%PDF-")


def test_the_list_says_at_once_what_became_of_a_paper(client: Client) -> None:
    document = paper()
    row = downloads.publish_paper(document)
    page = client.get("/tai-lieu/").content.decode()
    assert f'href="/xac-minh/{document.code}/"' in page
    assert "thu hồi" not in page
    answer: Any = client.get(row.get_absolute_url())
    assert b"".join(answer) == bytes(document.file.content)
    day = document.issued_on
    notice = recalls.Notice(number="07/TB-BTC", day=day)
    recalls.recall(document, day=day, reason="Nhầm", notice=notice)
    pages.forget()  # kept pages change with a commit
    page = visible_text(client.get("/tai-lieu/").content.decode())
    assert f"Đã thu hồi từ ngày {day:%d/%m/%Y}" in page


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_recalled_paper_is_handed_out_no_more(client: Client, language: str) -> None:
    document = paper()
    row = downloads.publish_paper(document)
    address = f"{language}{row.get_absolute_url()}"
    assert f'href="{address}"' in client.get(f"{language}/").content.decode()

    day = document.issued_on
    recalls.recall(
        document, day=day, reason="Nhầm", notice=recalls.Notice(number="07/TB-BTC", day=day)
    )
    pages.forget()

    home = client.get(f"{language}/").content.decode()
    assert row.title not in home
    assert f'href="{address}"' not in client.get(f"{language}/tai-lieu/").content.decode()
    secret = f"{language}/xem-truoc/{row.token}/tai-lieu/"  # whoever was shown the draft
    for path, kept in ((address, "no-cache"), (secret, "no-store")):
        for headers in ({}, {"Range": "bytes=0-9"}, {"If-None-Match": f'"{document.sha256[:32]}"'}):
            answer = client.get(path, headers=headers)
            assert answer.headers["Location"] == f"{language}/xac-minh/{document.code}/"
            assert answer["Cache-Control"] == kept
    told = visible_text(client.get(answer.headers["Location"]).content.decode())
    assert "thu hồi" in told or "recalled" in told.lower()


def test_a_replaced_paper_is_not_among_the_newest_and_says_by_what(client: Client) -> None:
    document = paper()
    row = downloads.publish_paper(document)
    again = issued_paper(document.event, replaces=document)
    pages.forget()
    assert row.title not in client.get("/").content.decode()
    assert f"Đã được thay thế bởi văn bản số {again.number_and_symbol}" in visible_text(
        client.get("/tai-lieu/").content.decode()
    )


def test_the_home_page_in_english_has_the_english_title(client: Client) -> None:
    contest = EventFactory().contest
    row = Download.objects.create(contest=contest, title="Biểu mẫu", title_en="Entry form")
    downloads.save_file(row, Upload("a.pdf", pdf(), "application/pdf"))
    publications.publish(row)
    assert f'<a href="/en/tai-lieu/{row.pk}/">Entry form</a>' in client.get("/en/").content.decode()
    assert f'<a href="/tai-lieu/{row.pk}/">Biểu mẫu</a>' in client.get("/").content.decode()


def test_many_documents_cost_no_more(client: Client, django_assert_max_num_queries: Any) -> None:
    contest = EventFactory().contest
    for n in range(30):
        row = Download.objects.create(contest=contest, title=f"Tài liệu {n}")
        downloads.save_file(row, Upload("a.pdf", pdf(), "application/pdf"))
        publications.publish(row)
    with django_assert_max_num_queries(6):
        client.get("/tai-lieu/")


def test_the_english_page_marks_what_is_vietnamese(client: Client) -> None:
    made()
    page = client.get("/en/tai-lieu/").content.decode()
    assert '<h2 lang="vi">' in page
    assert "24 January 2025" in page
