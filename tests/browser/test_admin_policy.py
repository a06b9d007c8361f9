"""The admin under its content policy: what pages do works, what is foreign does not run.

That no page breaks its policy is seen where every page is opened (`test_every_page`).
"""

from playwright.sync_api import expect

from tests import whole_portal
from tests.browser.conftest import Visit


def test_what_pages_can_do_works_under_the_policy(desk: Visit) -> None:
    world = whole_portal.build()
    page = desk.page
    event, plan = world.event.pk, world.event.plan.pk

    desk.go("/quan-tri/registrations/registration/")
    red = "getComputedStyle(document.body).getPropertyValue('--color-primary-600')"
    assert page.evaluate(red) == "#b3261e"
    page.get_by_role("checkbox").nth(1).check()
    expect(page.locator("select[name=action]")).to_be_visible()
    desk.go(f"/quan-tri/events/plan/{plan}/change/")
    rows = page.locator("[name^=legal_bases-][name$=-text]")
    before = rows.count()
    page.locator("#legal_bases-group .add-row").click()
    expect(rows).to_have_count(before + 1)
    desk.go(f"/quan-tri/events/event/{event}/change/")
    page.locator("a[id^=calendarlink]").first.click()
    expect(page.locator(".calendarbox").first).to_be_visible()
    desk.go("/quan-tri/registrations/invitation/follow-up/")
    page.get_by_text("Lời nhắn và cuộc gọi").first.click()
    area = page.locator("[data-select-all]").first
    area.focus()
    assert area.evaluate("area => area.selectionEnd - area.selectionStart == area.value.length")
    assert desk.troubles == []


def test_program_that_was_put_into_a_page_does_not_run(desk: Visit) -> None:
    page = desk.page
    page.evaluate(
        """() => {
            document.body.insertAdjacentHTML('beforeend',
                '<img src="/static/khong-co.png" onerror="window.ran = true">');
            const inline = document.createElement('script');
            inline.textContent = 'window.ran = true';
            document.body.append(inline);
            const foreign = document.createElement('script');
            foreign.src = 'https://ke-xau.example/x.js';
            document.body.append(foreign);
            const sheet = document.createElement('style');
            sheet.textContent = 'body { display: none }';
            document.body.append(sheet);
        }"""
    )
    page.wait_for_timeout(500)

    assert page.evaluate("window.ran") is None
    expect(page.locator("body")).to_be_visible()
    assert sum("Content Security Policy" in trouble for trouble in desk.troubles) >= 4
    desk.troubles.clear()
