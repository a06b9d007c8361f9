"""What moves stands still for who asks for it, and paper gets ink on white and no navigation."""

from tests.browser.conftest import DESK, Visit
from tests.browser.public.test_every_page import PAGES, public
from tests.whole_portal import World

# what would move for longer than a hundredth of a second
MOVING = """() => {
    const seconds = (text) => text.split(',').map((one) =>
        parseFloat(one) * (one.trim().endsWith('ms') ? 0.001 : 1));
    const moves = (one, pseudo) => {
        const style = getComputedStyle(one, pseudo);
        const animated = style.animationName.split(',').some((name) => name.trim() !== 'none')
            && seconds(style.animationDuration).some((time) => time > 0.01);
        return animated || seconds(style.transitionDuration).some((time) => time > 0.01)
            || style.scrollBehavior === 'smooth';
    };
    return [...document.querySelectorAll('*')]
        .filter((one) => [null, '::before', '::after'].some((pseudo) => moves(one, pseudo)))
        .map((one) => one.outerHTML.slice(0, 100));
}"""
RUNNING = "document.getAnimations().length"
# the part of the page that is darker than its words, or is of no use on paper
DARK = """() => {
    const grey = (colour) => {
        const [r, g, b, alpha] = colour.match(/[\\d.]+/g).map(Number);
        return alpha === 0 ? 255 : 0.3 * r + 0.59 * g + 0.11 * b;
    };
    return [...document.querySelectorAll('html, body, body *')]
        .filter((one) => one.checkVisibility({visibilityProperty: true})
            && one.getBoundingClientRect().width * one.getBoundingClientRect().height > 4000
            && !['IMG', 'VIDEO', 'CANVAS'].includes(one.tagName)
            && (grey(getComputedStyle(one).backgroundColor) < 160))
        .map((one) => `dark: ${one.outerHTML.slice(0, 100)}`);
}"""
PALE = """() => [...document.querySelectorAll('main *')]
    .filter((one) => one.checkVisibility({visibilityProperty: true})
        && [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .filter((one) => {
        const [r, g, b] = getComputedStyle(one).color.match(/[\\d.]+/g).map(Number);
        return 0.3 * r + 0.59 * g + 0.11 * b > 150;
    })
    .map((one) => `pale: ${one.outerHTML.slice(0, 100)}`)"""
OF_NO_USE = """() => ['.site-header nav', '.site-footer', '.language', '.skip-link', '.breadcrumbs',
        'form.search', '.on-screen']
    .filter((one) => [...document.querySelectorAll(one)].some((each) => each.checkVisibility()))"""


def test_nothing_moves_for_who_asks_for_it(visit: Visit, world: World) -> None:
    wrong = []
    visit.page.emulate_media(reduced_motion="reduce")
    for name, path in public(world).items():
        if name in PAGES:
            visit.go(path)
            wrong += [f"{name}: {what}" for what in visit.page.evaluate(MOVING)]
            if running := visit.page.evaluate(RUNNING):
                wrong.append(f"{name}: {running} animations")
    assert not wrong, "\n".join(wrong)


def test_on_paper(visit: Visit, world: World) -> None:
    wrong = []
    visit.page.set_viewport_size(DESK)
    visit.page.emulate_media(media="print", color_scheme="dark")  # of who reads by night
    for name, path in public(world).items():
        if name in PAGES:
            visit.go(path)
            for rule in (DARK, PALE, OF_NO_USE):
                wrong += [f"{name}: {what}" for what in visit.page.evaluate(rule)]
    assert not wrong, "\n".join(wrong)
