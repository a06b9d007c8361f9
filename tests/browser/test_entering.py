"""A paper made elsewhere is entered in the register, in a browser."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Event, OfficialDocument
from tests.browser.conftest import DESK, PHONE, Visit
from tests.files import pdf


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_paper_made_elsewhere_is_entered(
    ceremony: Event, desk: Visit, size: dict[str, int], tmp_path: Path
) -> None:
    file = tmp_path / "cong-van.pdf"
    file.write_bytes(pdf())
    page = desk.page
    page.set_viewport_size(size)
    desk.go(reverse("admin:events_paper_enter"))
    assert desk.sideways() == 0
    page.locator("[name=number]").fill("12")
    page.locator("[name=symbol]").fill("CV-BTC")
    page.locator("[name=issued_on]").fill("20/01/2025")
    page.locator("[name=title]").fill("Công văn")
    page.locator("[name=subject]").fill("Về việc phối hợp tổ chức buổi lễ")
    page.get_by_role("button", name="Vào sổ").click()
    expect(page.locator("[name=subject]")).to_have_value("Về việc phối hợp tổ chức buổi lễ")
    page.locator("input[type=file]").set_input_files(file)
    folder = Path("var/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"enter-{size['width']}.png", full_page=True)
    page.get_by_role("button", name="Vào sổ").click()
    expect(page.get_by_text("Đã vào sổ số 12/CV-BTC")).to_be_visible()
    paper = OfficialDocument.objects.get()
    desk.go(reverse("events:verify", args=[paper.code]))
    expect(page.get_by_text("Văn bản này không do cổng thông tin lập")).to_be_visible()
    page.screenshot(path=folder / f"verify-{size['width']}.png", full_page=True)
