"""From folders to a server that is ready, step by step."""

import signal
import time

from contest_portal.embedded_postgres import account, cluster, socket_folder
from contest_portal.embedded_postgres.config import config_option, write_config
from contest_portal.embedded_postgres.errors import EmbeddedPostgresError
from contest_portal.embedded_postgres.log import Log
from contest_portal.embedded_postgres.paths import Paths
from contest_portal.embedded_postgres.postmaster import Postmaster
from contest_portal.embedded_postgres.programs import binary, spawn

START_SECONDS = 300  # recovery after a crash may take a while
REMAINS_SECONDS = 30  # for the sessions of a killed server to notice


def start(paths: Paths, postmaster: Postmaster) -> None:
    runner = account.choose(paths.data)
    cluster.check_version(paths)
    socket_folder.make(paths.socket_folder, runner)
    write_config(paths)
    with Log(paths.log) as log:
        prefix = account.prefix(runner, paths)
        if not paths.data.exists():
            cluster.create(paths, runner, prefix, log)
        postmaster.drop_foreign_pid()
        command = [*prefix, binary("postgres"), "-D", str(paths.data), *config_option(paths)]
        _launch(command, postmaster, log)


def _launch(command: list[str], postmaster: Postmaster, log: Log) -> None:
    started = time.monotonic()
    child = spawn(command, log)
    try:
        while time.monotonic() < started + START_SECONDS:
            if child.poll() is not None:
                remains = "still in use" in log.tail()
                if not remains or time.monotonic() > started + REMAINS_SECONDS:
                    raise EmbeddedPostgresError(log.reason("PostgreSQL không khởi động được"))
                time.sleep(0.1)
                log.forget()
                child = spawn(command, log)
            if postmaster.written_pid() == child.pid and postmaster.is_ready():
                child.returncode = 0  # from now on the last user's to stop, not this object's
                return
            time.sleep(0.01)
        raise EmbeddedPostgresError(log.reason("PostgreSQL khởi động quá lâu"))
    finally:
        if child.returncode is None:
            child.send_signal(signal.SIGINT)
