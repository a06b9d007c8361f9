"""What an HTML document of a paper says, paragraph by paragraph."""

import hashlib
from dataclasses import dataclass, field
from html.parser import HTMLParser

BLANK = "\ue000"  # room that is left to be filled; a private sign, which no stored text has
ANNEX = '<section id="annex"'  # how an annex begins, behind the end of the paper
_BLANK_CLASSES = {"blank", "gap"}
_INSIDE_OF_LINES = {"a", "b", "br", "em", "i", "span", "strong", "sub", "sup"}
_SAYS_NOTHING = {"style", "svg", "title"}


@dataclass
class Wording:
    """Paragraphs, cells and lines of a paper in their order; `body` are those of the text."""

    paragraphs: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)


def digest(page: str) -> str:
    """Return what tells the words of a paper from others, whatever it looks like; without annexes.

    An issued paper is told by it from one that was composed anew from what is stored by now.
    """
    letter = page.partition(ANNEX)[0]
    return hashlib.sha256("\n".join(read(letter).paragraphs).encode()).hexdigest()


def whole_digest(page: str) -> str:
    """Return what tells the words of a paper with its annexes from others."""
    return hashlib.sha256("\n".join(read(page).paragraphs).encode()).hexdigest()


def read(page: str) -> Wording:
    """Return what a document made by `renderer.html` says."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.end_paragraph()
    return reader.wording


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.wording = Wording()
        self.pieces: list[str] = []
        self.silent = 0  # elements around that say nothing
        self.in_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SAYS_NOTHING:
            self.silent += 1
        if tag not in _INSIDE_OF_LINES:
            self.end_paragraph()
        if tag == "br":
            self.pieces.append(" ")
        if not _BLANK_CLASSES.isdisjoint((dict(attrs).get("class") or "").split()):
            self.pieces.append(BLANK)
        self.in_body |= tag == "main"

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INSIDE_OF_LINES:
            self.end_paragraph()
        if tag in _SAYS_NOTHING:
            self.silent -= 1
        self.in_body &= tag != "main"

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(data)

    def end_paragraph(self) -> None:
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        if text:
            self.wording.paragraphs.append(text)
            if self.in_body:
                self.wording.body.append(text)
