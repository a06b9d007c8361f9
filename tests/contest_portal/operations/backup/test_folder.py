"""So many generations are kept, never fewer good ones; the second folder has whole files only."""

import datetime
import os
import resource
from pathlib import Path

import pytest
from django.utils import timezone

from contest_portal.models import OperationRun
from contest_portal.operations.backup import folder
from contest_portal.operations.backup.container import Writer
from contest_portal.operations.errors import OperationError

DAYS = [
    datetime.datetime(2030, 3, day, 2, tzinfo=timezone.get_fixed_timezone(420))
    for day in range(1, 8)
]


def backup(place: Path, moment: datetime.datetime) -> Path:
    path = place / moment.strftime(folder.NAME)
    about = {"format": "contest-portal-backup", "format_version": 1}
    about["made_at_seconds"] = int(moment.timestamp())
    with open(path, "w+b") as file:
        writer = Writer(file, about)
        writer.add_json("private.json", os.urandom(200_000).hex())
        writer.finish()
    return path


@pytest.fixture
def place(tmp_path, settings) -> Path:
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_GENERATIONS = 3
    settings.BACKUP_DIR.mkdir()
    return settings.BACKUP_DIR


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


@pytest.mark.django_db
def test_the_newest_generations_are_kept_and_the_last_proven_one(place):
    for moment in DAYS:
        backup(place, moment)
    for moment in DAYS[:2]:
        OperationRun.objects.create(
            name="prove_backup",
            started_at=moment,
            finished_at=moment,
            succeeded=True,
            backup_at=moment,
        )
    others = ["portal-20300301-020000.tar.bak", "portal-20290101-000000.tar", "ghi chú.txt"]
    for name in others:
        (place / name).write_bytes(b"x" * 5000)

    folder._prune(place)

    kept = [moment.strftime(folder.NAME) for moment in (DAYS[1], *DAYS[-3:])]
    assert names(place) == sorted([*kept, *others])
    assert folder.newest() == place / kept[-1]


@pytest.mark.django_db
def test_a_copy_is_whole_or_not_there(place, tmp_path, settings):
    path = backup(place, DAYS[0])
    second = tmp_path / "second"
    settings.BACKUP_COPY_DIR = str(second)
    with pytest.raises(OperationError) as caught:
        folder.copy_backup(OperationRun())
    assert str(caught.value) == f"Không có {second}."  # a disk that is not there is not made up
    second.mkdir()
    (second / ".portal-20300301-020000.tar.0123abcd.partial").write_bytes(b"x")
    (second / path.name).write_bytes(path.read_bytes()[:-1] + b"x")

    said = folder.copy_backup(OperationRun())

    assert said == f"Đã chép {path.name} sang {second}."
    assert names(second) == [path.name]
    assert (second / path.name).read_bytes() == path.read_bytes()
    assert (second / path.name).stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_a_second_folder_that_is_full_harms_nothing(place, tmp_path, settings):
    path = backup(place, DAYS[0])
    content = path.read_bytes()
    settings.BACKUP_COPY_DIR = str(tmp_path / "second")
    (tmp_path / "second").mkdir()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        try:
            folder._copy(path, tmp_path / "second" / path.name)
        except OSError as error:
            os._exit(error.errno or 0)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 27  # EFBIG
    assert names(tmp_path / "second") == []
    assert path.read_bytes() == content


def test_where_there_is_none_the_newest_is_asked_for_in_vain(place):
    with pytest.raises(OperationError) as caught:
        folder.newest()
    assert str(caught.value) == f"Chưa có bản sao lưu nào trong {place}."
