"""Real servers in throw-away folders: coming, going, dying and coming back."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import psutil
import psycopg2
import pytest
from django.db import DatabaseError, Error, ProgrammingError, connection
from django.db.backends.postgresql.base import DatabaseWrapper
from environ import Env

from contest_portal.embedded_postgres import (
    EmbeddedPostgres,
    EmbeddedPostgresError,
    programs,
    starting,
)
from contest_portal.embedded_postgres import postmaster as server_process
from events.database import is_away

VISITOR = """
import sys
from pathlib import Path
from contest_portal.embedded_postgres import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1])).joined():
    print("in", flush=True)
    sys.stdin.read()
"""


def sql(server: EmbeddedPostgres, *statements: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(server.database_url())) as connection, connection:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def postmaster(server: EmbeddedPostgres) -> int:
    return int(server.paths.pidfile.read_text().split()[0])


def processes_of(server: EmbeddedPostgres) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                if (folder / "cwd").resolve() == server.paths.data.resolve():
                    found.append(int(folder.name))
    return found


def kill_everything(server: EmbeddedPostgres) -> None:
    for pid in processes_of(server):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    while any(_alive(pid) for pid in processes_of(server)):
        time.sleep(0.01)


def _alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    return False


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedPostgres:
    server = EmbeddedPostgres(tmp_path_factory.mktemp("template"))
    with server.joined():
        sql(server, "CREATE TABLE vow (word text)", "INSERT INTO vow VALUES ('giữ lời')")
    return server


@pytest.fixture
def server(template: EmbeddedPostgres, tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    subprocess.run(["cp", "-a", f"{template.paths.base}/.", tmp_path], check=True)
    server = EmbeddedPostgres(tmp_path)
    yield server
    kill_everything(server)
    shutil.rmtree(server.paths.socket_folder, ignore_errors=True)  # it may lie outside


def visit(server: EmbeddedPostgres) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", VISITOR, str(server.paths.base)]
    visitor = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert visitor.stdout
    assert visitor.stdout.readline() == "in\n"
    return visitor


def leave(visitor: subprocess.Popen[str]) -> None:
    visitor.communicate(timeout=60)
    assert visitor.returncode == 0


def test_first_start_makes_a_private_durable_database(server: EmbeddedPostgres) -> None:
    with server.joined():
        settings = sql(
            server,
            "SELECT current_setting('server_encoding'), current_setting('data_checksums'),"
            " current_setting('fsync'), current_setting('listen_addresses'),"
            " upper('đặng thị ấm'), current_user, current_database()",
        )
        assert settings == [("UTF8", "on", "on", "", "ĐẶNG THỊ ẤM", "portal", "portal")]
        for path in (server.paths.data, server.paths.socket_folder):
            assert path.stat().st_mode & 0o777 == 0o700
        assert server.paths.password.stat().st_mode & 0o777 == 0o600
        wrong = server.database_url().replace(server.paths.password.read_text(), "sai")
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(wrong)
        with pytest.raises(psycopg2.OperationalError, match="no pg_hba"):
            psycopg2.connect(server.database_url().replace("portal:", "postgres:", 1))


def test_no_folder_is_opened_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "nhà riêng"
    home.mkdir(mode=0o700)
    installed = programs.install_folder()
    copied = shutil.copytree(installed, home / "embedded_postgres" / "pginstall")
    libraries = "embedded_postgres.libs"
    shutil.copytree(installed.parent.parent / libraries, home / libraries)
    monkeypatch.setattr(programs, "install_folder", lambda: copied)
    server = EmbeddedPostgres(home / "Dự án" / "var")
    with server.joined():
        assert sql(server, "SELECT 1") == [(1,)]
        rights = Path(f"/proc/{postmaster(server)}/status").read_text()
        uids, held = (re.search(rf"{name}:\s*(.*)", rights) for name in ("Uid", "CapPrm"))
        assert uids
        assert held
        assert "0" not in uids[1].split()
        assert int(held[1], 16).bit_count() <= 1
    assert home.stat().st_mode & 0o777 == 0o700
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    assert "invalid binary" not in server.paths.log.read_text()


def test_the_last_one_to_leave_stops_the_server(server: EmbeddedPostgres) -> None:
    first = visit(server)
    pid = postmaster(server)
    second = visit(server)
    assert postmaster(server) == pid
    leave(first)
    assert sql(server, "SELECT word FROM vow") == [("giữ lời",)]
    leave(second)
    assert not server.paths.pidfile.exists()
    assert not processes_of(server)


def test_an_orphaned_server_is_joined_and_then_stopped(
    server: EmbeddedPostgres,
) -> None:
    visitor = visit(server)
    pid = postmaster(server)
    visitor.kill()
    visitor.communicate()
    with server.joined():
        assert postmaster(server) == pid
    assert not processes_of(server)


def test_committed_data_come_back_after_kill_9_of_everything(
    server: EmbeddedPostgres,
) -> None:
    visitor = visit(server)
    sql(server, "INSERT INTO vow SELECT 'lời ' || n FROM generate_series(1, 5000) AS n")
    visitor.kill()
    visitor.communicate()
    kill_everything(server)
    assert server.paths.pidfile.exists()
    with server.joined():
        assert sql(server, "SELECT count(*) FROM vow") == [(5001,)]


def test_kill_9_of_the_postmaster_alone_with_a_busy_session(
    server: EmbeddedPostgres,
) -> None:
    visitor = visit(server)
    with closing(psycopg2.connect(server.database_url())) as busy:
        busy.cursor().execute("INSERT INTO vow VALUES ('dở dang')")
        os.kill(postmaster(server), signal.SIGKILL)
        visitor.kill()
        visitor.communicate()
        with server.joined():
            assert sql(server, "SELECT word FROM vow") == [("giữ lời",)]


def test_a_dead_server_is_revived_once_by_whoever_comes_first(server: EmbeddedPostgres) -> None:
    with server.joined():
        assert server.revive() is False
        for _n in range(3):
            os.kill(postmaster(server), signal.SIGKILL)
            _wait_for_death(server)
            with ThreadPoolExecutor(4) as several:
                revived = list(several.map(lambda _n: _another(server).revive(), range(4)))
            assert sorted(revived) == [False, False, False, True]
            assert sql(server, "SELECT word FROM vow") == [("giữ lời",)]
            assert len(_postmasters(server)) == 1
    assert not processes_of(server)


def _another(server: EmbeddedPostgres) -> EmbeddedPostgres:
    return EmbeddedPostgres(server.paths.base)


def _wait_for_death(server: EmbeddedPostgres) -> None:
    for _n in range(1200):
        if server.postmaster.pid() is None:
            return
        time.sleep(0.01)
    raise AssertionError("the server still lives")


def _postmasters(server: EmbeddedPostgres) -> list[int]:
    """Return who is no child of another process of the same server."""
    everybody = processes_of(server)
    found = []
    for pid in everybody:
        with suppress(psutil.NoSuchProcess):  # one that just ended its work
            if psutil.Process(pid).ppid() not in everybody:
                found.append(pid)
    return found


def test_what_remains_of_a_killed_server_keeps_a_second_one_away(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session that hangs still has the old memory: a new server beside it would lose data."""
    monkeypatch.setattr(starting, "REMAINS_SECONDS", 1)
    with server.joined(), closing(psycopg2.connect(server.database_url())) as busy:
        hung = busy.info.backend_pid
        os.kill(hung, signal.SIGSTOP)
        os.kill(postmaster(server), signal.SIGKILL)
        _wait_for_death(server)
        with pytest.raises(EmbeddedPostgresError, match="không khởi động được"):
            server.revive()
        assert server.postmaster.pid() is None
        os.kill(hung, signal.SIGKILL)
        assert server.revive() is True
        assert sql(server, "SELECT word FROM vow") == [("giữ lời",)]


def test_no_empty_database_is_made_where_the_data_are_gone(server: EmbeddedPostgres) -> None:
    with server.joined():
        kill_everything(server)
        server.paths.data.rename(server.paths.data.with_name("elsewhere"))
        with pytest.raises(EmbeddedPostgresError, match=r"data không còn nữa$"):
            server.revive()
        assert not server.paths.data.exists()


def test_a_stale_pid_file_may_name_any_living_process(server: EmbeddedPostgres) -> None:
    with server.joined():
        lines = server.paths.pidfile.read_text().splitlines()
        owner = server.paths.pidfile.stat()
        kill_everything(server)
    # Same user as the server: only then PostgreSQL itself is deceived.
    foreign = subprocess.Popen(["sleep", "60"], user=owner.st_uid if os.geteuid() == 0 else None)
    try:
        socket_lock = Path(f"{server.paths.socket}.lock")
        for path in (server.paths.pidfile, socket_lock):
            path.write_text("\n".join([str(foreign.pid), *lines[1:]]) + "\n")
            os.chown(path, owner.st_uid, owner.st_gid)
        with server.joined():
            assert sql(server, "SELECT word FROM vow") == [("giữ lời",)]
        assert foreign.poll() is None
    finally:
        foreign.kill()
        foreign.wait()


def test_a_server_whose_socket_was_taken_away_is_started_anew(
    server: EmbeddedPostgres,
) -> None:
    with server.joined():
        server.paths.socket.unlink()
        with server.joined():
            assert sql(server, "SELECT word FROM vow") == [("giữ lời",)]


def test_a_long_path_has_its_socket_elsewhere(template: EmbeddedPostgres, tmp_path: Path) -> None:
    base = tmp_path / ("rất " * 30) / "var"
    base.parent.mkdir()
    subprocess.run(["cp", "-a", template.paths.base, base], check=True)
    server = EmbeddedPostgres(base)
    with server.joined():
        assert sql(server, "SELECT word FROM vow") == [("giữ lời",)]
        folder = server.paths.socket_folder
        assert base not in folder.parents
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()
    folder.symlink_to(tmp_path)
    try:
        with pytest.raises(EmbeddedPostgresError, match="thuộc về tài khoản khác"):
            server._join()
    finally:
        folder.unlink()


def test_data_of_another_version_are_refused_in_one_line(
    server: EmbeddedPostgres,
) -> None:
    (server.paths.data / "PG_VERSION").write_text("13\n")
    with pytest.raises(EmbeddedPostgresError, match=r"phiên bản 13.*phiên bản \d+") as caught:
        server._join()
    assert "\n" not in str(caught.value)


def test_a_failing_start_names_the_log(server: EmbeddedPostgres) -> None:
    (server.paths.data / "global" / "pg_control").unlink()
    with pytest.raises(EmbeddedPostgresError, match=r"nhật ký .*postgres\.log"):
        server._join()
    assert "could not open" in server.paths.log.read_text()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="Không"):
        EmbeddedPostgres(Path("/proc/var"))._join()


def test_the_log_holds_no_personal_data(server: EmbeddedPostgres) -> None:
    with server.joined():
        sql(server, "CREATE UNIQUE INDEX ON vow (word)")
        with pytest.raises(psycopg2.errors.UniqueViolation):
            sql(server, "INSERT INTO vow VALUES ('giữ lời')")
        with pytest.raises(psycopg2.errors.InvalidTextRepresentation):
            sql(server, "SELECT 'Nguyễn Thị Bí Mật'::int")
    log = server.paths.log.read_text()
    assert "giữ lời" not in log
    assert "Bí Mật" not in log


@pytest.mark.django_db
@pytest.mark.parametrize("victim", ["another", "its own"])
def test_a_killed_process_of_the_server_is_seen_as_a_database_away(
    server: EmbeddedPostgres, victim: str
) -> None:
    """The server drops all connections; of each the driver tells it in words of its own."""
    with server.joined():
        url = Env.db_url_config(server.database_url())
        one, other = (DatabaseWrapper({**connection.settings_dict, **url}) for _n in range(2))
        for each in (one, other):
            each.cursor().execute("SELECT 1")
        killed = other if victim == "another" else one
        os.kill(killed.connection.info.backend_pid, signal.SIGKILL)
        wait_for_end_of(one)
        with pytest.raises(Error) as caught:
            one.cursor().execute("SELECT 1")
        assert is_away(caught.value)
        for each in (one, other):
            each.close()
        wait_until_it_answers(server)  # one that is told to stop while it recovers takes long


def test_a_server_that_hangs_is_stopped_all_the_same_and_loses_nothing(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_process, "STOP_SECONDS", 1)
    with server.joined():
        hung = next(
            pid
            for pid in processes_of(server)
            if "checkpointer" in Path(f"/proc/{pid}/cmdline").read_text()
        )
        sql(server, "INSERT INTO vow VALUES ('còn nguyên')")
        os.kill(hung, signal.SIGSTOP)
    assert not Path(f"/proc/{hung}").exists()
    with server.joined():
        assert ("còn nguyên",) in sql(server, "SELECT word FROM vow")


def wait_until_it_answers(server: EmbeddedPostgres) -> None:
    for _n in range(1200):
        with suppress(psycopg2.OperationalError):
            sql(server, "SELECT 1")
            return
        time.sleep(0.05)
    raise AssertionError("the server does not come back")


def wait_for_end_of(wrapper: DatabaseWrapper) -> None:
    pid = wrapper.connection.info.backend_pid
    for _n in range(1200):
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.05)
    raise AssertionError("the server still runs")


def test_a_row_that_is_gone_is_no_database_away() -> None:
    assert not is_away(DatabaseError("Save with update_fields did not affect any rows."))
    assert not is_away(ProgrammingError())
    assert not is_away(None)
