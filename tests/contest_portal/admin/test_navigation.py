"""The side bar and its tabs: few entries, each role's own, and one is marked on each page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from contest_portal.admin.navigation import HALVES
from tests import whole_portal
from tests.factories import EventFactory, PlanFactory, make_seating
from tests.people import administrator_client, signed_in

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a href="([^"]+)"( aria-current="page")?[^>]*>(.*?)</a>', re.DOTALL)
ABOVE = """Tổng quan, Chuẩn bị, Chương trình, Đại biểu, Giấy mời, Hội trường, Văn bản, Tài trợ,
Nội dung trang""".replace("\n", " ").split(", ")
BELOW = ["Thư", "Tài khoản", "Cài đặt"]
ALL = {*ABOVE, *BELOW}


def entries(page: str) -> list[tuple[str, bool, str]]:
    """Return the title of each entry, whether it is marked, and where it leads."""
    return _links(page.split('id="nav-sidebar-apps"')[1].split("</div>")[0])


def tabs(page: str) -> list[tuple[str, bool, str]]:
    """Return the same of the tabs."""
    parts = page.split('<nav class="portal-tabs"')[1:]
    return _links(parts[0].split("</nav>")[0]) if parts else []


def _links(part: str) -> list[tuple[str, bool, str]]:
    icons = re.compile(r'<span class="material.*?</span>|<[^>]+>', re.DOTALL)
    return [(icons.sub("", text).strip(), bool(mark), to) for to, mark, text in LINK.findall(part)]


def page(client: Client, name: str) -> str:
    return client.get(reverse(f"admin:{name}"), follow=True).content.decode()


def marked(links: list[tuple[str, bool, str]]) -> list[str]:
    return [title for title, mark, _to in links if mark]


def test_nine_entries_stand_above_the_line_and_three_below() -> None:
    found = page(administrator_client(), "index")

    above, below = found.split('id="nav-sidebar-apps"')[1].split("</div>")[0].split("<hr")
    assert [[title for title, *_ in _links(part)] for part in (above, below)] == [ABOVE, BELOW]


@pytest.mark.parametrize(
    ("role", "missing"),
    [
        ("organizer", {"Tài khoản"}),
        ("secretariat", {"Tài khoản", "Cài đặt"}),
        ("reception", ALL - {"Tổng quan", "Đại biểu"}),
    ],
)
def test_each_role_sees_its_own_entries_and_each_opens(role: str, missing: set[str]) -> None:
    client = signed_in(role)
    found = entries(page(client, "index"))

    assert ALL - {title for title, *_ in found} == missing
    for title, _mark, address in found:
        opened = client.get(address, follow=True)
        assert opened.status_code == 200, title
        assert marked(entries(opened.content.decode())) == [title]
        for tab, _mark, way in tabs(opened.content.decode()):
            answer = client.get(way, follow=True)
            assert answer.status_code == 200, tab
            assert marked(tabs(answer.content.decode())) == [tab]


def test_reception_has_a_row_without_what_it_may_not_see() -> None:
    found = tabs(page(signed_in("reception"), "registrations_registration_changelist"))

    assert [title for title, *_ in found] == ["Danh sách", "Danh sách chờ"]


def test_exactly_one_entry_and_tab_are_marked_on_every_page() -> None:
    world, client = whole_portal.build(), administrator_client()
    rows = {entry.title: len(entry.tabs) > 1 for half in HALVES for entry in half}
    misplaced, seen = [], 0

    for one in whole_portal.addresses(world):
        if not one.route.startswith("quan-tri/") or one.name in (
            *("app_list", "logout", "login", "password_change", "password_change_done"),
            "events_paper_print",
        ):
            continue
        if one.name.startswith("security"):  # the own account, as its password above
            continue
        answer = client.get(one.path)
        html = answer.headers["Content-Type"].startswith("text/html")
        if answer.status_code != 200 or not html:
            continue
        found = answer.content.decode()
        if 'id="nav-sidebar-apps"' not in found:
            continue
        seen += 1
        entry = marked(entries(found))
        wants_tab = len(entry) == 1 and rows[entry[0]]
        if len(entry) != 1 or len(marked(tabs(found))) != wants_tab:
            misplaced.append((one.name, entry, marked(tabs(found))))

    assert misplaced == []
    assert seen > 80


ONE_ROW = [
    "events_contest",
    "events_event",
    "events_plan",
    "agenda_programme",
    "agenda_preparation",
    "events_committee",
    "registrations_seating",
]


def test_list_with_one_row_opens_it_and_stays_within_reach() -> None:
    event = make_seating().event
    plan, client = PlanFactory(event=event), signed_in("organizer")
    keys = {"events_contest": event.contest.pk, "events_plan": plan.pk}
    keys["registrations_seating"] = event.seating.pk

    for name in ONE_ROW:
        address = reverse(f"admin:{name}_changelist")
        opened = client.get(address)
        row = reverse(f"admin:{name}_change", args=[keys.get(name, event.pk)])
        assert opened["Location"] == row, name
        *_tabs, (title, _mark, others) = tabs(client.get(row).content.decode())
        assert (title, others) == ("Xem danh sách", f"{address}?whole")
        assert b'id="result_list"' in client.get(others).content, name
        assert client.get(f"{address}?q=x").status_code == 200


def test_of_several_rows_who_may_add_none_sees_that_of_the_ceremony_at_hand() -> None:
    past = EventFactory(window_start="2020-01-01", window_end="2020-01-02")
    event = EventFactory()
    for one in (past, event):
        PlanFactory(event=one)
    organizer, secretariat = signed_in("organizer"), signed_in("secretariat")

    for name in ("events_plan", "events_contest"):
        assert organizer.get(reverse(f"admin:{name}_changelist")).status_code == 200
    for client, name, key in (
        (secretariat, "events_plan", event.plan.pk),
        (secretariat, "events_contest", event.contest.pk),
        (organizer, "agenda_programme", event.pk),
    ):
        opened = client.get(reverse(f"admin:{name}_changelist"))
        assert opened["Location"] == reverse(f"admin:{name}_change", args=[key])
    assert signed_in("reception").get(reverse("admin:events_plan_changelist")).status_code == 403
