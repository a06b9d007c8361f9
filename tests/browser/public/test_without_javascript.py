"""Where no script runs: every page says something, and every deed can be done."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from events.models import Letter
from tests.browser.conftest import PHONE, Visit
from tests.browser.public.test_every_page import PAGES, public
from tests.browser.test_public_site import fill_in
from tests.factories import make_invitation, make_registration
from tests.whole_portal import World


@pytest.fixture
def plain(chromium: Browser, portal: str, world: World) -> Iterator[Visit]:
    """A phone that runs no script."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="vi-VN")
    visit = Visit(context.new_page(), portal)
    visit.watch()
    yield visit
    context.close()
    assert visit.troubles == []


def press(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=name, exact=True).last.click()


def test_every_page_says_something(plain: Visit, world: World) -> None:
    silent = []
    for name, path in public(world).items():
        if name in PAGES:
            plain.go(path)
            words = plain.page.locator("main").inner_text()
            if len(words) < 40:
                silent.append((name, words))
    assert silent == []


def test_register_and_lose_the_link(plain: Visit, world: World) -> None:
    page = plain.page
    plain.go("/dang-ky/")
    fill_in(plain, "Phạm Thị Thử Nghiệm")
    press(plain, "Gửi đăng ký")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng ký đã được xác nhận")
    code = page.locator(".code").inner_text()
    own = page.url

    plain.go("/dang-ky/tim-lai/")
    page.locator("[name=code]").fill(code)
    page.locator("[name=phone]").fill("0912 345 678")
    page.locator("main form").first.locator("[type=submit]").last.click()
    expect(page).to_have_url(own)


def test_a_letter_brings_the_link_again(plain: Visit, world: World) -> None:
    make_registration(world.event, email="mat-lien-ket@example.vn")
    before = Letter.objects.count()
    plain.go("/dang-ky/tim-lai/")
    plain.page.locator("[name=email]").fill("mat-lien-ket@example.vn")
    plain.page.locator("[name=letter]").click()
    expect(plain.page).to_have_url(re.compile(r"da-nhan$"))
    assert Letter.objects.count() == before + 1


def test_answer_an_invitation_with_several_names(plain: Visit, world: World) -> None:
    invitation = make_invitation(world.event, name="Lê Văn Mời", quota=4)
    page = plain.page
    plain.go(invitation.get_absolute_url())
    rows = page.locator("[data-row]")
    for count, name in enumerate(("Trần Thị Mẫu", "Lê Văn Thử", "Hoàng Thị Thử"), 1):
        if count > 1:
            press(plain, "Thêm đại biểu")
        expect(rows).to_have_count(count)
        row = rows.nth(count - 1)
        row.locator("[name$=-honorific]").select_option(index=1)
        row.locator("[name$=-name]").fill(name)
        row.locator("[name$=-position]").fill("Chuyên viên")
        row.locator("[name$=-phone]").fill("0912 345 678")
    rows.nth(1).locator("[name=drop]").click()
    expect(rows).to_have_count(2)
    page.locator("[name=consent]").check()
    press(plain, "Lưu danh sách đại biểu")
    expect(page.locator(".named > li")).to_have_count(2)
    assert {one.name for one in invitation.active()} == {"Trần Thị Mẫu", "Hoàng Thị Thử"}

    page.locator("details.change summary").first.click()
    page.get_by_role("link", name=re.compile("Rút tên đại biểu")).first.click()
    press(plain, "Rút tên đại biểu")
    expect(page.locator(".named > li")).to_have_count(1)


def test_read_search_and_change_the_language(plain: Visit, world: World) -> None:
    page = plain.page
    plain.go("/tim-kiem/")
    page.get_by_role("searchbox").fill("nop ho so")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("main").get_by_role("link", name="Nộp hồ sơ ở đâu?").click()
    expect(page).to_have_url(re.compile(r"/hoi-dap/#"))
    plain.go("/the-le/")
    page.locator(".contents a").last.click()
    expect(page).to_have_url(re.compile(r"/the-le/#"))
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_video_can_be_taken_away(plain: Visit, world: World) -> None:
    plain.go("/video/co-tep/")
    expect(plain.page.locator("video[controls] source")).to_have_attribute("src", re.compile("tep"))
    link = plain.page.locator("a[download]")
    expect(link).to_be_visible()
    with plain.page.expect_download() as taken:
        link.click()
    assert taken.value.path().stat().st_size > 1000
