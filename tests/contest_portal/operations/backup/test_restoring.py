"""What was saved comes back on another machine, all of it or nothing."""

import json
import resource
import signal
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

from tests.contest_portal.operations.clones import Clone, clone, rows
from tests.contest_portal.operations.conftest import MEDIA, House, member, remade
from tests.scratch_portal import scratch_database

pytestmark = pytest.mark.django_db

LOOK = """
import hashlib, json
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from events.models import OfficialDocument
from events.web.throttle import HOUR, TooMany, hit
from registrations.models import Registration

facts = json.loads({facts!r})
paper = OfficialDocument.objects.get()
for n in range(4):
    hit("thu", "ai", 5, HOUR)
try:
    hit("thu", "ai", 5, HOUR)
    counted = False
except TooMany:
    counted = True
print(json.dumps([
    hashlib.sha256(bytes(paper.file.content)).hexdigest() == facts["paper"],
    SessionStore(facts["session"])["chỗ"],
    signing.loads(facts["signed"]),
    Registration.objects.filter(token=facts["token"]).count(),
    counted,
]))
"""


@pytest.fixture
def bare(server_url, tmp_path) -> Iterator[Clone]:
    """Another machine: the code, an empty database, nothing else."""
    with scratch_database(server_url, "bare") as url:
        yield clone(tmp_path / "portal", url)


def until(condition: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited for too long"
        time.sleep(0.01)


def databases_beside(url: str, server_url: str) -> list[str]:
    name = urlsplit(url).path[1:]
    database = psycopg2.connect(server_url)
    try:
        cursor = database.cursor()
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{name}\\_%"])
        return [found for (found,) in cursor.fetchall()]
    finally:
        database.close()


def files(clone: Clone) -> dict[str, bytes]:
    """Return everything that stands in `var/` except logs, locks and caches."""
    ours = [path for path in clone.var.rglob("*") if path.is_file()]
    kept = [path for path in ours if path.suffix not in (".log", ".lock")]
    return {str(path.relative_to(clone.var)): path.read_bytes() for path in kept}


def test_all_comes_back_though_the_first_attempt_is_killed(house: House, bare: Clone, server_url):
    before = rows(house.clone.url)
    process = bare.start("restore", str(house.backup))
    until(lambda: databases_beside(bare.url, server_url) != [] or process.poll() is not None)
    process.kill()
    assert process.communicate()[1] == ""
    assert process.returncode == -signal.SIGKILL
    assert rows(bare.url) == {}
    assert not (bare.var / "media").exists()

    done = bare.manage("restore", str(house.backup))

    assert (done.returncode, done.stderr) == (0, "")
    first, second, *rest = done.stdout.splitlines()
    assert first.startswith("Bản sao lưu của ")
    assert second == (
        "Trong đó có: 3 lượt đăng ký, 1 giấy mời, 1 văn bản đã phát hành, 2 tệp đã tải lên."
    )
    assert rest == [
        "Cổng thông tin đã trở lại như lúc sao lưu. Vui lòng khởi động bằng script/server.",
        "Các thiết lập lúc sao lưu mà ở đây chưa đặt:",
        "  RETENTION_DAYS=80",
    ]
    assert databases_beside(bare.url, server_url) == []
    after = rows(bare.url)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"contest_portal_operationrun"}  # the backup itself was under way then
    assert before.keys() == after.keys()
    key = (house.clone.var / "secret_key").read_bytes()
    assert files(bare) == {"secret_key": key, **{f"media/{n}": c for n, c in MEDIA.items()}}
    assert stat.S_IMODE((bare.var / "secret_key").stat().st_mode) == 0o600
    look = LOOK.format(facts=json.dumps(house.facts))
    assert json.loads(bare.shell(look)) == [True, "ngồi", "đã ký", 1, True]


def damaged(house: House, folder: Path) -> dict[str, Path]:
    """Return files that are no good, by what is wrong."""
    whole = house.backup.read_bytes()
    middle = len(whole) // 2
    contents = {
        "another": b"PK\x03\x04" * 3000,
        "cut": whole[:middle],
        "changed": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
    }
    found = {"missing": folder / "missing.tar"}
    for name, content in contents.items():
        found[name] = folder / f"{name}.tar"
        found[name].write_bytes(content)
    return found


REFUSALS = {
    "missing": "Không có {path}.",
    "another": "Tệp này không phải là bản sao lưu của cổng thông tin.",
    "cut": "Bản sao lưu bị cụt, thiếu phần cuối; vui lòng chép lại tệp.",
    "changed": "Bản sao lưu đã hỏng: nội dung không còn như lúc ghi.",
    "wrong": "Mật khẩu không đúng với bản sao lưu này.",
    "later": "Bản sao lưu do phiên bản mới hơn của cổng thông tin tạo (9.0): "
    "vui lòng nâng cấp cổng thông tin này trước.",
    "format": "Bản sao lưu do phiên bản mới hơn của cổng thông tin tạo: "
    "vui lòng nâng cấp cổng thông tin này trước.",
    "rows": "Số dòng không khớp với bản sao lưu: auth_user.",
}
TRY = """
import json, sys
from django.core.management import CommandError, call_command
for path in json.loads({paths!r}):
    try:
        call_command("restore", path)
        print("SAID none")
    except CommandError as error:
        print("SAID", error)
"""


def test_each_refusal_is_one_sentence_and_touches_nothing(
    house: House, bare: Clone, server_url, tmp_path
):
    manifest = json.loads(member(house.backup, "manifest.json"))
    unknown = [*manifest["migrations"], ["events", "9999_later"]]
    tables = {**manifest["tables"], "auth_user": 99}
    paths = {
        **damaged(house, tmp_path),
        "wrong": remade(house, tmp_path / "wrong.tar", "Mật khẩu khác"),
        "later": remade(
            house,
            tmp_path / "later.tar",
            about={"portal_version": "9.0"},
            manifest={"migrations": unknown},
        ),
        "format": remade(house, tmp_path / "format.tar", about={"format_version": 2}),
        "rows": remade(house, tmp_path / "rows.tar", manifest={"tables": tables}),
    }
    bare.settings["BACKUP_PASSPHRASE"] = "Mật khẩu thử"
    bare.shell("")  # makes its secret key
    before = files(bare)

    said = bare.shell(TRY.format(paths=json.dumps([str(paths[name]) for name in REFUSALS])))

    sentences = [line.removeprefix("SAID ") for line in said.splitlines() if line[:5] == "SAID "]
    expected = {name: text.format(path=paths[name]) for name, text in REFUSALS.items()}
    assert dict(zip(REFUSALS, sentences, strict=True)) == expected
    assert files(bare) == before
    assert rows(bare.url) == {}
    assert databases_beside(bare.url, server_url) == []


def test_a_portal_in_use_is_not_replaced_unasked_nor_while_it_runs(house: House):
    portal = house.clone
    before, kept = rows(portal.url), files(portal)
    done = portal.manage("restore", str(house.backup))
    assert (done.returncode, done.stderr) == (
        1,
        "CommandError: Ở đây đã có cổng thông tin với dữ liệu; chưa có gì bị thay đổi. "
        "Với --replace, dữ liệu đang có sẽ bị bỏ để lấy dữ liệu trong bản sao lưu.\n",
    )
    worker = psycopg2.connect(portal.url)
    try:
        done = portal.manage("restore", "--replace", str(house.backup))
    finally:
        worker.close()
    assert (done.returncode, done.stderr) == (
        1,
        "CommandError: Cổng thông tin đang chạy: vui lòng dừng lại trước rồi mới khôi phục.\n",
    )
    assert (rows(portal.url), files(portal)) == (before, kept)


def test_a_full_disk_leaves_everything_as_it_was(house: House, bare: Clone, server_url):
    bare.shell("")
    before = files(bare)

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    done = bare.manage("restore", str(house.backup), preexec_fn=no_room)

    assert (done.returncode, done.stderr) == (
        1,
        f"CommandError: Ổ đĩa chứa {bare.var} đã đầy.\n",
    )
    assert (rows(bare.url), files(bare)) == ({}, before)
    assert databases_beside(bare.url, server_url) == []


def test_what_is_there_is_replaced_and_an_older_version_brought_up_to_date(
    migrated, server_url, tmp_path
):
    """The backup was made before this very feature; the portal here is another."""
    with (
        scratch_database(server_url, "older", migrated) as older,
        scratch_database(server_url, "other", migrated) as other,
    ):
        old = clone(tmp_path / "old", older)
        assert old.manage("migrate", "contest_portal", "0006").returncode == 0
        assert old.manage("setup_portal").returncode == 0
        path = tmp_path / "older.tar"
        assert old.manage("back_up", "-o", str(path)).returncode == 0
        here = clone(tmp_path / "here", other, SECRET_KEY="khóa khác " * 6)
        (here.var / "media").mkdir(parents=True)
        (here.var / "media" / "cũ.png").write_bytes(b"x")

        done = here.manage("restore", "--replace", str(path))

        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines()[2:] == [
            "Đã nâng cấp: 10 thay đổi của cơ sở dữ liệu.",
            "Cổng thông tin đã trở lại như lúc sao lưu. Vui lòng khởi động bằng script/server.",
            "SECRET_KEY trong môi trường khác với khóa trong bản sao lưu: với khóa đó, không ai "
            "còn đăng nhập và các đường dẫn đã ký không dùng được. Vui lòng bỏ biến này, hoặc đặt "
            "lại khóa cũ.",
        ]
        after = rows(other)
        assert after["contest_portal_operationrun"][0] == 0
        assert after["auth_user"] == rows(older)["auth_user"]
        assert files(here) == {"secret_key": (old.var / "secret_key").read_bytes()}
        assert databases_beside(other, server_url) == []
