"""What is not public, or not yet, or no more, is seen through no door."""

import datetime
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
    row: Any = NewsPostFactory(contest=contest, slug=SLUG, title=MARK, picture=picture)
    return row


def _question(contest: Contest) -> Any:
    row: Any = QuestionFactory(contest=contest, question=MARK, subject=MARK, answer=MARK)
    return row


def _video(contest: Contest) -> Video:
    poster = make_picture(contest, alt=f"{MARK} ảnh")
    video = Video(contest=contest, title=MARK, slug=SLUG, poster=poster)
    video.captions = f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{MARK}\n"
    return videos.save(video, file=ContentFile(MP4, "a.mp4"))


def _download(contest: Contest) -> Download:
    row = Download.objects.create(contest=contest, title=MARK)
    downloads.save_file(row, Upload("a.pdf", pdf(), "application/pdf"))
    return row


def _rules(contest: Contest) -> Any:
    rules: Any = RulesFactory(contest=contest, decision=MARK, decided_on=HOUR.date())
    RulesArticleFactory(rules=rules, heading=MARK)
    return rules


KINDS = [_post, _question, _video, _download, _rules]


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


def _assert_unseen(row: Any) -> None:
    client = Client()
    cut = str(row.token)
    for address, text in _texts(client):
        assert MARK not in text.replace(f"“{MARK.lower()}”", ""), address
        assert SLUG not in text, address
        assert cut not in text, address
    for path in _own(row):
        for headers in ({}, {"Range": "bytes=0-9"}, {"If-None-Match": "*"}, {"If-Range": '"x"'}):
            for address in (path, f"/en{path}", f"{path}?token={row.token}"):
                for ask in (client.get, client.head):
                    assert ask(address, headers=headers).status_code == 404, (address, headers)


def _is_seen(row: Any) -> bool:
    client = Client()
    lists = any(MARK in text for _address, text in _texts(client))
    answers: list[Any] = [client.get(path) for path in _own(row)]
    for answer in answers:
        list(answer)  # to its end, which closes its file
    return lists and all(answer.status_code == 200 for answer in answers)


@pytest.mark.parametrize("make", KINDS)
def test_a_draft_is_seen_through_no_door(contest: Contest, make: Any) -> None:
    _assert_unseen(make(contest))


@pytest.mark.parametrize("make", KINDS)
def test_it_is_seen_from_its_hour_not_a_moment_before_and_not_after(
    contest: Contest, make: Any
) -> None:
    with time_machine.travel(HOUR - 2 * SECOND, tick=False) as clock:
        row = publications.publish(make(contest), HOUR)
        _assert_unseen(row)  # also where pages have been kept
        clock.move_to(HOUR - datetime.timedelta(microseconds=1))
        _assert_unseen(row)
        clock.move_to(HOUR)
        assert _is_seen(row)
        clock.move_to(HOUR - SECOND)  # the clock was set back
        _assert_unseen(row)
        clock.move_to(HOUR + SECOND)
        assert _is_seen(row)
        publications.withdraw(row)
        pages.forget()  # as the trigger does when the transaction is written
        _assert_unseen(row)
