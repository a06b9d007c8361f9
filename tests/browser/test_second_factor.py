"""The second factor in a browser: set up, used, lost and recovered; a passkey of the device."""

import base64
import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from playwright.sync_api import BrowserContext, expect

from contest_portal.admin.security.models import AuthenticatorApp, RecoveryCode
from tests.browser.conftest import DESK, Visit
from tests.people import PASSWORD, administrator
from tests.second_factors import shown, with_app

LOGIN, SECURITY = "/quan-tri/login/", "/quan-tri/bao-mat/"


def type_password(visit: Visit) -> None:
    visit.go(LOGIN)
    visit.page.get_by_label("Tên đăng nhập").fill("quan-tri-vien")
    visit.page.get_by_label("Mật khẩu").fill(PASSWORD)
    visit.page.get_by_role("button", name="Đăng nhập").click()


def sign_out(visit: Visit) -> None:
    visit.page.context.clear_cookies()


def looks_right(visit: Visit) -> None:
    assert visit.violations() == []
    assert visit.sideways() == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_an_app_is_set_up_used_lost_and_recovered(visit: Visit, width: int) -> None:
    person = administrator(PASSWORD)
    page = visit.page
    page.set_viewport_size({"width": width, "height": 800})
    type_password(visit)
    visit.go(SECURITY)
    looks_right(visit)
    page.get_by_role("link", name="Thiết lập ứng dụng").click()
    expect(page.get_by_role("img", name="Mã QR")).to_be_visible()
    looks_right(visit)
    secret = _typed_from(page.locator(".security-key").inner_text())
    page.get_by_label("Mã đang hiển thị trên ứng dụng").fill("00000")
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.get_by_text("Đây không phải là mã")).to_be_visible()
    page.get_by_label("Mã đang hiển thị trên ứng dụng").fill(shown(secret))
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.locator(".security-codes li")).to_have_count(10)
    codes = page.locator(".security-codes li").all_inner_texts()
    expect(page.get_by_role("button", name="In", exact=True)).to_be_visible()
    looks_right(visit)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Chép", exact=True).click()
    expect(page.get_by_text("Đã sao chép.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").split("\n") == codes
    page.get_by_role("link", name="Tôi đã lưu các mã").click()
    looks_right(visit)

    sign_out(visit)
    AuthenticatorApp.objects.update(last_step=0)  # half a minute later
    type_password(visit)
    expect(page.get_by_role("textbox")).to_be_focused()
    looks_right(visit)
    page.keyboard.type(shown(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tổng quan")).to_be_visible()

    sign_out(visit)  # the phone is lost
    type_password(visit)
    page.get_by_role("textbox").fill(codes[0])
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Tổng quan")).to_be_visible()
    visit.go(SECURITY)
    expect(page.get_by_text("Còn 9 trên 10 mã")).to_be_visible()
    page.get_by_role("link", name="Gỡ", exact=True).click()
    looks_right(visit)
    page.get_by_role("button", name="Gỡ", exact=True).click()
    page.wait_for_url(f"**{SECURITY}")
    expect(page.get_by_text("chỉ được bảo vệ bằng mật khẩu")).to_be_visible()
    assert not RecoveryCode.objects.exists()

    with_app(person)  # everything is lost
    call_command("reset_second_factor", "quan-tri-vien", verbosity=0)
    sign_out(visit)
    type_password(visit)
    expect(page.get_by_role("heading", name="Tổng quan")).to_be_visible()


def _typed_from(key: str) -> bytes:
    assert re.fullmatch(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", key)
    return base64.b32decode(key.replace(" ", ""))


@pytest.fixture
def named(context: BrowserContext, portal: str, transactional_db: None) -> Iterator[Visit]:
    """Visit the portal by a name, as passkeys need it, with a device that holds some."""
    visit = Visit(context.new_page(), portal.replace("127.0.0.1", "localhost"))
    visit.watch()
    visit.page.set_viewport_size(DESK)
    device = context.new_cdp_session(visit.page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    visit.device, visit.authenticator = device, made["authenticatorId"]
    yield visit
    assert visit.troubles == []


def test_a_passkey_is_set_up_used_and_lost(named: Visit) -> None:
    person = administrator(PASSWORD)
    page = named.page
    type_password(named)
    named.go(SECURITY)
    page.get_by_role("link", name="Thiết lập khoá truy cập").click()
    looks_right(named)
    page.get_by_label("Tên khoá truy cập").fill("Máy tính cơ quan")
    page.get_by_role("button", name="Thiết lập khoá truy cập").click()
    expect(page.locator(".security-codes li")).to_have_count(10)
    codes = page.locator(".security-codes li").all_inner_texts()
    page.get_by_role("link", name="Tôi đã lưu các mã").click()
    expect(page.get_by_text("Khoá truy cập “Máy tính cơ quan”")).to_be_visible()
    looks_right(named)

    page.get_by_role("link", name="Thiết lập khoá truy cập").click()
    page.get_by_label("Tên khoá truy cập").fill("Cùng máy đó")
    page.get_by_role("button", name="Thiết lập khoá truy cập").click()
    expect(page.get_by_text("thiết bị này đã có khoá của tài khoản")).to_be_visible()

    sign_out(named)
    type_password(named)
    looks_right(named)
    page.get_by_role("button", name="Dùng khoá truy cập").click()
    expect(page.get_by_role("heading", name="Tổng quan")).to_be_visible()
    assert person.passkeys.get().last_used_at is not None

    sign_out(named)  # the device is lost
    named.device.send(
        "WebAuthn.clearCredentials",
        {"authenticatorId": named.authenticator},
    )
    type_password(named)
    page.get_by_role("button", name="Dùng khoá truy cập").click()
    expect(page.get_by_text("Chưa xác thực được bằng khoá truy cập")).to_be_visible()
    page.get_by_role("textbox").fill(codes[0])
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Tổng quan")).to_be_visible()


def test_a_browser_elsewhere_is_signed_out(visit: Visit, context: BrowserContext) -> None:
    administrator(PASSWORD)
    type_password(visit)
    expect(visit.page.get_by_role("heading", name="Tổng quan")).to_be_visible()
    browser = context.browser
    assert browser
    other = browser.new_context(locale="vi-VN")
    elsewhere = Visit(other.new_page(), visit.portal)
    type_password(elsewhere)
    expect(elsewhere.page.get_by_role("heading", name="Tổng quan")).to_be_visible()
    visit.page.set_viewport_size(DESK)
    visit.page.locator(".portal-account summary").press("Enter")
    visit.page.get_by_role("link", name="Bảo mật tài khoản").press("Enter")
    expect(visit.page.get_by_role("heading", name="Bảo mật tài khoản")).to_be_visible()
    looks_right(visit)
    visit.page.get_by_role("button", name="Đăng xuất ở đó").click()
    expect(visit.page.get_by_text("Đã đăng xuất ở đó.")).to_be_visible()
    elsewhere.go("/quan-tri/")
    expect(elsewhere.page.get_by_label("Mật khẩu")).to_be_visible()
    other.close()
    assert User.objects.get().work_sessions.count() == 1
