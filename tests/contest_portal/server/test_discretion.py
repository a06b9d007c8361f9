"""Nothing that a running web server says names a secret link, whatever is thrown at it."""

import socket

import pytest

from tests.contest_portal.server.conftest import WebServer

pytestmark = pytest.mark.django_db  # the server works on the database of the tests

TOKEN = "a-Zk93jdkGHslw02jd_sLdk3jfGHa2ld"
CODE = "K7MP-2QXA"
MAIL = "nguyen.van.kin@so.example"
PHONE = "0912 345 678"
ENCODED = "".join(f"%{ord(letter):02X}" for letter in TOKEN)
LINES = [
    f"GET /dang-ky/{TOKEN}/ HTTP/1.1",
    f"GET /dang-ky/{TOKEN}/ HTTP/9.9",
    f"GET /dang-ky/{TOKEN}/",
    f"GET /dang-ky/{TOKEN}",
    f"GET  /dang-ky/{TOKEN}/  HTTP/1.1",
    f"get /dang-ky/{TOKEN}/ HTTP/1.1",
    f"/dang-ky/{TOKEN}/",
    f"{TOKEN} / HTTP/1.1",
    f"{CODE} /moi/{CODE}/ HTTP/1.1",
    f"GET http://127.0.0.1/dang-ky/{TOKEN}/ HTTP/1.1",
    f"GET http://khac.example/moi/{CODE}/ HTTP/1.1",
    f"GET http://{TOKEN}@127.0.0.1/ HTTP/1.1",
    f"CONNECT 127.0.0.1:443/dang-ky/{TOKEN} HTTP/1.1",
    f"CONNECT {TOKEN}:443 HTTP/1.1",
    f"GET /en/moi/{TOKEN}/thay/{TOKEN}/ HTTP/1.1",
    f"GET /moi/{CODE.lower()}/ HTTP/1.1",
    f"GET /nhiem-vu/{TOKEN}/ HTTP/1.1",
    f"GET /san-khau/{TOKEN[:9]}/ HTTP/1.1",
    f"GET /dang-ky/{ENCODED}/ HTTP/1.1",
    f"GET /%64ang-ky/{ENCODED}/x HTTP/1.1",
    f"GET %2Fdang-ky%2F{TOKEN}%2F HTTP/1.1",
    f"GET /%252Fdang-ky%252F{TOKEN[:11]}%252F HTTP/1.1",
    f"GET //dang-ky//{TOKEN[:10]}//x HTTP/1.1",
    f"GET /dang-ky/{TOKEN}%00 HTTP/1.1",
    f"GET /dang-ky/{TOKEN}%0A%FF HTTP/1.1",
    f"GET /khong-co/?q={MAIL}&p={PHONE.replace(' ', '+')} HTTP/1.1",
    f"GET /khong-co/{MAIL}/{PHONE.replace(' ', '%20')} HTTP/1.1",
    f"POST /dang-ky/{TOKEN}/huy/ HTTP/1.1",
    f"DELETE /dang-ky/{TOKEN}/ HTTP/1.1",
    f"GET /quan-tri/../dang-ky/{TOKEN} HTTP/1.1",
]
HEADERS = [
    f"Host: {TOKEN}.example",
    f"Host: 127.0.0.1/dang-ky/{TOKEN}/",
    f"Host: {MAIL}",
    f"Host: 127.0.0.1\r\nReferer: http://127.0.0.1/dang-ky/{TOKEN}/\r\nOrigin: https://{TOKEN}.x",
    f"Host: 127.0.0.1\r\nbroken /dang-ky/{TOKEN}/ {MAIL} {PHONE}",
    f"Host: 127.0.0.1\r\nContent-Length: {TOKEN}",
    f"Host: 127.0.0.1\r\nTransfer-Encoding: {TOKEN}",
]
SECRETS = (TOKEN, TOKEN[:9], CODE, CODE.lower(), ENCODED[:30], MAIL, "345 678", "345+678", "345%20")


def send(server: WebServer, words: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(words.encode())
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass


def test_no_malformed_request_is_told_with_its_secrets(web_server):
    for line in LINES:
        send(web_server, f"{line}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        send(web_server, line)  # cut off
    for header in HEADERS:
        for method in ("GET", "POST"):
            send(web_server, f"{method} /moi/{CODE}/ HTTP/1.1\r\n{header}\r\n\r\n")
    said = web_server.output.read_text()
    assert "Not Found: /dang-ky/…" in said  # it is the log, and it is not empty
    assert [secret for secret in SECRETS if secret in said] == []
