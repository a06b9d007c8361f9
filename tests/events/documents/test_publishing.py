"""What must be there before the public is shown something."""

from typing import Any

import pytest
from django.utils import translation

from events.documents import publishing
from events.errors import NotPublishable
from events.models import Contest, Event
from events.models.content.publication import Publication
from events.services import publications
from tests.factories import (
    ContactFactory,
    DownloadFactory,
    EventFactory,
    NewsPostFactory,
    QuestionFactory,
    RulesArticleFactory,
    RulesFactory,
    VideoFactory,
)

pytestmark = pytest.mark.django_db
SENDS = "Mọi thắc mắc đề nghị liên hệ Ban Tổ chức để được giải đáp."


@pytest.fixture
def event() -> Event:
    event: Any = EventFactory()
    return event


def told(contest: Contest, *texts: str) -> list[str]:
    return [obstacle.message for obstacle in publishing.of_texts(contest, texts)]


def test_a_ceremony_that_names_nobody_is_told_with_its_page(event: Event) -> None:
    (obstacle,) = publishing.of_ceremony(event)
    assert "Buổi lễ chưa có đầu mối liên hệ cho đại biểu." in obstacle.message
    assert obstacle.url == f"/quan-tri/events/event/{event.pk}/change/"


def test_a_ceremony_that_is_new_has_no_page_yet(event: Event) -> None:
    (obstacle,) = publishing.of_ceremony(Event(contest=event.contest, title="Lễ mới"))
    assert obstacle.url == ""


def test_its_own_contact_or_one_of_the_contest_is_enough(event: Event) -> None:
    event.contact = "Sở Thử nghiệm"
    assert publishing.of_ceremony(event) == []
    event.contact = ""
    ContactFactory(contest=event.contest)
    assert publishing.of_ceremony(Event.objects.get(pk=event.pk)) == []


@pytest.mark.parametrize(
    "text",
    [
        *(SENDS, "LIÊN HỆ VỚI BTC", "liên  hệ\ntới cơ quan thường trực", "Liên hệ đến Tổ thư ký"),
        *(
            "Please contact the organizing committee.",
            "contact the organisers",
            "Contact secretariat",
        ),
    ],
)
def test_a_text_that_sends_people_to_nobody_is_told_with_its_words(event: Event, text: str) -> None:
    (obstacle,) = publishing.of_texts(event.contest, ["Lời đầu.", text])
    words = publishing.SENDS_TO_COMMITTEE.search(text)
    assert words
    assert f"“{words[0]}”" in obstacle.message
    assert obstacle.url == f"/quan-tri/events/contest/{event.contest_id}/change/"


@pytest.mark.parametrize(
    "text", ["", "Ban Tổ chức trân trọng thông báo.", "liên hệ Sở Thử nghiệm", "contact the press"]
)
def test_other_texts_are_not_told(event: Event, text: str) -> None:
    assert told(event.contest, text) == []


def test_somebody_to_ask_is_one_whom_the_public_sees(event: Event) -> None:
    contest = event.contest
    elsewhere = EventFactory(contact="Ban Tổ chức của cuộc thi khác")
    hidden = EventFactory(contest=contest, contact="Chưa công bố", published=False)
    assert elsewhere.published
    assert len(told(contest, SENDS)) == 1
    hidden.published = True
    hidden.save()
    assert told(contest, SENDS) == []
    hidden.delete()
    ContactFactory(contest=contest)
    assert told(contest, SENDS) == []


@pytest.mark.parametrize(
    ("make", "field"),
    [
        *((NewsPostFactory, field) for field in ("title", "lead", "text")),
        *((QuestionFactory, field) for field in ("question", "answer", "answer_en")),
        *((VideoFactory, field) for field in ("description", "transcript")),
        *((RulesFactory, field) for field in ("eligibility", "submission")),
        (DownloadFactory, "description"),
    ],
)
def test_whatever_is_published_is_looked_at(event: Event, make: Any, field: str) -> None:
    row: Publication = make(contest=event.contest, **{field: SENDS})
    with translation.override("vi"), pytest.raises(NotPublishable) as error:
        publications.publish(row)
    assert any("“liên hệ Ban Tổ chức”" in line for line in error.value.sentences)
    row.refresh_from_db()
    assert row.published_at is None


def test_articles_of_rules_are_looked_at_too(event: Event) -> None:
    rules: Any = RulesFactory(contest=event.contest)
    RulesArticleFactory(rules=rules, text=SENDS)
    with pytest.raises(NotPublishable):
        publications.publish(rules)
    ContactFactory(contest=event.contest)
    assert publications.publish(rules).published_at
