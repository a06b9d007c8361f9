"""The web server of one process: a loop reads and writes, threads answer what has come whole.

waitress hands a request to a thread only when its last byte is here, and takes the answer off the
thread at once. So who is slow, or silent, holds a place in the loop and nothing else; the places
are many, each is given for a time only, and the oldest is taken back where all are in use.
gunicorn's master starts these processes, watches them and ends them.
"""

import resource
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask

from contest_portal.server import health
from contest_portal.server.shares import Share
from events.sizes import KIBIBYTE, MEBIBYTE
from events.web.throttle import is_proxy

CONNECTIONS = 1000  # of one process
IDLE = 20  # seconds in which nothing comes and nothing is taken
ARRIVAL = 20  # seconds for a request to come whole, and more for a long one:
SLOWEST = 8 * KIBIBYTE  # bytes a second
HEAD_MOST = 32 * KIBIBYTE
# far more than forms take (events.web.uploads), so that a form can say itself what is too large
BODY_MOST = 50 * MEBIBYTE
BODIES_MOST = 512 * MEBIBYTE  # of all bodies that are under way to one process
IN_MEMORY = 64 * KIBIBYTE  # of a body; the rest waits on the disk
ANSWER_IN_MEMORY = 256 * KIBIBYTE
COURTESY = 0.05  # seconds in which a process with fewer connections may take the next one

REFUSALS = {
    413: "Nội dung gửi lên quá lớn. Xin chọn tệp nhỏ hơn rồi gửi lại.",
    500: "Máy chủ gặp lỗi. Xin thử lại sau ít phút.",
}
REFUSAL = "Yêu cầu không hợp lệ."


class WebWorker(Worker):
    """One process of gunicorn that runs waitress."""

    server: "Server"
    share: Share  # given by the master, before it forks

    def run(self) -> None:
        """Serve until told to end; then answer what has come whole."""
        (listener,) = self.sockets
        self.server = Server(self.wsgi, listener.sock, self.cfg, self.notify, self.share)
        while self.alive:
            self.server.turn()
        self.server.accepting = False
        end = time.monotonic() + self.cfg.graceful_timeout
        while self.server.is_answering() and time.monotonic() < end:
            self.server.turn()

    def handle_exit(self, sig: int, frame: Any) -> None:
        super().handle_exit(sig, frame)
        if hasattr(self, "server"):
            self.server.pull_trigger()  # else the loop would notice a second later


def _connections_max() -> int:
    """Return how many connections there may be: each may need a second file, for its body."""
    own = 200  # files of the process itself
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS + own
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(50, (allowed - own) // 2)


class Answer(WSGITask):
    """What a thread does for one request."""

    def get_environment(self) -> dict[str, Any]:
        """Return the WSGI environment; a proxy of ours is believed that it speaks HTTPS."""
        environ: dict[str, Any] = super().get_environment()
        if not is_proxy(environ["REMOTE_ADDR"]):
            for name in [name for name in environ if name.startswith("HTTP_X_FORWARDED_")]:
                del environ[name]
        if environ.get("HTTP_X_FORWARDED_PROTO") == "https":
            environ["wsgi.url_scheme"] = "https"
        if self.request.command == "HEAD":
            environ.pop("wsgi.file_wrapper", None)  # it would send the file past `write`
        return environ

    def write(self, data: bytes) -> None:
        """Send the head, and the body where one was asked for."""
        super().write(b"" if self.request.command == "HEAD" else data)


class Refusal(ErrorTask):
    """The answer to what is no request, or too large a one: a sentence that repeats nothing."""

    def execute(self) -> None:
        error = self.request.error
        body = REFUSALS.get(error.code, REFUSAL).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "text/plain; charset=utf-8"))
        self.content_length = len(body)
        self.set_close_on_finish()
        self.channel.is_refused = True
        self.write(body)


class Connection(HTTPChannel):
    """One connection, which may take its time but not for ever."""

    task_class = Answer
    error_task_class = Refusal
    will_close: bool  # of waitress: close as soon as may be
    begun = 0.0  # when what is arriving began to arrive
    is_refused = False
    is_drained = False  # the rest of what was refused is read and thrown away

    def received(self, data: bytes) -> bool:
        """Take what has come, and remember when a new request began."""
        if self.is_drained:
            return True
        before = self.request
        kept: bool = super().received(data)
        if self.request is not before:
            self.begun = time.time()
        return kept

    @property
    def arrived(self) -> int:
        """How many bytes have come of the request that is under way."""
        request = self.request
        return request.header_bytes_received + request.body_bytes_received if request else 0

    @property
    def is_being_answered(self) -> bool:
        """Whether a whole request is here and has no whole answer yet."""
        return bool(self.requests) or self.total_outbufs_len > 0

    def is_late(self, now: float) -> bool:
        """Whether this connection has had its time."""
        if self.requests and not self.total_outbufs_len:
            return False  # it waits for us
        if now - self.last_activity > IDLE:
            return True
        is_arriving = self.request is not None or self.is_drained
        return is_arriving and now - self.begun > ARRIVAL + self.arrived / SLOWEST

    def handle_close(self) -> None:
        """Close; but hear out who was refused: else his own system would drop our answer."""
        if self.is_refused and self.will_close:
            self.is_refused = self.will_close = False
            self.is_drained, self.begun = True, time.time()
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
        else:
            super().handle_close()


class Server(TcpWSGIServer):
    """The loop over all connections of one process; `notify` is called about each second."""

    channel_class = Connection

    def __init__(
        self,
        application: Any,
        listener: socket.socket,
        config: Any,
        notify: Callable[[], None],
        share: Share,
    ) -> None:
        self.notify, self.share = notify, share
        self.courteous_until: float | None = None
        self.connections_max = _connections_max()
        # the sign of life has a thread of its own: it is told also while all others wait
        self.watchers = _threads(1)
        super().__init__(
            application,
            _sock=listener,
            dispatcher=_threads(config.threads),
            adj=_adjustments(listener, config.backlog),
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )

    def add_task(self, task: Connection) -> None:
        """Give the first request of a connection to a thread."""
        if getattr(task.requests[0], "path", "").rstrip("/") == health.PATH:
            self.watchers.add_task(task)
        else:
            super().add_task(task)

    def turn(self) -> None:
        """Do what is to be done, or wait for a second."""
        until = self.courteous_until
        waited = until is not None and time.monotonic() >= until
        timeout = 1 if until is None else COURTESY
        wasyncore.loop(timeout=timeout, use_poll=True, map=self._map, count=1)
        if waited:
            self.courteous_until = None  # whoever came is in, here or with another process
        self.share.tell(len(self.active_channels))

    def is_answering(self) -> bool:
        """Whether anybody waits for an answer."""
        return any(channel.is_being_answered for channel in self.active_channels.values())

    def readable(self) -> bool:
        """Whether to look for newcomers: not while another process may take them."""
        may: bool = super().readable()
        return may and (self.courteous_until is None or time.monotonic() >= self.courteous_until)

    def handle_accept(self) -> None:
        """Let somebody in, in the place of who has waited longest where all places are taken."""
        if self.courteous_until is None and self.share.is_larger_than_another():
            self.courteous_until = time.monotonic() + COURTESY
            return
        self.courteous_until = None
        if len(self.active_channels) >= self.connections_max:
            channels = self.active_channels.values()  # in the order of their coming
            idle = next((one for one in channels if not one.is_being_answered), None)
            if idle:
                idle.handle_close()
        super().handle_accept()
        self.share.tell(len(self.active_channels))

    def maintenance(self, now: float) -> None:
        """Take back the places of who has had his time, and of the longest of too many bodies."""
        self.notify()
        channels = list(self.active_channels.values())
        for channel in channels:
            if channel.is_late(now):
                channel.will_close = True
        total = sum(channel.arrived for channel in channels)
        for channel in sorted(channels, key=lambda channel: channel.arrived, reverse=True):
            if total <= BODIES_MOST:
                break
            channel.will_close = True
            total -= channel.arrived


def _threads(number: int) -> ThreadedTaskDispatcher:
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(number)
    return dispatcher


def _adjustments(listener: socket.socket, backlog: int) -> Adjustments:
    return Adjustments(
        sockets=[listener],
        server_name=listener.getsockname()[0],
        ident=None,
        backlog=backlog,
        connection_limit=2 * CONNECTIONS,  # never met: `handle_accept` makes room before
        cleanup_interval=1,
        recv_bytes=16 * KIBIBYTE,
        max_request_header_size=HEAD_MOST,
        max_request_body_size=BODY_MOST,
        inbuf_overflow=IN_MEMORY,
        outbuf_overflow=ANSWER_IN_MEMORY,
        clear_untrusted_proxy_headers=False,  # `Answer` knows whom to believe
        log_socket_errors=False,  # people leave
    )
