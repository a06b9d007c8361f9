"""The pages of the admin without a mouse: what skips, opens, moves and removes."""

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, expect

from events.models import Event
from tests.browser.conftest import PHONE, Visit
from tests.browser.test_admin import save, saved_rows
from tests.factories import make_registration

pytestmark = pytest.mark.usefixtures("ceremony")


def texts(rows: Locator) -> list[str]:
    fields = rows.locator("[name^=delegations][name$=text]")
    return [field.input_value() for field in fields.all()]


def test_first_key_leads_to_the_main_part(desk: Visit) -> None:
    desk.go(reverse("admin:events_event_changelist"))
    desk.page.keyboard.press("Tab")
    skip = desk.page.get_by_role("link", name="Đến phần nội dung")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()

    desk.page.keyboard.press("Enter")

    expect(desk.page.get_by_role("main")).to_be_focused()


def test_menu_of_others_opens_and_closes_by_keys(desk: Visit, ceremony: Event) -> None:
    guest = make_registration(ceremony)
    desk.go(reverse("admin:registrations_registration_change", args=[guest.pk]))
    head = desk.page.locator(".portal-tools")
    other = head.locator("summary")
    history = head.get_by_role("link", name="Nhật ký")
    expect(history).to_be_hidden()

    other.press("Enter")
    expect(history).to_be_visible()
    expect(head.get_by_role("link", name="Hủy đăng ký")).to_be_visible()
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Escape")
    expect(history).to_be_hidden()
    expect(other).to_be_focused()

    other.press("Enter")
    history.press("Enter")
    expect(desk.page.get_by_role("heading", level=1, name="Nhật ký")).to_be_visible()


def test_one_button_saves_and_what_destroys_stands_apart(desk: Visit, ceremony: Event) -> None:
    desk.go(reverse("admin:events_event_change", args=[ceremony.pk]))
    row = desk.page.locator("#submit-row")
    saving, destroying = row.get_by_role("button", name="Lưu"), row.get_by_role("link", name="Xóa")
    expect(saving).to_have_count(1)  # other ways to save are shut away
    red = "one => getComputedStyle(one).backgroundColor"
    assert saving.evaluate(red) != destroying.evaluate(red)
    for size in (None, PHONE):
        if size:
            desk.page.set_viewport_size(size)
        one, other = saving.bounding_box(), destroying.bounding_box()
        assert one is not None
        assert other is not None
        apart = max(one["x"] - other["x"] - other["width"], other["y"] - one["y"] - one["height"])
        assert apart > 60

    row.locator("summary").press("Enter")
    row.get_by_role("button", name="Lưu và sửa tiếp").press("Enter")
    expect(
        desk.page.get_by_role("heading", level=1, name=f"Sửa buổi lễ: {ceremony}")
    ).to_be_visible()


def test_rows_are_moved_by_keys(desk: Visit, ceremony: Event) -> None:
    desk.go(reverse("admin:events_event_change", args=[ceremony.pk]))
    rows = saved_rows(desk, "delegations")
    first, second, third, *rest = texts(rows)
    expect(rows.nth(0).get_by_role("button", name="Chuyển dòng lên")).to_be_disabled()

    down = rows.nth(0).get_by_role("button", name="Chuyển dòng xuống")
    down.press("Enter")
    expect(rows.nth(1).get_by_role("button", name="Chuyển dòng xuống")).to_be_focused()
    desk.page.keyboard.press("Space")
    told = f"Dòng thứ 3 trong {3 + len(rest)} dòng"
    expect(desk.page.locator("#portal-told")).to_have_text(told)
    assert texts(rows) == [second, third, first, *rest]
    save(desk)

    assert [one.text for one in ceremony.delegations.order_by("position")] == [
        second, third, first, *rest,
    ]  # fmt: skip


def test_rows_are_removed_by_keys(desk: Visit, ceremony: Event) -> None:
    desk.go(reverse("admin:events_event_change", args=[ceremony.pk]))
    group = desk.page.locator("#delegations-group")
    before = texts(saved_rows(desk, "delegations"))
    group.locator(".add-row").press("Enter")
    fresh = group.locator(".form-group.template:not(.empty-form)")
    expect(fresh).to_have_count(1)
    fresh.get_by_role("button", name="Xóa dòng").press("Enter")
    expect(fresh).to_have_count(0)

    removed = saved_rows(desk, "delegations").nth(1)
    removed.get_by_role("checkbox", name="Xóa dòng").press("Space")
    expect(removed.get_by_text("Dòng này sẽ bị xóa khi lưu.")).to_be_visible()
    save(desk)

    left = [one.text for one in ceremony.delegations.order_by("position")]
    assert left == [before[0], *before[2:]]


def test_help_stands_at_its_field(desk: Visit, ceremony: Event) -> None:
    desk.go(reverse("admin:events_event_change", args=[ceremony.pk]))
    slug = desk.page.locator("#id_slug")
    expect(slug).to_have_accessible_description(
        "Chữ thường không dấu, chữ số và dấu gạch nối. Để trống: lấy theo tên gọi."
    )
    rank = desk.page.locator("#id_delegations-0-protocol_rank")
    assert rank.evaluate("one => one.getAttribute('aria-describedby')")
    hovering = desk.page.locator("#main [title]:visible:not(.datetimeshortcuts *)").all()
    assert [one.get_attribute("title") for one in hovering] == []
