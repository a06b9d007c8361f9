"""The plan of the hall in a real browser: two chairs are chosen by mouse or by keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Event
from registrations.models import Registration, Seat
from registrations.services import hall
from tests.browser.conftest import DESK, PHONE, Visit
from tests.factories import make_hall, make_registration, make_seating
from tests.people import PASSWORD, administrator

HALL = reverse("admin:registrations_seat_hall")


@pytest.fixture
def event(transactional_db: None) -> Event:
    """A wide hall with two delegates on its first chairs."""
    event = make_seating(public_seats=50).event
    make_hall(event, A=10, B=40)
    for name in ("Lê Thị Hòa", "Trần Văn Đức"):
        make_registration(event, name=name)
    hall.arrange(event)
    return event


def sign_in(visit: Visit) -> None:
    administrator(PASSWORD)
    visit.go(reverse("admin:login"))
    visit.page.locator("[name=username]").fill("quan-tri-vien")
    visit.page.locator("[name=password]").fill(PASSWORD)
    visit.page.locator("form button[type=submit]").first.click()
    visit.page.wait_for_url("**/quan-tri/")


def places() -> list[str]:
    seated = Registration.objects.order_by("pk").values_list("seat", flat=True)
    return [Seat.objects.get(pk=key).chair_name for key in seated]


def test_two_chairs_are_clicked_and_exchanged(visit: Visit, event: Event) -> None:
    visit.page.set_viewport_size(DESK)
    sign_in(visit)
    visit.go(HALL)
    chairs = visit.page.locator(".hall-chair")
    chairs.nth(4).click()
    chairs.nth(5).click()
    expect(chairs.nth(4).locator("input")).to_be_checked()

    visit.page.get_by_role("button", name="Đổi chỗ").click()

    done = "Lê Thị Hòa: Hàng A, ghế 6; Trần Văn Đức: Hàng A, ghế 5."
    expect(visit.page.get_by_text(done)).to_be_visible()
    assert places() == ["Hàng A, ghế 6", "Hàng A, ghế 5"]


def test_it_works_by_the_keyboard(visit: Visit, event: Event) -> None:
    sign_in(visit)
    visit.go(HALL)
    one = visit.page.get_by_role("checkbox", name="Lê Thị Hòa")
    one.focus()
    visit.page.keyboard.press("Space")
    free = visit.page.get_by_role("group", name="Hàng B").get_by_role("checkbox").nth(39)
    free.focus()
    visit.page.keyboard.press("Space")

    visit.page.get_by_role("button", name="Đổi chỗ").press("Enter")

    visit.page.wait_for_url(f"**{HALL}?event={event.slug}")
    assert places() == ["Hàng B, ghế 40", "Hàng A, ghế 6"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_wide_hall_scrolls_in_its_own_box(visit: Visit, event: Event, size: dict) -> None:
    visit.page.set_viewport_size(size)
    sign_in(visit)
    addresses = [HALL, reverse("admin:registrations_seat_arrange")]
    addresses += [reverse("admin:registrations_seat_changelist")]
    addresses += [reverse("admin:registrations_seating_change", args=[event.seating.pk])]
    for address in addresses:
        visit.go(address)
        assert (address, visit.sideways()) == (address, 0)
    visit.go(HALL)
    inner, box = visit.page.locator(".hall").evaluate("box => [box.scrollWidth, box.clientWidth]")
    assert inner > box > 0


def test_on_a_phone_each_value_of_a_seat_stands_beside_its_own_name(
    visit: Visit, event: Event
) -> None:
    sign_in(visit)
    visit.go(reverse("admin:registrations_seat_changelist"))
    labels = visit.page.locator("#result_list tbody tr").first.locator("[data-label]")
    names = ["Số", "Loại", "Hàng ghế", "Ghế", "Đại biểu"]
    assert labels.evaluate_all("all => all.map(cell => cell.dataset.label.trim())") == names
