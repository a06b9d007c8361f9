"""Questions and answers: subjects, stable links, and a search that needs no accents."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from events.models import Contest, Question
from events.services import publications
from tests.factories import EventFactory
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    contest: Any = EventFactory(contact="Văn phòng Sở, 0208 3855 123").contest
    return contest


def ask(contest: Contest, question: str, answer: str = "Có.", **more: str) -> Question:
    row = Question.objects.create(
        contest=contest, question=question, answer=answer,
        position=Question.objects.count() + 1, **more,
    )  # fmt: skip
    return publications.publish(row)


def structured(page: str) -> Any:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return json.loads(found[-1]) if found else None


def test_questions_stand_under_their_subjects_with_stable_links(
    client: Client, contest: Contest
) -> None:
    first = ask(contest, "Ai được dự thi?", "**Mọi công dân**.", subject="Dự thi")
    ask(contest, "Khi nào trao giải?", subject="Giải thưởng")
    ask(contest, "Nộp hồ sơ ở đâu?", subject="Dự thi")
    page = client.get("/hoi-dap/").content.decode()
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page)[:2] == ["Dự thi", "Giải thưởng"]
    assert f'id="cau-{first.pk}"' in page
    assert f'href="/hoi-dap/#cau-{first.pk}"' in page
    assert "<strong>Mọi công dân</strong>" in page
    assert [one["name"] for one in structured(page)["mainEntity"]] == [
        "Ai được dự thi?",
        "Khi nào trao giải?",
        "Nộp hồ sơ ở đâu?",
    ]


@pytest.mark.parametrize("typed", ["the le", "Thể lệ", "THE LE", "  thể   lệ ", "le the"])
def test_the_search_needs_no_accents(client: Client, contest: Contest, typed: str) -> None:
    ask(contest, "Thể lệ Cuộc thi ở đâu?", "Ở trang riêng.")
    ask(contest, "Khi nào trao giải?")
    page = visible_text(client.get("/hoi-dap/tim/", {"q": typed}).content.decode())
    assert "Thể lệ Cuộc thi ở đâu?" in page
    assert "Khi nào trao giải?" not in page
    assert "1 câu hỏi" in page


def test_answers_are_searched_too_and_nothing_is_said_so(client: Client, contest: Contest) -> None:
    ask(contest, "Nộp ở đâu?", "Tại **Bưu điện** tỉnh.")
    assert "Nộp ở đâu?" in client.get("/hoi-dap/tim/?q=buu+dien").content.decode()
    answer = client.get("/hoi-dap/tim/", {"q": "<script>không có"})
    page = answer.content.decode()
    assert "&lt;script&gt;không có" in page
    assert "<script>không" not in page
    assert answer["X-Robots-Tag"] == "noindex"


def test_what_search_engines_read_cannot_end_its_element(client: Client, contest: Contest) -> None:
    ask(contest, "</script><script>alert(1)</script>?", "<!-- <script> & “vâng”")
    page = client.get("/hoi-dap/").content.decode()
    assert "<script>alert" not in page
    assert structured(page)["mainEntity"][0]["name"] == "</script><script>alert(1)</script>?"


def test_drafts_are_not_found(client: Client, contest: Contest) -> None:
    row = publications.withdraw(ask(contest, "Thể lệ ở đâu?"))
    for path in ("/hoi-dap/", "/hoi-dap/tim/?q=the+le"):
        page = client.get(path).content.decode()
        assert row.question not in page
    assert row.question in client.get(f"/xem-truoc/{row.token}/").content.decode()


def test_english_where_there_is_some(client: Client, contest: Contest) -> None:
    ask(contest, "Ai?", "Mọi người.", question_en="Who?", answer_en="Everybody.")
    ask(contest, "Khi nào?", "Năm nay.")
    page = client.get("/en/hoi-dap/").content.decode()
    assert "<summary>Who?</summary>" in page
    assert '<summary lang="vi">Khi nào?</summary>' in page
    assert page.count("not available in English yet") == 1


def test_many_questions_cost_no_more(
    client: Client, contest: Contest, django_assert_num_queries: Any
) -> None:
    for n in range(40):
        ask(contest, f"Câu {n}?")
    with django_assert_num_queries(6):
        client.get("/hoi-dap/")
    with django_assert_num_queries(1):
        client.get("/hoi-dap/tim/?q=cau")


def test_many_that_are_found_stand_on_pages(client: Client, contest: Contest) -> None:
    for n in range(45):
        ask(contest, f"Câu thử {n:02}?", subject=f"Mục {n // 30}")
    shown: list[str] = []
    path, pages = "/hoi-dap/tim/?q=cau+thử", 0
    while path:
        page = client.get(path).content.decode()
        assert "45 câu hỏi" in page
        found = re.findall(r"<summary>(Câu thử \d\d)", page)
        assert len(found) <= 20
        shown, pages = shown + found, pages + 1
        further = re.search(r'<a href="([^"]+)" rel="next"', page)
        path = "/hoi-dap/tim/" + unescape(further[1]) if further else ""
    assert pages == 3
    assert shown == [f"Câu thử {n:02}" for n in range(45)]


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "1" * 400, ""])
def test_a_page_that_is_not_there_leads_to_one_that_is(
    client: Client, contest: Contest, number: str
) -> None:
    for n in range(21):
        ask(contest, f"Câu {n}?")
    answer = client.get("/hoi-dap/tim/", {"q": "cau", "trang": number})
    assert answer.status_code == 200
    assert "<summary>" in answer.content.decode()
