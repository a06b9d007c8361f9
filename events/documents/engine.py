"""WeasyPrint, kept warm: the fonts are read once per process."""

import os
import threading

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from events.documents import fonts

_lock = threading.Lock()  # Pango's font map is not made for two threads at once
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


def write_pdf(html: str) -> bytes:
    """Return the PDF/UA of a complete HTML document whose style names our fonts."""
    global _fonts
    with _lock:
        if _fonts is None or not _fonts.usable():
            _fonts = PaperFonts()
        return _write(html, _fonts)


def _write(html: str, font_config: FontConfiguration) -> bytes:
    document = HTML(string=html, url_fetcher=PaperFetcher())
    options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": True}
    return bytes(document.write_pdf(font_config=font_config, **options))
