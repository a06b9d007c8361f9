"""Publishing in the admin: at once, at an hour, withdrawn, looked at."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import AuditEntry, NewsPost, Question
from events.services import publications
from tests.events.admin.test_at_once import wait_for_waiting
from tests.factories import ContactFactory, NewsPostFactory, QuestionFactory
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2030, 2, 1, 5, tzinfo=datetime.UTC)  # in Vietnam


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


def seen(response: Any) -> str:
    return visible_text(response.content.decode())


def page_of(post: NewsPost, name: str) -> str:
    return reverse(f"admin:events_newspost_{name}", args=[post.pk])


def test_publishing_at_once(organizer: Client) -> None:
    post = NewsPostFactory(title="Phát động")
    asked = organizer.get(page_of(post, "publish"))
    answer = organizer.post(page_of(post, "publish"), {"seen": "", "at_once": ""}, follow=True)

    post.refresh_from_db()
    assert "Công bố ngay" in seen(asked)
    assert post.state == NewsPost.State.PUBLIC
    assert "“Phát động” đã được công bố." in seen(answer)
    entry = AuditEntry.objects.filter(table="events_newspost", act="changed").latest("pk")
    assert list(entry.after) == ["published_at"]


@time_machine.travel(NOON)
def test_publishing_at_an_hour_as_people_write_it() -> None:
    post = NewsPostFactory()
    typed = {"seen": "", "at_hour": "", "at_0": "15/02/2030", "at_1": "8h00"}
    signed_in("organizer").post(page_of(post, "publish"), typed)

    post.refresh_from_db()
    assert post.state == NewsPost.State.SCHEDULED
    assert timezone.localtime(post.published_at).isoformat() == "2030-02-15T08:00:00+07:00"


@pytest.mark.parametrize(
    ("day", "hour", "told"),
    [
        ("31/01/2030", "8h00", "Thời điểm này đã qua"),
        ("", "", "Vui lòng nhập ngày và giờ."),
        ("15/02/2030", "25h", "Giờ nhập chưa đúng"),
    ],
)
@time_machine.travel(NOON)
def test_an_hour_that_cannot_be_is_told_and_kept(day: str, hour: str, told: str) -> None:
    post = NewsPostFactory()
    typed = {"seen": "", "at_hour": "", "at_0": day, "at_1": hour}
    answer = signed_in("organizer").post(page_of(post, "publish"), typed)

    post.refresh_from_db()
    assert post.published_at is None
    assert told in seen(answer)
    assert f'value="{hour}"' in answer.content.decode() or not hour


def test_what_is_missing_is_told_and_nothing_is_published(organizer: Client) -> None:
    post = NewsPostFactory(lead="", text="![ảnh](anh:999)")
    answer = organizer.post(page_of(post, "publish"), {"seen": "", "at_once": ""})

    post.refresh_from_db()
    assert post.published_at is None
    assert "Còn thiếu “đoạn dẫn”." in seen(answer)
    assert "Bài có dẫn ảnh số 999, nhưng không có ảnh này." in seen(answer)


def test_what_somebody_else_did_meanwhile_is_told(organizer: Client) -> None:
    post = NewsPostFactory()
    publications.publish(post)
    answer = organizer.post(page_of(post, "withdraw"), {"seen": "", "withdraw": ""})

    post.refresh_from_db()
    assert post.state == NewsPost.State.PUBLIC
    assert answer.status_code == 409


@pytest.mark.django_db(transaction=True)
def test_what_is_withdrawn_while_it_is_saved_stays_withdrawn(organizer: Client) -> None:
    post = publications.publish(NewsPostFactory())
    address = page_of(post, "change")
    data = {**form_data(organizer.get(address), "newspost_form"), "title": "Tin đã sửa"}

    def save() -> int:
        try:
            return organizer.post(address, data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            publications.withdraw(post)
            saved = pool.submit(save)
            wait_for_waiting(1)
        assert saved.result() == 302
    post.refresh_from_db()
    assert (post.title, post.published_at) == ("Tin đã sửa", None)


def test_putting_questions_in_order_writes_nothing_but_their_places(organizer: Client) -> None:
    first = QuestionFactory(position=1)
    second = QuestionFactory(contest=first.contest, position=2)
    address = reverse("admin:events_question_changelist")
    data = form_data(organizer.get(address), "changelist-form")
    places = {row: "2" if data[f"form-{row}-id"] == str(first.pk) else "1" for row in (0, 1)}
    before = AuditEntry.objects.count()
    data |= {f"form-{row}-position": place for row, place in places.items()} | {"_save": ""}
    assert organizer.post(address, data).status_code == 302
    assert [row.pk for row in Question.objects.all()] == [second.pk, first.pk]
    written = AuditEntry.objects.order_by("pk")[before:]
    assert {tuple(entry.after or {}) for entry in written} == {("position",)}


def test_moved_to_another_contest_it_has_an_address_and_a_place_there(organizer: Client) -> None:
    post = publications.publish(NewsPostFactory(slug="mo"))  # so its address is in no field
    there = NewsPostFactory(slug="mo").contest
    question: Any = QuestionFactory(position=1)
    QuestionFactory(contest=there, position=1)

    data = form_data(organizer.get(page_of(post, "change")), "newspost_form")
    answer = organizer.post(page_of(post, "change"), {**data, "contest": str(there.pk)})
    assert "Địa chỉ này đã thuộc về một tin bài khác." in seen(answer)
    address = reverse("admin:events_question_change", args=[question.pk])
    data = form_data(organizer.get(address), "question_form")
    assert organizer.post(address, {**data, "contest": str(there.pk)}).status_code == 302
    question.refresh_from_db()
    assert (question.contest, question.position) == (there, 2)


def test_what_is_public_is_not_put_off(organizer: Client) -> None:
    post = publications.publish(NewsPostFactory())
    was_seen = post.published_at.isoformat()
    typed = {"seen": was_seen, "at_hour": "", "at_0": "15/02/2060", "at_1": "8h00"}
    answer = organizer.post(page_of(post, "publish"), typed)
    post.refresh_from_db()
    assert post.published_at.isoformat() == was_seen
    assert "Nội dung này đã được công bố." in seen(answer)


def test_withdrawing(organizer: Client) -> None:
    post = publications.publish(NewsPostFactory())
    shown = post.published_at.isoformat()
    organizer.post(page_of(post, "withdraw"), {"seen": shown, "withdraw": ""})

    post.refresh_from_db()
    assert post.state == NewsPost.State.DRAFT


@pytest.mark.parametrize("page", ["publish", "withdraw"])
@pytest.mark.parametrize("role", ["secretariat", "reception"])
def test_others_cannot(role: str, page: str) -> None:
    post = NewsPostFactory()
    client = signed_in(role)

    assert client.get(page_of(post, page)).status_code == 403
    assert client.post(page_of(post, page), {"at_once": ""}).status_code == 403
    post.refresh_from_db()
    assert post.published_at is None


def test_buttons_are_those_that_the_state_allows(organizer: Client) -> None:
    draft, public = NewsPostFactory(), publications.publish(NewsPostFactory())

    pages = [
        seen(organizer.get(reverse("admin:events_newspost_change", args=[post.pk])))
        for post in (draft, public)
    ]
    assert ["Rút lại" in page for page in pages] == [False, True]
    assert ["Công bố" in page for page in pages] == [True, False]


def test_the_list_is_filtered_by_state(organizer: Client) -> None:
    NewsPostFactory(title="Còn nháp")
    publications.publish(NewsPostFactory(title="Đã đăng"))
    later = timezone.now() + datetime.timedelta(days=1)
    publications.publish(NewsPostFactory(title="Chờ giờ"), later)

    found = {
        state: [
            title
            for title in ("Còn nháp", "Chờ giờ", "Đã đăng")
            if title in seen(organizer.get(f"/quan-tri/events/newspost/?state={state}"))
        ]
        for state in NewsPost.State.values
    }
    assert found == {"draft": ["Còn nháp"], "scheduled": ["Chờ giờ"], "public": ["Đã đăng"]}


def test_the_look_leads_to_the_secret_page(organizer: Client) -> None:
    post = NewsPostFactory(title="Bài nháp")
    answer = organizer.get(page_of(post, "preview_one"), follow=True)

    assert answer.redirect_chain[-1][0] == f"/xem-truoc/{post.token}/"
    assert "Bài nháp" in seen(answer)


def change(client: Client, row: Any, **typed: Any) -> Any:
    """Change what is given on the page of a row, and save."""
    name = row._meta.model_name
    address = reverse(f"admin:events_{name}_change", args=[row.pk])
    data = {**form_data(client.get(address), f"{name}_form"), "_save": "Lưu", **typed}
    return client.post(address, data, follow=True)


SENDS = "Mọi thắc mắc đề nghị liên hệ Ban Tổ chức."
IS_PUBLIC = "Nội dung này đã hoặc sẽ được công bố"


@pytest.mark.parametrize("make", [NewsPostFactory, QuestionFactory])
@pytest.mark.parametrize("hours", [0, 5])
def test_what_is_public_is_not_changed_into_what_would_not_be_published(
    organizer: Client, make: Any, hours: int
) -> None:
    at = timezone.now() + datetime.timedelta(hours=hours) if hours else None
    row = publications.publish(make(), at)
    field = "text" if isinstance(row, NewsPost) else "answer"
    before = getattr(row, field)

    answer = change(organizer, row, **{field: SENDS})

    assert IS_PUBLIC in seen(answer)
    assert "“liên hệ Ban Tổ chức”" in seen(answer)
    assert SENDS in answer.content.decode()  # what was typed stays
    row.refresh_from_db()
    assert getattr(row, field) == before
    ContactFactory(contest=row.contest)
    change(organizer, row, **{field: SENDS})
    row.refresh_from_db()
    assert getattr(row, field) == SENDS


def test_an_english_half_and_an_unknown_picture_do_not_come_into_what_is_public(
    organizer: Client,
) -> None:
    post = publications.publish(NewsPostFactory())
    assert IS_PUBLIC in seen(change(organizer, post, text_en="Only the text"))
    assert IS_PUBLIC in seen(change(organizer, post, text="![](anh:999999)"))


def test_what_stood_in_the_way_before_lets_other_things_be_mended(organizer: Client) -> None:
    post: Any = NewsPostFactory(lead=SENDS)
    NewsPost.objects.filter(pk=post.pk).update(published_at=timezone.now())
    change(organizer, post, title="Đã sửa")
    post.refresh_from_db()
    assert post.title == "Đã sửa"


def test_a_draft_is_saved_however_far_it_is(organizer: Client) -> None:
    post = NewsPostFactory()
    change(organizer, post, text=SENDS)
    post.refresh_from_db()
    assert post.text == SENDS
