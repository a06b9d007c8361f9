"""Settings of gunicorn; benchmarks use the same file, so that they compare like with like."""

import ctypes
import gc
import os
import signal
import sys
from typing import Any

from gunicorn.glogging import Logger

from contest_portal.logs import FORMAT, DiscreetFormatter
from contest_portal.server.shares import Share

PR_SET_PDEATHSIG = 1


class DiscreetLogger(Logger):
    """Writes what gunicorn says as all other logs are written."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(DiscreetFormatter(FORMAT, style="{"))


workers = min(4, len(os.sched_getaffinity(0)) + 1)
worker_class = "contest_portal.server.web_worker.WebWorker"
threads = 4
backlog = 2048
preload_app = True  # one copy of the code in memory, shared by all workers
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
timeout = 60
graceful_timeout = 10
accesslog = None  # links carry secrets
errorlog = "-"
loglevel = "warning"
logger_class = DiscreetLogger
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Keep what was loaded out of the garbage collector, which would copy it into each worker."""
    gc.collect()
    gc.freeze()


def pre_fork(server: Any, worker: Any) -> None:
    """Give the process its place among the others."""
    worker.share = Share(other.share for other in server.WORKERS.values())


def post_fork(server: Any, worker: Any) -> None:
    """Die with the master, even when it is killed without a word."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != worker.ppid:
        sys.exit(0)
