"""`add_video`: a file of any size becomes the draft of a video."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from events.models import Event, Video
from events.services import publications
from events.web.uploads import MOST_BYTES
from tests.factories import EventFactory
from tests.films import MP4, WEBM, long_mp4

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.UPLOADS_ROOT = tmp_path / "media", tmp_path / "uploads"


@pytest.fixture
def event() -> Event:
    event: Any = EventFactory()
    return event


def film(folder: Path, content: bytes = MP4, name: str = "phim.mp4") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_file_becomes_a_draft_that_can_be_published(
    event: Event, tmp_path: Path, capsys: Any, client: Client
) -> None:
    path = film(tmp_path)
    call_command("add_video", path, "--title", "Lễ phát động – Thái Nguyên")

    video = Video.objects.get()
    told = capsys.readouterr().out
    assert told.startswith("Đã lưu “Lễ phát động – Thái Nguyên” dưới dạng bản nháp")
    assert (video.contest, video.published_at) == (event.contest, None)
    assert (video.slug, video.content_type, video.size) == (
        "le-phat-dong-thai-nguyen",
        "video/mp4",
        len(MP4),
    )
    assert path.read_bytes() == MP4  # a copy was stored
    assert client.get("/video/le-phat-dong-thai-nguyen/").status_code == 404
    publications.publish(video)
    answer: Any = client.get("/video/le-phat-dong-thai-nguyen/tep/")
    assert b"".join(answer) == MP4


def test_a_file_too_large_for_a_form_and_one_of_another_kind(event: Event, tmp_path: Path) -> None:
    call_command("add_video", film(tmp_path, long_mp4(MOST_BYTES + 1)), "--title", "Dài")
    call_command("add_video", film(tmp_path, WEBM, "a.mp4"), "--title", "Khác")
    assert list(Video.objects.order_by("pk").values_list("size", "content_type")) == [
        (MOST_BYTES + 1, "video/mp4"),
        (len(WEBM), "video/webm"),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (MP4[:900], "Video bị hỏng"),
        (b"", "không phải là video"),
        (b"<html>", "không phải là video"),
    ],
)
def test_what_is_no_video_leaves_nothing(
    event: Event, tmp_path: Path, content: bytes, told: str
) -> None:
    with pytest.raises(CommandError, match=told):
        call_command("add_video", film(tmp_path, content), "--title", "Phim")
    assert not Video.objects.exists()
    assert not list((tmp_path / "media").glob("**/*.*"))


def test_a_file_that_is_not_there_and_a_folder_are_told(event: Event, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"khong-co\.mp4: No such file"):
        call_command("add_video", tmp_path / "khong-co.mp4", "--title", "Phim")
    with pytest.raises(CommandError, match="Is a directory"):
        call_command("add_video", tmp_path, "--title", "Phim")


def test_a_title_that_is_there_already_or_says_nothing_is_told(
    event: Event, tmp_path: Path
) -> None:
    path = film(tmp_path)
    call_command("add_video", path, "--title", "Phim")
    with pytest.raises(CommandError, match="Địa chỉ này đã thuộc về một video khác"):
        call_command("add_video", path, "--title", "PHIM!")
    for title in ("", "\u200b", "a" * 201):
        with pytest.raises(CommandError):
            call_command("add_video", path, "--title", title)
    assert Video.objects.count() == 1
    assert len(list((tmp_path / "media").glob("**/*.mp4"))) == 1


def test_without_a_ceremony_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="chưa có buổi lễ"):
        call_command("add_video", film(tmp_path), "--title", "Phim")
