"""What is looked at on every page of the admin, at a phone's width and at a desk's."""

import re
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
POINT_NOWHERE = """[...document.querySelectorAll('[aria-describedby]')]
    .filter((one) => one.getAttribute('aria-describedby').split(/\\s+/)
        .some((id) => id && !document.getElementById(id)))
    .map((one) => one.id)"""


def desk_context(chromium: Browser) -> BrowserContext:
    """Open a browser at a desk, with axe in each page."""
    context = chromium.new_context(viewport=DESK, locale="vi-VN")
    context.add_init_script(path=AXE)
    return context


def faults(visit: Visit) -> list[str]:
    """Return what is wrong with the page at hand; menus are opened on the way."""
    page = visit.page
    found = [f"English: {word}" for word in english(visible_text(page.content()))]
    found += [f"title: {word}" for word in english(page.title())]
    headings, mains = page.locator("h1").all_inner_texts(), page.locator("main").count()
    if (len(headings), mains) != (1, 1) or not page.title().startswith(
        re.split(r"[:\n]", headings[0])[0]
    ):
        found.append(f"headings {headings}, {mains} main parts, title {page.title()}")
    if unnamed := page.evaluate(POINT_NOWHERE):
        found.append(f"described by nothing: {unnamed}")
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
