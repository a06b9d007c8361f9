"""In the middle of an edit the connection or the session is lost: what was typed is not."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from agenda.models import AgendaItem, PreparationTask
from events.models import Event, Plan
from tests.browser.conftest import Visit
from tests.browser.desk.conftest import Hand, sign_in

TYPED = "Lời gõ dở “một” <b>&amp; ễ"
UNREACHED = "hiện không kết nối được với cổng thông tin"


@dataclass(frozen=True)
class Edit:
    """A page, the field that is typed into, how it is saved, what it then says, and what is
    stored; `told` is where the page says that something could not be saved."""

    address: Callable[[Event], str]
    field: str
    save: Callable[[Hand], None]
    told: str
    says: str
    saved: str
    stored: Callable[[], str]


def press_save(hand: Hand) -> None:
    hand.press(hand.page.get_by_role("button", name="Lưu", exact=True))


def leave_field(hand: Hand) -> None:
    hand.page.keyboard.press("Tab")


def first_task() -> PreparationTask:
    return PreparationTask.objects.order_by("position")[0]


def plan_address(event: Event) -> str:
    return reverse("admin:events_plan_change", args=[event.plan.pk])


def programme_address(event: Event) -> str:
    return reverse("admin:agenda_programme_change", args=[event.pk])


def board_address(event: Event) -> str:
    address = reverse("admin:agenda_preparation_change", args=[event.pk])
    return f"{address}?edit={first_task().pk}"


EDITS = {
    "form": Edit(
        plan_address,
        "[name=signer_name]",
        press_save,
        "#portal-unreached",
        UNREACHED,
        "Đã lưu kế hoạch",
        lambda: Plan.objects.get().signer_name,
    ),
    "programme": Edit(
        programme_address,
        ".programme-line >> nth=0 >> [name=performer]",
        leave_field,
        "#programme-status",
        "Chưa lưu được",
        "Đã lưu",
        lambda: AgendaItem.objects.get(position=1).performer,
    ),
    "board": Edit(
        board_address,
        "#editor_form [name=content]",
        press_save,
        "#tasks-said",
        "Hệ thống không phản hồi, chưa có gì thay đổi.",
        "Đã lưu",
        lambda: first_task().content,
    ),
}


@pytest.fixture(params=list(EDITS.values()), ids=list(EDITS))
def edit(request: pytest.FixtureRequest) -> Edit:
    """Each page on which much is typed."""
    found: Edit = request.param
    return found


def field(page: Page, edit: Edit) -> Locator:
    return page.locator(edit.field)


def test_without_a_connection_the_page_says_so_and_keeps_what_was_typed(
    visit: Visit, hand: Hand, organizer: User, ceremony: Event, edit: Edit
) -> None:
    page = visit.page
    visit.go(edit.address(ceremony))
    before = edit.stored()
    typed = "Lời gõ dở"
    page.context.set_offline(True)
    hand.write(field(page, edit), typed)
    edit.save(hand)
    expect(page.locator(edit.told)).to_contain_text(edit.says)
    expect(field(page, edit)).to_have_value(typed)
    assert edit.stored() == before
    assert visit.sideways() == 0
    visit.troubles.clear()  # the browser tells of the request that did not go

    page.context.set_offline(False)
    again = page.get_by_role("button", name="Lưu lại")
    if again.is_visible():
        hand.press(again)
    else:
        edit.save(hand)
    expect(page.get_by_text(edit.saved).first).to_be_visible()
    assert edit.stored() == typed


def test_without_the_session_what_was_typed_is_there_after_signing_in(
    visit: Visit, hand: Hand, organizer: User, ceremony: Event, edit: Edit
) -> None:
    page = visit.page
    visit.go(edit.address(ceremony))
    hand.write(field(page, edit), TYPED)
    Session.objects.all().delete()
    edit.save(hand)

    if page.locator("#programme-editor").count():  # stays open; its user signs in beside it
        expect(page.locator(edit.told)).to_contain_text(edit.says)
        beside = page.context.new_page()
        beside.goto(f"{visit.portal}{reverse('admin:login')}")
        sign_in(beside, organizer)
        beside.wait_for_url("**/quan-tri/")
        beside.close()
        hand.press(page.get_by_role("button", name="Lưu lại"))
    else:
        expect(page.get_by_text("Phiên làm việc đã hết.")).to_be_visible()
        sign_in(page, organizer)
        hand.press(page.get_by_role("button", name="Gửi nội dung đã nhập"))
    expect(page.get_by_text(edit.saved).first).to_be_visible()
    assert edit.stored() == TYPED
    visit.troubles.clear()  # the browser names the 403 in its console
