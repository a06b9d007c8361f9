"""Pages of HTML as people see and send them."""

import re
from html.parser import HTMLParser
from typing import Any

SILENT = {"script", "style", "template", "head", "svg"}
SPOKEN = ("title", "placeholder", "aria-label", "data-label", "alt")


class _Form(HTMLParser):
    """Collects what a browser would send of the form with this id."""

    def __init__(self, form_id: str | None) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.data: dict[str, Any] = {}
        self.area: str | None = None
        self.choice: str | None = None

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attrs = dict(pairs)
        if tag == "form":
            self.inside = attrs.get("id") == self.form_id
        name = attrs.get("name")
        if not self.inside or (name and "__prefix__" in name):
            return
        if tag == "input" and name and "disabled" not in attrs:
            self._input(name, attrs)
        elif tag == "textarea" and name:
            self.area, self.data[name] = name, ""
        elif tag == "select" and name:
            self.choice = name
        elif tag == "option" and self.choice and "selected" in attrs:
            self.data[self.choice] = attrs.get("value") or ""

    def _input(self, name: str, attrs: dict[str, str | None]) -> None:
        kind = attrs.get("type", "text")
        if kind in ("file", "submit", "button"):
            return
        if kind in ("checkbox", "radio"):
            if "checked" in attrs:
                self.data.setdefault(name, []).append(attrs.get("value") or "on")
            return
        value = attrs.get("value") or ""
        if name.startswith("initial-") and name in self.data:  # one of several that were chosen
            before = self.data[name]
            self.data[name] = [*(before if isinstance(before, list) else [before]), value]
            return
        self.data[name] = value

    def handle_data(self, data: str) -> None:
        if self.area:
            self.data[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = None
        elif tag == "select":
            self.choice = None
        elif tag == "form":
            self.inside = False


def form_data(response: Any, form_id: str | None) -> dict[str, Any]:
    """Return what a browser would send of a form that nobody has touched."""
    form = _Form(form_id)
    form.feed(response.content.decode())
    assert form.data, f"no form {form_id}"
    return form.data


def as_row(data: dict[str, Any], number: int = 0) -> dict[str, Any]:
    """Return what a form of one delegate sends as what a row of the office's form sends."""
    columns = ("honorific", "name", "position", "phone", "email")
    return {f"row-{number}-{key}" if key in columns else key: data[key] for key in data}


class _Text(HTMLParser):
    """Collects what people read or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.words: list[str] = []

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attrs = dict(pairs)
        if tag in SILENT:
            self.silent += 1
        if not self.silent:
            self.words += [attrs[name] or "" for name in SPOKEN if attrs.get(name)]
            if tag == "input" and attrs.get("type") in ("submit", "button"):
                self.words.append(attrs.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent -= 1

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def visible_text(html: str) -> str:
    """Return the text of a page as one line, without icons (which are words in their font)."""
    html = re.sub(r'<span class="[^"]*material-symbols-outlined[^>]*>[^<]*</span>', " ", html)
    text = _Text()
    text.feed(html)
    return " ".join(" ".join(text.words).split())


# A syllable without a sign; one that ends in c, ch, p or t always has a sign.
SYLLABLE = re.compile(
    r"(b|ch?|d|gh?|gi|h|kh?|l|m|n|ngh?|nh|ph?|qu|r|s|th?|tr|v|x)?"
    r"(a[iouy]?|e[o]?|i[au]?|o[ai]?|oa[iy]|oe|u[aiy]?|uya|uy|y|ie|uo|uye)(m|n|ng|nh)?"
)
# Names of things and kinds of files, as they are said in Vietnamese too.
NAMES = {
    *("excel", "word", "libreoffice", "csv", "xlsx", "xls", "ods", "pdf", "webp", "png", "toml"),
    *("zip", "email", "csrf", "video", "esc", "ctrl", "google", "microsoft", "authenticator"),
    *("aegis", "nguoi", "organizer", "powerpoint", "opendocument", "macro", "markdown"),
    *("webm", "webvtt", "subrip", "vtt", "srt", "https"),
}


def english(text: str) -> list[str]:
    """Return the words of a text that no Vietnamese would write; codes and addresses are none."""
    text = re.sub(r"\S*[@/_\\=]\S*|\S*\w[.:]\w\S*|\S*\d\S*", " ", text)
    words = re.findall(r"[^\W\d_]+", text)
    return [
        word
        for word in words
        if len(word) > 2
        and word.isascii()
        and not word.isupper()
        and word.lower() not in NAMES
        and not SYLLABLE.fullmatch(word.lower())
    ]
