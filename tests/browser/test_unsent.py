"""An organizer whose session ends while a long form is open loses nothing of it."""

import pytest
from playwright.sync_api import Page, expect

from events.models import Plan
from tests.browser.conftest import DESK, Visit
from tests.factories import PlanFactory
from tests.people import PASSWORD, administrator

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def desk_of(request: pytest.FixtureRequest) -> Visit:
    """An organizer at a desk, who has just signed in."""
    visit: Visit = request.getfixturevalue("visit" if request.param else "plain_visit")
    administrator(PASSWORD)
    visit.page.set_viewport_size(DESK)
    visit.go("/quan-tri/login/")
    sign_in(visit.page)
    return visit


def sign_in(page: Page) -> None:
    page.get_by_label("Tên đăng nhập").fill("quan-tri-vien")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def test_long_form_is_saved_after_signing_in_again(desk_of: Visit) -> None:
    plan = PlanFactory()
    page = desk_of.page
    page.set_default_timeout(60_000)
    desk_of.go(f"/quan-tri/events/plan/{plan.pk}/change/")
    words = "Dòng “một” <b>&amp;</b>\nDòng hai ễ"
    page.locator("[name=lead_in]").fill(words)
    page.locator("[name=signer_name]").fill("Lê Thị Mới")
    page.context.clear_cookies(name="sessionid")

    page.locator("[name=_save]").first.click()
    expect(
        page.get_by_text("Phiên làm việc đã hết. Nội dung đã nhập vẫn được giữ lại.")
    ).to_be_visible()
    assert page.get_by_label("Tên đăng nhập").input_value() == "quan-tri-vien"
    desk_of.troubles.clear()  # the browser names the 403 in its console
    sign_in(page)
    page.get_by_role("button", name="Gửi nội dung đã nhập").click()

    expect(page.get_by_text("Đã lưu kế hoạch")).to_be_visible()
    saved = Plan.objects.get()
    assert (saved.lead_in, saved.signer_name) == (words, "Lê Thị Mới")


def test_form_opened_before_signing_in_in_another_window_is_saved(desk_of: Visit) -> None:
    plan = PlanFactory()
    page = desk_of.page
    desk_of.go(f"/quan-tri/events/plan/{plan.pk}/change/")
    page.locator("[name=signer_name]").fill("Lê Thị Mới")
    page.context.clear_cookies(name="sessionid")
    other = page.context.new_page()
    other.goto(f"{desk_of.portal}/quan-tri/login/")
    sign_in(other)
    other.close()

    page.locator("[name=_save]").first.click()
    page.get_by_role("button", name="Gửi nội dung đã nhập").click()

    expect(page.get_by_text("Đã lưu kế hoạch")).to_be_visible()
    assert Plan.objects.get().signer_name == "Lê Thị Mới"
