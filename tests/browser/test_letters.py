"""The letters in the admin, in a real browser, as an organizer works with them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Event, Letter
from registrations.models import Invitation, Registration
from tests.browser.conftest import Visit
from tests.factories import make_invitation, make_registration
from tests.letters import states, where


@pytest.fixture
def event(ceremony: Event) -> Event:
    ceremony.window_start = ceremony.window_end = datetime.date(2040, 2, 10)
    ceremony.save()
    return ceremony


def test_invitations_are_sent_from_the_list(event: Event, desk: Visit) -> None:
    make_invitation(event, organisation="Sở Có Thư", contact_email="so@thu.example")
    make_invitation(event, organisation="Sở Không Thư")
    desk.go(reverse("admin:registrations_invitation_changelist"))
    page = desk.page
    for box in page.locator("input[name=_selected_action]").all():
        box.check()
    page.locator("select[name=action]").select_option(label="Gửi giấy mời qua thư điện tử")
    page.get_by_role("button", name="Thực hiện").click()
    page.get_by_role("button", name="Đồng ý soạn và gửi 1 thư").click()
    expect(page.locator(".portal-sending")).to_contain_text("Đã soạn 1 thư: 0 đã gửi, 1 đang")
    expect(page.get_by_text("vui lòng gửi bằng cách khác: Sở Không Thư.")).to_be_visible()
    assert where() == [("so@thu.example", "waiting")]
    waiting = Invitation.objects.with_sending().get(sending=Invitation.Sending.WAITING)
    assert waiting.organisation == "Sở Có Thư"


def test_a_registration_is_cancelled_silently(event: Event, desk: Visit) -> None:
    one = make_registration(event, name="Đỗ Văn Im", email="im@thu.example")
    desk.go(reverse("admin:registrations_registration_change", args=[one.pk]))
    page = desk.page
    page.locator(".portal-tools summary").first.click()
    page.get_by_text("Hủy đăng ký").first.click()
    page.locator("[name=reason]").fill("Nhập nhầm")
    page.get_by_label("Không gửi thư").check()
    page.locator("form button[type=submit]").last.click()
    page.wait_for_url("**/change/")
    assert Registration.objects.get().status == "cancelled"
    assert states() == [Letter.State.OVERTAKEN]


def test_the_list_of_letters_says_that_the_queue_stands_still(event: Event, desk: Visit) -> None:
    make_registration(event, name="Đỗ Văn Chờ", email="cho@thu.example")
    old = timezone.now() - datetime.timedelta(minutes=16)
    Letter.objects.update(created_at=old, due_at=old)
    desk.go(reverse("admin:events_letter_changelist"))
    banner = desk.page.get_by_role("alert")
    expect(banner).to_contain_text("Thư chưa gửi được: 1 thư đang chờ")
    expect(banner).to_contain_text("Chưa khai báo máy chủ thư")
    desk.page.locator("input[name=q]").fill("do van cho")
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_text("cho@thu.example")).to_be_visible()
