"""The editor of the programme in a real browser: with the mouse, by the keyboard, on a phone."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, expect

from agenda.models import AgendaItem
from events.models import Event
from tests.browser.conftest import DESK, PHONE, Visit
from tests.factories import published
from tests.people import PASSWORD

pytestmark = pytest.mark.usefixtures("ceremony")

FIRST, SECOND, THIRD = (
    "Tuyên bố lý do, giới thiệu đại biểu",
    "Phát biểu khai mạc buổi lễ",
    "Video giới thiệu về thể lệ cuộc thi",
)


def open_editor(desk: Visit, ceremony: Event, size: Any) -> None:
    desk.page.set_viewport_size(size)
    desk.go(reverse("admin:agenda_programme_change", args=[ceremony.pk]))


def lines(desk: Visit) -> Locator:
    return desk.page.locator(".programme-line")


def field(desk: Visit, line: int, name: str) -> Locator:
    return lines(desk).nth(line).locator(f"[name={name}]")


def hours(desk: Visit, line: int) -> Locator:
    return lines(desk).nth(line).locator(".programme-hours")


def status(desk: Visit) -> Locator:
    return desk.page.get_by_role("status")


def titles() -> list[str]:
    return list(AgendaItem.objects.values_list("title", flat=True))


def drag_third_to_the_top(desk: Visit) -> None:
    mouse = desk.page.mouse
    handle = lines(desk).nth(2).locator(".programme-handle").bounding_box()
    target = lines(desk).nth(0).bounding_box()
    assert handle
    assert target
    mouse.move(handle["x"] + 8, handle["y"] + 8)
    mouse.down()
    mouse.move(handle["x"] + 12, handle["y"] - 20, steps=5)
    for _ in range(20):
        mouse.move(target["x"] + 40, target["y"] + 12, steps=10)
        desk.page.wait_for_timeout(100)  # the lines glide to their new places
        if field(desk, 0, "title").input_value() == THIRD:
            break
        mouse.move(target["x"] + 40, target["y"] + 40, steps=5)
    mouse.up()


def fix_the_day(ceremony: Event) -> None:
    Event.objects.filter(pk=ceremony.pk).update(starts_at="2040-02-12T01:00Z")  # 08:00 in Vietnam


def words_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_with_the_mouse_from_the_draft_to_the_public_page_and_the_paper(
    desk: Visit, ceremony: Event, tmp_path: Path
) -> None:
    fix_the_day(ceremony)
    open_editor(desk, ceremony, DESK)
    page = desk.page
    field(desk, 0, "minutes").fill("15")
    expect(hours(desk, 1)).to_have_text("08:15")  # follows while it is typed
    assert AgendaItem.objects.get(position=1).minutes is None
    field(desk, 0, "title").fill("Chào cờ, tuyên bố lý do")
    expect(status(desk)).to_contain_text("Đã lưu")

    drag_third_to_the_top(desk)

    expect(status(desk)).to_contain_text(f"“{THIRD}” nay ở vị trí 1/8.")
    assert titles()[:2] == [THIRD, "Chào cờ, tuyên bố lý do"]
    published(ceremony)
    desk.go(reverse("agenda:programme"))
    public = page.locator("main").inner_text()
    assert public.index(THIRD) < public.index("Chào cờ, tuyên bố lý do")
    desk.go(reverse("admin:events_plan_change", args=[ceremony.plan.pk]))
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải kế hoạch (PDF)").click()
    download.value.save_as(tmp_path / "plan.pdf")
    text = words_of(tmp_path / "plan.pdf")
    assert "08 giờ 00 phút, ngày 12 tháng 02 năm 2040" in text
    assert text.index("Video giới thiệu về thể lệ") < text.index("Chào cờ, tuyên bố lý do")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_by_the_keyboard_alone(desk: Visit, ceremony: Event, size: dict[str, int]) -> None:
    fix_the_day(ceremony)
    open_editor(desk, ceremony, size)
    page, keyboard = desk.page, desk.page.keyboard
    lines(desk).nth(0).get_by_role("button", name="Chèn vào đây").focus()
    keyboard.press("Enter")
    expect(lines(desk)).to_have_count(9)
    expect(field(desk, 1, "title")).to_be_focused()
    keyboard.type("Văn nghệ chào mừng")
    for _title_to_minutes in range(2):
        keyboard.press("Tab")
    keyboard.type("20")
    keyboard.press("Tab")
    keyboard.type("8h30")
    keyboard.press("Tab")
    expect(field(desk, 1, "fixed_start")).to_have_value("08:30")
    expect(hours(desk, 1)).to_have_text("08:30 – 08:50")
    expect(hours(desk, 2)).to_have_text("08:50")

    lines(desk).nth(1).get_by_role("button", name="Chuyển xuống").focus()
    for place in (3, 4):
        keyboard.press("Space")
        expect(status(desk)).to_contain_text(f"“Văn nghệ chào mừng” nay ở vị trí {place}/9.")
        expect(
            lines(desk).nth(place - 1).get_by_role("button", name="Chuyển xuống")
        ).to_be_focused()
    assert titles()[1:4] == [SECOND, THIRD, "Văn nghệ chào mừng"]

    lines(desk).nth(3).get_by_role("button", name="Xóa").press("Enter")
    expect(page.get_by_role("button", name="Hoàn tác")).to_be_focused()
    keyboard.press("Enter")
    expect(status(desk)).to_contain_text("Đã hoàn tác: xóa “Văn nghệ chào mừng”.")
    expect(lines(desk)).to_have_count(9)
    keyboard.press("Enter")
    expect(status(desk)).to_contain_text("Đã hoàn tác: chuyển chỗ “Văn nghệ chào mừng”.")
    expect(field(desk, 2, "title")).to_have_value("Văn nghệ chào mừng")

    more = lines(desk).nth(2).get_by_role("link", name="Lời dẫn")
    more.press("Enter")
    drawer = page.get_by_role("dialog", name="Văn nghệ chào mừng")
    drawer.get_by_label("Lời dẫn").fill("Kính mời quý vị")
    keyboard.press("Tab")
    expect(drawer.get_by_role("status")).to_contain_text("Đã lưu")
    assert desk.violations() == []
    keyboard.press("Escape")
    expect(more).to_be_focused()
    assert AgendaItem.objects.get(title="Văn nghệ chào mừng").mc_text == "Kính mời quý vị"

    field(desk, 0, "fixed_start").fill("25h")
    keyboard.press("Tab")
    expect(status(desk)).to_contain_text("Chưa lưu. Giờ cố định: Giờ nhập chưa đúng.")
    expect(field(desk, 0, "fixed_start")).to_have_value("25h")
    assert desk.violations() == []
    assert desk.sideways() == 0
    page.on("dialog", lambda dialog: dialog.accept())  # leaves what is wrong behind
    desk.go(reverse("admin:index"))


def test_an_answer_that_does_not_come_loses_nothing(desk: Visit, ceremony: Event) -> None:
    open_editor(desk, ceremony, DESK)
    page = desk.page
    page.context.set_offline(True)
    drag_third_to_the_top(desk)
    expect(status(desk)).to_contain_text("Chưa lưu được")
    expect(field(desk, 2, "title")).to_have_value(THIRD)  # back where the portal has it
    page.context.set_offline(False)
    page.context.clear_cookies()  # as after the twelve hours of a session
    field(desk, 0, "performer").fill("Chủ tịch UBND tỉnh")
    page.keyboard.press("Tab")
    expect(status(desk)).to_contain_text("Chưa lưu được")
    expect(field(desk, 0, "performer")).to_have_value("Chủ tịch UBND tỉnh")
    again = page.context.new_page()
    again.goto(f"{desk.portal}{reverse('admin:login')}")
    again.get_by_label("Tên đăng nhập").fill("quan-tri-vien")
    again.get_by_label("Mật khẩu").fill(PASSWORD)
    again.get_by_role("button", name="Đăng nhập").click()
    again.wait_for_url("**/quan-tri/")
    again.close()

    page.get_by_role("button", name="Lưu lại").click()

    expect(status(desk)).to_contain_text("Đã lưu")
    assert AgendaItem.objects.get(position=1).performer == "Chủ tịch UBND tỉnh"
    desk.troubles.clear()  # the browser tells the refused request
