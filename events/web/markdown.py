"""Markdown as organizers write it, to HTML that can neither act nor fetch anything.

Raw HTML is text. Pictures are those of our own library, named by their number: `![words](anh:12)`
shows picture 12 with the words below it. Two walls stand behind each other: the parser makes
no other tags and addresses than those below, and nh3 lets no others through.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from events.fields import MARKDOWN_MAX
from events.models import Picture
from events.web import pictures, symbols

DEEPEST = 20  # lists and quotations within each other
WIDTHS = "(min-width: 48rem) 45rem, 100vw"

Library = Mapping[int, Picture]

_SIDES = {"right": ' class="text-end"', "center": ' class="text-center"'}
_PICTURE = re.compile(r"anh:(\d{1,9})")
_SCHEME = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
_ANY_SCHEME = re.compile(r"[^/?#]*:")
_TAGS = {
    *(
        "a",
        "blockquote",
        "br",
        "code",
        "div",
        "em",
        "figcaption",
        "figure",
        "hr",
        "img",
        "li",
        "ol",
    ),
    *("p", "picture", "pre", "s", "source", "strong", "table", "tbody", "td", "th", "thead", "tr"),
    *("ul", *(f"h{level}" for level in range(2, 7))),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "figure": {"class"},
    "img": {"src", "srcset", "sizes", "width", "height", "alt", "class", "loading", "decoding"},
    "ol": {"start"},
    "source": {"type", "srcset", "sizes"},
    "td": {"class"},
    "th": {"class", "scope"},
}


def render(text: str, *, top: int = 2, library: Library | None = None) -> SafeString:
    """Return the HTML of a text; its highest headings are of the level `top`, 2 to 6.

    Pictures are looked up with two statements where the text names some, unless `library` (of
    `library_of`) has them. An unknown picture is left out. Never raises, whatever is written.
    """
    tokens, env = _parse(text)
    _shift_headings(tokens, top)
    _part_figures(tokens)
    named = _named_in(tokens)
    env["library"] = (library_of(text) if library is None else library) if named else {}
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env)
    return symbols.kept_together(mark_safe(_CLEANER.clean(html)))  # noqa: S308


def plain(text: str, limit: int = 200) -> str:
    """Return the words of a text in one line, cut behind a whole word."""
    tokens, _env = _parse(text)
    parts = []
    for token in tokens:
        parts += [_words(token.children)] if token.type == "inline" else []
        parts += [token.content] if token.type in ("fence", "code_block") else []
    line = " ".join(" ".join(parts).split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    whole = cut if line[limit - 1] == " " else cut.rpartition(" ")[0] or cut
    return f"{whole.rstrip(' ,.;:–-')}…"


def pictures_named(text: str) -> list[int]:
    """Return the numbers of the pictures that a text names, in its order."""
    return _named_in(_parse(text)[0])


def library_of(*texts: str) -> Library:
    """Return the pictures that some texts name; two statements at most, none without any."""
    named = {number for text in texts for number in pictures_named(text)}
    found = Picture.objects.with_files().filter(pk__in=named) if named else ()
    return {picture.pk: picture for picture in found}


def unknown_pictures(*texts: str) -> list[int]:
    """Return the numbers in some texts that no picture has."""
    known = library_of(*texts)
    named = dict.fromkeys(number for text in texts for number in pictures_named(text))
    return [number for number in named if number not in known]


def _parse(text: str) -> tuple[list[Token], dict[str, Any]]:
    env: dict[str, Any] = {}
    # what no page can hold is taken out before the parser sees it
    clean = text[:MARKDOWN_MAX].encode(errors="ignore").decode()
    return _MARKDOWN.parse(clean, env), env


def _is_allowed(address: str) -> bool:
    """Return whether a text may lead to an address: web, mail, telephone, or this site."""
    address = re.sub(r"[\x00-\x20\x7f\\]|%(?:5c|0[0-9a-f]|1[0-9a-f])", "", address, flags=re.I)
    if address.startswith("//"):
        return False
    if _PICTURE.fullmatch(address) or not _ANY_SCHEME.match(address):
        return True
    return bool(_SCHEME.match(address))


def _shift_headings(tokens: Sequence[Token], top: int) -> None:
    """Let the highest heading stand at `top`, and the others below it without a gap."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    used = sorted({token.tag for token in headings})
    levels = {tag: f"h{min(top + place, 6)}" for place, tag in enumerate(used)}
    for token in headings:
        token.tag = levels[token.tag]


def _part_figures(tokens: Sequence[Token]) -> None:
    """Take a picture that stands alone out of its paragraph, which cannot hold a figure."""
    for before, inline, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        children = inline.children or []
        if before.type != "paragraph_open" or len(children) != 1:
            continue
        if children[0].type == "image":
            before.hidden = after.hidden = True
            children[0].meta = {"stands_alone": True}


def _named_in(tokens: Iterable[Token]) -> list[int]:
    images = [t for token in tokens for t in token.children or () if t.type == "image"]
    found = (_PICTURE.fullmatch(str(image.attrs.get("src", ""))) for image in images)
    return [int(match[1]) for match in found if match]


def _words(tokens: Sequence[Token] | None) -> str:
    """Return what is written in a line, without its marks and pictures."""
    parts = []
    for token in tokens or ():
        parts += [token.content] if token.type in ("text", "code_inline") else []
        parts += [" "] if token.type in ("softbreak", "hardbreak") else []
    return "".join(parts)


def _image(self: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    token = tokens[place]
    match = _PICTURE.fullmatch(str(token.attrs.get("src", "")))
    picture = env["library"].get(int(match[1])) if match else None
    if picture is None:
        return ""
    shown = pictures.tag(picture, sizes=WIDTHS)
    if not token.meta.get("stands_alone"):
        return shown
    words = _words(token.children).strip() or pictures.caption(picture)
    below = " ".join(filter(None, [words, picture.credit and f"({picture.credit})"]))
    caption = format_html("<figcaption>{}</figcaption>", below) if below else ""
    return format_html('<figure class="figure-wide">{}{}</figure>\n', shown, caption)


def _table_open(self: Any, tokens: Any, place: int, options: Any, env: Any) -> str:
    words = _("Table that can be scrolled")
    opening = '<div class="table-responsive" role="region" tabindex="0" aria-label="{}"><table>\n'
    return format_html(opening, words)


def _table_close(self: Any, tokens: Any, place: int, options: Any, env: Any) -> str:
    return "</table></div>\n"


def _cell(self: Any, tokens: Any, place: int, options: Any, env: Any) -> str:
    token = tokens[place]
    style = str(token.attrs.get("style", "")).removeprefix("text-align:")
    side = _SIDES.get(style, "")
    scope = ' scope="col"' if token.tag == "th" else ""
    return f"<{token.tag}{scope}{side}>"


def _own_addresses_only(tag: str, name: str, value: str) -> str | None:
    """Let pictures come from nowhere but this site."""
    if name in ("src", "srcset"):
        return value if pictures.are_own(value) else None
    if name == "href":
        return value if _is_allowed(value) and not _PICTURE.fullmatch(value) else None
    return value


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST})
    parser.enable(["table", "strikethrough"])
    parser.validateLink = _is_allowed  # type: ignore[method-assign, assignment]
    for name, rule in (
        ("image", _image),
        ("table_open", _table_open),
        ("table_close", _table_close),
        ("th_open", _cell),
        ("td_open", _cell),
    ):
        parser.add_render_rule(name, rule)
    return parser


_MARKDOWN = _parser()
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_own_addresses_only,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
)
