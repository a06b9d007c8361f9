"""The tasks in a real browser: dragged, by keys alone, on a phone; nothing typed is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, expect

from agenda.models import PreparationTask
from agenda.services import tasks
from events.models import Event
from tests.browser.conftest import DESK, PHONE, Visit
from tests.factories import UnitFactory
from tests.people import PASSWORD


@pytest.fixture
def board(desk: Visit, ceremony: Event) -> Visit:
    """The board of the real five tasks."""
    desk.go(reverse("admin:agenda_preparation_change", args=[ceremony.pk]))
    return desk


def column(visit: Visit, name: str) -> Locator:
    return visit.page.get_by_role("region", name=name)


def drag(visit: Visit, item: Locator, onto: Locator) -> None:
    """Drag as a hand does: in steps, once the page stands still."""
    mouse = visit.page.mouse
    moving = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
    expect(visit.page.locator(moving)).to_have_count(0)
    item.evaluate("one => one.scrollIntoView({block: 'center'})")
    start = item.locator(".task-due").bounding_box()
    assert start is not None
    mouse.move(start["x"] + start["width"] - 5, start["y"] + 5)
    mouse.down()
    mouse.move(start["x"] + start["width"] - 15, start["y"] + 15, steps=3)
    goal = onto.bounding_box()
    assert goal is not None
    x, y = goal["x"] + goal["width"] / 2, goal["y"] + 20
    mouse.move(x, y, steps=12)
    aimed = onto.locator("xpath=ancestor-or-self::*[@data-sort]").locator(".task-ghost")
    for n in range(40):  # a hand lets go where it sees the task
        mouse.move(x + n % 2, y)
        if n > 3 and aimed.count():
            break
    mouse.up()


def said(visit: Visit) -> Locator:
    return visit.page.locator("#tasks-said")


def states() -> list[str]:
    return list(PreparationTask.objects.order_by("position").values_list("status", flat=True))


def test_task_is_dragged_to_another_state_and_within_its_own(board: Visit) -> None:
    first = board.page.locator(".task").first
    drag(board, first, column(board, "Đang triển khai").locator("ul"))
    expect(said(board)).to_contain_text("đang triển khai")
    expect(column(board, "Đang triển khai").locator(".task")).to_have_count(1)
    task = PreparationTask.objects.get(position=1)
    assert (task.status, task.updates.count()) == ("under_way", 1)

    rest = column(board, "Chưa triển khai").locator(".task")
    stood = rest.nth(0).locator(".task-name").inner_text()
    drag(board, rest.nth(1), rest.nth(0).locator(".task-name"))
    expect(said(board)).to_contain_text("đã chuyển đến vị trí số 2")
    expect(rest.nth(0).locator(".task-name")).not_to_have_text(stood)

    drag(board, rest.nth(0), column(board, "Vướng mắc").locator("ul"))
    reason = board.page.get_by_label("Vướng mắc", exact=True)
    expect(reason).to_be_focused()
    reason.fill("Chưa có kinh phí")
    other = board.page.locator(".task-controls").first.get_by_role("button", name="Chuyển").first
    other.click()  # what is typed is not lost to a press elsewhere
    expect(said(board)).to_contain_text("lưu hoặc đóng phần đang sửa trước")
    expect(reason).to_have_value("Chưa có kinh phí")
    assert board.violations() == []
    board.page.get_by_role("button", name="Lưu").click()
    expect(column(board, "Vướng mắc")).to_contain_text("Chưa có kinh phí")
    assert sorted(states()) == ["blocked", "planned", "planned", "planned", "under_way"]


def test_everything_goes_by_the_keyboard_alone(board: Visit) -> None:
    keys = board.page.keyboard
    second = PreparationTask.objects.get(position=2)
    up = board.page.locator(f"#up-{second.pk}")
    up.focus()
    keys.press("Enter")
    expect(said(board)).to_contain_text("đã chuyển đến vị trí số 1")
    expect(up).to_be_focused()
    keys.press("Enter")
    expect(said(board)).to_contain_text("đã ở đầu danh sách")
    board.page.locator(f"#state-{second.pk}").focus()
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.press("Enter")
    expect(column(board, "Đang triển khai").locator(".task")).to_have_count(1)
    expect(board.page.locator(f"#set-{second.pk}")).to_be_focused()
    edit = board.page.locator(f"#edit-{second.pk}")
    edit.focus()
    keys.press("Enter")
    expect(board.page.locator("[name=content]")).to_be_focused()
    keys.press("Control+A")
    keys.type("Lời mới")
    keys.press("Tab")
    board.page.locator("[name=report-percent]").focus()
    keys.press("Control+A")
    keys.type("45")
    keys.press("Enter")
    expect(said(board)).to_contain_text("Đã lưu: Lời mới")
    expect(edit).to_be_focused()
    second.refresh_from_db()
    assert (second.position, second.content, second.percent) == (1, "Lời mới", 45)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_all_pages_fit_and_are_clean(desk: Visit, ceremony: Event, size: dict) -> None:
    task = ceremony.preparation_tasks.all()[0]
    unit = UnitFactory.create(event=ceremony, name="Sở Văn hóa, Thể thao và Du lịch")
    PreparationTask.objects.update(lead_unit=unit, deliverable="Quyết định ban hành")
    tasks.report(task, by="A", status="blocked", percent=20, blocked_reason="Chưa có kinh phí")
    change = reverse("admin:agenda_preparation_change", args=[ceremony.pk])
    one = reverse("admin:agenda_preparationtask_change", args=[task.pk])
    addresses = [f"{change}?view={view}" for view in ("board", "list", "weeks")]
    addresses += [f"{change}?view=list&edit={task.pk}", one, f"{one[:-7]}split/",
                  reverse("admin:agenda_preparation_import", args=[ceremony.pk])]  # fmt: skip
    desk.page.set_viewport_size(size)
    for address in addresses:
        desk.go(address)
        assert (desk.sideways(), desk.violations()) == (0, []), address


def test_phone_sets_state_and_edits_in_place(board: Visit) -> None:
    board.page.set_viewport_size(PHONE)
    board.page.get_by_role("link", name="Danh sách", exact=True).click()
    row = board.page.locator(".task").first
    row.get_by_role("combobox").select_option("Đã hoàn thành")
    row.get_by_role("button", name="Chuyển", exact=True).click()
    board.page.get_by_label("Người xác nhận hoàn thành").fill("Phó Trưởng Ban")
    assert board.sideways() == 0
    board.page.get_by_role("button", name="Lưu").click()
    expect(board.page.locator(".task").first).to_contain_text("người xác nhận: Phó Trưởng Ban")
    assert PreparationTask.objects.get(position=1).accepted_by == "Phó Trưởng Ban"


def test_what_is_done_after_the_sessions_end_waits_for_signing_in(board: Visit) -> None:
    page = board.page
    _first, second = PreparationTask.objects.order_by("position")[:2]

    def sign_in_and_send() -> None:
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.get_by_role("button", name="Gửi nội dung đã nhập").click()
        expect(page.locator("#tasks")).to_be_visible()

    page.context.set_offline(True)
    page.locator(f"#up-{second.pk}").click()
    expect(said(board)).to_contain_text("chưa có gì thay đổi")
    page.context.set_offline(False)
    page.context.clear_cookies(name="sessionid")
    page.locator(f"#up-{second.pk}").click()
    sign_in_and_send()
    second.refresh_from_db()
    assert second.position == 1

    page.context.clear_cookies(name="sessionid")
    dropped = page.locator(f"#task-{second.pk}")
    drag(board, dropped, column(board, "Đang triển khai").locator("ul"))
    sign_in_and_send()
    second.refresh_from_db()
    assert second.status == "under_way"

    page.locator(f"#edit-{second.pk}").click()
    page.locator("[name=content]").fill("Lời mới")
    page.context.clear_cookies(name="sessionid")
    page.locator(f"#save-{second.pk}").click()
    sign_in_and_send()
    second.refresh_from_db()
    assert second.content == "Lời mới"

    page.context.clear_cookies(name="sessionid")
    page.locator(f"#edit-{second.pk}").click()
    page.get_by_label("Tên đăng nhập").fill("quan-tri-vien")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.locator("#editor_form")).to_be_visible()
    board.troubles.clear()  # the browser names each 403 in its console
