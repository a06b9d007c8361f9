"""The admin under its content policy: nothing of any page is refused, but what is foreign is."""

from playwright.sync_api import expect

from tests import whole_portal
from tests.browser.conftest import Visit

# of these pages one each is enough: they are the same for every kind of row
ALIKE = ("_add", "_history", "_delete")
USUAL = ("_changelist", "_change", "_history")
ONE_OF_ALIKE = ("events_plan", "registrations_invitation")


def kinds_of_page(world: whole_portal.World) -> dict[str, str]:
    """Return an address of each kind of page that the admin has."""
    found: dict[str, str] = {}
    for one in whole_portal.addresses(world):
        alike = one.name.endswith(ALIKE) and not one.name.startswith(ONE_OF_ALIKE)
        is_page = one.route.startswith("quan-tri/") and one.route.endswith(("/", "$"))
        if is_page and not alike and one.name not in ("jsi18n", "logout", "autocomplete"):
            found.setdefault(one.name, one.path)
    return found


def test_no_page_of_the_admin_breaks_its_policy(desk: Visit) -> None:
    world = whole_portal.build()
    asked = desk.page.context.request
    seen = 0

    for name, path in kinds_of_page(world).items():
        if name == "search":
            continue  # a part of the pages, which stands in none by itself
        if not name.endswith(USUAL):  # it may be a file, or lead elsewhere
            answer = asked.head(f"{desk.portal}{path}", max_redirects=0)
            if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
                continue
        desk.go(path)
        desk.page.wait_for_load_state("load")
        assert desk.troubles == [], name
        seen += 1

    assert seen > 60


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
