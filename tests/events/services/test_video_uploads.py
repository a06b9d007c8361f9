"""A large file in parts: cut off and gone on with, twice, out of turn, by somebody else."""

import datetime
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from events.models import Video, VideoUpload
from events.services import video_uploads, videos
from events.services.video_uploads import Gone, NotNext, UploadError
from tests.factories import ContestFactory
from tests.films import MP4, long_mp4
from tests.people import worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.UPLOADS_ROOT = tmp_path / "media", tmp_path / "uploads"


def send(owner: Any, content: bytes, part: int = 700) -> VideoUpload:
    upload = video_uploads.begin(owner, name="phim.mp4", size=len(content))
    for first in range(0, len(content), part):
        piece = content[first : first + part]
        upload = video_uploads.add(owner, upload.token, first=first, part=piece)
    return upload


def test_a_file_arrives_in_parts_and_becomes_a_video() -> None:
    owner = worker("organizer")
    content = long_mp4(10_000)
    upload = send(owner, content)
    assert upload.is_whole
    video = Video(contest=ContestFactory(), title="Phim", slug="phim")
    videos.save(video, owner=owner, token=upload.token)
    video.refresh_from_db()
    assert (video.content_type, video.size, video.seconds) == ("video/mp4", 10_000, 3)
    assert Path(video.file.path).read_bytes() == content
    assert list(video_uploads.folder().iterdir()) == []
    assert not VideoUpload.objects.exists()


def test_a_part_that_comes_twice_or_out_of_turn_changes_nothing() -> None:
    owner = worker("organizer")
    upload = video_uploads.begin(owner, name="phim.mp4", size=len(MP4))
    video_uploads.add(owner, upload.token, first=0, part=MP4[:500])
    for first, part in ((0, b"x" * 500), (900, b"x"), (500, MP4 + b"x")):
        with pytest.raises(NotNext) as error:
            video_uploads.add(owner, upload.token, first=first, part=part)
        assert error.value.received == 500
    assert video_uploads.add(owner, upload.token, first=500, part=MP4[500:]).is_whole
    assert video_uploads.path_of(upload).read_bytes() == MP4


def test_nobody_adds_to_the_file_of_another() -> None:
    upload = video_uploads.begin(worker("organizer"), name="a.mp4", size=10)
    with pytest.raises(Gone):
        video_uploads.add(worker("secretariat"), upload.token, first=0, part=b"x")
    with pytest.raises(Gone):
        video_uploads.add(upload.owner, "../../etc/passwd", first=0, part=b"x")


def test_what_is_no_video_is_removed_at_once() -> None:
    owner = worker("organizer")
    with pytest.raises(UploadError, match="Tệp không phải là video mà trình duyệt phát được"):
        send(owner, b"<script>alert(1)</script>" * 100)
    assert not VideoUpload.objects.exists()
    assert list(video_uploads.folder().iterdir()) == []


def test_a_part_whose_forerunner_was_lost_is_not_put_behind_a_hole() -> None:
    owner = worker("organizer")
    upload = video_uploads.begin(owner, name="a.mp4", size=len(MP4))
    video_uploads.add(owner, upload.token, first=0, part=MP4[:500])
    video_uploads.path_of(upload).unlink()
    with pytest.raises(Gone):
        video_uploads.add(owner, upload.token, first=500, part=MP4[500:])


def test_there_are_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = worker("organizer")
    for size in (0, -1, video_uploads.MOST_BYTES + 1):
        with pytest.raises(UploadError, match="Video có dung lượng tối đa 500 MB"):
            video_uploads.begin(owner, name="a.mp4", size=size)
    first = video_uploads.begin(owner, name="a.mp4", size=10)
    for _n in range(video_uploads.AT_ONCE):
        video_uploads.begin(owner, name="a.mp4", size=10)
    assert VideoUpload.objects.count() == video_uploads.AT_ONCE
    assert not VideoUpload.objects.filter(pk=first.pk).exists()
    part = bytes(video_uploads.PART_MOST + 1)
    with pytest.raises(UploadError, match="Phần này của tệp quá lớn"):
        video_uploads.add(owner, "x", first=0, part=part)
    monkeypatch.setattr(video_uploads, "FREE_AFTERWARDS", 1 << 60)
    with pytest.raises(UploadError, match="Ổ đĩa của máy chủ không còn đủ chỗ"):
        video_uploads.begin(owner, name="a.mp4", size=10)


def test_what_nobody_finishes_goes_after_a_day() -> None:
    owner = worker("organizer")
    upload = video_uploads.begin(owner, name="a.mp4", size=10)
    video_uploads.add(owner, upload.token, first=0, part=b"x")
    assert video_uploads.forget_old() == 0
    VideoUpload.objects.update(begun_at=timezone.now() - datetime.timedelta(days=2))
    assert video_uploads.forget_old() == 1
    assert list(video_uploads.folder().iterdir()) == []


def test_stored_files_go_when_no_video_has_them(settings: Any) -> None:
    owner = worker("organizer")
    video = Video(contest=ContestFactory(), title="Phim", slug="phim")
    videos.save(video, owner=owner, token=send(owner, MP4).token)
    before = video.file.path
    videos.save(video, owner=owner, token=send(owner, long_mp4(5000)).token)
    assert videos.remove_unused() == 0  # its row may still be under way
    settings_of_old = videos.UNUSED_FOR
    try:
        videos.UNUSED_FOR = datetime.timedelta(seconds=-1)
        assert videos.remove_unused() == 1
    finally:
        videos.UNUSED_FOR = settings_of_old
    assert not Path(before).exists()
    assert Path(video.file.path).stat().st_size == 5000


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_send_one_part_one_is_told() -> None:
    owner = worker("organizer")
    upload = video_uploads.begin(owner, name="a.mp4", size=len(MP4))
    told: list[str] = []
    together = threading.Barrier(2)

    def add() -> None:
        together.wait()
        try:
            video_uploads.add(owner, upload.token, first=0, part=MP4[:900])
            told.append("kept")
        except NotNext as error:
            told.append(str(error.received))
        connections.close_all()

    threads = [threading.Thread(target=add) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["900", "kept"]
