"""Template to HTML to PDF: the same bytes for the same input, and no second time."""

import functools
import hashlib
import logging
import re
import unicodedata
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from events.documents import fonts
from events.documents.errors import Unprintable
from events.documents.profile import ND30_2020

logger = logging.getLogger(__name__)

# NFC would melt this mark with the bracket of the tag before it.
_MARK_ON_A_TAG = re.compile("(?<=[<>])\u0338+")
_NO_LETTER = "□"


def html(template: str, context: Mapping[str, Any], *, title: str, lang: str = "vi") -> str:
    """Return the paper as one HTML document, in NFC."""
    shared = {"title": title, "lang": lang, "rules": ND30_2020, "family": fonts.FAMILY}
    shared["style_sheet"] = _style_sheet()
    # The paper is Vietnamese (or `lang`) whatever language its printer reads the portal in.
    with translation.override(lang):
        page: str = render_to_string(template, {**shared, **context})
    return unicodedata.normalize("NFC", _MARK_ON_A_TAG.sub("", fonts.mended(page)))


def pdf(page: str) -> bytes:
    """Return the PDF of an HTML document made by `html`."""
    from events.documents import engine  # Pango: only a process that prints pays for it

    return engine.write_pdf(drawable(page))


def final(page: str) -> bytes:
    """Return an HTML document made by `html` as it is issued, never from the cache.

    It is PDF/A-2a, with an empty field wherever the page has an element of class `signature`.
    Raises `Unprintable` rather than freeze an empty box in the place of a sign.
    """
    from events.documents import engine, signature_fields

    if strange := fonts.missing_glyphs(page):
        raise Unprintable(strange)
    content, places = engine.write_archive(page)
    return signature_fields.add(content, places)


def render(template: str, context: Mapping[str, Any], *, title: str, lang: str = "vi") -> bytes:
    """Return the paper as PDF bytes, made anew."""
    return pdf(html(template, context, title=title, lang=lang))


def drawable(page: str) -> str:
    """Return the page without signs that the fonts of the papers do not have."""
    if strange := fonts.missing_glyphs(page):
        # A letter from another font would look right here and fail on the next machine.
        logger.warning("No letter in the paper's fonts for %s", [ascii(sign) for sign in strange])
        page = page.translate(dict.fromkeys(map(ord, strange), _NO_LETTER))
    return page


def cached(template: str, context: Mapping[str, Any], *, title: str, lang: str = "vi") -> bytes:
    """Return the paper as PDF bytes, from the cache when nothing in it has changed."""
    page = html(template, context, title=title, lang=lang)
    key = _digest(page)
    stored = _fetch(key)
    if stored is None:
        stored = pdf(page)
        _keep(key, stored)
    return stored


@functools.cache
def _style_sheet() -> SafeString:
    """Return the style of all papers; the same as long as the process lives."""
    values = {"rules": ND30_2020, "faces": fonts.FACES, "family": fonts.FAMILY}
    return render_to_string("events/pdf/_official.css", values)


@functools.cache
def _maker() -> str:
    """Return what, beside its HTML, decides the bytes of a paper."""
    engine = Path(__file__).with_name("engine.py").read_text(encoding="utf-8")
    return "\0".join((engine, version("weasyprint"), fonts.digests()))


def _digest(page: str) -> str:
    return hashlib.sha256(f"{_maker()}\0{page}".encode()).hexdigest()


def _fetch(key: str) -> bytes | None:
    try:
        stored = caches["papers"].get(key)
    except Exception:  # a full disk or a torn file must not keep anybody from printing
        logger.exception("The cache of papers cannot be read")
        return None
    return stored if isinstance(stored, bytes) else None


def _keep(key: str, paper: bytes) -> None:
    try:
        caches["papers"].set(key, paper)
    except Exception:  # as above
        logger.exception("The cache of papers cannot be written")
