"""A secretary prints many invitations with one click, in a real browser on a telephone."""

import threading
from pathlib import Path

import pypdf
import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from events.documents import print_jobs
from events.models import Event, PrintJob
from registrations.documents.invitations import INVITATIONS
from tests.browser.conftest import PHONE, Visit
from tests.factories import make_invitation

COUNT = INVITATIONS + 1


@pytest.fixture
def event(ceremony: Event) -> Event:
    for number in range(COUNT):
        make_invitation(ceremony, organisation=f"Sở {number}")
    return ceremony


def test_long_paper_shows_how_far_it_is_and_is_then_downloaded(
    event: Event, desk: Visit, tmp_path: Path
) -> None:
    page = desk.page
    page.set_viewport_size(PHONE)
    desk.go(reverse("admin:events_papers"))
    row = page.locator("tr", has_text="Giấy mời")
    row.get_by_role("link", name="In (PDF)").click()
    expect(page.get_by_role("progressbar", name=f"0 / {COUNT} bản")).to_be_visible()
    assert desk.sideways() == 0

    def work() -> None:
        print_jobs.work_off()
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    expect(page.locator("#print_result")).to_contain_text(f"{COUNT} trang", timeout=120_000)
    worker.join()
    assert desk.sideways() == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải về (PDF)").click()
    assert download.value.suggested_filename == f"giay-moi-{event.slug}.pdf"
    path = tmp_path / "giay-moi.pdf"
    download.value.save_as(path)
    assert len(pypdf.PdfReader(path).pages) == COUNT
    page.get_by_role("button", name="Xóa tệp").click()
    expect(page.get_by_role("button", name="In lại")).to_be_visible()
    assert PrintJob.objects.get().state == PrintJob.State.CANCELLED
