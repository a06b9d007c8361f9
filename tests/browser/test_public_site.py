"""The public pages in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from registrations.models import Registration, Seating
from tests.browser.conftest import Visit
from tests.factories import make_registration

pytestmark = pytest.mark.usefixtures("ceremony")


def fill_in(visit: Visit, name: str = "Nguyễn Thị Thử") -> None:
    page = visit.page
    page.get_by_label("Bà", exact=True).check()
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Chức vụ").fill("Chánh Văn phòng")
    page.get_by_label("Đơn vị công tác").fill("Sở Thử nghiệm")
    page.get_by_label("Thành phần tham dự").select_option(index=3)
    page.get_by_label("Số điện thoại").fill("0912 345 678")
    page.get_by_label("Tôi đồng ý cho Ban Tổ chức").check()


def test_page_is_shown_in_its_own_font(visit):
    visit.go("/")
    visit.page.wait_for_load_state("networkidle")
    for font in (
        '400 16px "Be Vietnam Pro"',
        '600 16px "Be Vietnam Pro"',
        '600 16px "Source Serif"',
    ):
        assert visit.page.evaluate("font => document.fonts.check(font, 'Đệ')", font), font


def test_targets_are_large_enough(visit):
    visit.go("/dang-ky/")
    small = visit.page.evaluate(
        """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select')]
            .filter(e => !e.matches('.skip-link') && e.checkVisibility())
            .filter(e => { const box = e.getBoundingClientRect();
                           return box.width < 24 || box.height < 24; })
            .map(e => e.outerHTML)"""
    )
    assert small == []


def test_language_switch_keeps_the_page(visit):
    visit.go("/chuong-trinh/")
    visit.page.get_by_role("link", name="English").click()
    expect(visit.page).to_have_url(f"{visit.portal}/en/chuong-trinh/")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Programme of the ceremony")
    visit.page.get_by_role("link", name="Tiếng Việt").click()
    expect(visit.page).to_have_url(f"{visit.portal}/chuong-trinh/")


def test_wrong_form_is_explained(visit):
    visit.go("/dang-ky/")
    visit.page.get_by_label("Họ và tên").fill("Nguyễn Thị Thử")
    visit.page.get_by_role("button", name="Gửi đăng ký").click()
    expect(visit.page.locator("#errors")).to_be_focused()
    expect(visit.page.get_by_label("Họ và tên")).to_have_value("Nguyễn Thị Thử")
    visit.page.locator("#errors").get_by_role("link", name="Số điện thoại").click()
    expect(visit.page.get_by_label("Số điện thoại")).to_be_focused()


def register_then_cancel(visit: Visit) -> None:
    page = visit.page
    visit.go("/")
    expect(page.locator(".seats-left")).to_have_text("Còn 120 trên 120 chỗ")
    page.get_by_role("link", name="Đăng ký tham dự").click()
    fill_in(visit)
    page.get_by_role("button", name="Gửi đăng ký").click()
    expect(page).to_have_url(re.compile(r"/dang-ky/[\w-]{32}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng ký đã được xác nhận")
    expect(page.locator(".code")).to_have_text(Registration.objects.get().code)
    visit.go("/")
    expect(page.locator(".seats-left")).to_have_text("Còn 119 trên 120 chỗ")
    page.go_back()
    page.get_by_role("link", name="Hủy đăng ký").click()
    page.get_by_role("button", name="Hủy đăng ký").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng ký đã được hủy")
    visit.go("/")
    expect(page.locator(".seats-left")).to_have_text("Còn 120 trên 120 chỗ")
    assert Registration.objects.get().status == "cancelled"


def test_register_then_cancel(visit):
    register_then_cancel(visit)


def test_register_then_cancel_without_javascript(plain_visit):
    register_then_cancel(plain_visit)


def test_back_and_send_again_registers_once(visit):
    visit.go("/dang-ky/")
    fill_in(visit)
    visit.page.get_by_role("button", name="Gửi đăng ký").click()
    expect(visit.page).to_have_url(re.compile(r"/dang-ky/[\w-]{32}/$"))
    first = visit.page.url
    visit.page.go_back()
    expect(visit.page.get_by_label("Họ và tên")).to_have_value("Nguyễn Thị Thử")
    visit.page.get_by_role("button", name="Gửi đăng ký").click()
    expect(visit.page).to_have_url(first)
    assert Registration.objects.count() == 1


def test_double_click_registers_once(visit):
    visit.go("/dang-ky/")
    fill_in(visit)
    visit.page.get_by_role("button", name="Gửi đăng ký").dblclick()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Đăng ký đã được xác nhận")
    assert Registration.objects.count() == 1


def test_full_hall_leads_to_the_waiting_list(visit, ceremony):
    from registrations.services import capacity

    capacity.resize(Seating.objects.get(), public_seats=1, reserve_seats=0)
    make_registration(ceremony)
    visit.go("/dang-ky/")
    expect(visit.page.locator(".seats-left")).to_have_text("Đã hết 1 chỗ")
    fill_in(visit)
    visit.page.get_by_role("button", name="Đăng ký vào danh sách chờ").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(
        "Ông/Bà đang ở trong danh sách chờ"
    )


def test_own_page_draws_the_code(visit, ceremony):
    made = make_registration(ceremony)
    visit.go(made.get_absolute_url())
    qr = visit.page.get_by_role("img", name=made.code)
    assert qr.evaluate("image => image.naturalWidth") > 0


def test_no_stylesheet_draws_with_addresses_that_the_policy_does_not_let_in(visit):
    """Not even for a moment: a browser may lay out a page before it has read its last sheet."""
    visit.go("/dang-ky/")
    sheets = visit.page.locator("link[rel=stylesheet]").evaluate_all("all => all.map(l => l.href)")
    texts = [visit.page.request.get(sheet).text() for sheet in sheets]
    assert any(".form-select{" in text for text in texts)
    assert [found for text in texts for found in re.findall(r"url\(\W?data:.{40}", text)] == []
