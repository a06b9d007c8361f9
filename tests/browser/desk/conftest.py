"""People at the desk: one page at the width of a desk or a phone, worked by mouse or by keys."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, Visit
from tests.people import PASSWORD, worker


@dataclass
class Hand:
    """How somebody works a page."""

    page: Page
    keys_only: bool
    size: dict[str, int]

    @property
    def menu_is_folded(self) -> bool:
        return self.size["width"] < 1280

    def press(self, target: Locator) -> None:
        """Press a link or a button."""
        expect(target).to_be_visible()
        if self.keys_only:
            self.reach(target)
            self.page.keyboard.press("Enter")
        else:
            target.click()

    def write(self, target: Locator, text: str) -> None:
        """Put a text into a field, in the place of what stands there."""
        if self.keys_only:
            self.reach(target)
        else:
            target.click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(text)
        expect(target).to_have_value(text)

    def reach(self, target: Locator) -> None:
        """Go to it by the Tab key alone."""
        element = target.element_handle()
        for _n in range(150):
            if self.page.evaluate("element => element === document.activeElement", element):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key never comes to {target}")

    def open_entry(self, name: str) -> None:
        """Go to an entry of the side bar."""
        if self.menu_is_folded:
            self.press(self.page.get_by_role("button", name="Danh mục"))
        self.press(self.page.locator("#nav-sidebar").get_by_role("link", name=name, exact=True))


@pytest.fixture(
    params=[(DESK, False), (DESK, True), (PHONE, False), (PHONE, True)],
    ids=["desk-mouse", "desk-keys", "phone-mouse", "phone-keys"],
)
def hand(request: pytest.FixtureRequest, visit: Visit) -> Hand:
    """Each width, with the mouse and with keys."""
    size, keys_only = request.param
    visit.page.set_viewport_size(size)
    return Hand(visit.page, keys_only, size)


def enter(visit: Visit, role: str) -> User:
    """Let a person with a role sit down at the browser, in the place of who sat there."""
    person = User.objects.filter(username=f"nguoi-{role}").first() or worker(role)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    visit.page.context.clear_cookies()
    visit.page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": visit.portal}]
    )
    return person


def sign_in(page: Page, person: User) -> None:
    """Sign in on the page that asks for it."""
    page.get_by_label("Tên đăng nhập").fill(person.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


@pytest.fixture
def organizer(visit: Visit) -> User:
    """An organizer who has signed in, with the password of all test persons."""
    person = worker("organizer")
    person.set_password(PASSWORD)
    person.save()
    enter(visit, "organizer")
    return person
