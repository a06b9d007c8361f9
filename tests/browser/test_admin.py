"""The admin in a real browser, as an organizer works in it."""

import subprocess
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, expect

from events.models import Event, LegalBasis
from registrations.models import Registration
from tests.browser.conftest import PHONE, Visit
from tests.factories import make_registration

pytestmark = pytest.mark.usefixtures("ceremony")


def save(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Lưu", exact=True).click()
    expect(visit.page.get_by_text("Đã lưu")).to_be_visible()


def saved_rows(visit: Visit, prefix: str) -> Locator:
    return visit.page.locator(f"#{prefix}-group .form-group.original")


def drag(visit: Visit, row: Locator, onto: Locator) -> None:
    """Take a row by its handle and let it go over another further up.

    Like a person, look before each step: let go when the row stands in its new place,
    go on when its hidden number says so.
    """
    page, mouse = visit.page, visit.page.mouse
    row.scroll_into_view_if_needed()
    taken, target = row.element_handle(), onto.element_handle()
    start = row.locator("[x-sort\\:handle]").bounding_box()
    assert start
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 10, y, steps=2)
    page.wait_for_function("row => row.classList.contains('sortable-ghost')", arg=taken)
    end = target.bounding_box()
    assert end
    for _ in range(20):
        mouse.move(end["x"] + 30, end["y"] + end["height"] - 5, steps=5)
        mouse.move(end["x"] + 30, end["y"] + 5, steps=10)
        page.wait_for_timeout(200)  # the rows glide to their new places
        if target.evaluate("(target, row) => row.nextElementSibling === target", taken):
            break
    mouse.up()
    expect(page.locator(".sortable-ghost")).to_have_count(0)
    page.wait_for_function(
        """([row, target]) => {
            const number = (element) => Number(element.querySelector('[name$=-position]').value);
            return number(row) < number(target);
        }""",
        arg=[taken, target],
    )


def words_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_new_rows_keep_their_words_when_one_is_removed(desk: Visit, ceremony: Event) -> None:
    page = desk.page
    desk.go(reverse("admin:events_plan_change", args=[ceremony.plan.pk]))
    group = page.locator("#legal_bases-group")
    rows = group.locator(".form-group.template:not(.empty-form)")
    for number, text in enumerate(("Căn cứ thừa;", "Căn cứ ba;", "Căn cứ bốn;")):
        group.locator(".add-row").click()
        rows.nth(number).locator("textarea").fill(text)

    rows.nth(0).locator(".delete-template").click()

    expect(rows).to_have_count(2)
    expect(rows.nth(0).locator("textarea")).to_have_value("Căn cứ ba;")
    save(desk)
    texts = LegalBasis.objects.values_list("position", "text")
    assert list(texts)[2:] == [(3, "Căn cứ ba;"), (4, "Căn cứ bốn;")]


def test_page_with_a_mistake_keeps_the_dragged_order(desk: Visit, ceremony: Event) -> None:
    page = desk.page
    desk.go(reverse("admin:events_event_change", args=[ceremony.pk]))
    rows = saved_rows(desk, "delegations")
    second = rows.nth(1).locator("[name^=delegations][name$=text]").input_value()
    drag(desk, rows.nth(1), onto=rows.nth(0))
    expect(rows.nth(0).locator("[name^=delegations][name$=text]")).to_have_value(second)
    rows.nth(0).locator("[name^=delegations][name$=allotment]").fill("-1")

    page.get_by_role("button", name="Lưu", exact=True).click()

    expect(page.get_by_text("Giá trị phải lớn hơn hoặc bằng 0.")).to_be_visible()
    expect(rows.nth(0).locator("[name^=delegations][name$=text]")).to_have_value(second)
    rows.nth(0).locator("[name^=delegations][name$=allotment]").fill("40")
    save(desk)
    first = ceremony.delegations.first()
    assert first is not None
    assert (first.text, first.allotment) == (second, 40)


def test_registration_is_found_and_cancelled_with_a_reason(desk: Visit, ceremony: Event) -> None:
    page = desk.page
    registration = make_registration(ceremony, name="Đặng Thị Ánh")
    desk.go(reverse("admin:registrations_registration_changelist"))
    page.locator("#searchbar").fill("dang thi anh")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Đặng Thị Ánh").click()
    page.locator(".portal-tools summary").click()
    page.get_by_role("link", name="Hủy đăng ký").click()
    page.get_by_label("Lý do").fill("Bận công tác")

    page.get_by_role("button", name="Hủy đăng ký").click()

    expect(page.get_by_text("1 đăng ký chuyển sang trạng thái “đã hủy”.")).to_be_visible()
    registration.refresh_from_db()
    assert (registration.status, registration.reason) == ("cancelled", "Bận công tác")


def test_pages_fit_a_phone_and_make_no_trouble(desk: Visit, ceremony: Event) -> None:
    make_registration(ceremony)
    desk.page.set_viewport_size(PHONE)
    rows = [ceremony, ceremony.plan, ceremony.seating, Registration.objects.get()]
    names = [(row._meta.app_label, row._meta.model_name, row.pk) for row in rows]
    names += [("agenda", "programme", ceremony.pk), ("agenda", "preparation", ceremony.pk)]
    addresses = [reverse("admin:index"), reverse("admin:registrations_registration_export")]
    addresses += [reverse("admin:registrations_datarequest_add")]
    addresses += [reverse("admin:registrations_registration_substitute", args=[rows[-1].pk])]
    addresses += [reverse(f"admin:{app}_{model}_changelist") for app, model, _pk in names]
    addresses += [reverse(f"admin:{app}_{model}_change", args=[pk]) for app, model, pk in names]

    wide = {}
    for address in addresses:
        desk.go(address)
        wide[address] = desk.sideways()

    assert wide == dict.fromkeys(addresses, 0)
