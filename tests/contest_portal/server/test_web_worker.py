"""Who is slow or silent keeps nobody else from being answered, and is not waited for for ever."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPResponse
from statistics import median

import psutil
import pytest

from contest_portal.server.gunicorn_settings import threads, workers
from tests.contest_portal.server.conftest import WebServer

pytestmark = pytest.mark.django_db  # the server works on the database of the tests

HEAD = b"GET /xac-minh/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
# with the cookie, Django reads the body to find the form's own token in it
POST = (
    b"POST /xac-minh/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
    b"Cookie: csrftoken=abcdefghijklmnopqrstuvwxyz012345\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\na=1"
)
FIRST_WORDS = {"heads": HEAD, "bodies": POST, "silent": b""}


@contextmanager
def visitor(server: WebServer, seconds: float = 20) -> Iterator[HTTPConnection]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=seconds)
    try:
        yield connection
    finally:
        connection.close()


def get(server: WebServer, path: str = "/xac-minh/", seconds: float = 20) -> HTTPResponse:
    with visitor(server, seconds) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer


def spoken(server: WebServer, words: bytes) -> bytes:
    """Return all that the server answers until it closes."""
    with socket.create_connection(("127.0.0.1", server.port), 30) as connection:
        connection.sendall(words)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def drip(sockets: list[socket.socket], over: threading.Event) -> None:
    while not over.wait(0.2):
        for each in sockets:
            try:
                each.send(b"x")
            except OSError:
                each.close()


@pytest.mark.parametrize("number", [14, 40, 200])
@pytest.mark.parametrize("kind", FIRST_WORDS)
def test_visitor_is_answered_beside_slow_connections(web_server, kind, number):
    get(web_server)
    with ExitStack() as held:
        sockets = [
            held.enter_context(socket.create_connection(("127.0.0.1", web_server.port), 10))
            for _n in range(number)
        ]
        for each in sockets:
            each.sendall(FIRST_WORDS[kind])
        over = threading.Event()
        speaker = threading.Thread(target=drip, args=(sockets if kind != "silent" else [], over))
        speaker.start()
        try:
            for _n in range(6):  # each of the workers, most likely
                started = time.monotonic()
                assert get(web_server).status == 200
                assert time.monotonic() - started < 2
        finally:
            over.set()
            speaker.join()


def test_who_drips_or_says_nothing_is_cut(web_server):
    with ExitStack() as held:
        sockets = [
            held.enter_context(socket.create_connection(("127.0.0.1", web_server.port), 30))
            for _words in FIRST_WORDS
        ]
        for each, words in zip(sockets, FIRST_WORDS.values(), strict=True):
            each.sendall(words)
        over = threading.Event()
        speaker = threading.Thread(target=drip, args=(sockets[:2], over))
        speaker.start()
        try:
            for each in sockets:
                try:
                    assert each.recv(100) == b""
                except ConnectionResetError:
                    pass
                except OSError:  # the one that drips has noticed first
                    assert each.fileno() == -1
        finally:
            over.set()
            speaker.join()


def test_too_large_a_request_is_refused_and_the_sender_hears_why(web_server):
    with visitor(web_server) as connection:
        connection.request("POST", "/xac-minh/", bytes(51 * 1024 * 1024))
        answer = connection.getresponse()
        assert answer.status == 413
        text = answer.read().decode()
    assert text == "Nội dung gửi lên quá lớn. Xin chọn tệp nhỏ hơn rồi gửi lại."


def test_large_request_arrives_whole(web_server):
    """Twenty mebibytes in chunks: Django answers, after it has read them."""
    parts = (b"a" * 1024 * 1024 for _n in range(20))
    with visitor(web_server) as connection:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/xac-minh/", parts, headers, encode_chunked=True)
        assert connection.getresponse().status == 403  # without the form's own token


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (b"nonsense\r\n\r\n", b"400 Bad Request"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", b"400 Bad Request"),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 40_000, b"431 Request Header Fields Too Large"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", b"400 Bad Request"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", b"501 Not Implemented"),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"400 Bad Request"),
    ],
)
def test_what_is_no_request_is_refused(web_server, words, status):
    head, _empty, body = spoken(web_server, words).partition(b"\r\n\r\n")
    assert head.split(b"\r\n")[0].split(b" ", 1)[1] == status
    assert body.decode() == "Yêu cầu không hợp lệ."


def test_requests_of_one_connection_are_answered_in_turn(web_server):
    one = b"GET /xac-minh/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    said = spoken(
        web_server,
        one + b"\r\nHEAD /xac-minh/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + one.replace(
            b"xac-minh", b"khong-co"
        ) + b"Connection: close\r\n\r\n",
    )  # fmt: skip
    heads = [line for line in said.split(b"\r\n") if b"HTTP/1.1 " in line]
    assert [head.rpartition(b"HTTP/1.1 ")[2] for head in heads] == [b"200 OK"] * 2 + [
        b"404 Not Found"
    ]
    assert said.count(b"<html") == 2  # no body where only the head was asked for


def test_killed_worker_is_replaced(web_server):
    before = set(web_server.process.children())
    victim = min(before, key=lambda process: process.pid)
    victim.kill()
    end = time.monotonic() + 30
    while len(set(web_server.process.children()) - {victim}) < len(before):
        assert time.monotonic() < end
        time.sleep(0.1)
    assert get(web_server).status == 200
    assert not psutil.pid_exists(victim.pid) or not victim.is_running()


def test_a_rush_is_shared_out_among_the_processes(web_server):
    largest = []
    for _rush in range(5):
        with ExitStack() as held:
            for _n in range(30):
                held.enter_context(visitor(web_server)).connect()
            numbers = connections_of_each(web_server, 30)
            largest.append(max(numbers))
    assert median(largest) <= 13, largest  # the kernel alone gives 18 and more


def wait_for_all_processes(server: WebServer) -> None:
    """Wait until each process has its loop."""
    get(server)
    end = time.monotonic() + 30
    while len(server.process.children()) < workers or not all(
        process.num_threads() > threads for process in server.process.children()
    ):
        assert time.monotonic() < end, "one process shares with nobody"
        time.sleep(0.05)


def connections_of_each(server: WebServer, total: int) -> list[int]:
    """Return how many connections each process has once all of them are let in."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        numbers = [
            sum(
                each.status == psutil.CONN_ESTABLISHED and each.laddr.port == server.port
                for each in process.net_connections("tcp")
            )
            for process in server.process.children()
        ]
        if sum(numbers) == total:
            return numbers
        time.sleep(0.05)
    raise AssertionError(f"{numbers} of {total} connections")
