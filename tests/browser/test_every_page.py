"""Every page of the admin, at a phone's width and at a desk's: whole, in Vietnamese, for all, under
its content policy, with its place in the side bar marked.
"""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext

from tests import whole_portal
from tests.browser.conftest import Visit
from tests.browser.looking import desk_context, faults
from tests.contest_portal.admin.side_bar import misplaced
from tests.people import administrator, worker

PARTS = (  # of the admin, so that several can be walked at once
    ("events/officialdocument/", "events/plan/", "events/event/", "sponsorship/"),
    ("registrations/",),
    ("agenda/", "auth/", "events/unit/"),
    tuple(f"events/{name}/" for name in ("download", "newspost", "question", "rules", "video")),
    ("",),
)
OF_EACH_KIND = {  # what other roles see in another form than administrators do
    "index",
    "agenda_preparation_change",
    "agenda_preparationtask_change",
    "agenda_programme_change",
    "events_event_change",
    "events_papers",
    "events_plan_change",
    "registrations_registration_change",
    "registrations_registration_changelist",
    "registrations_registration_history",
    "registrations_seat_hall",
    "registrations_seating_change",
    "security",
    "sponsorship_memorandum_change",
}
# the own account, and the list of all lists of an app
OF_NO_ENTRY = ("security", "password_change", "app_list")


@pytest.fixture
def visit(chromium: Browser, portal: str, transactional_db: None) -> Iterator[Visit]:
    """A desk with axe in each page; in the end nothing may have gone wrong."""
    context: BrowserContext = desk_context(chromium)
    visit = Visit(context.new_page(), portal)
    visit.watch()
    yield visit
    context.close()
    assert visit.troubles == []


def let_in(visit: Visit, user: User) -> Client:
    """Sign somebody in at the desk; return a browser without windows of the same person."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    visit.page.context.add_cookies([{"name": name, "value": value, "url": visit.portal}])
    return client


def walk(
    visit: Visit,
    pages: list[whole_portal.Address],
    seen_also: Callable[[str, str], list[str]] = lambda name, page: [],
) -> list[str]:
    """Open each page, send forms empty that add something; return what is wrong."""
    wrong = []
    for one in pages:
        if one.name == "search":
            continue  # a part of the pages, which stands in none by itself
        visit.go(one.path)
        of_html = partial(seen_also, one.name)
        wrong += [f"{one.name}: {what}" for what in faults(visit, of_html)]
        if one.name.endswith("_add") and visit.page.locator("[name=_save]").count():
            with visit.page.expect_navigation():
                visit.page.locator("[name=_save]").click()
            wrong += [f"{one.name}, sent empty: {what}" for what in faults(visit, of_html)]
    return wrong


def unmarked(name: str, page: str) -> list[str]:
    """Return what is wrong with the marks of the side bar."""
    is_there = 'id="nav-sidebar-apps"' in page and not name.startswith(OF_NO_ENTRY)
    return misplaced(page) if is_there else []


@pytest.mark.parametrize("part", range(len(PARTS)))
def test_every_page_is_whole(visit: Visit, part: int) -> None:
    world = whole_portal.build()
    User.objects.filter(username="nguoi-organizer").update(username="le-thi-thu")
    client = let_in(visit, administrator())

    pages = whole_portal.pages(world, client, lambda one: part_of(one.path) == part)
    wrong = walk(visit, pages, unmarked)

    assert len(pages) > 10
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["organizer", "secretariat", "reception"])
def test_pages_of_each_kind_are_whole_for_other_roles(visit: Visit, role: str) -> None:
    world = whole_portal.build()
    user = User.objects.filter(username=f"nguoi-{role}").first() or worker(role)
    user.username = "le-thi-thu"  # pages show it
    user.save()
    client = let_in(visit, user)

    pages = whole_portal.pages(world, client, lambda one: one.name in OF_EACH_KIND)
    wrong = walk(visit, pages)

    seen = {one.name for one in pages}
    assert len(seen) == (6 if role == "reception" else len(OF_EACH_KIND)), seen
    assert not wrong, "\n".join(wrong)


def part_of(path: str) -> int | None:
    """Return which part of the admin an address belongs to."""
    root = reverse("admin:index")
    if not path.startswith(root):
        return None
    inside = path.removeprefix(root)
    return next(number for number, starts in enumerate(PARTS) if inside.startswith(starts))
