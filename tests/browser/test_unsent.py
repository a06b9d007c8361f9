"""An organizer whose session ends while a long form is open loses nothing of it."""

from playwright.sync_api import Page, expect

from events.models import Plan
from tests.browser.conftest import Visit
from tests.factories import PlanFactory
from tests.people import PASSWORD


def sign_in(page: Page) -> None:
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def test_long_form_is_saved_after_signing_in_again(desk: Visit) -> None:
    plan = PlanFactory()
    page = desk.page
    page.set_default_timeout(60_000)
    desk.go(f"/quan-tri/events/plan/{plan.pk}/change/")
    words = "Dòng “một” <b>&amp;</b>\nDòng hai ễ"
    page.locator("[name=lead_in]").fill(words)
    page.locator("[name=signer_name]").fill("Lê Thị Mới")
    page.context.clear_cookies(name="sessionid")

    page.locator("[name=_save]").first.click()
    expect(
        page.get_by_text("Phiên làm việc đã hết. Nội dung đã nhập vẫn được giữ lại.")
    ).to_be_visible()
    assert page.get_by_label("Tên đăng nhập").input_value() == "quan-tri-vien"
    desk.troubles.clear()  # the browser names the 403 in its console
    sign_in(page)
    page.get_by_role("button", name="Gửi nội dung đã nhập").click()

    expect(page.get_by_text("Đã lưu kế hoạch")).to_be_visible()
    saved = Plan.objects.get()
    assert (saved.lead_in, saved.signer_name) == (words, "Lê Thị Mới")


def test_form_opened_before_signing_in_in_another_window_is_saved(desk: Visit) -> None:
    plan = PlanFactory()
    page = desk.page
    desk.go(f"/quan-tri/events/plan/{plan.pk}/change/")
    page.locator("[name=signer_name]").fill("Lê Thị Mới")
    page.context.clear_cookies(name="sessionid")
    other = page.context.new_page()
    other.goto(f"{desk.portal}/quan-tri/login/")
    other.get_by_label("Tên đăng nhập").fill("quan-tri-vien")
    sign_in(other)
    expect(other.get_by_role("heading", name="Tổng quan")).to_be_visible()
    other.close()

    page.locator("[name=_save]").first.click()
    page.get_by_role("button", name="Gửi nội dung đã nhập").click()

    expect(page.get_by_text("Đã lưu kế hoạch")).to_be_visible()
    assert Plan.objects.get().signer_name == "Lê Thị Mới"
