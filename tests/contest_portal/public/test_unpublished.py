"""What is not public, or not yet, or no more, is seen through no door."""

import datetime
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client

from events.models import Contest, Download, NewsPost, Rules, Video
from events.services import downloads, publications, videos
from events.web import pages
from events.web.uploads import Upload
from tests.factories import (
    EventFactory,
    NewsPostFactory,
    QuestionFactory,
    RulesArticleFactory,
    RulesFactory,
    make_picture,
)
from tests.files import pdf
from tests.films import MP4

pytestmark = pytest.mark.django_db

MARK = "Dấu hiệu kín"
SLUG = "dau-hieu-kin"
HOUR = datetime.datetime(2030, 2, 1, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
SECOND = datetime.timedelta(seconds=1)
FIXED = (
    *("/", "/tin-tuc/", "/tin-tuc/feed/", "/video/", "/hoi-dap/", "/tai-lieu/", "/the-le/"),
    *("/moc-thoi-gian/", "/moc-thoi-gian/feed/", "/moc-thoi-gian/lich.ics", "/lien-he/"),
    *("/hoi-dap/tim/?q=dau+hieu", "/tim-kiem/?q=dau+hieu+kin", "/the-le/so-sanh/"),
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Range": "bytes=0-9"},
    {"If-None-Match": "*"},
    {"If-Range": '"x"'},
)
PARAMETERS = ("", "?token=1", "?trang=2", "?preview=1&is_preview=1")


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.UPLOADS_ROOT = tmp_path / "media", tmp_path / "uploads"


@pytest.fixture
def contest() -> Contest:
    contest = EventFactory().contest
    publications.publish(NewsPostFactory(contest=contest, slug="khac"))
    return contest


def _post(contest: Contest) -> Any:
    picture = make_picture(contest, alt=f"{MARK} ảnh")
    row: Any = NewsPostFactory(
        contest=contest, slug=f"{SLUG}-bai", title=f"{MARK} bài", picture=picture
    )
    return row


def _question(contest: Contest) -> Any:
    row: Any = QuestionFactory(contest=contest, question=f"{MARK} hỏi", subject=MARK, answer=MARK)
    return row


def _video(contest: Contest) -> Video:
    poster = make_picture(contest, alt=f"{MARK} ảnh")
    video = Video(contest=contest, title=f"{MARK} phim", slug=f"{SLUG}-phim", poster=poster)
    video.captions = f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{MARK}\n"
    return videos.save(video, file=ContentFile(MP4, "a.mp4"))


def _download(contest: Contest) -> Download:
    row = Download.objects.create(contest=contest, title=f"{MARK} tệp")
    downloads.save_file(row, Upload("a.pdf", pdf(), "application/pdf"))
    return row


def _rules(contest: Contest) -> Any:
    rules: Any = RulesFactory(contest=contest, decision=f"{MARK} luật", decided_on=HOUR.date())
    RulesArticleFactory(rules=rules, heading=MARK)
    return rules


def _drafts(contest: Contest) -> dict[str, Any]:
    """Return a draft of each kind, by the words that stand in nothing else."""
    return {
        f"{MARK} bài": _post(contest),
        f"{MARK} hỏi": _question(contest),
        f"{MARK} phim": _video(contest),
        f"{MARK} tệp": _download(contest),
        f"{MARK} luật": _rules(contest),
    }


def _own(row: Any) -> list[str]:
    """Return the addresses that a row has when it is public."""
    if isinstance(row, NewsPost):
        return [f"/tin-tuc/{row.slug}/"]
    if isinstance(row, Video):
        return [f"/video/{row.slug}/", f"/video/{row.slug}/tep/", f"/video/{row.slug}/phu-de/vi/"]
    if isinstance(row, Download):
        return [f"/tai-lieu/{row.pk}/"]
    if isinstance(row, Rules):
        page = f"/the-le/{row.slug}/"
        return [page, f"{page}the-le.pdf", f"/the-le/so-sanh/{row.slug}/{row.slug}/"]
    return []


def _texts(client: Client) -> Iterator[tuple[str, str]]:
    """Yield what the doors say that are there whatever is published."""
    for path in ("/sitemap.xml", "/robots.txt", "/site.webmanifest"):
        yield path, client.get(path).content.decode()
    for language in ("", "/en"):
        for path in FIXED:
            for more in PARAMETERS if "?" not in path else ("",):
                address = f"{language}{path}{more}"
                answer = client.get(address, follow=True)
                yield address, answer.content.decode()


def _assert_unseen(rows: dict[str, Any]) -> None:
    client = Client()
    cuts = [str(row.token) for row in rows.values()]
    for address, text in _texts(client):
        assert MARK not in text.replace(f"“{MARK.lower()}”", ""), address
        assert SLUG not in text, address
        assert not [cut for cut in cuts if cut in text], address
    for row in rows.values():
        doors = [
            address
            for path in _own(row)
            for address in (path, f"/en{path}", f"{path}?token={row.token}")
        ]
        for address, headers in itertools.product(doors, HEADERS):
            for ask in (client.get, client.head):
                assert ask(address, headers=headers).status_code == 404, (address, headers)


def _assert_seen(rows: dict[str, Any]) -> None:
    client = Client()
    texts = [text for _address, text in _texts(client)]
    assert [mark for mark in rows if not any(mark in text for text in texts)] == []
    for row in rows.values():
        for path in _own(row):
            answer: Any = client.get(path)
            list(answer)  # to its end, which closes its file
            assert answer.status_code == 200, path


def test_a_draft_is_seen_through_no_door(contest: Contest) -> None:
    _assert_unseen(_drafts(contest))


def test_it_is_seen_from_its_hour_not_a_moment_before_and_not_after(contest: Contest) -> None:
    with time_machine.travel(HOUR - 2 * SECOND, tick=False) as clock:
        drafts = _drafts(contest)
        rows = {mark: publications.publish(row, HOUR) for mark, row in drafts.items()}
        _assert_unseen(rows)  # also where pages have been kept
        clock.move_to(HOUR - datetime.timedelta(microseconds=1))
        _assert_unseen(rows)
        clock.move_to(HOUR)
        _assert_seen(rows)
        clock.move_to(HOUR - SECOND)  # the clock was set back
        _assert_unseen(rows)
        clock.move_to(HOUR + SECOND)
        _assert_seen(rows)
        for row in rows.values():
            publications.withdraw(row)
        pages.forget()  # as the trigger does when the transaction is written
        _assert_unseen(rows)
