"""The clerk of an invited office, with a phone and without an account."""

import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from events.models import Event
from registrations.models import Invitation, Registration
from tests.browser.conftest import DESK, PHONE, Visit
from tests.factories import make_invitation

ROOT = Path(__file__).resolve().parents[2]
REFLOW = {"width": 320, "height": 640}


@pytest.fixture
def invitation(transactional_db: None) -> Invitation:
    call_command("load_plan", ROOT / "contest_portal/plans/le-cong-bo-2025.toml", verbosity=0)
    event = Event.objects.get()
    event.window_start = event.window_end = datetime.date(2040, 2, 10)
    event.save()
    return make_invitation(
        event,
        organisation="Sở Khoa học và Công nghệ",
        honorific="mr",
        name="Lê Văn Mời",
        position="Giám đốc",
        places=6,
        deadline=datetime.date(2040, 2, 1),
    )


def check_page(visit: Visit) -> None:
    for size in (REFLOW, PHONE, DESK):
        visit.page.set_viewport_size(size)
        assert visit.sideways() == 0, size
        assert visit.violations() == [], size
    visit.page.set_viewport_size(PHONE)


def submit(visit: Visit) -> None:
    visit.page.locator("main form button[type=submit]").click()


def test_a_clerk_answers_for_five_and_sends_a_substitute(
    visit: Visit, invitation: Invitation
) -> None:
    page, own = visit.page, f"{visit.portal}/moi/{invitation.token}/"
    visit.go("/dang-ky/")
    page.locator("a[href='/moi/']").click()
    check_page(visit)
    page.locator("input[name=code]").fill(invitation.code.lower().replace("-", " "))
    submit(visit)
    expect(page).to_have_url(own)
    check_page(visit)

    # the first alone; consent is asked for
    page.locator("input[name=name]").fill("Nguyễn Văn An")
    page.locator("input[name=phone]").fill("0912 345 678")
    submit(visit)
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("input[name=name]")).to_have_value("Nguyễn Văn An")
    check_page(visit)
    page.locator("input[name=consent]").check()
    submit(visit)
    expect(page.locator(".named li")).to_have_count(1)

    # four as a list, one line of which is wrong
    page.locator(f"a[href='/moi/{invitation.token}/danh-sach/']").click()
    lines = ["Trần Thị Bình; Phó Giám đốc; 0912 345 679", "Lê Thị Chi; ; 09123 x; chi@"]
    page.locator("textarea").fill("\n".join([*lines, "Bà Phạm Thị Dung", "Vũ Văn Em"]))
    page.locator("input[name=consent]").check()
    submit(visit)
    expect(page.locator("textarea")).to_have_value(lines[1])
    check_page(visit)
    page.locator("textarea").fill("Lê Thị Chi")
    submit(visit)
    expect(page.locator(".named li")).to_have_count(5)
    check_page(visit)
    assert Registration.objects.filter(invitation=invitation, status="confirmed").count() == 5

    # the evening before, somebody else comes for the first
    before = Registration.objects.get(name="Nguyễn Văn An")
    page.locator(".named li").first.locator("a[href*='/thay/']").click()
    check_page(visit)
    page.locator("input[name=name]").fill("Hoàng Văn Thay")
    page.locator("input[name=consent]").check()
    submit(visit)
    expect(page.locator(".named li").first).to_contain_text("Hoàng Văn Thay")
    after = Registration.objects.get(pk=before.pk)
    assert (after.seat_id, after.code, after.name) == (
        before.seat_id,
        before.code,
        "Hoàng Văn Thay",
    )

    page.locator(".named li").last.locator("a[href*='/huy/']").click()
    check_page(visit)
    submit(visit)
    expect(page.locator(".named li")).to_have_count(4)


def test_a_clerk_declines_without_javascript(plain_visit: Visit, invitation: Invitation) -> None:
    plain_visit.go(f"/moi/{invitation.token}/")
    plain_visit.page.locator("a[href$='/tu-choi/']").click()
    plain_visit.page.locator("textarea").fill("Trùng lịch công tác")
    submit(plain_visit)
    expect(plain_visit.page).to_have_url(f"{plain_visit.portal}/moi/{invitation.token}/")
    invitation.refresh_from_db()
    assert invitation.decline_reason == "Trùng lịch công tác"
