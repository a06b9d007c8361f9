"""Videos: what the public sees of them, part by part, and what it does not."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from events.models import Video
from events.services import publications
from events.web import pages
from tests.factories import EventFactory
from tests.films import MP4, stored
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

CAPTIONS = "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nXin chào\n"


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.UPLOADS_ROOT = tmp_path / "media", tmp_path / "uploads"


@pytest.fixture
def video() -> Video:
    contest = EventFactory().contest
    made = stored(
        contest,
        title="Lễ phát động",
        slug="le",
        captions=CAPTIONS,
        transcript="**Kính thưa** quý vị",
    )
    return publications.publish(made)


def test_a_public_video_stands_in_the_list_and_on_its_page(client: Client, video: Video) -> None:
    page = client.get("/video/").content.decode()
    assert '<a href="/video/le/">Lễ phát động</a>' in page
    assert "0:03" in visible_text(page)
    page = client.get("/video/le/").content.decode()
    assert 'preload="none"' in page
    assert '<source src="/video/le/tep/" type="video/mp4">' in page
    assert 'srclang="vi" label="Tiếng Việt" src="/video/le/phu-de/vi/"' in page
    assert "<strong>Kính thưa</strong> quý vị" in page
    assert '"duration": "PT3S"' in page


def test_nothing_of_a_draft_is_seen_but_by_its_link(client: Client, video: Video) -> None:
    video = publications.withdraw(video)
    for path in ("", "tep/", "phu-de/vi/"):
        assert client.get(f"/video/le/{path}").status_code == 404
    assert "Lễ phát động" not in client.get("/video/").content.decode()
    draft = client.get(f"/xem-truoc/{video.token}/")
    assert f'<source src="/xem-truoc/{video.token}/tep/"' in draft.content.decode()
    answer: Any = client.get(f"/xem-truoc/{video.token}/tep/", headers={"Range": "bytes=0-7"})
    assert (answer.status_code, b"".join(answer)) == (206, MP4[:8])
    assert answer["Cache-Control"] == "no-store"
    assert client.get(f"/xem-truoc/{video.token}/phu-de/vi/").content.decode() == CAPTIONS


def test_it_is_seen_from_its_hour_on(client: Client, video: Video) -> None:
    Video.objects.update(published_at=timezone.now() + datetime.timedelta(hours=1))
    assert client.get("/video/le/tep/").status_code == 404


def test_the_file_comes_in_parts(client: Client, video: Video) -> None:
    whole: Any = client.get("/video/le/tep/")
    assert (whole.status_code, b"".join(whole)) == (200, MP4)
    assert whole["Content-Type"] == "video/mp4"
    assert whole["Content-Disposition"] == 'inline; filename="le.mp4"'
    part: Any = client.get("/video/le/tep/", headers={"Range": "bytes=100-"})
    assert (part.status_code, b"".join(part)) == (206, MP4[100:])
    beyond = client.get("/video/le/tep/", headers={"Range": f"bytes={'9' * 19}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(MP4)}")
    known = client.get("/video/le/tep/", headers={"If-None-Match": whole["ETag"]})
    assert known.status_code == 304
    assert client.post("/video/le/tep/").status_code == 405


def test_another_file_has_another_tag(client: Client, video: Video) -> None:
    before = client.head("/video/le/tep/")["ETag"]
    stored(video.contest, slug="hai")
    video.file = Video.objects.get(slug="hai").file
    video.save()
    headers = {"Range": "bytes=0-7", "If-Range": before}
    answer: Any = client.get("/video/le/tep/", headers=headers)
    assert (answer.status_code, answer["ETag"] == before) == (200, False)
    assert b"".join(answer) == MP4


def test_a_file_that_is_gone_is_no_fault_of_ours(client: Client, video: Video) -> None:
    Path(video.file.path).unlink()
    assert client.get("/video/le/tep/").status_code == 404
    assert client.get("/video/le/").status_code == 200


def test_captions_are_served_as_such(client: Client, video: Video) -> None:
    answer = client.get("/video/le/phu-de/vi/")
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer.content.decode() == CAPTIONS
    for language in ("en", "de", "captions", "token"):
        assert client.get(f"/video/le/phu-de/{language}/").status_code == 404


def test_a_video_of_another_site_is_a_link_that_says_so(client: Client) -> None:
    contest = EventFactory().contest
    address = "https://phim.example/a?b=1&c=2"
    made = Video.objects.create(contest=contest, title="Phim", slug="phim", address=address)
    publications.publish(made)
    page = client.get("/video/phim/").content.decode()
    assert f'<a class="btn btn-primary" href="{escape(address)}" rel="noopener nofollow">' in page
    assert "Xem tại phim.example" in visible_text(page)
    assert "<video" not in page
    assert client.get("/video/phim/tep/").status_code == 404


def test_the_english_page_marks_what_is_vietnamese(client: Client, video: Video) -> None:
    page = client.get("/en/video/le/").content.decode()
    assert '<h1 lang="vi">Lễ phát động</h1>' in page
    assert "This text is not available in English yet" in page
    Video.objects.update(title_en="Launch", transcript_en="Dear guests")
    pages.forget()  # kept pages change with a commit
    page = client.get("/en/video/le/").content.decode()
    assert "<h1>Launch</h1>" in page
    assert "This text is not available" not in page


def test_the_policy_lets_only_our_own_files_play(client: Client, video: Video) -> None:
    policy = client.get("/video/le/")["Content-Security-Policy"]
    assert "media-src 'self'" in policy


def test_many_videos_cost_no_more(client: Client, django_assert_num_queries: Any) -> None:
    contest = EventFactory().contest
    now = timezone.now()
    Video.objects.bulk_create(
        Video(contest=contest, title=f"Phim {n}", slug=f"p-{n}", address="https://a.example/",
              published_at=now)
        for n in range(200)
    )  # fmt: skip
    with django_assert_num_queries(7):
        page = client.get("/video/")
    assert page.content.decode().count('class="duration"') == 0
    assert page.content.decode().count('<li class="video-card">') == 24
    assert client.get("/video/trang/9/").status_code == 200
    assert client.get("/video/trang/10/").status_code == 404
    assert client.get("/video/trang/1/").status_code == 302
