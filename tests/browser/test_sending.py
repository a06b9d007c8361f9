"""In a browser: letters are asked for, agreed to and followed; who is awaited is reminded."""

import datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from events.mail import sending
from events.models import Event, Letter, Sending
from registrations.models import Invitation
from tests.browser.conftest import DESK, PHONE, Visit
from tests.factories import PreparationTaskFactory, UnitFactory, make_invitation
from tests.mail_server import mail_server

BOTH = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
FOLLOW_UP = "admin:registrations_invitation_follow_up"


@pytest.fixture
def event(ceremony: Event) -> Event:
    ceremony.window_start = ceremony.window_end = datetime.date(2040, 2, 10)
    ceremony.save()
    return ceremony


def violations(visit: Visit) -> list[str]:
    """Return what stands in somebody's way; the frame around it is the theme's matter."""
    visit.page.wait_for_load_state("load")
    tags = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = Axe().run(visit.page, options={"runOnly": tags}).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


def picture(page: Page, name: str) -> None:
    folder = Path("var/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)


@BOTH
def test_many_are_written_to_after_a_question(
    event: Event, desk: Visit, size: dict[str, int]
) -> None:
    for n in range(14):
        make_invitation(event, organisation=f"Sở Thử {n:02d}", contact_email=f"so{n}@thu.example")
    make_invitation(event, organisation="Sở Không Thư")
    page = desk.page
    desk.go(reverse("admin:registrations_invitation_changelist"))
    for box in page.locator("input[name=_selected_action]").all():
        box.press("Space")  # the bar of actions covers what lies below
    page.locator("select[name=action]").select_option(label="Gửi giấy mời qua thư điện tử")
    page.get_by_role("button", name="Thực hiện").click()
    page.set_viewport_size(size)

    expect(page.get_by_text("Sẽ soạn 14 thư.")).to_be_visible()
    expect(page.get_by_text("và 4 nơi khác")).to_be_visible()
    page.get_by_text("Nội dung thư gửi nơi đầu tiên").click()
    expect(page.locator(".portal-letter")).to_contain_text("Kính gửi")
    assert violations(desk) == []
    assert desk.sideways() == 0
    picture(page, f"ask-{size['width']}")
    assert not Letter.objects.exists()

    page.get_by_role("button", name="Đồng ý soạn và gửi 14 thư").click()
    banner = page.locator(".portal-sending")
    expect(banner).to_contain_text("Đã soạn 14 thư: 0 đã gửi, 14 đang chờ gửi, 0 bị từ chối.")
    picture(page, f"told-{size['width']}")
    with mail_server() as server:
        server.on_recipient = lambda to: "550 No such user" if to == "so3@thu.example" else None
        sending.send_due()
    expect(banner).to_contain_text("13 đã gửi, 0 đang chờ gửi, 1 bị từ chối.")  # by itself
    desk.go(reverse("admin:events_letter_sending", args=[Sending.objects.get().key]))
    expect(banner).to_contain_text("13 đã gửi")
    assert violations(desk) == []
    assert desk.sideways() == 0


def test_going_back_keeps_what_was_typed(event: Event, desk: Visit) -> None:
    desk.go(reverse("admin:registrations_registration_add"))
    page = desk.page
    page.locator("[name=name]").fill("Đỗ Văn Giữ")
    page.locator("[name=organisation]").fill("Sở Thử nghiệm")
    page.locator("[name=email]").fill("giu@thu.example")
    page.locator("button[name=_save], input[name=_save]").first.click()
    expect(page.get_by_text("Sẽ soạn 1 thư.")).to_be_visible()
    page.get_by_role("link", name="Quay lại, không gửi thư").click()
    expect(page.locator("[name=name]")).to_have_value("Đỗ Văn Giữ")
    assert not event.registrations.exists()


@BOTH
def test_the_list_of_who_is_awaited(event: Event, desk: Visit, size: dict[str, int]) -> None:
    late = timezone.localdate() - datetime.timedelta(days=2)
    soon = timezone.localdate() + datetime.timedelta(days=5)
    one = make_invitation(
        event,
        organisation="Sở Y tế",
        contact_name="Trần Thị Lan",
        contact_phone="+84912345678",
        contact_email="yte@thu.example",
        deadline=soon,
    )
    make_invitation(event, organisation="Hội Nông dân", contact_phone="+84912345679", deadline=soon)
    unit = UnitFactory(event=event, name="Sở Tài chính", contact_email="tc@thu.example")
    PreparationTaskFactory(
        event=event, lead_unit=unit, due_on=late, content="Thiết kế phông", position=90
    )
    page = desk.page
    page.set_viewport_size(size)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.go(reverse(FOLLOW_UP))
    expect(page.get_by_text("3 dòng")).to_be_visible()
    assert violations(desk) == []
    assert desk.sideways() == 0
    picture(page, f"chase-{size['width']}")

    def copied() -> str:
        expect(page.locator("#chase_said")).to_have_text("Đã sao chép")
        return str(page.evaluate("navigator.clipboard.readText()"))

    page.get_by_role("link", name="Chép số điện thoại").focus()
    page.keyboard.press("Enter")
    assert copied().split("\n") == ["+84912345679", "+84912345678"]
    row = page.locator(f"#invitations-{one.pk}")
    row.get_by_role("button", name="Chép", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_function("navigator.clipboard.readText().then(t => t.startsWith('Sở Y tế'))")
    assert "Trần Thị Lan; 0912 345 678; yte@thu.example" in copied()

    page.get_by_label("Đơn vị, đầu mối hoặc điện thoại").fill("so y te")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 dòng")).to_be_visible()
    row.get_by_role("button", name="Nhắc ngay").click()
    expect(page.get_by_text("Sẽ soạn 1 thư.")).to_be_visible()
    page.get_by_role("button", name="Đồng ý soạn và gửi 1 thư").click()
    expect(page.locator(".portal-sending")).to_contain_text("Đã soạn 1 thư")
    expect(row).to_contain_text("Đã nhắc 1 lần")
    assert "q=so" in page.url

    page.get_by_role("link", name="Hiện tất cả").click()
    page.get_by_label("Chọn cả trang này").check()
    page.get_by_text("Đặt hạn chung cho các nơi đã chọn").click()
    page.locator("[name=day]").fill("09/02/2040")
    page.get_by_role("button", name="Đặt hạn").click()
    expect(page.get_by_text("Đã đặt hạn 09/02/2040 cho 3 việc.")).to_be_visible()
    assert {row.deadline for row in Invitation.objects.all()} == {datetime.date(2040, 2, 9)}
    row.get_by_text("Lời nhắn và cuộc gọi").click()
    row.locator("[name=said]").fill("Sẽ trả lời thứ Hai")
    picture(page, f"chase-open-{size['width']}")
    row.get_by_role("button", name="Ghi cuộc gọi").click()
    expect(page.get_by_text("Đã ghi cuộc gọi tới Sở Y tế.")).to_be_visible()
    assert one.calls.get().said == "Sẽ trả lời thứ Hai"
