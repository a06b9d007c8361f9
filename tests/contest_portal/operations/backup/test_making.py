"""A backup is of one moment, complete or not there at all, and for its owner alone."""

import json
import resource
import signal
import stat
import tarfile
import threading
import time
from collections.abc import Callable
from contextlib import closing

import psycopg2
import pytest
from django.db import connection

from contest_portal.operations.backup import databases, loading, making, programs, reading
from contest_portal.operations.errors import OperationError
from tests.contest_portal.operations.conftest import MEDIA, House

SECRETS = ("Nguyễn Văn Thử", "khong-ai-biet")


def until(condition: Callable[[], object], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited for too long"
        time.sleep(0.02)


@pytest.mark.django_db
def test_the_file_holds_everything_and_says_what(house: House):
    with tarfile.open(house.backup) as archive:
        parts = {member.name: archive.extractfile(member).read() for member in archive}
    assert list(parts) == [
        "about.json",
        "database.dump",
        "media.tar.gz",
        "private.json",
        "manifest.json",
        "sha256",
    ]
    private, manifest = json.loads(parts["private.json"]), json.loads(parts["manifest.json"])
    assert private == {
        "secret_key": (house.clone.var / "secret_key").read_text(),
        "settings": {"RETENTION_DAYS": "80"},
    }
    assert manifest["tables"]["registrations_registration"] == 3
    assert manifest["media"].keys() == MEDIA.keys()
    assert ["contest_portal", "0007_operations"] in manifest["migrations"]
    assert stat.S_IMODE(house.backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(house.backup.parent.stat().st_mode) == 0o700
    first, second, third = house.said
    size = f"{house.backup.stat().st_size / 1e6:.1f}".replace(".", ",")
    assert first == f"{house.backup.name}, {size} MB, 3 lượt đăng ký; không mã hóa."
    assert second == "Chưa đặt thư mục thứ hai (BACKUP_COPY_DIR)."
    assert third.startswith("Bản sao này không được mã hóa, trong đó có dữ liệu cá nhân")


@pytest.mark.django_db(transaction=True)
def test_the_moment_is_one_while_others_write(tmp_path, settings):
    """Two counters are always written together: the dump has as many of one as of the other."""
    settings.MEDIA_ROOT = tmp_path / "media"
    stop = threading.Event()

    def write() -> None:
        with closing(psycopg2.connect(**connection.get_connection_params())) as other:
            number = 0
            while not stop.is_set():
                with other, other.cursor() as cursor:
                    for table in ("a", "b"):
                        cursor.execute(
                            "INSERT INTO events_throttle VALUES (%s, now())", [f"{table}{number}"]
                        )
                number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        until(lambda: _count("a") > 50)
        making.make(tmp_path / "backup.tar")
        during = _count("a")
    finally:
        stop.set()
        thread.join()
    server = databases.portals_server()
    door = server.door()
    assert door is not None
    with (
        reading.opened(tmp_path / "backup.tar") as backup,
        closing(door),
        databases.scratch(server, door) as fresh,
    ):
        loading.fill(backup, fresh.connection)
        loading.compare(backup, fresh.connection)
        with fresh.connection.cursor() as cursor:
            cursor.execute("SELECT left(key, 1), count(*) FROM events_throttle GROUP BY 1")
            counts = dict(cursor.fetchall())
    assert counts["a"] == counts["b"]
    assert 50 < counts["a"] <= during


def _count(letter: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM events_throttle WHERE left(key, 1) = %s", [letter])
        return int(cursor.fetchone()[0])


def _holds_a_lock(url: str) -> bool:
    """Return whether a daily operation is going on in this database."""
    with closing(psycopg2.connect(url)) as watcher, watcher.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
            "WHERE locktype = 'advisory' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_who_is_ended_in_the_middle_leaves_no_backup(house: House, tmp_path, number):
    house.clone.settings["BACKUP_DIR"] = str(tmp_path)
    with closing(psycopg2.connect(house.clone.url)) as holder:
        # pg_dump waits for the lock: the file is begun, not finished
        holder.cursor().execute("LOCK TABLE registrations_registration")
        process = house.clone.start("back_up")
        until(lambda: list(tmp_path.iterdir()))
        process.send_signal(number)
        _out, said = process.communicate()
    assert process.returncode != 0
    assert not any(secret in said for secret in SECRETS)
    left = [path.name for path in tmp_path.iterdir()]
    assert len(left) == (1 if number == signal.SIGKILL else 0)
    assert all(name.endswith(".partial") for name in left)
    if left:
        until(lambda: not _holds_a_lock(house.clone.url))  # the server notices who is gone
        done = house.clone.manage("back_up")
        assert (done.returncode, done.stderr) == (0, "")
        assert [path.suffix for path in tmp_path.iterdir()] == [".tar"]
    del house.clone.settings["BACKUP_DIR"]


@pytest.mark.django_db
def test_a_full_disk_is_told_and_leaves_no_half_file(house: House, tmp_path):
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    done = house.clone.manage("back_up", "-o", str(tmp_path / "x.tar"), preexec_fn=no_room)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"CommandError: Ổ đĩa chứa {tmp_path}/x.tar đã đầy.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("none/x.tar", "Không có {folder}/none/"),
        ("/dev/null", "/dev/null không phải là tệp."),
    ],
)
def test_where_nothing_can_be_written_is_told(tmp_path, name, sentence):
    with pytest.raises(OperationError) as caught:
        making.make(tmp_path / name)
    assert str(caught.value).startswith(sentence.format(folder=tmp_path))


def test_programs_that_are_too_old_are_refused():
    newest = programs.choose(15).major
    later = newest + 1
    with pytest.raises(OperationError) as caught:
        programs.choose(later)
    assert str(caught.value) == (
        "Cần các chương trình pg_dump, pg_restore và psql của PostgreSQL từ phiên bản "
        f"{later} (hiện có: {newest}); vui lòng cài gói postgresql-client-{later}."
    )
