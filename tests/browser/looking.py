"""What is looked at on every page of the admin, at a phone's width and at a desk's."""

import re
from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import DESK, PHONE, Visit
from tests.pages import english, visible_text

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
OPTIONS = "resultTypes: ['violations'], preload: false, iframes: false, selectors: false"
# the side bar, the same on every page, is judged with the overview; at a phone's width the page is
# judged again by the rules about what is seen, and its opened menus by all
AT_DESK = f"""axe.run({{
    exclude: document.getElementById('overview') ? [] : [['#nav-sidebar']]
}}, {{{OPTIONS}}})"""
SEEN = "['color-contrast', 'scrollable-region-focusable', 'meta-viewport']"
AT_PHONE = f"""axe.run({{{OPTIONS}, runOnly: {SEEN}}}).then(async (page) => {{
    if (!document.querySelector('.portal-more')) return page;
    const menus = await axe.run('.portal-more', {{{OPTIONS}}});
    return {{violations: [...page.violations, ...menus.violations]}};
}})"""
OPEN_MENUS = "document.querySelectorAll('.portal-more').forEach((menu) => { menu.open = true; })"
ABOUT = """() => ({
    html: document.documentElement.outerHTML,
    title: document.title,
    headings: [...document.querySelectorAll('h1')].map((one) => one.innerText),
    mains: document.querySelectorAll('main').length,
    unnamed: [...document.querySelectorAll('[aria-describedby]')]
        .filter((one) => one.getAttribute('aria-describedby').split(/\\s+/)
            .some((id) => id && !document.getElementById(id)))
        .map((one) => one.id),
})"""


def desk_context(chromium: Browser) -> BrowserContext:
    """Open a browser at a desk, with axe in each page."""
    context = chromium.new_context(viewport=DESK, locale="vi-VN")
    context.add_init_script(path=AXE)
    return context


def faults(visit: Visit, of_html: Callable[[str], list[str]] = lambda html: []) -> list[str]:
    """Return what is wrong with the page at hand; menus are opened on the way."""
    page = visit.page
    page.wait_for_load_state("load")
    about = page.evaluate(ABOUT)
    title, headings = about["title"], about["headings"]
    found = [f"English: {word}" for word in english(visible_text(about["html"]))]
    found += [f"title: {word}" for word in english(title)]
    found += of_html(about["html"])
    if (len(headings), about["mains"]) != (1, 1) or not title.startswith(
        re.split(r"[:\n]", headings[0])[0]
    ):
        found.append(f"headings {headings}, {about['mains']} main parts, title {title}")
    if about["unnamed"]:
        found.append(f"described by nothing: {about['unnamed']}")
    for size, rules in ((DESK, AT_DESK), (PHONE, AT_PHONE)):
        page.set_viewport_size(size)
        if size is PHONE:
            page.evaluate(OPEN_MENUS)
        if wide := visit.sideways():
            found.append(f"{wide} px too wide at {size['width']}")
        violations = page.evaluate(rules)["violations"]
        found += [
            f"{v['id']} at {size['width']}: {v['nodes'][0]['html'][:150]}" for v in violations
        ]
    page.set_viewport_size(DESK)
    return found
