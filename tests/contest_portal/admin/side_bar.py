"""The side bar of the admin and its tabs, as a page shows them."""

import re

from contest_portal.admin.navigation import HALVES

LINK = re.compile(r'<a href="([^"]+)"( aria-current="page")?[^>]*>(.*?)</a>', re.DOTALL)
HAS_TABS = {entry.title: len(entry.tabs) > 1 for half in HALVES for entry in half}


def entries(page: str) -> list[tuple[str, bool, str]]:
    """Return the title of each entry, whether it is marked, and where it leads."""
    return links(page.split('id="nav-sidebar-apps"')[1].split("</div>")[0])


def tabs(page: str) -> list[tuple[str, bool, str]]:
    """Return the same of the tabs."""
    parts = page.split('<nav class="portal-tabs"')[1:]
    return links(parts[0].split("</nav>")[0]) if parts else []


def links(part: str) -> list[tuple[str, bool, str]]:
    icons = re.compile(r'<span class="material.*?</span>|<[^>]+>', re.DOTALL)
    return [(icons.sub("", text).strip(), bool(mark), to) for to, mark, text in LINK.findall(part)]


def marked(links: list[tuple[str, bool, str]]) -> list[str]:
    return [title for title, mark, _to in links if mark]


def misplaced(page: str) -> list[str]:
    """Return what is wrong: one entry is marked on a page, and one tab where it has tabs."""
    entry, tab = marked(entries(page)), marked(tabs(page))
    wants_tab = len(entry) == 1 and HAS_TABS[entry[0]]
    good = len(entry) == 1 and len(tab) == wants_tab
    return [] if good else [f"marked are the entries {entry} and the tabs {tab}"]
