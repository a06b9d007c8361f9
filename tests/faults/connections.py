"""Connections that are slow, half-sent or silent."""

import socket
import threading
import time
from contextlib import ExitStack

from tests.faults.portal import FaultyPortal
from tests.faults.report import Report

HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
BODY = (
    b"POST /dang-ky/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\na=1"
)
FIRST_WORDS = {"half-sent heads": HEAD, "slow bodies": BODY, "silent connections": b""}
SECONDS = 2.0  # for a visitor meanwhile


def run(report: Report, portal: FaultyPortal) -> None:
    """Hold 14, 40 and 200 of each kind, and ask as a visitor."""
    for kind, words in FIRST_WORDS.items():
        for number in (14, 40, 200):
            with ExitStack() as held:
                sockets = [_connect(held, portal.port, words) for _n in range(number)]
                over = threading.Event()
                drip = threading.Thread(target=_drip, args=(sockets, over, bool(words)))
                drip.start()
                time.sleep(1)
                asked = [portal.get("/dang-ky/", 30) for _n in range(10)]
                over.set()
                drip.join()
            worst = max(seconds for _status, _body, seconds in asked)
            report.tell(
                f"{number} {kind}", f"a visitor is answered after {worst * 1000:.0f} ms at most"
            )
            well = worst <= SECONDS and {status for status, _body, _seconds in asked} == {200}
            report.promise(well, f"a visitor beside {number} {kind}")


def _connect(held: ExitStack, port: int, words: bytes) -> socket.socket:
    connection = held.enter_context(socket.create_connection(("127.0.0.1", port), 10))
    connection.sendall(words)
    return connection


def _drip(sockets: list[socket.socket], over: threading.Event, speaks: bool) -> None:
    while speaks and not over.wait(0.5):
        for each in sockets:
            try:
                each.send(b"x")
            except OSError:
                return
