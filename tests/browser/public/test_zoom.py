"""Twice as large, by zoom or by letters alone: all is there, and nothing overlaps."""

from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.public.looking import WIDER, sticking_out
from tests.browser.public.test_every_page import PAGES, public
from tests.whole_portal import World

ZOOMED: ViewportSize = {"width": 640, "height": 512}  # 1280 x 1024 at 200 %
LETTERS = "document.documentElement.style.fontSize = '200%'"
# words that do not fit into their box where it hides them, and parts of the header on each other
CUT = """() => {
    const hidden = [...document.querySelectorAll('body *')].filter((one) => {
        const style = getComputedStyle(one);
        const cuts = (way) => ['hidden', 'clip'].includes(style[way]);
        return one.checkVisibility() && one.textContent.trim() && !one.matches('.visually-hidden')
            && !one.closest('svg, .skip-link, .breadcrumbs')  // the heading says it in full
            && (cuts('overflowX') && one.scrollWidth > one.clientWidth + 1
                || cuts('overflowY') && one.scrollHeight > one.clientHeight + 1);
    });
    const narrow = [...document.querySelectorAll('button, .btn, h1, h2, h3, dd, legend, label')]
        .filter((one) => one.checkVisibility() && !one.closest('.visually-hidden')
            && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline');
    return [...hidden, ...narrow].map((one) => one.outerHTML.slice(0, 120));
}"""
OVERLAP = """() => {
    const boxes = [...document.querySelectorAll(
            '.brand > span, .language a, .site-header nav a, main h1')]
        .filter((one) => one.checkVisibility())
        .map((one) => [one, one.getBoundingClientRect()]);
    const found = [];
    for (const [at, [one, a]] of boxes.entries())
        for (const [other, b] of boxes.slice(at + 1))
            if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
                found.push(`${one.textContent.trim()} / ${other.textContent.trim()}`);
    return found;
}"""


def found(visit: Visit) -> list[str]:
    """Return what does not fit on the page at hand."""
    wide = visit.page.evaluate(WIDER)
    told = [f"{wide} px too wide: {sticking_out(visit)}"] if wide > 0 else []
    told += [f"cut: {one}" for one in visit.page.evaluate(CUT)]
    return told + [f"on each other: {one}" for one in visit.page.evaluate(OVERLAP)]


@pytest.fixture
def zoomed(chromium: Browser, portal: str, world: World) -> Any:
    """A desk at 200 %."""
    context = chromium.new_context(viewport=ZOOMED, device_scale_factor=2, locale="vi-VN")
    yield Visit(context.new_page(), portal)
    context.close()


def test_every_page_twice_as_large(zoomed: Visit, world: World) -> None:
    wrong = []
    for name, path in public(world).items():
        if name in PAGES:
            zoomed.go(path)
            wrong += [f"{name}: {what}" for what in found(zoomed)]
            zoomed.page.evaluate(LETTERS)
            for size in (DESK, PHONE):
                zoomed.page.set_viewport_size(size)
                wrong += [f"{name}, letters at {size['width']}: {what}" for what in found(zoomed)]
            zoomed.page.set_viewport_size(ZOOMED)
    assert not wrong, "\n".join(wrong)
