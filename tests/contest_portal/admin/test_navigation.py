"""The side bar and its tabs: few entries, each role's own."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.contest_portal.admin.side_bar import entries, links, marked, tabs
from tests.factories import EventFactory, PlanFactory, make_seating
from tests.people import administrator_client, signed_in

pytestmark = pytest.mark.django_db

ABOVE = """Tổng quan, Chuẩn bị, Chương trình, Đại biểu, Giấy mời, Hội trường, Văn bản, Tài trợ,
Nội dung trang""".replace("\n", " ").split(", ")
BELOW = ["Thư", "Tài khoản", "Cài đặt"]
ALL = {*ABOVE, *BELOW}


def page(client: Client, name: str) -> str:
    return client.get(reverse(f"admin:{name}"), follow=True).content.decode()


def test_nine_entries_stand_above_the_line_and_three_below() -> None:
    found = page(administrator_client(), "index")

    above, below = found.split('id="nav-sidebar-apps"')[1].split("</div>")[0].split("<hr")
    assert [[title for title, *_ in links(part)] for part in (above, below)] == [ABOVE, BELOW]


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
