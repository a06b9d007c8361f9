"""The line breaks while a form is on its way: what was typed is offered on the next page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Error, Locator, Page, Route, expect

from events.models import Event, Plan
from tests.browser.conftest import Visit
from tests.browser.desk.conftest import enter

TYPED = "Lời gõ dở “một” <b>&amp; ễ"
OFFERED = "Mất kết nối khi đang gửi nội dung đã nhập."


def plan_page(event: Event) -> str:
    return reverse("admin:events_plan_change", args=[event.plan.pk])


def kept(page: Page) -> Any:
    return page.evaluate("sessionStorage.getItem('portal-kept')")


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu", exact=True).click()


def break_line(visit: Visit) -> None:
    """Let every form be lost on its way, though the portal answers what asks for it."""

    def cut(route: Route) -> None:
        if route.request.method == "POST":
            route.abort("connectionreset")
        else:
            route.continue_()

    visit.page.route("**/*", cut)


def mend_line(visit: Visit) -> None:
    visit.page.unroute_all()
    visit.troubles.clear()  # the browser tells of the request that was lost


def press_in_vain(page: Page, button: Locator) -> None:
    with pytest.raises(Error, match="ERR_CONNECTION_RESET"), page.expect_navigation():
        button.click()


def lose(visit: Visit, event: Event) -> None:
    """Type into the plan, and lose it on its way."""
    page = visit.page
    visit.go(reverse("admin:index"))
    visit.go(plan_page(event))
    page.locator("[name=signer_name]").fill(TYPED)
    break_line(visit)
    press_in_vain(page, page.get_by_role("button", name="Lưu", exact=True))
    mend_line(visit)


def go_back(visit: Visit, event: Event) -> None:
    visit.page.go_back()


def type_the_address(visit: Visit, event: Event) -> None:
    visit.go(plan_page(event))


def go_elsewhere(visit: Visit, event: Event) -> None:
    visit.go(reverse("admin:index"))
    visit.page.get_by_role("link", name="Mở lại trang đó").click()
    expect(visit.page.locator("[name=signer_name]")).to_be_visible()


@pytest.mark.parametrize("way", [go_back, type_the_address, go_elsewhere])
def test_what_was_lost_on_its_way_is_sent_again(
    visit: Visit, organizer: User, ceremony: Event, way: Callable[[Visit, Event], None]
) -> None:
    lose(visit, ceremony)
    page = visit.page
    way(visit, ceremony)

    expect(page.get_by_text(OFFERED)).to_be_visible()
    assert visit.violations() == []
    assert visit.sideways() == 0
    page.get_by_role("button", name="Gửi nội dung đã nhập").click()

    expect(page.get_by_text("Đã lưu kế hoạch")).to_be_visible()
    assert Plan.objects.get().signer_name == TYPED
    assert kept(page) is None
    expect(page.get_by_text(OFFERED)).to_be_hidden()


def test_what_arrived_is_not_kept(visit: Visit, organizer: User, ceremony: Event) -> None:
    page = visit.page
    visit.go(plan_page(ceremony))
    page.locator("[name=signer_name]").fill(TYPED)
    save(page)
    expect(page.get_by_text("Đã lưu kế hoạch")).to_be_visible()
    assert kept(page) is None

    page.locator("[name=issue_year]").fill("-1")  # a page that comes back with its mistake
    save(page)
    expect(page.locator(".errorlist, .portal-errors").first).to_be_visible()
    assert kept(page) is None
    page.go_back()
    expect(page.get_by_text(OFFERED)).to_be_hidden()


def test_what_is_discarded_is_gone(visit: Visit, organizer: User, ceremony: Event) -> None:
    lose(visit, ceremony)
    visit.go(reverse("admin:index"))
    visit.page.get_by_role("button", name="Bỏ nội dung đã nhập").click()
    assert kept(visit.page) is None
    visit.page.reload()
    expect(visit.page.get_by_text(OFFERED)).to_be_hidden()


def test_it_is_offered_to_who_typed_it_alone(
    visit: Visit, organizer: User, ceremony: Event
) -> None:
    lose(visit, ceremony)
    enter(visit, "secretariat")
    visit.go(reverse("admin:index"))
    expect(visit.page.get_by_text(OFFERED)).to_be_hidden()
    assert kept(visit.page) is None


def test_no_password_is_kept(visit: Visit, organizer: User) -> None:
    page = visit.page
    visit.go(reverse("admin:password_change"))
    for field in page.locator("[type=password]").all():
        field.fill("Mật khẩu thử 47")
    break_line(visit)
    press_in_vain(page, page.locator("#content [type=submit]"))
    mend_line(visit)
    visit.go(reverse("admin:index"))
    assert kept(page) is None
