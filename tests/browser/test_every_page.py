"""Every page of the admin, at a phone's width and at a desk's: whole, in Vietnamese, for all."""

from pathlib import Path

import axe_playwright_python
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, BrowserContext

from tests import whole_portal
from tests.browser.conftest import DESK, PHONE, Visit
from tests.pages import english, visible_text
from tests.people import administrator

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RUN = "axe.run({resultTypes: ['violations'], preload: false, iframes: false})"
OPEN_MENUS = "document.querySelectorAll('.portal-more').forEach((menu) => { menu.open = true; })"
PARTS = (  # of the admin, so that several can be walked at once
    ("events/officialdocument/", "events/plan/", "events/event/", "sponsorship/"),
    ("registrations/",),
    ("",),
)


@pytest.fixture
def administrators_context(
    chromium: Browser, portal: str, transactional_db: None
) -> BrowserContext:
    context = chromium.new_context(viewport=DESK, locale="vi-VN")
    context.add_init_script(path=AXE)
    yield context
    context.close()


@pytest.mark.parametrize("part", range(len(PARTS)))
def test_every_page_is_whole(
    administrators_context: BrowserContext, portal: str, part: int
) -> None:
    world = whole_portal.build()
    User.objects.filter(username="nguoi-organizer").update(username="le-thi-thu")
    client = Client()
    client.force_login(administrator(), backend="django.contrib.auth.backends.ModelBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie: SetCookieParam = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": portal}
    administrators_context.add_cookies([cookie])
    visit = Visit(administrators_context.new_page(), portal)
    visit.watch()
    wrong: list[str] = []

    pages = whole_portal.pages(world, client, lambda path: part_of(path) == part)
    for one in pages:
        if one.name == "search":
            continue  # a part of the pages, which stands in none by itself
        visit.go(one.path)
        wrong += [f"{one.name}: {what}" for what in faults(visit)]
        if one.name.endswith("_add") and visit.page.locator("[name=_save]").count():
            with visit.page.expect_navigation():
                visit.page.locator("[name=_save]").click()
            wrong += [f"{one.name}, sent empty: {what}" for what in faults(visit)]

    assert len(pages) > 10
    assert not wrong, "\n".join(wrong)
    assert visit.troubles == []


def part_of(path: str) -> int | None:
    """Return which part of the admin an address belongs to."""
    root = reverse("admin:index")
    if not path.startswith(root):
        return None
    inside = path.removeprefix(root)
    return next(number for number, starts in enumerate(PARTS) if inside.startswith(starts))


def faults(visit: Visit) -> list[str]:
    """Return what is wrong with the page at hand; menus are opened on the way."""
    page = visit.page
    found = [f"English: {word}" for word in english(visible_text(page.content()))]
    found += [f"title: {word}" for word in english(page.title())]
    headings, mains = page.locator("h1").all_inner_texts(), page.locator("main").count()
    if (len(headings), mains) != (1, 1) or not page.title().startswith(headings[0].split(":")[0]):
        found.append(f"headings {headings}, {mains} main parts, title {page.title()}")
    if unnamed := page.evaluate(POINT_NOWHERE):
        found.append(f"described by nothing: {unnamed}")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        if size is PHONE:
            page.evaluate(OPEN_MENUS)
        if wide := visit.sideways():
            found.append(f"{wide} px too wide at {size['width']}")
        violations = page.evaluate(RUN)["violations"]
        found += [
            f"{v['id']} at {size['width']}: {v['nodes'][0]['html'][:150]}" for v in violations
        ]
    page.set_viewport_size(DESK)
    return found


POINT_NOWHERE = """[...document.querySelectorAll('[aria-describedby]')]
    .filter((one) => one.getAttribute('aria-describedby').split(/\\s+/)
        .some((id) => id && !document.getElementById(id)))
    .map((one) => one.id)"""
