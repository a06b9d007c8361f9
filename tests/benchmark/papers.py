"""What a paper costs: fresh and from the cache, beside bare WeasyPrint on the same HTML."""

import time
from collections.abc import Callable
from statistics import median

from django.core.cache import caches
from weasyprint import HTML

from agenda import documents
from events.documents import renderer
from events.documents.engine import PaperFetcher
from events.models import Event

ROUNDS = 10


def _milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of one round."""
    taken = []
    for _n in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken) * 1000


def _html_of_plan(event: Event) -> str:
    """Return the HTML that the plan is made from."""
    pages: list[str] = []
    make = renderer.pdf

    def note(page: str) -> bytes:
        pages.append(page)
        return make(page)

    renderer.pdf = note
    try:
        documents.plan(event).pdf()
    finally:
        renderer.pdf = make
    return pages[0]


def measure() -> list[tuple[str, str, str]]:
    """Return rows: what, milliseconds, share of bare WeasyPrint."""
    event = Event.objects.get()
    papers = caches["papers"]
    papers.clear()
    page = _html_of_plan(event)

    def bare() -> None:
        html = HTML(string=page, url_fetcher=PaperFetcher())
        html.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=True)

    def fresh() -> None:
        papers.clear()
        documents.plan(event).pdf()

    def cached() -> None:
        documents.plan(Event.objects.get()).pdf()

    bare()
    bare_ms, fresh_ms = _milliseconds(bare), _milliseconds(fresh)
    cached()
    cached_ms = _milliseconds(cached, 100)
    return [
        ("bare WeasyPrint on the plan's HTML", f"{bare_ms:.0f}", "1.00"),
        ("plan, fresh", f"{fresh_ms:.0f}", f"{fresh_ms / bare_ms:.2f}"),
        ("plan, unchanged", f"{cached_ms:.1f}", f"{cached_ms / bare_ms:.3f}"),
    ]
