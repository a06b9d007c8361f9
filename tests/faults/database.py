"""The database is frozen."""

import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from tests.faults.portal import FaultyPortal
from tests.faults.report import Report

FROZEN = 20  # seconds
SIGN_OF_LIFE = 2.0


def run(report: Report, portal: FaultyPortal) -> None:
    """Freeze every process of it while people look at pages, then let it go on."""
    over = threading.Event()
    pages: list[tuple[int, str, float]] = []

    def look() -> None:
        while not over.is_set():
            pages.append(portal.get("/dang-ky/"))

    with ThreadPoolExecutor(16) as people:
        for _n in range(16):
            people.submit(look)
        time.sleep(1)
        frozen = portal.database()
        for process in frozen:
            process.send_signal(signal.SIGSTOP)
        pages.clear()
        end = time.monotonic() + FROZEN
        health = []
        while time.monotonic() < end:
            health.append(portal.get("/healthz"))
            time.sleep(0.2)
        for process in reversed(frozen):
            process.send_signal(signal.SIGCONT)
        over.set()
    back = portal.wait_until_well()
    worst = max(seconds for _s, _b, seconds in health)
    report.tell(
        f"the database frozen for {FROZEN} s", f"/healthz tells it within {worst:.1f} s at most"
    )
    told = {body for _s, body, _t in health[1:]}
    report.promise(worst <= SIGN_OF_LIFE, f"/healthz took {worst:.1f} s")
    report.promise(told == {"database: no answer"}, f"/healthz said {told}")
    slowest = max(seconds for _s, _b, seconds in pages)
    states = sorted({status for status, _b, _t in pages})
    report.tell("pages meanwhile", f"{len(pages)} answered, {slowest:.1f} s at most, with {states}")
    report.promise(set(states) <= {200, 503}, f"pages answered {states}")
    report.tell("serves again after", f"{back:.1f} s")
    report.promise(back < 10, "the portal does not come back")
