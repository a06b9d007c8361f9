"""Videos in the admin: small files by the form, large ones in parts, and who may do it."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Contest, Video, VideoUpload
from events.services import publications, videos
from tests.factories import ContestFactory, EventFactory
from tests.files import chosen
from tests.films import MP4, WEBM, long_mp4, stored
from tests.pages import form_data
from tests.people import signed_in

pytestmark = pytest.mark.django_db

ADD = "/quan-tri/events/video/add/"
BEGIN = "/quan-tri/events/video/upload/"


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.UPLOADS_ROOT = tmp_path / "media", tmp_path / "uploads"


@pytest.fixture
def contest() -> Contest:
    contest: Any = EventFactory().contest
    return contest


def values(contest: Contest, **more: Any) -> dict[str, Any]:
    return {"contest": contest.pk, "title": "Lễ phát động", "slug": "le", **more}


def begin(client: Client, size: int, name: str = "phim.mp4") -> Any:
    body = json.dumps({"name": name, "size": size})
    return client.post(BEGIN, body, content_type="application/octet-stream")


def add(client: Client, token: str, first: Any, part: bytes) -> Any:
    address = f"{BEGIN}{token}/?first={first}"
    return client.post(address, part, content_type="application/octet-stream")


def told(answer: Any) -> list[str]:
    form = answer.context["adminform"].form
    return [line for lines in form.errors.values() for line in lines]


def test_a_small_file_comes_with_the_form(contest: Contest) -> None:
    organizer = signed_in("organizer")
    file = chosen("phim.webm", WEBM, "text/html")
    answer = organizer.post(ADD, values(contest, new_file=file))
    video = Video.objects.get()
    assert answer.status_code == 302
    assert (video.content_type, video.seconds, video.size) == ("video/webm", 3, len(WEBM))
    assert video.state == Video.State.DRAFT
    assert Path(video.file.path).read_bytes() == WEBM
    assert "le" not in Path(video.file.path).stem  # a name that nobody guesses


def test_a_large_file_comes_in_parts_before(contest: Contest) -> None:
    organizer = signed_in("organizer")
    content = long_mp4(50_000)
    state = begin(organizer, len(content)).json()
    for first in range(0, len(content), 20_000):
        state = add(organizer, state["token"], first, content[first : first + 20_000]).json()
    assert state["received"] == 50_000
    organizer.post(ADD, values(contest, upload=state["token"]))
    video = Video.objects.get()
    assert Path(video.file.path).read_bytes() == content
    assert not VideoUpload.objects.exists()


def test_who_was_cut_off_is_told_where_to_go_on() -> None:
    EventFactory()
    organizer = signed_in("organizer")
    token = begin(organizer, len(MP4)).json()["token"]
    add(organizer, token, 0, MP4[:600])
    answer = add(organizer, token, 0, MP4[:600])
    assert (answer.status_code, answer.json()["received"]) == (409, 600)
    for odd in ("", "x", "-1", "9" * 30, "٣"):
        assert add(organizer, token, odd, b"x").status_code == 409
    assert add(organizer, token, 600, MP4[600:]).json()["received"] == len(MP4)


@pytest.mark.parametrize("role", ["secretariat", "reception", None])
def test_nobody_else_sends_a_byte(role: str | None) -> None:
    contest = EventFactory().contest
    client = signed_in(role) if role else Client()
    organizer = signed_in("organizer")
    token = begin(organizer, len(MP4)).json()["token"]
    for answer in (begin(client, 10), add(client, token, 0, b"x")):
        assert answer.status_code == (403 if role else 302)
    assert client.post(ADD, values(contest)).status_code == 403
    assert not Video.objects.exists()
    assert VideoUpload.objects.get().received == 0


def test_the_file_of_another_organizer_cannot_be_taken(contest: Contest) -> None:
    organizer = signed_in("organizer")
    token = begin(organizer, len(MP4)).json()["token"]
    add(organizer, token, 0, MP4)
    upload = VideoUpload.objects.get()
    upload.owner = type(upload.owner).objects.create_user("khac")
    upload.save()
    answer = organizer.post(ADD, values(contest, upload=token))
    assert told(answer) == ["Tệp này không còn đang được tải lên. Vui lòng chọn lại tệp."]


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b'{"name": 1}', b'{"name": "a", "size": "x"}', b"\xff", b"[" * 100_000),
        *(b'{"name": "a", "size": 1e999}', b'{"name": "a", "size": NaN}'),
    ],
)
def test_what_is_no_announcement_is_refused(body: bytes) -> None:
    organizer = signed_in("organizer")
    answer = organizer.post(BEGIN, body, content_type="application/octet-stream")
    assert answer.status_code == 400
    assert organizer.get(BEGIN).status_code == 405


@pytest.mark.parametrize("name", ["\x00", "\ud800", "\u202ea\u200b", "ễ" * 10_000, "../../x", ""])
def test_whatever_the_file_is_called_it_arrives(contest: Contest, name: str) -> None:
    organizer = signed_in("organizer")
    begun = organizer.post(BEGIN, json.dumps({"name": name, "size": len(MP4)}), "text/plain")
    token = begun.json()["token"]
    assert add(organizer, token, 0, MP4).status_code == 200
    assert organizer.post(ADD, values(contest, upload=token)).status_code == 302
    assert Video.objects.get().file.name.startswith("videos/")


def test_a_page_or_a_program_is_told_in_words(contest: Contest) -> None:
    organizer = signed_in("organizer")
    file = chosen("phim.mp4", b"<script>alert(1)</script>", "video/mp4")
    answer = organizer.post(ADD, values(contest, new_file=file))
    said = "Tệp không phải là video mà trình duyệt phát được. Vui lòng chọn tệp MP4 hoặc WebM."
    assert told(answer) == [said]
    assert answer.context["adminform"].form["title"].value() == "Lễ phát động"


def test_a_file_too_large_for_a_form_is_told_the_way(contest: Contest) -> None:
    organizer = signed_in("organizer")
    file = chosen("phim.mp4", long_mp4(21 * 1024 * 1024), "video/mp4")
    (line,) = told(organizer.post(ADD, values(contest, new_file=file)))
    assert line.startswith("Khi không có JavaScript, tại đây chỉ gửi được tệp tối đa 20 MB")


@pytest.mark.parametrize(
    "address",
    [
        "http://a.example/x",
        "javascript:alert(1)",
        "ftp://a.example/x",
        "data:text/html,x",
    ],
)
def test_only_secure_addresses_of_other_sites(contest: Contest, address: str) -> None:
    organizer = signed_in("organizer")
    answer = organizer.post(ADD, values(contest, address=address))
    assert answer.status_code == 200
    assert "address" in answer.context["adminform"].form.errors


def test_a_file_and_an_address_are_one_too_many(contest: Contest) -> None:
    organizer = signed_in("organizer")
    more = {"address": "https://a.example/x", "new_file": chosen("a.mp4", MP4, "video/mp4")}
    assert told(organizer.post(ADD, values(contest, **more))) == [
        "Vui lòng chọn tệp hoặc ghi địa chỉ, không dùng cả hai."
    ]


def test_captions_are_kept_plain(contest: Contest) -> None:
    organizer = signed_in("organizer")
    typed = "1\n00:00:01,000 --> 00:00:02,000\n<b>Xin</b> <script>chào\n"
    organizer.post(ADD, values(contest, captions=typed))
    assert Video.objects.get().captions == ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nXin chào\n")
    answer = organizer.post(ADD, values(contest, slug="hai", captions="xin chào"))
    assert told(answer)[0].startswith("Phụ đề thứ 1 không có mốc thời gian")


def test_a_video_without_a_video_is_not_published(contest: Contest) -> None:
    video = Video.objects.create(contest=contest, title="Phim", slug="phim")
    assert publications.obstacles(video) == [
        "Chưa có video: vui lòng chọn tệp, hoặc nhập địa chỉ ở trang khác."
    ]
    videos.save(video, file=None)
    assert publications.obstacles(stored(contest)) == []


def test_the_address_of_what_was_public_stays(contest: Contest) -> None:
    video = stored(contest, slug="le")
    Video.objects.update(published_at=timezone.now() - datetime.timedelta(days=1))
    organizer = signed_in("organizer")
    address = reverse("admin:events_video_change", args=[video.pk])
    page = organizer.get(address).content.decode()
    assert 'name="slug"' not in page
    assert "MP4, " in page


def test_two_who_save_one_video_lose_no_file(contest: Contest) -> None:
    video = stored(contest, slug="le")
    organizer = signed_in("organizer")
    address = reverse("admin:events_video_change", args=[video.pk])
    before = video.file.name
    organizer.post(address, values(contest, title="Tên mới"))
    video.refresh_from_db()
    assert (video.title, video.file.name) == ("Tên mới", before)
    organizer.post(address, values(contest, title="Tên mới", without_file="on"))
    video.refresh_from_db()
    assert (video.file.name, video.size, video.content_type) == ("", None, "")


def test_another_contest_may_have_the_same_address() -> None:
    stored(ContestFactory(), slug="le")
    stored(ContestFactory(), slug="le")
    with pytest.raises(ValidationError):
        Video(contest=ContestFactory(), title="x", slug="a b").full_clean()


def test_what_not_every_browser_shows_is_told(contest: Contest) -> None:
    organizer = signed_in("organizer")
    file = chosen("phim.mp4", MP4.replace(b"avc1", b"hvc1"), "video/mp4")
    page = organizer.post(ADD, values(contest, new_file=file), follow=True).content.decode()
    assert "Không phải trình duyệt nào cũng phát được video này" in page


def test_what_the_public_sees_keeps_a_video(contest: Contest) -> None:
    video = publications.publish(stored(contest))
    organizer = signed_in("organizer")
    page = reverse("admin:events_video_change", args=[video.pk])

    def send(**typed: Any) -> Any:
        data = {**form_data(organizer.get(page), "video_form"), "_save": "Lưu", **typed}
        return organizer.post(page, data)

    answer = send(without_file="on")
    assert "Chưa có video" in " ".join(told(answer))
    video.refresh_from_db()
    assert video.file
    address = "https://video.example/a"
    assert send(without_file="on", address=address).status_code == 302
    assert send(address="").status_code == 200  # neither a file nor an address
    assert send(address="", new_file=chosen("b.webm", WEBM, "video/webm")).status_code == 302
    video.refresh_from_db()
    assert (video.address, video.content_type) == ("", "video/webm")


def test_who_was_signed_out_is_told_so_and_no_byte_is_taken(contest: Contest) -> None:
    organizer = signed_in("organizer")
    token = begin(organizer, len(MP4)).json()["token"]
    organizer.logout()
    answer = add(organizer, token, 0, MP4)
    assert answer.status_code == 302  # the page reads it as “signed out”
    assert VideoUpload.objects.get().received == 0
