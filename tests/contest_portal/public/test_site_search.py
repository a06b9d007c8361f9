"""The search over the site and its map."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from contest_portal.public.searching import _key, _words
from events.models import Event, NewsPost
from events.services import publications
from events.web import pages
from tests.factories import AgendaItemFactory, RulesFactory, make_seating

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    pages.forget()
    event = make_seating().event
    Event.objects.filter(pk=event.pk).update(
        summary="Đổi mới sáng tạo vì quê hương Thái Nguyên thân yêu", venue="Nhà hát Ca múa"
    )
    event.refresh_from_db()
    return event


def links(client: Client, words: str, prefix: str = "") -> list[str]:
    page = client.get(f"{prefix}/tim-kiem/", {"q": words}).content.decode()
    return re.findall(r'<h2 class="h5"><a href="([^"]+)"', page)


@pytest.mark.parametrize("words", ["nhà hát", "nha hat", "NHA HÁT", "hat  nha", "doi moi"])
def test_words_are_found_with_accents_and_without(client: Client, event: Event, words: str) -> None:
    assert links(client, words)[0] == "/"


def test_words_are_marked_where_they_stand(client: Client, event: Event) -> None:
    page = client.get("/tim-kiem/?q=que huong").content.decode()
    assert "vì <mark>quê hương</mark> Thái Nguyên" in page
    page = client.get("/tim-kiem/?q=huong que").content.decode()
    assert "vì <mark>quê</mark> <mark>hương</mark> Thái Nguyên" in page


def test_the_place_where_all_words_stand_together_is_shown(client: Client, event: Event) -> None:
    Event.objects.update(summary=f"Lê la, mê-lê. {'Xa lắm rồi. ' * 30}Ban hành thể lệ mới.")
    event.refresh_from_db()
    event.save()
    page = client.get("/tim-kiem/?q=the le").content.decode()
    assert "… " in page
    assert "Ban hành <mark>thể lệ</mark> mới." in page
    assert "mê-lê" not in page[page.index("<main") :]


def test_rules_are_shown_as_they_read(client: Client, event: Event) -> None:
    rules = RulesFactory(contest=event.contest, eligibility="Mọi **tổ chức** trong tỉnh.")
    rules.articles.create(position=1, heading="Nguyên tắc", text="- Công khai\n- **Minh bạch**")
    publications.publish(rules)
    page = client.get("/tim-kiem/?q=to chuc trong tinh").content.decode()
    assert "Mọi <mark>tổ chức trong tỉnh</mark>." in page
    page = client.get("/tim-kiem/?q=minh bach").content.decode()
    assert "Công khai <mark>Minh bạch</mark>" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Trong to**àn** tỉnh", "toan"),
        (r"Biểu mẫu KH\_01", "kh_01"),
        ("Nghiên cứu &amp; phát triển", "& phat"),
        ("Xem [Thể](/mau/) lệ", "the le"),
        ("Xem [th](/mau/)ể lệ", "the le"),
        ("## Giải _nhất_\n\n- ~~một~~ hai", "nhat mot"),
        ("Straße, œuvre, Łódź", "strasse oeuvre lodz"),
        ("Tiếng Nga: Привет", "привет"),
    ],
)
def test_words_in_markdown_are_found(client: Client, event: Event, typed: str, words: str) -> None:
    publish(event, typed)
    assert links(client, words) == ["/tin-tuc/bai/"]


@pytest.mark.parametrize("words", ["mau", "https", "title"])
def test_what_no_reader_sees_is_not_found(client: Client, event: Event, words: str) -> None:
    publish(event, '[đây](https://a.example/mau "title")\n\n[x]: https://b.example/mau')
    assert links(client, words) == []


def publish(event: Event, text: str) -> None:
    post = NewsPost(contest=event.contest, title="Bài", slug="bai", lead="Lời dẫn.", text=text)
    post.save()
    publications.publish(post)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as at the commit


SIGNS = "aĐắ1 \n*_~`\\[]!#>|-.&;:ßæﬀŁ½…“–я京\u0301\u200b\u00a0"


@given(st.text(st.sampled_from(SIGNS), max_size=40))
@example("**a**ắ &#273; _x_ \\* ﬀ")
def test_no_text_that_has_a_word_is_passed_over(typed: str) -> None:
    words = _words("", typed).folded.split()
    assert [word for word in words if _key(word) not in _key(typed)] == []


def test_all_words_must_be_there(client: Client, event: Event) -> None:
    assert links(client, "nha hat khong co") == []
    assert "Không có trang nào" in client.get("/tim-kiem/?q=khong-co").content.decode()


def test_edits_are_found_at_once(client: Client, event: Event) -> None:
    assert links(client, "quang truong") == []
    event.venue = "Quảng trường Võ Nguyên Giáp"
    event.save()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as at the commit
    assert links(client, "quang truong") == ["/", "/lien-he/"]


def test_drafts_of_the_programme_are_not_found(client: Client, event: Event) -> None:
    AgendaItemFactory(event=event, title="Tiết mục còn bí mật")
    assert links(client, "bi mat") == []


def test_english_pages_find_english_ones(client: Client, event: Event) -> None:
    assert links(client, "nha hat", "/en") == ["/en/", "/en/lien-he/"]


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "%00", "\x00", "a" * 5000, "﷽" * 50, "ẞİ", "&amp;'\"", ""],
)
def test_odd_words_are_harmless(client: Client, event: Event, words: str) -> None:
    answer = client.get("/tim-kiem/", {"q": words})
    assert answer.status_code in (200, 400)
    assert "<script>alert" not in answer.content.decode()


def test_statements_do_not_grow(client: Client, event: Event, django_assert_num_queries) -> None:
    links(client, "nha hat")
    with django_assert_num_queries(1):
        links(client, "thai nguyen")


def test_what_is_typed_is_not_kept_for_others(client: Client, event: Event) -> None:
    assert "private" in client.get("/tim-kiem/?q=a")["Cache-Control"]


def test_map_names_every_page_in_both_languages(client: Client, event: Event) -> None:
    found = client.get("/sitemap.xml")
    assert found.status_code == 200
    text = found.content.decode()
    places = re.findall(r"<loc>http://testserver([^<]+)</loc>", text)
    assert "/" in places
    assert "/en/chuong-trinh/" in places
    assert 'hreflang="x-default"' in text
    assert {client.get(place).status_code for place in places} == {200}


def test_map_is_named_where_programs_look_first(client: Client) -> None:
    assert (
        f"Sitemap: http://testserver{reverse('sitemap')}"
        in client.get("/robots.txt").content.decode()
    )


def test_without_a_ceremony_nothing_is_found(client: Client) -> None:
    assert links(client, "nha hat") == []
    assert "<loc>" not in client.get("/sitemap.xml").content.decode()
