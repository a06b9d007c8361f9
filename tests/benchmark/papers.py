"""What a paper costs: fresh and from the cache, beside bare WeasyPrint on the same HTML."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from django.core.cache import caches
from django.utils import timezone
from weasyprint import HTML

from events.documents import KINDS, Draft, register
from events.documents.engine import PaperFetcher
from events.models import Event, OfficialDocument

ROUNDS = 10
PAPERS = ("plan", "memorandum")


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of one round."""
    taken = []
    for _n in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken) * 1000


def bare(page: str) -> bytes:
    """Return what WeasyPrint alone makes of the HTML: fonts read anew, nothing kept."""
    html = HTML(string=page, url_fetcher=PaperFetcher())
    return bytes(html.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=True))


def _of(name: str) -> Draft:
    return KINDS[name].draft(Event.objects.get())  # the only one, where there could be several


def _fresh(name: str) -> bytes:
    caches["papers"].clear()
    return _of(name).pdf()


def _unchanged(name: str) -> bytes:
    return _of(name).pdf()


def _issue() -> None:
    """Issue the programme, each time in place of the one before."""
    event = Event.objects.get()
    newest = OfficialDocument.objects.filter(event=event).current().first()
    register.issue(
        register.Entry(
            kind=KINDS["programme"],
            event=event,
            day=timezone.localdate(),
            replaces=newest,
        )
    )


def measure() -> Iterator[tuple[str, str, str]]:
    """Give rows: what, milliseconds, share of bare WeasyPrint."""
    for name in PAPERS:
        page = _of(name).html()
        bare(page)
        base = milliseconds(partial(bare, page))
        yield f"bare WeasyPrint on the HTML of: {name}", f"{base:.0f}", "1.00"
        fresh = milliseconds(partial(_fresh, name))
        yield f"{name}, fresh", f"{fresh:.0f}", f"{fresh / base:.2f}"
        cached = milliseconds(partial(_unchanged, name), 100)
        yield f"{name}, unchanged", f"{cached:.1f}", f"{cached / base:.3f}"
    yield "programme, issued: number, PDF/A, field", f"{milliseconds(_issue):.0f}", ""
