"""What every public page says of itself, and of texts that are not there in its language."""

import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import (
    AgendaItemFactory,
    MilestoneFactory,
    NewsPostFactory,
    RulesFactory,
    make_seating,
    published,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db
PAGES = [
    "/", "/chuong-trinh/", "/the-le/", "/moc-thoi-gian/", "/tin-tuc/", "/hoi-dap/", "/video/",
    "/tai-lieu/", "/dang-ky/", "/nha-tai-tro/", "/lien-he/", "/xac-minh/", "/tiep-can/",
    "/du-lieu-ca-nhan/",
]  # fmt: skip
SOME = "Texts that have no English version yet are shown in Vietnamese."


@pytest.fixture(autouse=True)
def event():
    event = make_seating().event
    AgendaItemFactory(event=event, title="Khai mạc")
    published(event)
    RulesFactory(contest=event.contest, published_at=timezone.now())
    NewsPostFactory(contest=event.contest)
    MilestoneFactory(contest=event.contest)
    return event


def description(client: Client, path: str) -> str:
    page = client.get(path).content.decode()
    found = re.findall(r'<meta (?:name|property)="(?:og:)?description" content="([^"]+)">', page)
    assert len(found) == 2
    assert found[0] == found[1]
    return html.unescape(found[0])


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_has_a_description_of_its_own(client: Client, language: str) -> None:
    said = [description(client, f"{language}{path}") for path in PAGES]
    assert len({*said}) == len(PAGES)
    assert max(map(len, said)) <= 200


@pytest.mark.parametrize("path", ["/", "/chuong-trinh/", "/moc-thoi-gian/"])
def test_english_pages_say_that_texts_are_vietnamese(client: Client, path: str) -> None:
    assert SOME in visible_text(client.get(f"/en{path}").content.decode())
    page = visible_text(client.get(path).content.decode())
    assert SOME not in page
    assert "chưa có tiếng Anh" not in page
