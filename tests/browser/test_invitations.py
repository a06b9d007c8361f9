"""The clerk of an invited office, with a phone and without an account."""

import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from events.models import Event, Letter
from registrations.models import Invitation, Registration
from tests.browser.conftest import DESK, PHONE, Visit
from tests.factories import make_invitation, named
from tests.spreadsheets import HEADINGS, workbook

REFLOW = {"width": 320, "height": 640}


@pytest.fixture
def invitation(ceremony: Event) -> Invitation:
    ceremony.window_start = ceremony.window_end = datetime.date(2040, 2, 10)
    ceremony.save()
    return make_invitation(
        ceremony,
        organisation="Sở Khoa học và Công nghệ",
        honorific="mr",
        name="Lê Văn Mời",
        position="Giám đốc",
        quota=6,
        deadline=datetime.date(2040, 2, 1),
    )


def check_page(visit: Visit) -> None:
    for size in (REFLOW, PHONE, DESK):
        visit.page.set_viewport_size(size)
        assert visit.sideways() == 0, size
        assert visit.violations() == [], size
    visit.page.set_viewport_size(PHONE)


def submit(visit: Visit) -> None:
    visit.page.locator("main form button[type=submit]").last.click()


def open_menu(page: Page, at: int) -> Locator:
    """Open what can be changed of a delegate."""
    one = page.locator(".named > li").nth(at)
    one.locator("summary").click()
    return one


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
    page.locator("input[name=row-0-name]").fill("Nguyễn Văn An")
    page.locator("input[name=row-0-phone]").fill("0912 345 678")
    submit(visit)
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("input[name=row-0-name]")).to_have_value("Nguyễn Văn An")
    check_page(visit)
    page.locator("input[name=consent]").check()
    submit(visit)
    expect(page.locator(".named > li")).to_have_count(1)

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
    expect(page.locator(".named > li")).to_have_count(5)
    check_page(visit)
    assert Registration.objects.filter(invitation=invitation, status="confirmed").count() == 5

    # the evening before, somebody else comes for the first
    before = Registration.objects.get(name="Nguyễn Văn An")
    open_menu(page, 0).locator("a[href*='/thay/']").click()
    check_page(visit)
    page.locator("input[name=name]").fill("Hoàng Văn Thay")
    page.locator("input[name=consent]").check()
    submit(visit)
    expect(page.locator(".named > li").first).to_contain_text("Hoàng Văn Thay")
    after = Registration.objects.get(pk=before.pk)
    assert (after.seat_id, after.code, after.name) == (
        before.seat_id,
        before.code,
        "Hoàng Văn Thay",
    )

    open_menu(page, 4).locator("a[href*='/huy/']").click()
    check_page(visit)
    submit(visit)
    expect(page.locator(".named > li")).to_have_count(4)


BODY = "Sở Khoa học và Công nghệ"
FILE = [
    ["DANH SÁCH ĐẠI BIỂU DỰ LỄ"],
    HEADINGS,
    [1, "Bà LÊ THỊ CHI", "Phó Giám đốc; Bí thư", BODY, "0912 345 670", "chi@thu.example", ""],
    [2, "Phạm Văn Dũng", "Trưởng phòng", "Phòng Quản lý công nghệ", 912345671, "", ""],
    [3, "Vũ Thị Em", "Chuyên viên", BODY, "09123", "", ""],
    [4, "Nguyễn Văn An", "", BODY, "", "", ""],
    ["", "Tổng số: 4 người"],
]


def check_file(visit: Visit, invitation: Invitation, file: Path) -> None:
    """Choose a file with errors, look at what it gives, mend it, and send it."""
    page = visit.page
    visit.go(f"/moi/{invitation.token}/danh-sach/")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("button[name=read]").click()
    expect(page.locator("#read")).to_contain_text("Dòng 5 · Vũ Thị Em")
    expect(page.locator("#read")).to_contain_text("Dòng 6 · Nguyễn Văn An")
    expect(page.locator("#read")).to_contain_text("“Phòng Quản lý công nghệ” (dòng 4)")
    expect(page.locator("input[name=consent]")).not_to_be_checked()
    lines = [
        'Bà Lê Thị Chi; "Phó Giám đốc; Bí thư"; 0912 345 670; chi@thu.example',
        "Phạm Văn Dũng; Trưởng phòng; 0912 345 671",
    ]
    expect(page.locator("textarea")).to_have_value("\n".join(lines))
    assert invitation.active().count() == 1
    page.locator("textarea").fill("\n".join([*lines, "Vũ Thị Em; Chuyên viên; 0912 345 673"]))
    page.locator("input[name=consent]").check()


def test_a_clerk_chooses_a_file_with_errors(
    visit: Visit, invitation: Invitation, tmp_path: Path
) -> None:
    page, file = visit.page, tmp_path / "danh-sach.xlsx"
    named(invitation, name="Nguyễn Văn An")
    file.write_bytes(workbook(FILE))
    visit.go(f"/moi/{invitation.token}/")
    page.locator("a[href$='/danh-sach/']").click()
    check_page(visit)
    page.locator("button[name=read]").click()  # no file yet
    expect(page.locator("#errors")).to_be_focused()
    check_page(visit)
    check_file(visit, invitation, file)
    page.locator("summary").click()
    check_page(visit)
    submit(visit)
    expect(page.locator(".named > li")).to_have_count(4)
    chi = Registration.objects.get(name="Lê Thị Chi")
    assert (chi.position, chi.phone) == ("Phó Giám đốc; Bí thư", "+84912345670")


def test_a_file_without_javascript(
    plain_visit: Visit, invitation: Invitation, tmp_path: Path
) -> None:
    file = tmp_path / "danh-sach.xlsx"
    named(invitation, name="Nguyễn Văn An")
    file.write_bytes(workbook(FILE))
    check_file(plain_visit, invitation, file)
    submit(plain_visit)
    expect(plain_visit.page.locator(".named > li")).to_have_count(4)


def test_a_clerk_corrects_a_delegate_and_reads_the_letter_out(
    visit: Visit, invitation: Invitation
) -> None:
    made = named(invitation, name="Tran thi Binh", email="")
    page, own = visit.page, f"{visit.portal}/moi/{invitation.token}/"
    visit.go(f"/moi/{invitation.token}/")
    open_menu(page, 0).locator("a[href*='/sua/']").click()
    check_page(visit)
    page.locator("input[name=name]").fill("Lê Văn Khác")
    submit(visit)
    expect(page.locator("#errors")).to_contain_text("Cử người khác dự thay")
    check_page(visit)
    page.locator("input[name=name]").fill("Trần Thị Bình")
    page.locator("input[name=position]").fill("Phó Giám đốc")
    submit(visit)
    expect(page).to_have_url(own)
    expect(page.locator(".named > li")).to_contain_text("Trần Thị Bình")

    page.locator(".named a[href*='/thong-bao/']").click()
    expect(page.locator(".letter")).to_contain_text("Kính gửi Ông/Bà Trần Thị Bình")
    expect(page.locator(".letter")).to_contain_text(made.code)
    check_page(visit)
    page.emulate_media(media="print")
    for clutter in (".site-header", ".site-footer", ".skip-link", "main h1", "main .btn"):
        assert not page.locator(clutter).first.is_visible(), clutter
    assert page.locator(".letter").is_visible()
    page.emulate_media(media="screen")


def test_a_clerk_declines_without_javascript(plain_visit: Visit, invitation: Invitation) -> None:
    plain_visit.go(f"/moi/{invitation.token}/")
    plain_visit.page.locator("a[href$='/tu-choi/']").click()
    plain_visit.page.locator("textarea").fill("Trùng lịch công tác")
    submit(plain_visit)
    expect(plain_visit.page).to_have_url(f"{plain_visit.portal}/moi/{invitation.token}/")
    invitation.refresh_from_db()
    assert invitation.decline_reason == "Trùng lịch công tác"


def fill_row(page: Page, number: int, name: str, phone: str = "") -> None:
    page.locator(f"input[name=row-{number}-name]").fill(name)
    page.locator(f"input[name=row-{number}-phone]").fill(phone)


def test_rows_grow_shrink_and_are_saved_together(visit: Visit, invitation: Invitation) -> None:
    page, add = visit.page, visit.page.locator("button[name=add]")
    visit.go(f"/moi/{invitation.token}/")
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page.locator(".drop-row")).to_be_hidden()
    fill_row(page, 0, "Nguyễn Văn An")
    for _n in range(5):
        add.click()
    expect(add).to_be_hidden()  # six places
    expect(page.locator("input[name=row-5-name]")).to_be_focused()
    check_page(visit)
    fill_row(page, 1, "Trần Thị Bình", "12x")
    fill_row(page, 3, "Vũ Văn Chi")
    page.locator("[data-row]").nth(2).locator(".drop-row").click()
    expect(page.locator("[data-row] legend").nth(2)).to_be_focused()
    expect(page.locator("[data-row] legend [data-place]")).to_have_text(["1", "2", "3", "4", "5"])
    expect(add).to_be_visible()
    assert page.url.endswith(f"/moi/{invitation.token}/")
    page.locator("input[name=consent]").check()
    submit(visit)

    # one is wrong: nobody is saved, everything stands there
    expect(page.locator("#errors")).to_be_focused()
    assert invitation.active().count() == 0
    check_page(visit)
    page.locator("#errors a").click()
    expect(page.locator("input[name=row-1-phone]")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("0912 345 678")
    page.keyboard.press("Enter")  # saves, and does not add or remove
    expect(page.locator(".named > li")).to_have_count(3)
    expect(page.locator("[role=status]")).to_have_text("Đã ghi nhận 3 đại biểu.")
    assert [one.name for one in invitation.active()] == [
        "Nguyễn Văn An",
        "Trần Thị Bình",
        "Vũ Văn Chi",
    ]


def test_rows_grow_and_shrink_without_javascript(
    plain_visit: Visit, invitation: Invitation
) -> None:
    page = plain_visit.page
    plain_visit.go(f"/moi/{invitation.token}/")
    fill_row(page, 0, "Nguyễn Văn An", "12x")
    for number in (1, 2):
        page.locator("button[name=add]").click()
        expect(page.locator(f"input[name=row-{number}-name]")).to_be_focused()
    fill_row(page, 1, "Trần Thị Bình")
    fill_row(page, 2, "Vũ Văn Chi")
    page.locator(".drop-row").nth(1).click()
    expect(page.locator("[data-row]")).to_have_count(2)
    expect(page.locator("input[name=row-0-phone]")).to_have_value("12x")
    fill_row(page, 0, "Nguyễn Văn An", "0912 345 678")
    page.locator("input[name=consent]").check()
    page.locator("input[name=row-2-name]").press("Enter")
    expect(page.locator(".named > li")).to_have_count(2)
    page.locator("summary").first.click()
    expect(page.locator("a[href*='/huy/']").first).to_be_visible()


def test_the_menu_of_a_delegate_opens_by_keys(visit: Visit, invitation: Invitation) -> None:
    named(invitation, name="Trần Thị Bình")
    page = visit.page
    visit.go(f"/moi/{invitation.token}/")
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    for step in ("sua", "thay", "huy"):
        page.keyboard.press("Tab")
        expect(page.locator(f".named a[href*='/{step}/']")).to_be_focused()
    check_page(visit)
    page.keyboard.press("Enter")
    save = page.locator("main form button[type=submit]")
    expect(save).to_have_class("btn btn-danger btn-lg")


def test_a_lost_link_is_asked_for_by_a_letter(visit: Visit, ceremony: Event) -> None:
    page = visit.page
    make_invitation(ceremony, contact_email="vp@so.example")
    visit.go("/moi/")
    page.locator("main a[href='/dang-ky/tim-lai/']").click()
    check_page(visit)
    page.locator("input[name=email]").fill("vp@")
    page.locator("button[name=letter]").click()
    expect(page.locator("#errors")).to_be_focused()
    check_page(visit)
    page.locator("input[name=email]").fill("vp@so.example")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visit.portal}/dang-ky/tim-lai/?da-nhan")
    expect(page.locator("[role=status]")).to_contain_text("Đã tiếp nhận đề nghị")
    check_page(visit)
    assert Letter.objects.filter(kind="invitation.lost_invitation").count() == 1
