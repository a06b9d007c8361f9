"""The library of pictures in the admin."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import NewsPost, Picture
from events.sizes import MEBIBYTE
from tests.factories import ContestFactory, NewsPostFactory, make_picture
from tests.files import SVG, bomb, chosen, picture
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db
ADD = "/quan-tri/events/picture/add/"
SHOW = "/quan-tri/events/picture/markdown/"


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


def seen(response: Any) -> str:
    return visible_text(response.content.decode())


def opened(client: Client, page: str) -> dict[str, Any]:
    form = f"{page.split('/')[3]}_form"
    return form_data(client.get(page), form)


def typed(**changed: Any) -> dict[str, Any]:
    words = {"alt": "Toàn cảnh hội trường", "caption": "", "credit": "", "alt_en": ""}
    point = {"caption_en": "", "focus_x": "20", "focus_y": "80"}
    return {**words, **point, **changed}


def test_a_picture_is_added_and_served_for_ever(organizer: Client, client: Client) -> None:
    file = chosen("anh.jpg", picture("JPEG", size=(1000, 500)), "image/jpeg")
    organizer.post(ADD, typed(contest=ContestFactory().pk, upload=file))

    made = Picture.objects.get()
    stored = made.files.get(format="webp", width=480)
    answer = client.get(f"/anh/{stored.sha256}.webp")
    assert answer.content == bytes(stored.content)
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/anh/{stored.sha256}.jpg").status_code == 404
    assert client.get(f"/anh/{'0' * 64}.webp").status_code == 404


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (None, "Vui lòng chọn tệp ảnh."),
        (("a.svg", SVG), "SVG"),
        (("a.png", bomb()), "quá nhiều điểm ảnh"),
        (("a.png", b"\x89PNG" + b"0" * (20 * MEBIBYTE)), "Tệp quá lớn"),
        (("a.png", picture(size=(50, 50))), "Ảnh quá nhỏ"),
    ],
    ids=["none", "svg", "bomb", "large", "small"],
)
def test_a_file_that_cannot_be_is_told_and_the_words_stay(
    organizer: Client, file: tuple[str, bytes] | None, told: str
) -> None:
    upload = {"upload": chosen(*file, "image/png")} if file else {}
    answer = organizer.post(ADD, typed(contest=ContestFactory().pk, **upload))

    assert told in seen(answer)
    assert "Toàn cảnh hội trường" in answer.content.decode()
    assert not Picture.objects.exists()


def test_words_are_required(organizer: Client) -> None:
    file = chosen("anh.png", picture(size=(300, 300)), "image/png")
    organizer.post(ADD, typed(contest=ContestFactory().pk, upload=file, alt=" "))
    assert not Picture.objects.exists()


def test_the_same_picture_twice_is_told_with_its_number(organizer: Client) -> None:
    content = picture(size=(300, 300))
    there = make_picture(content=content, alt="Có rồi")
    file = chosen("khac.png", content, "image/png")
    answer = organizer.post(ADD, typed(contest=there.contest.pk, upload=file))

    assert f"Ảnh này đã có trong kho: số {there.pk}, “Có rồi”." in seen(answer)


def test_a_focal_point_beyond_the_picture_is_refused(organizer: Client) -> None:
    row = make_picture()
    page = reverse("admin:events_picture_change", args=[row.pk])
    organizer.post(page, {**opened(organizer, page), "focus_x": "101"})
    row.refresh_from_db()
    assert row.focus_x == 50


def test_words_are_changed_without_a_new_file(organizer: Client) -> None:
    row = make_picture()
    files = set(row.files.values_list("pk", flat=True))
    page = reverse("admin:events_picture_change", args=[row.pk])
    organizer.post(page, {**opened(organizer, page), "alt": "Khác"})

    row.refresh_from_db()
    assert row.alt == "Khác"
    assert set(row.files.values_list("pk", flat=True)) == files


def test_a_picture_in_use_is_not_deleted(organizer: Client) -> None:
    row = make_picture()
    NewsPostFactory(picture=row)
    organizer.post(reverse("admin:events_picture_delete", args=[row.pk]), {"post": "yes"})
    assert Picture.objects.filter(pk=row.pk).exists()


def test_a_picture_that_a_text_names_is_not_deleted(organizer: Client) -> None:
    named, other = make_picture(), make_picture()
    post = NewsPostFactory(title="Tin có ảnh", text_en=f"![](anh:{named.pk}) ![](anh:{other.pk}0)")
    addresses = [f"/quan-tri/events/picture/{one.pk}/delete/" for one in (named, other)]
    answers = [organizer.post(address, {"post": "yes"}) for address in addresses]
    assert "Tin có ảnh" in seen(answers[0])
    assert list(Picture.objects.all()) == [named]
    post.delete()
    organizer.post(addresses[0], {"post": "yes"})
    assert not Picture.objects.exists()


def test_a_text_is_shown_while_it_is_written(organizer: Client) -> None:
    answer = organizer.post(SHOW, {"text": "# Một\n\n<script>x</script> ![](anh:77)"})

    page = answer.content.decode()
    assert "<h3>Một</h3>" in page
    assert "<script>" not in page
    assert "Không có ảnh số 77." in page


@pytest.mark.parametrize(("role", "status"), [("secretariat", 200), ("reception", 403)])
def test_who_may_see_pictures_may_see_it(role: str, status: int) -> None:
    client = signed_in(role)
    assert client.post(SHOW, {"text": "x"}).status_code == status
    assert client.get(SHOW).status_code in (403, 405)


def test_news_with_an_address_of_another_page_are_refused(organizer: Client) -> None:
    form = {"contest": ContestFactory().pk, "title": "x", "slug": "feed", "lead": "y", "text": ""}
    english = {"title_en": "", "lead_en": "", "text_en": "", "picture": ""}
    answer = organizer.post("/quan-tri/events/newspost/add/", {**form, **english})

    assert "Địa chỉ này là của trang khác." in seen(answer)
    assert not NewsPost.objects.exists()


def test_two_who_edit_the_same_text_see_both(organizer: Client) -> None:
    post = NewsPostFactory(lead="Cũ")
    page = reverse("admin:events_newspost_change", args=[post.pk])
    shown = opened(organizer, page)
    NewsPost.objects.filter(pk=post.pk).update(lead="Của người kia")
    answer = organizer.post(page, {**shown, "lead": "Của tôi"})

    post.refresh_from_db()
    assert post.lead == "Của người kia"
    assert "Của người kia" in seen(answer)
    assert "Của tôi" in answer.content.decode()
