"""The ways that organizers go every day."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from agenda.models import PreparationTask
from events.models import Event, OfficialDocument
from tests.browser.conftest import Visit
from tests.browser.desk.conftest import Hand, enter
from tests.factories import PlanFactory, make_registration

pytestmark = pytest.mark.usefixtures("organizer")


def test_from_the_overview_to_the_late_task_and_back(
    visit: Visit, hand: Hand, ceremony: Event
) -> None:
    task = ceremony.preparation_tasks.all()[2]
    late = timezone.localdate() - datetime.timedelta(days=3)
    PreparationTask.objects.filter(pk=task.pk).update(due_on=late, status="under_way", percent=10)
    page = visit.page
    visit.go(reverse("admin:index"))

    hand.press(page.locator(".overview-late").get_by_role("link"))
    hand.write(page.locator("[name=report-percent]"), "40")
    hand.press(page.get_by_role("button", name="Lưu", exact=True))
    expect(page.locator("#tasks-said")).to_contain_text("Đã lưu")
    hand.open_entry("Tổng quan")

    expect(page.locator("#overview")).to_be_visible()
    assert PreparationTask.objects.get(pk=task.pk).percent == 40
    assert visit.sideways() == 0


def test_a_paper_is_presented_approved_and_issued(visit: Visit, hand: Hand) -> None:
    PlanFactory(event__starts_at=timezone.now() + datetime.timedelta(days=90))
    page = visit.page
    enter(visit, "secretariat")
    visit.go(reverse("admin:index"))
    hand.open_entry("Văn bản")
    hand.press(page.get_by_role("link", name="In, cấp số và phát hành"))
    row = page.get_by_role("row").filter(has_text="Kế hoạch").first
    hand.press(row.get_by_role("link", name="Trình, phát hành"))
    hand.write(page.locator("#id_remarks"), "Kính trình")
    hand.press(page.get_by_role("button", name="Trình duyệt"))
    expect(page.get_by_text("Đã trình văn bản, đang chờ duyệt.")).to_be_visible()

    enter(visit, "organizer")
    visit.go(reverse("admin:index"))
    hand.press(page.get_by_role("link", name="1 văn bản đã trình"))
    hand.press(page.locator("#result_list tbody").get_by_role("link").first)
    hand.press(page.get_by_role("button", name="Duyệt", exact=True))
    expect(page.get_by_text("Đã duyệt văn bản")).to_be_visible()
    hand.press(page.get_by_role("button", name="Cấp số, phát hành"))

    expect(page.get_by_text("Đã phát hành với số")).to_be_visible()
    paper = OfficialDocument.objects.get()
    assert (paper.kind, paper.issued_by.username) == ("plan", "nguoi-organizer")
    assert visit.sideways() == 0


def test_a_delegate_is_found_without_accents(visit: Visit, hand: Hand, ceremony: Event) -> None:
    person = make_registration(ceremony, name="Đặng Thị Ánh")
    make_registration(ceremony, name="Trần Văn Bình")
    page = visit.page
    visit.go(reverse("admin:index"))
    hand.open_entry("Đại biểu")
    hand.write(page.locator("#searchbar"), "dang anh")
    page.keyboard.press("Enter")
    rows = page.locator("#result_list tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Đặng Thị Ánh")

    if hand.menu_is_folded:
        hand.press(page.get_by_role("button", name="Danh mục"))
    hand.press(page.get_by_role("button", name="Tìm trang, tìm người"))
    field = page.locator("#search-input-command")
    expect(field).to_be_focused()
    page.keyboard.insert_text("dang anh")
    page.keyboard.press("Shift")  # a key, as whoever types presses
    found = page.locator("#command-results-list").get_by_role("link", name="Đặng Thị Ánh")
    expect(found).to_be_visible()
    if hand.keys_only:
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    else:
        found.click()
    page.wait_for_url(f"**/registration/{person.pk}/change/")
    expect(page.get_by_role("heading", name="Đặng Thị Ánh")).to_be_visible()
