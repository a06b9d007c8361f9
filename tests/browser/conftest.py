"""A running portal, and Chromium before it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from contest_portal import embedded_postgres
from events.models import Event
from tests import browser_program, scratch_portal
from tests.people import PASSWORD, administrator
from tests.scratch_portal import ROOT

PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 800}

# printing a paper or seating hundreds takes its time on a busy machine; nothing is measured here
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    # playwright keeps an event loop in this thread, beside which Django would refuse to work and
    # has connections of their own: both end with the tests of this folder
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path=browser_program.EXECUTABLE, args=browser_program.FLAGS
        )
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture(scope="package")
def portal(django_db_setup: None) -> Iterator[str]:
    """Serve the test database as `script/server` would; return the address without a slash."""
    address = os.environ.get("DATABASE_URL") or embedded_postgres.database_url()
    test_database = urlsplit(address)._replace(path=f"/{connection.settings_dict['NAME']}")
    port = scratch_portal.free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", urlunsplit(test_database))
        patch.setenv("SECRET_KEY", settings.SECRET_KEY)
        with scratch_portal.gunicorn(port):
            yield f"http://127.0.0.1:{port}"


@dataclass
class Visit:
    """A person at a browser: the page, and everything that went wrong on it."""

    page: Page
    portal: str
    troubles: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.portal}{path}")

    def watch(self) -> None:
        """Note errors of the console, content that was refused, and requests to others."""
        self.page.on(
            "console",
            lambda message: (
                self.troubles.append(message.text) if message.type in ("error", "warning") else None
            ),
        )
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((f"{self.portal}/", "data:", "blob:"))
                else self.troubles.append(f"request to {request.url}")
            ),
        )

    def violations(self) -> list[str]:
        """Return what axe finds, each with the elements that it is about."""
        self.page.wait_for_load_state("load")  # without its sheets no page looks right
        found = Axe().run(self.page).response["violations"]
        return [f"{v['id']}: {[node['target'] for node in v['nodes']]}" for v in found]

    def sideways(self) -> int:
        """Return how many pixels the page is wider than the window."""
        self.page.wait_for_load_state("load")
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )


@pytest.fixture
def context(chromium: Browser, transactional_db: None) -> Iterator[BrowserContext]:
    """A phone; it is put away before the tables are emptied, so that it asks for nothing then."""
    context = chromium.new_context(viewport=PHONE, locale="vi-VN")
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext, portal: str) -> Iterator[Visit]:
    """A visit with a phone; in the end nothing may have gone wrong."""
    visit = Visit(context.new_page(), portal)
    visit.watch()
    yield visit
    assert visit.troubles == []


@pytest.fixture
def ceremony(transactional_db: None) -> Event:
    """The real ceremony, as every new portal shows it."""
    plan = ROOT / "contest_portal/plans/le-cong-bo-2025.toml"
    call_command("load_plan", plan, first_day=scratch_portal.FIRST_DAY, verbosity=0)
    return Event.objects.get()


@pytest.fixture
def desk(visit: Visit) -> Visit:
    """An organizer at a desk, who has just logged in."""
    administrator(PASSWORD)
    visit.page.set_viewport_size(DESK)
    visit.go(reverse("admin:login"))
    visit.page.get_by_label("Tên đăng nhập").fill("quan-tri-vien")
    visit.page.get_by_label("Mật khẩu").fill(PASSWORD)
    visit.page.get_by_role("button", name="Đăng nhập").click()
    expect(visit.page.get_by_text("Trần Thị Thử")).to_be_visible()
    return visit


@pytest.fixture
def plain_visit(chromium: Browser, portal: str, transactional_db: None) -> Iterator[Visit]:
    """A visit with JavaScript switched off."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    visit = Visit(context.new_page(), portal)
    visit.watch()
    yield visit
    context.close()
    assert visit.troubles == []
