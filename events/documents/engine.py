"""WeasyPrint, kept warm: the fonts are read once per process."""

import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from weasyprint import CSS, HTML
from weasyprint.document import Document, Page
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from events.documents import fonts
from events.documents.wording import ANNEX

POINTS_PER_PIXEL = 0.75
MANNERS = ("close", "close closer")  # classes of `_official.css`: less room, then smaller letters
NEXT_TO_NOTHING = 85 * 96 / 25.4  # px of text on the last page, a third of it
TEXT = "text"  # the id of what holds a paper's text
STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)
KEPT_SHEETS = 32
FURTHER = "further"  # and of recipients below the signer
# what of a paper is laid out closer by itself: its id, what its end may be, where it begins
PARTS = ((TEXT, ("signature-1", FURTHER), "<html "), ("annex", (), ANNEX))

lock = threading.Lock()  # Pango's font map is not made for two threads at once
_fonts: "PaperFonts | None" = None


class PaperFetcher(URLFetcher):
    """Opens our font files and nothing else, on this machine or elsewhere."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the font file; raise ValueError for every other address."""
        if url not in {face.url for face in fonts.FACES}:
            raise ValueError(f"A paper may not fetch {url}")
        return super().fetch(url, headers)


class PaperFonts(FontConfiguration):
    """The font faces of the papers, loaded by the first paper that asks for them."""

    _process = 0  # __del__ asks for it even when __init__ failed

    def __init__(self) -> None:
        super().__init__()
        self._process = os.getpid()
        self._sheets: dict[str, CSS] = {}

    def sheet(self, style: str) -> CSS:
        """Return a style, read once: that of all papers took a fourth of the time of a ticket."""
        if style not in self._sheets:
            if len(self._sheets) == KEPT_SHEETS:
                self._sheets.clear()
            self._sheets[style] = CSS(string=style, url_fetcher=PaperFetcher(), font_config=self)
        return self._sheets[style]

    def usable(self) -> bool:
        """Return whether the copies of the fonts still stand.

        They lie in the folder for temporary files, which some systems sweep after days,
        and belong to one process: a forked one must not share them.
        """
        if self._process != os.getpid():
            return False
        if self._folder is None:
            return True
        try:
            return len(os.listdir(self._folder)) >= len(fonts.FACES)
        except OSError:
            return False

    def __del__(self) -> None:
        if self._process == os.getpid():
            super().__del__()


class Place(NamedTuple):
    """Where a signature goes: the page from 0, and a box in points from its lower left corner."""

    page: int
    box: tuple[float, float, float, float]  # left, bottom, right, top


def write_pdf(html: str) -> bytes:
    """Return the PDF/UA of a complete HTML document whose style names our fonts."""
    return _write(html, "pdf/ua-1")[0]


def write_archive(html: str) -> tuple[bytes, list[Place]]:
    """Return the PDF/A-2a of a document, and the places of its signatures in reading order.

    A signature is an element with an id `signature-…`.
    """
    return _write(html, "pdf/a-2a")


def write_part(makers: Iterable[Callable[[int], str]], pages_before: int = 0) -> tuple[bytes, int]:
    """Return one PDF/UA of several documents, one after the other, and the number of its pages.

    Each maker is called when its turn comes, with the number of pages before its own. It is laid
    out whole in memory, so of many documents parts are made, which `joining` puts together.
    """
    options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": True}
    documents: list[Document] = []
    pages: list[Page] = []
    for make in makers:
        html = make(pages_before + len(pages))
        with lock:
            documents.append(_fitted(html, options))
        pages += documents[-1].pages
    with lock:
        return bytes(documents[0].copy(pages).write_pdf(**options)), len(pages)


def _write(html: str, variant: str) -> tuple[bytes, list[Place]]:
    options = {"pdf_variant": variant, "pdf_identifier": True}
    with lock:
        document = _fitted(html, options)
        return bytes(document.write_pdf(**options)), list(_places(document.pages))


def _fitted(html: str, options: dict[str, Any]) -> Document:
    """Lay a document out; closer, where that spares a last page with next to nothing on it."""
    document = _render(html, options)
    for name, end, element in PARTS:
        if _ends_with_next_to_nothing(document.pages, name, end):
            for manner in MANNERS:
                tried = html.replace(element, f'{element.rstrip()} class="{manner}" ', 1)
                closer = _render(tried, options)
                if len(closer.pages) < len(document.pages):
                    html, document = tried, closer
                    break
    return document


def _ends_with_next_to_nothing(pages: list[Page], name: str, end: tuple[str, ...]) -> bool:
    """Return whether the last of several pages has little of a part, beside the signature.

    The text's last page is that of the signature or of further recipients; an annex may follow.
    """
    own = [page.anchors for page in pages if {name, *end} & page.anchors.keys()]
    if len(own) < 2 or name not in own[0]:
        return False
    boxes = [own[-1][part] for part in (name, FURTHER) if part in own[-1]]
    return sum(bottom - top for _left, top, _right, bottom in boxes) < NEXT_TO_NOTHING


def _render(html: str, options: dict[str, Any]) -> Document:
    """Lay a document out. Needs the lock."""
    global _fonts
    if _fonts is None or not _fonts.usable():
        _fonts = PaperFonts()
    head, body, rest = html.partition("<body")
    sheets = [_fonts.sheet(style) for style in STYLE.findall(head)] if body else []
    bare = STYLE.sub("", head) + body + rest if body else html
    page = HTML(string=bare, url_fetcher=PaperFetcher())
    return page.render(font_config=_fonts, stylesheets=sheets, **options)


def _places(pages: list[Page]) -> Iterator[Place]:
    for number, page in enumerate(pages):
        for name, (left, top, right, bottom) in page.anchors.items():
            if name.startswith("signature-"):
                box = (left, page.height - bottom, right, page.height - top)
                yield Place(number, tuple(round(edge * POINTS_PER_PIXEL, 2) for edge in box))
