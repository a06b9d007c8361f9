"""On the narrowest phones no line ends within the symbol of a paper."""

from typing import Any

from events.services import publications
from tests.browser.conftest import Visit
from tests.factories import MilestoneFactory, NewsPostFactory
from tests.whole_portal import World

SYMBOL = "255/KH-UBND"
# how many lines each place takes in which the symbol stands
LINES = """(symbol) => {
    const found = [];
    const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const start = walk.currentNode.data.indexOf(symbol);
        if (start < 0) continue;
        const range = document.createRange();
        range.setStart(walk.currentNode, start);
        range.setEnd(walk.currentNode, start + symbol.length);
        found.push(new Set([...range.getClientRects()].map((one) => one.top)).size);
    }
    return found;
}"""


def test_a_symbol_stands_on_one_line(visit: Visit, world: World) -> None:
    text = " ".join(f"Số {'a' * n} {SYMBOL}." for n in range(1, 25))  # one of them at a line's end
    milestone: Any = MilestoneFactory(
        contest=world.event.contest, title=f"Kế hoạch {SYMBOL}", description=text
    )
    post = NewsPostFactory(contest=world.event.contest, lead=text, text=text)
    post = publications.publish(post)
    visit.page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/moc-thoi-gian/", post.get_absolute_url()):
        visit.go(path)
        lines = visit.page.evaluate(LINES, SYMBOL)
        assert len(lines) >= 25
        assert set(lines) == {1}
    for row in (milestone, post):  # other tests look at the same pages
        row.delete()
