"""One browser page for all pages of the public, with axe in each."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PHONE, Visit
from tests.browser.looking import AXE
from tests.browser.public.full_portal import kept_world, world  # noqa: F401  (fixtures)
from tests.whole_portal import World


@pytest.fixture
def visit(
    chromium: Browser,
    portal: str,
    world: World,  # noqa: F811
) -> Iterator[Visit]:
    """A visit with a phone; who uses it looks at `troubles` page by page."""
    context = chromium.new_context(viewport=PHONE, locale="vi-VN")
    context.add_init_script(path=AXE)
    visit = Visit(context.new_page(), portal)
    visit.watch()
    yield visit
    context.close()
