"""The pages before the admin, and those that refuse: whole, in Vietnamese, for all."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit
from tests.browser.looking import desk_context, faults
from tests.factories import PlanFactory
from tests.people import PASSWORD, administrator, worker
from tests.second_factors import with_app

WRONG = "Không đúng 47"
NAMES = {"English", "Chrome", "Linux"}  # of a language in itself, of programs


@pytest.fixture
def visit(chromium: Browser, portal: str, transactional_db: None) -> Iterator[Visit]:
    """A desk with axe in each page."""
    context = desk_context(chromium)
    yield Visit(context.new_page(), portal)
    context.close()


@pytest.fixture
def person(transactional_db: None) -> User:
    return administrator(PASSWORD)


def press(visit: Visit, name: str) -> None:
    with visit.page.expect_navigation():
        visit.page.get_by_role("button", name=name, exact=True).click()


def type_password(visit: Visit, password: str = PASSWORD, name: str = "quan-tri-vien") -> None:
    visit.go(reverse("admin:login"))
    visit.page.get_by_label("Tên đăng nhập").fill(name)
    visit.page.get_by_label("Mật khẩu").fill(password)
    press(visit, "Đăng nhập")


def login(visit: Visit, person: User) -> None:
    visit.go(reverse("admin:login"))


def login_refused(visit: Visit, person: User) -> None:
    type_password(visit, WRONG)


def login_locked(visit: Visit, person: User) -> None:
    for _n in range(6):
        type_password(visit, WRONG)


def second_step(visit: Visit, person: User) -> None:
    with_app(person)
    type_password(visit)


def second_step_refused(visit: Visit, person: User) -> None:
    second_step(visit, person)
    visit.page.get_by_role("textbox").fill("000000")
    press(visit, "Đăng nhập")


def set_up_of_an_app(visit: Visit, person: User) -> None:
    type_password(visit)
    visit.go(reverse("admin:security_app"))


def set_up_of_a_passkey(visit: Visit, person: User) -> None:
    type_password(visit)
    visit.go(reverse("admin:security_passkey"))


def password_change_refused(visit: Visit, person: User) -> None:
    type_password(visit)
    visit.go(reverse("admin:password_change"))
    for field in visit.page.locator("[type=password]").all():
        field.fill(WRONG)
    with visit.page.expect_navigation():
        visit.page.locator("#content [type=submit]").click()


def lost_session(visit: Visit, person: User) -> None:
    plan = PlanFactory()
    type_password(visit)
    visit.go(reverse("admin:events_plan_change", args=[plan.pk]))
    Session.objects.all().delete()
    press(visit, "Lưu")
    expect(visit.page.get_by_text("Phiên làm việc đã hết.")).to_be_visible()


def taken_up_again(visit: Visit, person: User) -> None:
    lost_session(visit, person)
    visit.page.get_by_label("Mật khẩu").fill(PASSWORD)
    press(visit, "Đăng nhập")
    expect(visit.page.get_by_role("button", name="Gửi nội dung đã nhập")).to_be_visible()


def signed_out(visit: Visit, person: User) -> None:
    type_password(visit)
    with visit.page.expect_navigation():
        visit.page.evaluate("document.querySelector('form[action$=\"logout/\"]').submit()")


def not_found(visit: Visit, person: User) -> None:
    type_password(visit)
    visit.go(f"{reverse('admin:index')}khong-co/")


def not_for_this_role(visit: Visit, person: User) -> None:
    reception = worker("reception")
    reception.set_password(PASSWORD)
    reception.save()
    type_password(visit, name=reception.username)
    visit.go(reverse("admin:events_papers"))


@pytest.mark.parametrize(
    "come_to",
    [
        login,
        login_refused,
        login_locked,
        second_step,
        second_step_refused,
        set_up_of_an_app,
        set_up_of_a_passkey,
        password_change_refused,
        lost_session,
        taken_up_again,
        signed_out,
        not_found,
        not_for_this_role,
    ],
)
def test_page_is_whole(visit: Visit, person: User, come_to: Callable[[Visit, User], None]) -> None:
    come_to(visit, person)
    visit.page.wait_for_load_state("load")
    visit.watch()  # what the browser says of a page that refuses is no trouble
    assert [one for one in faults(visit) if one.removeprefix("English: ") not in NAMES] == []
    assert visit.troubles == []
