"""The letters in the admin, in a real browser, as an organizer works with them."""

import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Event, Letter
from registrations.models import Invitation, Registration
from tests.browser.conftest import DESK, Visit
from tests.factories import make_invitation, make_registration
from tests.people import PASSWORD, administrator

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def event(transactional_db: None) -> Event:
    call_command("load_plan", ROOT / "contest_portal/plans/le-cong-bo-2025.toml", verbosity=0)
    event = Event.objects.get()
    event.window_start = event.window_end = datetime.date(2040, 2, 10)
    event.save()
    return event


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


def test_invitations_are_sent_from_the_list(event: Event, desk: Visit) -> None:
    make_invitation(event, organisation="Sở Có Thư", contact_email="so@thu.example")
    make_invitation(event, organisation="Sở Không Thư")
    desk.go(reverse("admin:registrations_invitation_changelist"))
    page = desk.page
    for box in page.locator("input[name=_selected_action]").all():
        box.check()
    page.locator("select[name=action]").select_option(label="Gửi giấy mời qua thư điện tử")
    page.get_by_role("button", name="Thực hiện").click()
    expect(page.get_by_text("1 giấy mời sẽ được gửi ngay.")).to_be_visible()
    expect(page.get_by_text("vui lòng gửi bằng cách khác: Sở Không Thư.")).to_be_visible()
    assert Letter.objects.get().to == ["so@thu.example"]
    assert Invitation.objects.get(sent_at__isnull=False).organisation == "Sở Có Thư"


def test_a_registration_is_cancelled_silently(event: Event, desk: Visit) -> None:
    one = make_registration(event, name="Đỗ Văn Im", email="im@thu.example")
    desk.go(reverse("admin:registrations_registration_change", args=[one.pk]))
    page = desk.page
    page.get_by_text("Hủy đăng ký").first.click()
    page.locator("[name=reason]").fill("Nhập nhầm")
    page.get_by_label("Không gửi thư").check()
    page.locator("form button[type=submit]").last.click()
    page.wait_for_url("**/change/")
    assert Registration.objects.get().status == "cancelled"
    assert [letter.state for letter in Letter.objects.all()] == [Letter.State.WITHDRAWN]


def test_the_list_of_letters_says_that_the_queue_stands_still(event: Event, desk: Visit) -> None:
    make_registration(event, name="Đỗ Văn Chờ", email="cho@thu.example")
    Letter.objects.update(created=timezone.now() - datetime.timedelta(minutes=16))
    desk.go(reverse("admin:events_letter_changelist"))
    banner = desk.page.get_by_role("alert")
    expect(banner).to_contain_text("Hàng đợi thư đang đứng yên: 1 thư chưa gửi được")
    expect(banner).to_contain_text("Chưa khai báo máy chủ thư")
    desk.page.locator("input[name=q]").fill("do van cho")
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_text("cho@thu.example")).to_be_visible()
