"""The part of an address that is made of a title."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, NewsPost, Picture
from events.web.short_names import short_name
from tests.factories import ContestFactory
from tests.pages import form_data
from tests.people import signed_in

pytestmark = pytest.mark.django_db
TITLE = "Tập huấn viết hồ sơ dự thi"
NAME = "tap-huan-viet-ho-so-du-thi"


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


def post(client: Client, **typed: Any) -> Any:
    address = reverse("admin:events_newspost_add")
    blank = form_data(client.get(address), "newspost_form")
    return client.post(address, {**blank, "lead": "Một câu.", **typed})


@pytest.mark.parametrize(
    ("title", "made"),
    [
        (TITLE, NAME),
        ("  Đồi chè -- Tân Cương! ", "doi-che-tan-cuong"),
        ("Nghị quyết số 57-NQ/TW", "nghi-quyet-so-57-nqtw"),
        ("x" * 79 + " y", "x" * 79),
        ("…", ""),
    ],
)
def test_it_is_read_aloud_as_the_title(title: str, made: str) -> None:
    assert short_name(title, 80) == made


def test_news_take_it_from_their_title(organizer: Client) -> None:
    contest: Any = ContestFactory()
    assert form_data(organizer.get(reverse("admin:events_newspost_add")), "newspost_form")[
        "contest"
    ] == str(contest.pk)
    post(organizer, title=TITLE)
    assert NewsPost.objects.get().slug == NAME

    answer = post(organizer, title=TITLE)
    assert "Địa chỉ này đã thuộc về một tin bài khác." in answer.content.decode()
    post(organizer, title=TITLE, slug="tap-huan-lan-hai")
    assert {*NewsPost.objects.values_list("slug", flat=True)} == {NAME, "tap-huan-lan-hai"}


def test_news_named_as_another_page_are_refused(organizer: Client) -> None:
    ContestFactory()
    assert post(organizer, title="Feed").context["adminform"].form.errors.keys() == {"slug"}
    assert not NewsPost.objects.exists()


def test_a_ceremony_takes_it_from_its_title_within_its_length(organizer: Client) -> None:
    contest: Any = ContestFactory()
    address = reverse("admin:events_event_add")
    blank = form_data(organizer.get(address), "event_form")
    typed = {
        "title": "Lễ công bố và phát động Cuộc thi “Đổi mới sáng tạo - vì Thái Nguyên thân yêu”",
        "venue": "Nhà hát", "duration": "1/2 ngày", "contest": contest.pk,
        "contact": "Sở Thử nghiệm",
        "window_start": "10/02/2030", "window_end": "14/02/2030",
    }  # fmt: skip
    organizer.post(address, {**blank, **typed})
    assert Event.objects.get().slug == "le-cong-bo-va-phat-dong-cuoc-thi-doi-moi-sang-tao"


def test_a_picture_begins_with_the_contest_at_hand(organizer: Client) -> None:
    contest: Any = ContestFactory()
    form = form_data(organizer.get(reverse("admin:events_picture_add")), "picture_form")
    assert form["contest"] == str(contest.pk)
    assert not Picture.objects.exists()
