"""What is looked at on every page of the public, by day and by night, from a phone to a desk."""

from typing import Any, Literal

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.looking import OPTIONS

REFLOW = {"width": 320, "height": 640}  # a window of 1280 px, enlarged four times
# what stands on every page is judged with the home page
ONCE = "document.querySelector('.home') ? [] : [['.site-header'], ['.site-footer']]"
WIDER = "document.scrollingElement.scrollWidth - innerWidth"


def judged(options: str) -> str:
    """Return how axe judges a page."""
    return f"axe.run({{exclude: {ONCE}}}, {{{OPTIONS}, {options}}})"


# a page is judged by every rule once; where only colours or places differ, by those about them
EVERY = judged("rules: {'target-size': {enabled: true}}")
COLOURS = judged("runOnly: ['color-contrast', 'link-in-text-block']")
PLACES = judged("runOnly: ['color-contrast', 'scrollable-region-focusable', 'target-size']")
Look = tuple[Literal["light", "dark"], Any, str]  # theme, window, what axe is asked
LOOKS: dict[str, list[Look]] = {
    "vi": [
        ("light", PHONE, EVERY),
        ("dark", PHONE, COLOURS),
        ("dark", DESK, PLACES),
        ("light", DESK, COLOURS),
        ("light", REFLOW, ""),
    ],
    # other words in the same places and colours, and some that stand on no other page
    "en": [
        ("light", DESK, ""),
        ("light", REFLOW, ""),
        ("light", PHONE, EVERY),
        ("dark", PHONE, COLOURS),
    ],
}


def faults(visit: Visit, language: str) -> list[str]:
    """Return what is wrong with the page at hand."""
    page = visit.page
    about = page.evaluate(
        """() => ({
            lang: document.documentElement.lang,
            h1: [...document.querySelectorAll('h1')].map((one) => one.textContent.trim()),
            main: document.querySelectorAll('main').length,
            title: document.title,
        })"""
    )
    found = []
    if about["lang"] != language or len(about["h1"]) != 1 or about["main"] != 1:
        found.append(f"{about}")
    if not about["h1"][0] or not about["title"].split(" | ")[0].strip():
        found.append(f"no name: {about}")
    for theme, size, rules in LOOKS[language]:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.set_viewport_size(size)
        if (wide := page.evaluate(WIDER)) > 0:
            found.append(f"{wide} px too wide at {size['width']}: {sticking_out(visit)}")
        if rules:
            found += [f"{theme} {size['width']}: {v}" for v in violations(page.evaluate(rules))]
    return found


def violations(told: Any) -> list[str]:
    """Return what axe tells, a line each with the first element that it is about."""
    return [
        f"{v['id']} ({len(v['nodes'])}): {v['nodes'][0]['html'][:160]} "
        f"{v['nodes'][0].get('failureSummary', '')[:200]}"
        for v in told["violations"]
    ]


def sticking_out(visit: Visit) -> Any:
    """Return the elements that make a page too wide."""
    return visit.page.evaluate(
        """() => [...document.querySelectorAll('main *, header, footer')]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
            .slice(0, 3).map((one) => one.outerHTML.slice(0, 120))"""
    )
