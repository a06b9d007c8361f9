"""From the draft of a memorandum to the issued plan in a stranger's hands."""

import datetime
import io
import os
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from events.models import Event, OfficialDocument
from sponsorship.models import Memorandum, Sponsor
from sponsorship.services import change_status
from tests.browser.conftest import PHONE, Visit
from tests.browser.test_admin import words_of
from tests.factories import complete_memorandum

pytestmark = pytest.mark.usefixtures("ceremony")

LOOK = os.environ.get("LOOK")  # a folder for pictures of every page that is visited


def look(visit: Visit, name: str) -> None:
    visit.page.wait_for_load_state("networkidle")
    if LOOK:
        visit.page.screenshot(path=f"{LOOK}/{name}.png", full_page=True)


def press(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=name, exact=True).click()


def follow(visit: Visit, name: str) -> None:
    visit.page.get_by_role("link", name=name).first.click()  # an icon's name stands before it


def logo() -> dict:
    made = io.BytesIO()
    Image.new("RGBA", (800, 300), (157, 27, 32, 255)).save(made, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": made.getvalue()}


def fill_party(visit: Visit, row: int, name: str, position: str) -> None:
    for field, value in {
        "representative": name,
        "position": position,
        "address": "Số 1, đường Thử, Thái Nguyên",
        "account_number": "0123456789",
        "bank": "Ngân hàng Thử",
    }.items():
        visit.page.locator(f"[name=parties-{row}-{field}]").fill(value)


def test_memorandum_from_draft_to_signature(desk: Visit, tmp_path: Path) -> None:
    memorandum = Memorandum.objects.get()
    change = reverse("admin:sponsorship_memorandum_change", args=[memorandum.pk])
    desk.go(change)
    expect(desk.page.get_by_text("Bên A: vui lòng nhập người đại diện.")).to_be_visible()
    look(desk, "memorandum-draft")

    fill_party(desk, 0, "Nguyễn Văn Thử", "Trưởng Ban Tổ chức")
    fill_party(desk, 1, "Trần Thị Mẫu", "Chủ tịch Hiệp hội")
    desk.page.locator("[name=ends_on]").fill("31/12/2027")
    desk.page.get_by_text("Thêm: Khoản tài trợ").click()
    desk.page.locator("[name=contributions-0-name]").fill("Kinh phí tổ chức Cuộc thi")
    desk.page.locator("[name=contributions-0-amount]").fill("500.000.000")
    desk.page.locator("#submit-row summary").click()
    desk.page.get_by_role("button", name="Lưu và sửa tiếp").click()
    expect(desk.page.get_by_text("Còn thiếu trước khi hai bên thống nhất")).to_be_hidden()
    look(desk, "memorandum-filled")

    follow(desk, "Hai bên thống nhất")
    look(desk, "memorandum-agree")
    press(desk, "Hai bên thống nhất")
    expect(desk.page.get_by_text("đã thống nhất").first).to_be_visible()
    look(desk, "memorandum-agreed")
    assert desk.page.locator("[name=subject]").count() == 0
    follow(desk, "Đã ký kết")
    press(desk, "Đã ký kết")
    expect(desk.page.get_by_text("Vui lòng điền nội dung này.")).to_be_visible()
    desk.page.locator("[name=signing_day]").fill("12/02/2025")
    press(desk, "Đã ký kết")
    expect(desk.page.get_by_text("Biên bản ghi nhớ đã chuyển sang trạng thái")).to_be_visible()
    look(desk, "memorandum-signed")

    with desk.page.expect_download() as download:
        follow(desk, "In (PDF)")
    words = words_of(download.value.path())
    assert "500.000.000 đồng (Bằng chữ: Năm trăm triệu đồng chẵn)" in words
    assert "ĐẠI DIỆN BÊN A TM. BAN TỔ CHỨC TRƯỞNG BAN TỔ CHỨC" in words
    memorandum.refresh_from_db()
    assert memorandum.status == "signed"


def test_plan_is_issued_and_a_stranger_verifies_it(desk: Visit, tmp_path: Path) -> None:
    event = Event.objects.get()
    desk.go(reverse("admin:events_papers"))
    look(desk, "papers")
    desk.go(reverse("admin:events_paper_issue", args=["plan", event.pk]))
    look(desk, "issue")
    desk.page.locator("[name=copies]").fill("5")
    press(desk, "Cấp số, phát hành")
    expect(desk.page.get_by_text("Đã phát hành với số 01/KH-BTTCT")).to_be_visible()
    look(desk, "issued")
    with desk.page.expect_download() as download:
        follow(desk, "Tải tệp đã phát hành (PDF)")
    document = OfficialDocument.objects.get()
    paper = tmp_path / "ke-hoach.pdf"
    paper.write_bytes(download.value.path().read_bytes())
    assert paper.read_bytes() == bytes(document.file.content)
    assert document.code in words_of(paper)
    desk.go(reverse("admin:events_officialdocument_changelist"))
    look(desk, "register")

    desk.page.context.clear_cookies()
    desk.page.set_viewport_size(PHONE)
    desk.go("/xac-minh/")
    look(desk, "verify-form")
    assert desk.violations() == []
    desk.page.get_by_label("Mã xác minh").fill(document.code.lower())
    press(desk, "Tra cứu mã")
    expect(
        desk.page.get_by_text("Văn bản này đã được phát hành, chưa bị thay thế hoặc thu hồi.")
    ).to_be_visible()
    assert desk.page.url.endswith(f"/xac-minh/{document.code}/")
    look(desk, "verified")
    assert desk.sideways() <= 0
    assert desk.violations() == []

    desk.page.get_by_label("Tệp PDF").set_input_files(paper)
    press(desk, "Đối chiếu tệp")
    expect(
        desk.page.get_by_role("heading", name="Tệp đúng là tệp do Ban Tổ chức phát hành")
    ).to_be_visible()
    look(desk, "genuine")
    changed = bytearray(paper.read_bytes())
    changed[len(changed) // 2] ^= 1
    paper.write_bytes(changed)
    desk.page.get_by_label("Tệp PDF").set_input_files(paper)
    press(desk, "Đối chiếu tệp")
    expect(desk.page.get_by_role("heading", name="Tệp không phải tệp đã phát hành")).to_be_visible()
    look(desk, "changed")
    desk.page.locator(".site-footer").get_by_role("link", name="Xác minh văn bản").click()
    desk.page.get_by_label("Tệp PDF").set_input_files(paper)
    press(desk, "Đối chiếu tệp")
    expect(
        desk.page.get_by_role("heading", name="Tệp này không có trong Sổ đăng ký văn bản đi")
    ).to_be_visible()


def test_sponsor_with_logo_reaches_the_public_pages(desk: Visit) -> None:
    sponsor = Sponsor.objects.get()
    change = reverse("admin:sponsorship_sponsor_change", args=[sponsor.pk])
    desk.go(change)
    desk.page.locator("[name=introduction]").fill("Lời giới thiệu thử.")
    svg = {"name": "l.png", "mimeType": "image/png", "buffer": b"<svg xmlns='x'></svg>"}
    desk.page.locator("[name=logo]").set_input_files(svg)
    press(desk, "Lưu")
    expect(desk.page.get_by_text("Không nhận tệp vẽ SVG")).to_be_visible()
    expect(desk.page.locator("[name=introduction]")).to_have_value("Lời giới thiệu thử.")
    look(desk, "sponsor-refused")
    desk.page.locator("[name=logo]").set_input_files(logo())
    desk.page.locator("input[name=public]").check()
    press(desk, "Lưu")
    expect(desk.page.get_by_text("Đã lưu")).to_be_visible()
    look(desk, "sponsors-admin")

    desk.page.context.clear_cookies()
    for size, name in ((PHONE, "phone"), ({"width": 1280, "height": 800}, "desk")):
        desk.page.set_viewport_size(size)
        desk.go("/nha-tai-tro/")
        picture = desk.page.locator(".sponsors img")
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("async image => (await image.decode(), image.naturalWidth)") == 480
        look(desk, f"sponsors-{name}")
        assert desk.sideways() <= 0
        assert desk.violations() == []
        desk.go("/")
        look(desk, f"home-{name}")
        assert desk.sideways() <= 0
        expect(desk.page.locator(".wall img")).to_have_attribute("alt", sponsor.name)
        assert desk.violations() == []


def test_instalments_are_planned_and_receipts_recorded(desk: Visit) -> None:
    memorandum = complete_memorandum(
        Event.objects.get(), sponsor=Sponsor.objects.get(), subject="Về việc tài trợ giải thưởng"
    )
    contribution = memorandum.contributions.get()
    desk.go(reverse("admin:sponsorship_contribution_change", args=[contribution.pk]))
    for row, amount in enumerate(("200.000.000", "300000000")):
        desk.page.get_by_text("Thêm: Đợt tài trợ").click()
        desk.page.locator(f"[name=instalments-{row}-amount]").fill(amount)
    desk.page.locator("[name=instalments-0-due_on]").fill("15/01/2025")
    look(desk, "contribution")
    press(desk, "Lưu")
    expect(desk.page.get_by_role("link", name="2 đợt")).to_be_visible()
    expect(desk.page).to_have_url(re.compile(f"/memorandum/{memorandum.pk}/change/"))
    look(desk, "memorandum-with-instalments")

    agreed = change_status(memorandum, Memorandum.Status.AGREED)
    change_status(agreed, Memorandum.Status.SIGNED, signing_day=datetime.date(2025, 1, 10))
    desk.go(reverse("admin:sponsorship_instalment_changelist"))
    expect(desk.page.locator(".portal-late")).to_contain_text("200.000.000 đồng")
    look(desk, "instalments")
    follow(desk, "Đợt 1")
    follow(desk, "Ghi nhận khoản đã nhận")
    desk.page.locator("[name=amount]").fill("200.000.001")
    press(desk, "Ghi nhận khoản đã nhận")
    expect(desk.page.get_by_role("alert")).to_be_visible()
    expect(desk.page.locator("[name=amount]")).to_have_value("200.000.001")
    look(desk, "receipt-refused")
    desk.page.locator("[name=amount]").fill("50 000 000")
    press(desk, "Ghi nhận khoản đã nhận")
    expect(desk.page.get_by_text("50.000.000 đồng").first).to_be_visible()
    look(desk, "instalment")
    follow(desk, "Hủy ghi nhận")
    desk.page.locator("[name=note]").fill("Nhập nhầm")
    look(desk, "take-back")
    press(desk, "Hủy ghi nhận")
    expect(desk.page.get_by_text("đã hủy").first).to_be_visible()
    desk.go(reverse("admin:index"))
    look(desk, "overview")


def test_further_pages_open(desk: Visit) -> None:
    event = Event.objects.get()
    item = event.agenda_items.get(position=6)
    desk.go(reverse("admin:contest_portal_signingitem_change", args=[item.pk]))
    look(desk, "signing-item")
    desk.go(reverse("admin:events_register_book"))
    with desk.page.expect_download() as download:
        press(desk, "In (PDF)")
    assert "SỔ ĐĂNG KÝ VĂN BẢN" in words_of(download.value.path()).upper()
    call_command("check_invariants", verbosity=0)
