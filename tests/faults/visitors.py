"""People who register all the while, and remember what they were told."""

import asyncio
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmark.client import OPTION, Browser, hidden
from tests.faults.portal import FaultyPortal

BROKEN = (asyncio.IncompleteReadError, ConnectionError, asyncio.TimeoutError, ValueError, KeyError)
PATIENCE = 20  # seconds for an answer, before the button is pressed again


class Visitors:
    """Who was told that the registration worked: number to link."""

    def __init__(self, portal: FaultyPortal, clients: int, first: int) -> None:
        self.portal, self.clients = portal, clients
        self.told: dict[int, str] = {}
        self.again = 0
        self.numbers = itertools.count(first)
        self.over = threading.Event()

    def run(self) -> None:
        asyncio.run(self._run())

    async def _run(self) -> None:
        await asyncio.gather(*(self._client() for _n in range(self.clients)))

    async def _client(self) -> None:
        while not self.over.is_set():
            number = next(self.numbers)
            browser = Browser(self.portal.port)
            page = await self._until(browser, "/dang-ky/", None, 200)
            form = hidden(page) | {
                "honorific": "mr",
                "name": f"Nguyễn Văn Thử {number}",
                "organisation": f"Sở Thử nghiệm số {number % 40}",
                "delegation": OPTION.findall(page.body)[-1].decode(),
                "phone": f"0912{number:06d}",
                "email": f"dai-bieu-{number}@thu.example",
                "consent": "on",
            }
            answer = await self._until(browser, "/dang-ky/", form, 303)
            self.told[number] = answer.headers["location"].rstrip("/").rpartition("/")[2]
            browser.close()
            await asyncio.sleep(0.02)

    async def _until(self, browser, path: str, form, status: int):
        """Press again until there is the answer, as people do."""
        while True:
            try:
                async with asyncio.timeout(PATIENCE):
                    answer = await browser.request(path, form)
                if answer.status == status:
                    return answer
                if answer.status not in (502, 503):
                    raise SystemExit(f"{path}: {answer.status}\n{answer.body.decode()[:3000]}")
            except BROKEN:
                pass
            browser.close()
            self.again += 1
            await asyncio.sleep(0.1)


@contextmanager
def visitors(portal: FaultyPortal, clients: int = 8, first: int = 0) -> Iterator[Visitors]:
    """Let people register while the block runs; in the end let all of them finish.

    `first` is the number of the first of them: two with one number are the same person.
    """
    crowd = Visitors(portal, clients, first)
    thread = threading.Thread(target=crowd.run)
    thread.start()
    try:
        yield crowd
    finally:
        crowd.over.set()
        thread.join(300)
