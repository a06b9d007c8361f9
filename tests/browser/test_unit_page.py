"""The clerk of a unit reports on its tasks, with a phone and without an account."""

import datetime
from pathlib import Path

from playwright.sync_api import expect

from agenda.models import TaskUpdate
from agenda.services import tasks as task_service
from events.models import Event
from tests.browser.conftest import DESK, PHONE, Visit
from tests.factories import PreparationTaskFactory, UnitFactory
from tests.files import pdf


def test_a_report_takes_three_taps(visit: Visit, ceremony: Event, tmp_path: Path) -> None:
    page = visit.page
    ceremony.preparation_tasks.all().delete()
    unit = UnitFactory(event=ceremony, name="Sở Khoa học và Công nghệ tỉnh Thái Nguyên")
    other = UnitFactory(event=ceremony, name="Văn phòng Ủy ban nhân dân tỉnh")
    task = PreparationTaskFactory(
        event=ceremony,
        lead_unit=unit,
        content="Thiết kế phông, ma-két và bộ nhận diện của buổi lễ; trình Ban Tổ chức duyệt",
        due_on=datetime.date(2020, 1, 10),
        deliverable="Bản thiết kế được duyệt",
    )
    helped = PreparationTaskFactory(event=ceremony, lead_unit=other, content="In giấy mời")
    helped.coordinating_units.add(unit)
    done = PreparationTaskFactory(event=ceremony, lead_unit=unit, content="Thuê hội trường")
    task_service.report(done, by="An", status="done", percent=100)
    file = tmp_path / "phong.pdf"
    file.write_bytes(pdf())

    page.set_viewport_size(PHONE)
    visit.go(f"/nhiem-vu/{unit.token}/")
    assert page.locator("script").count() == 0
    own = page.locator(f"#task-{task.pk}")
    with page.expect_file_chooser() as chooser:
        own.locator("label", has_text="75%").click()
        own.locator("textarea").fill("Đã trình mẫu, chờ ý kiến.")
        own.locator("input[type=file]").click()
    chooser.value.set_files(file)
    own.locator("button").click()

    expect(page.get_by_role("status")).to_contain_text("Ban Tổ chức đã nhận được báo cáo")
    update = TaskUpdate.objects.get(task=task)
    assert (update.percent, update.words) == (75, "Đã trình mẫu, chờ ý kiến.")
    assert update.files.get().name == "phong.pdf"
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert visit.sideways() == 0, size
        assert visit.violations() == [], size

    page.set_viewport_size(PHONE)
    own.locator("label", has_text="vướng mắc").click()
    own.locator("button").click()
    expect(own.get_by_role("alert")).to_be_focused()
    expect(own.get_by_role("alert")).to_contain_text("Vui lòng ghi rõ vướng mắc")
    assert visit.violations() == []
    assert visit.sideways() == 0
