"""From the register to the page of documents: by one key, and never what is not for the public."""

from typing import Any

import pytest
from django.urls import reverse

from events.documents import recalls
from events.models import Download, OfficialDocument
from events.models.register import ELSEWHERE
from events.services import downloads, publications
from tests.factories import AgendaItemFactory, EventFactory, PlanFactory, issued_paper, published
from tests.files import chosen, pdf
from tests.pages import visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> OfficialDocument:
    event = EventFactory()
    PlanFactory(event=event)
    AgendaItemFactory(event=event)
    published(event)
    return issued_paper(event)


def publish(client: Any, paper: OfficialDocument, **more: str) -> Any:
    return client.post(reverse("admin:events_paper_publish", args=[paper.pk]), more, follow=True)


def test_one_key_publishes_a_paper(paper: OfficialDocument) -> None:
    organizer = signed_in("organizer")
    page = organizer.get(reverse("admin:events_officialdocument_change", args=[paper.pk]))
    assert "Đăng lên trang Tài liệu" in visible_text(page.content.decode())
    publish(organizer, paper)
    publish(organizer, paper)  # twice is once
    row = Download.objects.get()
    assert (row.document, row.number, row.state) == (paper, paper.number_and_symbol, "public")


def test_the_secretariat_publishes_nothing(paper: OfficialDocument) -> None:
    secretariat = signed_in("secretariat")
    assert publish(secretariat, paper).status_code == 403
    page = secretariat.get(reverse("admin:events_officialdocument_change", args=[paper.pk]))
    assert "Đăng lên trang Tài liệu" not in visible_text(page.content.decode())
    assert not Download.objects.exists()


@pytest.mark.parametrize("kind", ["invitations", "memorandum", "progress-report", "work-sheet"])
def test_what_names_people_is_not_for_the_public(paper: OfficialDocument, kind: str) -> None:
    paper.kind = kind
    refusal = "Loại văn bản này không dành cho công chúng"
    assert downloads.why_not(paper).startswith(refusal)
    correction = OfficialDocument(kind="correction", corrects=paper)
    assert downloads.why_not(correction).startswith(refusal)


def test_what_was_made_elsewhere_is_looked_at_first(paper: OfficialDocument) -> None:
    paper.kind = ELSEWHERE
    assert downloads.why_not(paper) == ""
    assert downloads.needs_confirmation(paper)


def test_what_was_recalled_is_published_no_more(paper: OfficialDocument) -> None:
    row = publications.withdraw(downloads.publish_paper(paper))
    notice = recalls.Notice(number="07/TB-BTC", day=paper.issued_on)
    recalls.recall(paper, day=paper.issued_on, reason="Nhầm", notice=notice)
    said = "Văn bản đã bị thu hồi nên không được đăng."
    assert said in visible_text(publish(signed_in("organizer"), paper).content.decode())
    row = Download.objects.get(pk=row.pk)
    assert publications.obstacles(row) == [said]


def test_a_file_is_judged_and_kept() -> None:
    contest = EventFactory().contest
    organizer = signed_in("organizer")
    add = reverse("admin:events_download_add")
    values = {"contest": contest.pk, "title": "Mẫu đơn"}
    organizer.post(add, {**values, "new_file": chosen("don.pdf", pdf())})
    assert Download.objects.get().own_file.name == "don.pdf"
    answer = organizer.post(add, {**values, "new_file": chosen("don.docx", b"<html>", "text/html")})
    assert "new_file" in answer.context["adminform"].form.errors
    assert Download.objects.count() == 1
