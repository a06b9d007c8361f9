"""From nothing to a listening portal in one process: python -m contest_portal.server.serve.

The database is joined, prepared and left here; gunicorn runs inside and forks its workers from
the prepared process, so Django is loaded once. What answers requests in a worker is `web_worker`.
"""

import logging
import os
import signal
import socket
import sys
import traceback
from contextlib import nullcontext
from pathlib import Path
from types import FrameType
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.util import import_app

from contest_portal import embedded_postgres
from contest_portal.logs import discreet, tell_discreetly
from contest_portal.operations.backup import swap
from contest_portal.server import gunicorn_settings, workers

LOG = Path(__file__).resolve().parents[2] / "var" / "log" / "server.log"
MIGRATION_LOCK = 6_215_030_213  # any number, the same for all servers of one database


class ServeError(Exception):
    """One line in Vietnamese for the person who started the server."""


class Master(Arbiter):
    """gunicorn's master, which keeps the keeper of the workers as it keeps its own."""

    def manage_workers(self) -> None:
        """Called about each second while the server runs."""
        super().manage_workers()
        self.app.keep_the_keeper(self)


class Portal(BaseApplication):
    """gunicorn with our settings on a socket that is already ours."""

    def __init__(self, listener: socket.socket, address: str) -> None:
        self.listener = listener
        self.address = address
        self.keeper = 0  # its process
        super().__init__()

    def load_config(self) -> None:
        for name, value in vars(gunicorn_settings).items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)
        self.cfg.set("bind", f"fd://{self.listener.detach()}")
        self.cfg.set("on_starting", self.follow_the_terminal)
        self.cfg.set("on_exit", self.dismiss_the_keeper)
        self.cfg.set("post_worker_init", self.tell)

    def load(self) -> Any:
        application = import_app("contest_portal.wsgi:application")
        prepare()
        return application

    def follow_the_terminal(self, server: Any) -> None:
        # gunicorn reloads on SIGHUP; for us a closed terminal means the end, nohup means to stay.
        keep = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        init_signals = server.init_signals

        def with_hangup() -> None:
            init_signals()
            if keep:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
            else:
                signal.signal(signal.SIGHUP, lambda *_: server.signal(signal.SIGTERM, None))

        server.init_signals = with_hangup

    def run(self) -> None:
        Master(self).run()

    def keep_the_keeper(self, server: Any) -> None:
        if not workers.runs(self.keeper):
            self.keeper = workers.call([listener.fileno() for listener in server.LISTENERS])

    def dismiss_the_keeper(self, server: Any) -> None:
        workers.dismiss(self.keeper)

    def tell(self, worker: Any) -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the master decides
        if worker.age == 1:
            print(f"Ready: {self.address}", flush=True)


def prepare() -> None:
    """Bring the database up to date and fill it on the first run."""
    from django.core.management import call_command
    from django.db import connection, connections
    from django.db.migrations.executor import MigrationExecutor
    from django.urls import get_resolver

    from events.audit.actors import Actor, acting

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Đang chuẩn bị cơ sở dữ liệu", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
    with acting(Actor("command", "setup_portal")):
        call_command("setup_portal")
    connections.close_all()  # gives the lock back; workers open connections of their own
    _ = get_resolver().url_patterns  # loaded once, before the fork


def listen() -> tuple[socket.socket, str]:
    """Take the port before any slow work."""
    host = os.environ.get("HOST") or "127.0.0.1"
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise ServeError(f"PORT={text} không hợp lệ; cần một số từ 1 đến 65535")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, int(text), type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except socket.gaierror as error:
        raise ServeError(f"HOST={host} không phải là địa chỉ của máy này") from error
    except PermissionError as error:
        raise ServeError(f"Không được phép dùng cổng {text}; vui lòng chọn PORT từ 1024") from error
    except OSError as error:
        reasons = {98: f"Cổng {text} đang có chương trình khác dùng; vui lòng đặt PORT khác"}
        unknown = f"Không mở được {host}:{text} ({error.strerror})"
        raise ServeError(reasons.get(error.errno or 0, unknown)) from error
    shown = f"[{host}]" if ":" in host else host
    return listener, f"http://{shown}:{listener.getsockname()[1]}/"


def refuse_wrong_settings() -> None:
    """Raise `ServeError` with the first thing that is set wrong, before anything is started."""
    import django
    from django.core import checks
    from django.utils import translation

    django.setup()
    with translation.override("vi"):
        wrong = [one for one in checks.run_checks() if one.is_serious()]
        if wrong:
            others = f" (và {len(wrong) - 1} lỗi khác: manage.py check)" if wrong[1:] else ""
            raise ServeError(f"{wrong[0].msg}{others}")


def serve() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contest_portal.settings")
    refuse_wrong_settings()
    listener, address = listen()
    alone = bool(os.environ.get("DATABASE_URL"))
    with nullcontext() if alone else embedded_postgres.joined():
        swap.settle()
        Portal(listener, address).run()


def explain(error: Exception) -> str:
    """Return the one line, and put the whole story into the log."""
    if isinstance(error, (ServeError, swap.SwapError, embedded_postgres.EmbeddedPostgresError)):
        return str(error)
    story = discreet("".join(traceback.format_exception(error)))
    try:
        LOG.parent.mkdir(parents=True, exist_ok=True)
        LOG.write_text(story, "utf-8")
    except OSError:
        logging.getLogger(__name__).error(story)
    if type(error).__name__ == "OperationalError" and os.environ.get("DATABASE_URL"):
        return f"Không dùng được PostgreSQL ở DATABASE_URL; xem nhật ký {LOG}"
    return f"Không khởi động được cổng thông tin ({type(error).__name__}); xem nhật ký {LOG}"


def end(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


def main() -> None:
    tell_discreetly()
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, end)
    try:
        serve()
    except Exception as error:
        sys.exit(explain(error))


if __name__ == "__main__":
    main()
