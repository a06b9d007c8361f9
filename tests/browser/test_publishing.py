"""The programme is published in a browser: the difference is read, a version taken back."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from agenda.models import ProgrammeVersion
from events.models import Event
from tests.browser.conftest import DESK, PHONE, Visit

# what the law asks; that the theme's frame lacks landmarks is no matter of one page
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


def violations(visit: Visit) -> list[str]:
    """Return what stands in somebody's way on the page."""
    visit.page.wait_for_load_state("load")
    found = Axe().run(visit.page, options=RULES).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


def test_a_change_is_published_and_an_older_version_taken_back(
    desk: Visit, ceremony: Event
) -> None:
    page = desk.page
    first = ProgrammeVersion.objects.get()
    item = ceremony.agenda_items.get(position=1)
    item.title = "Chào cờ"
    item.save()
    ceremony.agenda_items.get(position=8).delete()

    desk.go(reverse("admin:agenda_programme_change", args=[ceremony.pk]))
    expect(page.get_by_text("Bản nháp khác ở 2 mục; bên ngoài chưa thấy.")).to_be_visible()
    page.get_by_role("link", name="Xem khác biệt và công bố").click()
    expect(page.get_by_text("thành “Chào cờ”")).to_be_visible()
    assert violations(desk) == []
    page.get_by_label("Ghi chú").fill("Rút gọn")
    page.get_by_role("button", name="Công bố bản số 2").click()
    expect(page.get_by_text("Đã công bố bản số 2")).to_be_visible()

    desk.go(reverse("admin:agenda_programmeversion_change", args=[first.pk]))
    page.get_by_label("So sánh với").select_option("2")
    page.get_by_role("button", name="So sánh").click()
    expect(page.get_by_role("heading", name="Từ bản số 1 đến bản số 2")).to_be_visible()
    page.get_by_role("link", name="Lấy lại vào bản nháp").click()
    expect(page.get_by_text("từ “Chào cờ” thành")).to_be_visible()
    page.get_by_role("button", name="Lấy lại vào bản nháp").click()
    expect(page.get_by_text("Bản nháp nay giống bản số 1")).to_be_visible()
    page.get_by_role("button", name="Công bố bản số 3").click()
    expect(page.get_by_text("Đã công bố bản số 3")).to_be_visible()

    last = ProgrammeVersion.objects.get(number=3)
    assert last.read_items() == first.read_items()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_fit_and_can_be_used_by_everybody(
    desk: Visit, ceremony: Event, size: dict[str, int]
) -> None:
    first = ProgrammeVersion.objects.get()
    rows = list(ceremony.agenda_items.order_by("position"))
    rows[0].title = "Nhạc-nền-" * 30
    rows[0].save()
    rows[3].delete()
    ceremony.agenda_items.filter(pk=rows[7].pk).update(position=4)
    desk.page.set_viewport_size(size)
    found = []
    for address in (
        reverse("admin:agenda_programmeversion_publish", args=[ceremony.pk]),
        reverse("admin:agenda_programmeversion_changelist"),
        reverse("admin:agenda_programmeversion_change", args=[first.pk]) + "?with=draft",
        reverse("admin:agenda_programmeversion_take_back", args=[first.pk]),
        "/chuong-trinh/",
    ):
        desk.go(address)
        found.append((address, desk.sideways(), violations(desk)))
    assert [one for one in found if one[1:] != (0, [])] == []
