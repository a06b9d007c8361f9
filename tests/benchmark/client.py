"""Clients that load a server of this machine: each a connection, one request after the other."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from statistics import quantiles
from urllib.parse import urlencode


@dataclass
class Answer:
    """What the server said: status, headers by small name, body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Browser:
    """One client: keeps its connection while the server does, and its cookies."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.encodings = ""  # that it reads, as `gzip, br`
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def request(self, path: str, form: dict[str, str] | None = None) -> Answer:
        """GET `path`, or POST the form to it."""
        try:
            return await self._request(path, form)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.close()  # a kept connection that the server has closed meanwhile
            return await self._request(path, form)

    def close(self) -> None:
        """Let the connection go."""
        if self.streams:
            self.streams[1].close()
        self.streams = None

    async def _request(self, path: str, form: dict[str, str] | None) -> Answer:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        body = urlencode(form).encode() if form is not None else b""
        lines = [f"{'POST' if form is not None else 'GET'} {path} HTTP/1.1", "Host: 127.0.0.1"]
        if self.encodings:
            lines.append(f"Accept-Encoding: {self.encodings}")
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if form is not None:
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                f"Origin: http://127.0.0.1:{self.port}",
            ]
            lines[1] += f":{self.port}"
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in head[1:]:
            name, _colon, value = line.partition(": ")
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        content = await self._body(reader, headers)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(int(head[0].split()[1]), headers, content)

    async def _body(self, reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
        if "content-length" in headers:
            return await reader.readexactly(int(headers["content-length"]))
        if headers.get("transfer-encoding") != "chunked":
            return await reader.read() if headers.get("connection") == "close" else b""
        parts = []
        while size := int(await reader.readline(), 16):
            parts.append(await reader.readexactly(size))
            await reader.readline()
        await reader.readline()
        return b"".join(parts)


@dataclass
class Measured:
    """Seconds that each finished piece of work took, and all of them together."""

    seconds: list[float] = field(default_factory=list)
    total: float = 0.0

    @property
    def rate(self) -> float:
        """Finished per second."""
        return len(self.seconds) / self.total

    def percentile(self, percent: int) -> float:
        """Milliseconds below which `percent` of the pieces stayed."""
        return quantiles(self.seconds, n=100, method="inclusive")[percent - 1] * 1000


Work = Callable[[Browser, int], Awaitable[None]]


async def _run(port: int, clients: int, work: Work, pieces: int) -> Measured:
    measured, numbers = Measured(), iter(range(pieces))

    async def client() -> None:
        browser = Browser(port)
        for number in numbers:
            start = time.perf_counter()
            await work(browser, number)
            measured.seconds.append(time.perf_counter() - start)
        browser.close()

    start = time.perf_counter()
    await asyncio.gather(*(client() for _n in range(clients)))
    measured.total = time.perf_counter() - start
    return measured


def run(port: int, clients: int, work: Work, pieces: int) -> Measured:
    """Let `clients` do `pieces` of work together, as fast as the server answers."""
    return asyncio.run(_run(port, clients, work, pieces))


def get(path: str, encodings: str = "") -> Work:
    """Return the work: get a page, which must be 200."""

    async def work(browser: Browser, number: int) -> None:
        browser.encodings = encodings
        answer = await browser.request(path)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")

    return work


HIDDEN = re.compile(rb'<input type="hidden" name="(\w+)" value="([^"]*)"')
OPTION = re.compile(rb'<option value="(\d+)"')


def hidden(page: Answer) -> dict[str, str]:
    """Return what the form of a page has hidden in it."""
    return {name.decode(): value.decode() for name, value in HIDDEN.findall(page.body)}


def name_guest(links: list[str]) -> Work:
    """Return the work: a clerk names a delegate of an invitation as a person does.

    The page of the invitation, its form, and the page that the answer leads back to. The work with
    a number is done behind the link with that number, counted round, so that the offices fill up
    side by side.
    """

    async def work(browser: Browser, number: int) -> None:
        browser.cookies.clear()
        link = links[number % len(links)]
        form = hidden(await browser.request(link)) | {
            "row-0-honorific": "ms",
            "row-0-name": f"Trần Thị Thử {number}",
            "row-0-position": "Chuyên viên",
            "row-0-phone": f"09121{number:05d}",
            "row-0-email": f"khach-moi-{number}@thu.example",
            "consent": "on",
        }
        answer = await browser.request(link, form)
        if answer.status != 303:
            raise RuntimeError(f"guest: {answer.status} {answer.body[:2000].decode()}")
        page = await browser.request(answer.headers["location"])
        if page.status != 200:
            raise RuntimeError(f"invitation: {page.status}")

    return work


async def register(browser: Browser, number: int) -> None:
    """Register a delegate as a person does: form, submit, confirmation page."""
    browser.cookies.clear()
    page = await browser.request("/dang-ky/")
    form = hidden(page)
    options = OPTION.findall(page.body)
    form |= {
        "honorific": "mr",
        "name": f"Nguyễn Văn Thử {number}",
        "position": "Chuyên viên",
        "organisation": f"Cơ quan thử số {number % 40}",
        "delegation": options[number % len(options)].decode(),
        "phone": f"09120{number:05d}",
        "email": f"dai-bieu-{number}@thu.example",
        "consent": "on",
    }
    answer = await browser.request("/dang-ky/", form)
    if answer.status not in (302, 303):
        raise RuntimeError(f"register: {answer.status} {answer.body[:2000].decode()}")
    confirmation = await browser.request(answer.headers["location"])
    if confirmation.status != 200:
        raise RuntimeError(f"confirmation: {confirmation.status}")
