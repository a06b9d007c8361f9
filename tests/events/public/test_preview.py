"""A draft behind its secret link."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contest_portal.logs import discreet
from events.mail.veil import veiled
from events.services import publications
from tests.factories import (
    DownloadFactory,
    EventFactory,
    NewsPostFactory,
    QuestionFactory,
    RulesFactory,
    VideoFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


def test_a_draft_as_it_would_look_for_nobody_to_keep(client: Client) -> None:
    draft = NewsPostFactory(title="Chưa công bố", text="**Đậm**")
    answer = client.get(f"/xem-truoc/{draft.token}/")

    page = answer.content.decode()
    assert "<strong>Đậm</strong>" in page
    assert "Nội dung này chưa được công bố." in visible_text(page)
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert 'rel="canonical"' not in page


@pytest.mark.parametrize(
    "make", [DownloadFactory, NewsPostFactory, QuestionFactory, RulesFactory, VideoFactory]
)
def test_no_draft_tells_engines_and_networks_its_address(client: Client, make: Any) -> None:
    draft = make()
    EventFactory(contest=draft.contest)
    for language in ("", "/en"):
        page = client.get(f"{language}/xem-truoc/{draft.token}/").content.decode()
        head = page.partition("</head>")[0]
        assert draft.token not in head
        assert "og:url" not in head
        assert "canonical" not in head


def test_it_shows_what_was_written_since(client: Client) -> None:
    draft = NewsPostFactory(title="Trước")
    client.get(f"/xem-truoc/{draft.token}/")
    type(draft).objects.filter(pk=draft.pk).update(title="Sau")

    assert "Sau" in client.get(f"/xem-truoc/{draft.token}/").content.decode()


def test_english_too(client: Client) -> None:
    draft = NewsPostFactory(title_en="Draft title", lead_en="Lead", text_en="Text")
    page = visible_text(client.get(f"/en/xem-truoc/{draft.token}/").content.decode())

    assert "Draft title" in page
    assert "The public does not see it yet." in page


def test_the_public_page_does_not_tell_the_secret(client: Client) -> None:
    post = publications.publish(NewsPostFactory(slug="mo"))
    for path in ("/tin-tuc/", "/tin-tuc/mo/", "/tin-tuc/feed/"):
        assert post.token not in client.get(path).content.decode()


def test_the_link_ends_with_the_withdrawal(client: Client) -> None:
    post = publications.publish(NewsPostFactory())
    assert client.get(f"/xem-truoc/{post.token}/").status_code == 200
    withdrawn = publications.withdraw(post)
    assert client.get(f"/xem-truoc/{post.token}/").status_code == 404
    assert client.get(f"/xem-truoc/{withdrawn.token}/").status_code == 200


def test_a_link_that_nobody_has(client: Client) -> None:
    assert client.get(f"/xem-truoc/{'A' * 32}/").status_code == 404
    assert client.get("/xem-truoc/1/").status_code == 404
    assert client.post(f"/xem-truoc/{NewsPostFactory().token}/").status_code == 405


def test_logs_and_letters_do_not_tell_it() -> None:
    path = reverse("preview:draft", args=["Ab0" * 10])
    assert discreet(f"GET {path} 200") == "GET /xem-truoc/…/ 200"
    assert veiled(f"https://a.example{path}") == "https://a.example/xem-truoc/••••/"
