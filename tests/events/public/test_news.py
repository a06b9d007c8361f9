"""News as everybody reads them."""

import datetime
import json
from typing import Any
from uuid import uuid5

import pytest
import time_machine
from defusedxml import ElementTree as ET  # type: ignore[import-untyped]
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Contest, NewsPost
from events.public.news.views import newest
from events.services import publications
from tests.factories import ContestFactory, NewsPostFactory, make_picture
from tests.pages import visible_text

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
NOON = datetime.datetime(2030, 2, 1, 5, tzinfo=datetime.UTC)


@pytest.fixture
def contest() -> Contest:
    return ContestFactory()


def public(contest: Contest, **kwargs: Any) -> NewsPost:
    return publications.publish(NewsPostFactory(contest=contest, **kwargs))


def seen(response: Any) -> str:
    return visible_text(response.content.decode())


def test_the_list_shows_what_is_public_the_newest_first(client: Client, contest: Contest) -> None:
    public(contest, title="Tin trước")
    public(contest, title="Tin sau")
    NewsPostFactory(contest=contest, title="Tin nháp")
    later = timezone.now() + datetime.timedelta(hours=1)
    publications.publish(NewsPostFactory(contest=contest, title="Tin hẹn giờ"), later)
    public(ContestFactory(year=2001), title="Tin cuộc thi khác")

    page = seen(client.get("/tin-tuc/"))

    assert page.index("Tin sau") < page.index("Tin trước")
    for title in ("Tin nháp", "Tin hẹn giờ", "Tin cuộc thi khác"):
        assert title not in page


def test_a_post_with_its_picture_and_text(client: Client, contest: Contest) -> None:
    picture = make_picture(contest, alt="Hội trường", caption="Toàn cảnh", credit="Ảnh: Thử")
    public(contest, slug="mo", title="Mở", text="# Một\n\n**Đậm**", picture=picture)

    answer = client.get("/tin-tuc/mo/")
    page = answer.content.decode()

    assert "<h2>Một</h2>\n<p><strong>Đậm</strong></p>" in page
    assert 'alt="Hội trường"' in page
    assert "Toàn cảnh (Ảnh: Thử)" in seen(answer)
    assert 'property="og:image" content="http://testserver/anh/' in page


def test_networks_and_engines_are_told_of_an_article(client: Client, contest: Contest) -> None:
    post = public(contest, slug="mo", title="Mở </script>", picture=make_picture(contest))
    page = client.get("/tin-tuc/mo/").content.decode()
    assert '<meta property="og:type" content="article">' in page
    told = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert (told["@type"], told["headline"]) == ("NewsArticle", "Mở </script>")
    assert datetime.datetime.fromisoformat(told["datePublished"]) == post.published_at
    assert told["datePublished"].endswith("+07:00")
    assert client.get(told["image"]).status_code == 200
    draft = client.get(f"/xem-truoc/{NewsPostFactory(contest=contest).token}/").content.decode()
    assert "ld+json" not in draft
    assert 'content="website"' in client.get("/tin-tuc/").content.decode()


def test_a_draft_is_found_by_no_slug(client: Client, contest: Contest) -> None:
    draft = NewsPostFactory(contest=contest, slug="bi-mat", title="Điều bí mật")
    later = timezone.now() + datetime.timedelta(hours=1)
    waiting = publications.publish(NewsPostFactory(contest=contest, slug="cho"), later)
    gone = publications.withdraw(public(contest, slug="rut"))

    for post in (draft, waiting, gone):
        answer = client.get(f"/tin-tuc/{post.slug}/")
        assert answer.status_code == 404
        assert str(post.title) not in seen(answer)


def test_what_waits_appears_at_its_hour_though_the_page_is_kept(contest: Contest) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = Client()
        at = NOON + datetime.timedelta(minutes=5)
        publications.publish(NewsPostFactory(contest=contest, title="Đúng giờ"), at)
        assert "Đúng giờ" not in seen(client.get("/tin-tuc/"))
        clock.shift(299)
        assert "Đúng giờ" not in seen(client.get("/tin-tuc/"))
        clock.shift(1)
        assert "Đúng giờ" in seen(client.get("/tin-tuc/"))


def test_a_withdrawn_post_is_gone_from_what_is_kept(client: Client, contest: Contest) -> None:
    post = public(contest, slug="rut")
    assert client.get("/tin-tuc/rut/").status_code == 200
    publications.withdraw(post)
    assert client.get("/tin-tuc/rut/").status_code == 404


def test_pages_of_twelve(client: Client, contest: Contest) -> None:
    for number in range(13):
        public(contest, title=f"Tin số {number:02}")

    first, second = client.get("/tin-tuc/"), client.get("/tin-tuc/trang/2/")

    assert "Tin số 00" not in seen(first)
    assert "Tin số 00" in seen(second)
    assert 'href="/tin-tuc/trang/2/"' in first.content.decode()
    assert 'href="/tin-tuc/"' in second.content.decode()
    assert client.get("/tin-tuc/trang/3/").status_code == 404
    for number in (0, 1):
        assert client.get(f"/tin-tuc/trang/{number}/").headers["Location"] == "/tin-tuc/"


def test_a_page_has_one_address_so_nobody_fills_the_memory(
    client: Client, contest: Contest
) -> None:
    for number in range(13):
        public(contest, title=f"Tin số {number:02}")
    for path in ("/tin-tuc/trang/02/", "/tin-tuc/trang/000002/", f"/tin-tuc/trang/{'9' * 40}/"):
        assert client.get(path).status_code == 404


def test_english_where_there_is_one_and_else_vietnamese_marked_as_such(
    client: Client, contest: Contest
) -> None:
    both = {"title_en": "Launch", "lead_en": "It begins.", "text_en": "All of it."}
    public(contest, slug="hai", title="Phát động", **both)
    public(contest, slug="mot", title="Thông báo", text="Lời Việt.")

    english, vietnamese = client.get("/en/tin-tuc/hai/"), client.get("/en/tin-tuc/mot/")

    assert "<h1>Launch</h1>" in english.content.decode()
    assert "Phát động" not in seen(english)
    assert '<h1 lang="vi">Thông báo</h1>' in vietnamese.content.decode()
    assert "This text is not available in English yet" in seen(vietnamese)
    assert '<div class="written" lang="vi"><p>Lời Việt.</p>' in vietnamese.content.decode()


def test_the_feed(client: Client, contest: Contest) -> None:
    post = public(contest, slug="mo", title="Mở & rộng", lead="Đoạn <dẫn>.")

    answer = client.get("/tin-tuc/feed/")
    root = ET.fromstring(answer.content)

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Mở & rộng"
    assert entry.findtext(f"{ATOM}summary") == "Đoạn <dẫn>."
    assert (
        entry.findtext(f"{ATOM}id") == f"urn:uuid:{uuid5(contest.feeds_id, f'vi news-{post.pk}')}"
    )
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "http://testserver/tin-tuc/mo/"
    when = datetime.datetime.fromisoformat(entry.findtext(f"{ATOM}published") or "")
    assert when == post.published_at
    etag = answer["ETag"]
    assert client.get("/tin-tuc/feed/", HTTP_IF_NONE_MATCH=etag).status_code == 304


def test_what_was_read_is_not_sent_again(client: Client, contest: Contest) -> None:
    public(contest, slug="mo")
    for path in ("/tin-tuc/", "/tin-tuc/mo/", "/tin-tuc/trang/1/"):
        answer = client.get(path, follow=True)
        again = client.get(path, follow=True, HTTP_IF_NONE_MATCH=answer["ETag"])
        assert (again.status_code, again.content) == (304, b"")


def statements(client: Client, slug: str) -> list[int]:
    counts = []
    for path in ("/tin-tuc/", f"/tin-tuc/{slug}/", "/tin-tuc/feed/"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        counts.append(len(captured))
    return counts


def test_the_number_of_statements_is_the_same_for_one_and_for_many(contest: Contest) -> None:
    def made(count: int) -> str:
        for _n in range(count):
            text = "".join(f"![](anh:{make_picture(contest).pk})\n\n" for _m in range(2))
            public(contest, picture=make_picture(contest), text=text)
        return NewsPost.objects.latest("pk").slug

    few = statements(Client(), made(4))
    client, slug = Client(), made(10)

    assert statements(client, slug) == few
    assert statements(client, slug) == [1, 1, 1]


def test_the_newest_for_the_home_page(contest: Contest) -> None:
    picture = make_picture(contest, alt="Lễ")
    for number in range(5):
        public(contest, title=f"Tin {number}", picture=picture)

    with CaptureQueriesContext(connection) as captured:
        found = newest(contest)

    assert [str(one.title) for one in found] == ["Tin 4", "Tin 3", "Tin 2"]
    assert found[0].image
    assert found[0].image["alt"] == "Lễ"
    assert len(captured) == 3
    assert newest(None) == []


def test_without_a_contest(client: Client) -> None:
    assert "Chưa có tin nào." in seen(client.get("/tin-tuc/"))
    assert client.get("/tin-tuc/feed/").status_code == 404
