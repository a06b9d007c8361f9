"""Whoever has only a keyboard: everything is reached in order, is seen where it is, and works."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Visit
from tests.factories import make_invitation, named
from tests.whole_portal import World

# the element that has the focus: what it is, where, and whether anybody can see that it has it
FOCUSED = """() => {
    let one = document.activeElement;
    while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    if (!one || one === document.body) return null;
    // a box that is drawn by its label is seen there
    const shown = one.matches('.btn-check') ? one.labels[0] : one;
    const box = shown.getBoundingClientRect();
    const marked = [shown, one.closest('.card-post')].filter(Boolean).some((each) => {
        const style = getComputedStyle(each);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    });
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (!window.seen) window.seen = new Map();
    if (!window.seen.has(one)) window.seen.set(one, window.seen.size);
    const all = [...document.querySelectorAll('*')];
    return {
        number: window.seen.get(one), place: all.indexOf(one),
        html: one.outerHTML.slice(0, 110), marked,
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        covered: !(middle && (shown.contains(middle) || middle.contains(shown))),
        player: one.tagName === 'VIDEO',
    };
}"""
REACHABLE = """() => [...document.querySelectorAll(
        'a[href], button, input:not([type=hidden]), select, textarea, summary, video[controls]')]
    .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.disabled
        && one.tabIndex >= 0 && !one.closest('details:not([open]) > :not(summary)')
        && (one.type !== 'radio'
            || one === (document.querySelector(`[name="${one.name}"]:checked`)
                || document.querySelector(`[name="${one.name}"]`)))).length"""
MOST = 150


def walk(visit: Visit) -> tuple[int, list[str]]:
    """Press Tab until the page ends; return how many places that were, and what is wrong."""
    page = visit.page
    wrong: list[str] = []
    places: list[int] = []
    reached: set[int] = set()
    for _n in range(MOST):
        page.keyboard.press("Tab")
        now: Any = page.evaluate(FOCUSED)
        if now is None or (now["number"] == 0 and reached):
            break
        if now["number"] in reached and now["player"]:
            continue  # it has places of its own, which it marks itself
        if now["number"] in reached:
            wrong.append(f"focus comes back: {now['html']}")
            break
        reached.add(now["number"])
        places.append(now["place"])
        if not now["inside"] or now["covered"]:
            wrong.append(f"focused out of sight: {now}")
        if not now["marked"]:
            wrong.append(f"nothing shows the focus: {now['html']}")
    else:
        wrong.append("no end")
    if places != sorted(places):
        wrong.append(f"not in the order of the page: {places}")
    return len(reached), wrong


def paths(world: World) -> Iterator[str]:
    """Yield the pages on which there is most to reach."""
    answered = make_invitation(world.event, name="Lê Văn Mời", quota=3)
    named(answered)
    yield "/"
    yield "/dang-ky/"
    yield answered.get_absolute_url()
    yield "/hoi-dap/"
    yield "/video/co-tep/"
    yield "/the-le/"
    yield "/tin-tuc/"
    yield "/xac-minh/"
    yield reverse("units:tasks", args=world.arguments["units:tasks.token"])


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_tab_goes_through_the_page_in_order_and_is_seen(
    visit: Visit, world: World, size: Any
) -> None:
    visit.page.set_viewport_size(size)
    visit.page.emulate_media(reduced_motion="reduce")  # else it is still on its way
    wrong = []
    for path in paths(world):
        visit.go(path)
        expected = visit.page.evaluate(REACHABLE)
        count, found = walk(visit)
        wrong += [f"{path}: {what}" for what in found]
        if count < expected:
            wrong.append(f"{path}: {count} of {expected} places are reached")
    assert not wrong, "\n".join(wrong)


def test_the_content_and_the_other_language_by_keys(visit: Visit) -> None:
    page = visit.page
    visit.go("/hoi-dap/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    field = page.get_by_role("main").get_by_role("searchbox")
    for _n in range(4):  # past the way back to the home page
        page.keyboard.press("Tab")
        if field.evaluate("one => one === document.activeElement"):
            break
    expect(field).to_be_focused()
    page.keyboard.type("ho so")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("ho so")

    page.get_by_role("link", name="English").focus()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("status")).to_contain_text("ho so")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_what_is_folded_opens_and_closes(visit: Visit, key: str) -> None:
    for path in ("/hoi-dap/", "/video/co-tep/"):
        visit.go(path)
        folded = visit.page.locator("details").first
        folded.locator("summary").focus()
        visit.page.keyboard.press(key)
        expect(folded).to_have_attribute("open", "")
        visit.page.keyboard.press(key)
        expect(folded).not_to_have_attribute("open", "")


def test_the_steps_about_a_delegate_unfold(visit: Visit, world: World) -> None:
    invitation = make_invitation(world.event, name="Lê Văn Mời", quota=3)
    named(invitation)
    visit.go(invitation.get_absolute_url())
    menu = visit.page.locator("details.change").first
    menu.locator("summary").focus()
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Tab")
    expect(menu.get_by_role("link").first).to_be_focused()
    visit.page.keyboard.press("Shift+Tab")
    visit.page.keyboard.press("Enter")
    expect(menu).not_to_have_attribute("open", "")


def type_row(visit: Visit, *words: str) -> None:
    """Fill in a row from its form of address on, which has the focus."""
    visit.page.keyboard.press("ArrowDown")
    for each in words:
        visit.page.keyboard.press("Tab")
        visit.page.keyboard.type(each)


def test_an_invitation_is_answered_by_keys(visit: Visit, world: World) -> None:
    invitation = make_invitation(world.event, name="Lê Văn Mời", quota=3)
    page = visit.page
    visit.go(invitation.get_absolute_url())
    page.get_by_role("button", name="Thêm đại biểu").focus()
    page.keyboard.press("Space")
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(2)
    rows.first.locator("[name$=-honorific]").focus()
    type_row(visit, "Trần Thị Mẫu", "Phó Giám đốc", "0912 345 678")
    rows.last.locator("[name$=-honorific]").focus()
    type_row(visit, "Lê Văn Thử", "Chánh Văn phòng", "0912 345 679")
    page.locator("[name=consent]").focus()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".named > li")).to_have_count(2)
    assert invitation.registrations.count() == 2


def test_a_video_plays_by_keys(visit: Visit) -> None:
    page = visit.page
    visit.go("/video/co-tep/")
    page.locator("video").focus()
    page.keyboard.press("Space")
    expect(page.locator("video")).to_have_js_property("paused", False)
    tracks = page.locator("video").evaluate("one => [...one.textTracks].map((t) => t.kind)")
    assert tracks == ["captions"]
