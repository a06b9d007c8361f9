"""Another look: chosen at the desk, seen by everybody, by day and by night."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import DESK, PHONE, Visit

pytestmark = pytest.mark.usefixtures("ceremony")
LOOK = "/quan-tri/events/appearance/"
STAR = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    '<path fill="#a00" d="M0 9L4 0L9 9Z"/></svg>'
)
WAVES = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1440 460"><g fill="none" stroke="#000">'
    '<path d="M0 400C500 200 900 450 1440 250"/></g></svg>'
)
BLUE, PLUM = "rgb(11, 61, 145)", "rgb(138, 28, 91)"
STYLE = "(one, [of, name]) => getComputedStyle(one, of)[name]"


def test_colours_emblem_and_motif_are_changed_and_seen(
    desk: Visit, chromium: Browser, tmp_path: Path
) -> None:
    (tmp_path / "sao.svg").write_text(STAR)
    (tmp_path / "song.svg").write_text(WAVES)
    page = desk.page
    desk.go(LOOK)
    assert desk.violations() == []
    page.get_by_label("Màu chủ đạo").fill("#7fb069")
    page.get_by_role("button", name="Lưu", exact=True).click()
    told = page.get_by_text("màu gần nhất dùng được là")
    expect(told).to_be_visible()
    assert desk.violations() == []
    # what the picker of the browser gives stands in the field
    picker = page.get_by_label("Chọn màu").first
    picker.evaluate("(one) => { one.value = '#0b3d91'; one.dispatchEvent(new Event('input')) }")
    expect(page.get_by_label("Màu chủ đạo")).to_have_value("#0b3d91")
    page.get_by_label("Màu nút chính").fill("#8a1c5b")
    page.get_by_label("Tệp biểu trưng").set_input_files(tmp_path / "sao.svg")
    page.get_by_label("Họa tiết", exact=False).first.select_option("own")
    page.get_by_label("Tệp hình vẽ họa tiết").set_input_files(tmp_path / "song.svg")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("sao.svg")).to_be_visible()
    assert desk.violations() == []

    context = chromium.new_context(locale="vi-VN")
    guest = Visit(context.new_page(), desk.portal)
    guest.watch()
    for theme in ("light", "dark"):
        guest.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for path in ("/", "/chuong-trinh/", "/dang-ky/"):
            guest.go(path)
            for size in (PHONE, DESK):
                guest.page.set_viewport_size(size)
                assert guest.violations() == [], (theme, path, size)
                assert guest.sideways() == 0
            foot = guest.page.locator(".site-footer")
            assert foot.evaluate(STYLE, [None, "backgroundColor"]) == BLUE
            emblem = guest.page.locator(".brand img")
            assert emblem.evaluate("(one) => one.complete && one.naturalWidth > 0")
            assert "/giao-dien/" in (emblem.get_attribute("src") or "")
        guest.go("/")
        assert guest.page.locator(".hero").evaluate(STYLE, [None, "backgroundColor"]) == BLUE
        motif = guest.page.locator("img.motif")
        assert motif.evaluate("(one) => one.complete && one.naturalWidth > 0")
        heading = guest.page.locator(".home .page h2").first
        if theme == "light":
            assert heading.evaluate(STYLE, [None, "color"]) == BLUE
        else:
            assert heading.evaluate(STYLE, [None, "color"]) != BLUE
        assert heading.evaluate(STYLE, ["::before", "height"]) == "2px"
        button = guest.page.locator(".btn-primary").first
        if theme == "light":
            assert button.evaluate(STYLE, [None, "backgroundColor"]) == PLUM
    context.close()
    assert guest.troubles == []

    page.locator("summary", has_text="Khác").first.click()
    page.get_by_role("link", name="Trở về giao diện ban đầu").click()
    assert desk.violations() == []
    page.get_by_role("button", name="Đồng ý, trở về giao diện ban đầu").click()
    expect(page.get_by_text("Trang đã trở về giao diện ban đầu.")).to_be_visible()
    desk.go("/")
    foot = page.locator(".site-footer")
    assert foot.evaluate(STYLE, [None, "backgroundColor"]) == "rgb(31, 91, 58)"
