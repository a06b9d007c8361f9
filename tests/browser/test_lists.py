"""A clerk brings in a list with faults, in a real browser."""

import threading
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Event
from registrations.models import ImportDraft, Registration
from registrations.services import import_jobs
from registrations.services.import_jobs import AT_ONCE
from tests.browser.conftest import Visit
from tests.spreadsheets import HEADINGS, workbook

pytestmark = pytest.mark.usefixtures("ceremony")


def written(path: Path, people: int) -> Path:
    """Write a list as offices do: titles, capitals, a lost zero, faults, a total."""
    lines = [
        ["DANH SÁCH ĐẠI BIỂU THAM DỰ"],
        HEADINGS,
        [1, "NGUYỄN VĂN AN", "Phó Giám đốc", "Sở Nội vụ", 912345678, "an@so.example", ""],
        [2, "Trần Thị Bình", "Chuyên viên", "Sở Y tế", "12", "", ""],
        [3, "", "Chuyên viên", "Sở Y tế", "", "", ""],
        *[[n, f"Lê Văn Thử {n}", "", "Sở Tài chính", "", "", ""] for n in range(4, people + 2)],
        ["", f"Tổng số: {people}"],
    ]
    path.write_bytes(workbook(lines))
    return path


def upload(desk: Visit, file: Path) -> None:
    page = desk.page
    desk.go(reverse("admin:registrations_registration_changelist"))
    page.get_by_role("link", name="Nhập danh sách").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Đọc và kiểm tra").click()
    expect(page.get_by_text("Chưa lưu gì")).to_be_visible()


def test_short_list_is_imported_at_once_and_its_faults_come_back(
    desk: Visit, tmp_path: Path
) -> None:
    page = desk.page
    upload(desk, written(tmp_path / "danh-sach.xlsx", 5))
    wrong = page.locator("tr", has_text="Trần Thị Bình")
    expect(wrong.locator("td").first).to_contain_text("4")
    expect(wrong).to_contain_text("Số điện thoại không hợp lệ")
    assert desk.sideways() == 0

    page.get_by_role("button", name="Nhập 4 dòng").click()

    expect(page.locator("#import_result")).to_contain_text("Đã nhập 4 dòng")
    expect(page.locator("#import_result")).to_contain_text("2 dòng chưa nhập được")
    assert desk.sideways() == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="xlsx", exact=True).click()
    assert download.value.suggested_filename == "cac-dong-chua-nhap-duoc.xlsx"
    assert Registration.objects.count() == 4


def test_long_list_shows_how_far_it_is_and_then_its_result(desk: Visit, tmp_path: Path) -> None:
    page = desk.page
    count = AT_ONCE + 250
    upload(desk, written(tmp_path / "danh-sach.xlsx", count))
    page.get_by_role("button", name="Nhập").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text(f"0 / {count - 1} dòng")).to_be_visible()
    assert desk.sideways() == 0

    def work() -> None:
        import_jobs.carry_out_waiting()
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    expect(page.locator("#import_result")).to_contain_text("2 dòng chưa nhập được", timeout=60_000)
    worker.join()

    assert Registration.objects.count() == count - 1
    assert ImportDraft.objects.get().finished_at is not None


def test_hundreds_are_cancelled_from_the_list(desk: Visit, ceremony: Event, tmp_path: Path) -> None:
    page = desk.page
    upload(desk, written(tmp_path / "danh-sach.xlsx", 150))
    page.get_by_role("button", name="Nhập").click()
    expect(page.locator("#import_result")).to_be_visible()
    desk.go(reverse("admin:registrations_registration_changelist"))
    page.locator("#action-toggle").check()
    page.get_by_role("link", name="Chọn tất cả").click()
    page.locator("select[name=action]").select_option("cancel_chosen")
    page.get_by_role("button", name="Thực hiện").click()

    expect(page.get_by_text("và 129 đại biểu khác")).to_be_visible()
    page.locator("textarea[name=reason]").fill("Hoãn buổi lễ")
    page.get_by_role("button", name="Hủy đăng ký").click()
    page.get_by_role("button", name="Đồng ý soạn và gửi").click()

    expect(page.get_by_text("149 đăng ký chuyển sang")).to_be_visible()
    assert not Registration.objects.active().exists()
