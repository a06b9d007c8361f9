"""Ten thousand registrations: every list and every page costs as many queries as thirty."""

import io
from typing import Any

import pypdf
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from events.admin.base import MOST_AT_ONCE
from events.models import Event, Letter, PrintJob
from registrations.models import Registration, Seating
from tests.factories import make_registration, make_seating
from tests.many import analyze, fill, make_delegates
from tests.people import signed_in

pytestmark = pytest.mark.django_db

Status = Registration.Status
DELEGATES = "admin:registrations_registration_changelist"
MANY = 10_000

PAGES = [
    (DELEGATES, ""),
    (DELEGATES, "?q=nguyen+van+thu+7"),
    (DELEGATES, "?q=0912"),
    (DELEGATES, "?status__exact=confirmed"),
    (DELEGATES, "?status__exact=waiting&p=2"),
    (DELEGATES, "?p=2"),
    ("admin:registrations_invitation_changelist", ""),
    ("admin:registrations_invitation_changelist", "?q=so+7"),
    ("admin:registrations_invitation_changelist", "?answer=open"),
    ("admin:registrations_invitation_changelist", "?answer=late&p=1"),
    ("admin:registrations_invitation_follow_up", ""),
    ("admin:events_letter_changelist", ""),
    ("admin:events_letter_changelist", "?state=waiting"),
    ("admin:registrations_datarequest_changelist", ""),
    ("admin:registrations_datarequest_changelist", "?overdue=yes"),
    ("admin:registrations_seat_changelist", ""),
    ("admin:registrations_seating_changelist", "?whole"),
    ("admin:index", ""),
]


@pytest.fixture
def event() -> Event:
    return make_seating(public_seats=5000).event


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


def counted(client: Client, address: str, data: Any = None) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.post(address, data) if data else client.get(address)
    assert response.status_code == 200, address
    return len(queries)


def costs(client: Client) -> dict[str, int]:
    """Return the queries of each page, and of each export."""
    addresses = [reverse(name) + query for name, query in PAGES]
    found = {address: counted(client, address) for address in addresses}
    export = {"format": "1", "resource": "0"}
    for name in ("registration", "invitation", "datarequest"):
        address = reverse(f"admin:registrations_{name}_export")
        found[address] = counted(client, address, export)
    chosen = Registration.objects.filter(status=Status.CONFIRMED).values_list("pk", flat=True)
    for step in ("approve", "decline", "reserve", "cancel"):
        page = reverse("admin:registrations_registration_transition", args=[step])
        ids = ",".join(map(str, chosen[:MOST_AT_ONCE]))
        found[page] = counted(client, f"{page}?ids={ids}")
    return found


def test_ten_thousand_cost_as_many_queries_as_thirty(organizer: Client, event: Event) -> None:
    fill(event, 60)
    costs(organizer)  # some pages remember what they asked for
    few = costs(organizer)
    fill(event, MANY)

    assert costs(organizer) == few


def test_search_is_quick_among_ten_thousand(event: Event) -> None:
    from registrations.admin.search import search

    make_delegates(event, MANY)
    analyze()
    rows = search(Registration.objects.order_by("name_sort", "pk"), "nguyen thu 777")
    list(rows[:50])
    text = rows[:50].explain(analyze=True)

    took = float(text.rpartition("Execution Time: ")[2].split(" ms")[0])
    assert took < 250, text


def act(client: Client, action: str, pages: bool, query: str = "") -> Any:
    key = Registration.objects.order_by("pk").values_list("pk", flat=True).first()
    data = {"action": action, "_selected_action": key, "select_across": "1" if pages else "0"}
    return client.post(reverse(DELEGATES) + query, data, follow=True)


def test_more_than_can_be_dealt_with_at_once_are_refused_with_a_sentence(
    organizer: Client, event: Event
) -> None:
    fill(event, MOST_AT_ONCE)
    before = Letter.objects.count()

    for action in ("approve_chosen", "cancel_chosen", "letter_chosen"):
        (message,) = map(str, act(organizer, action, pages=True).context["messages"])
        assert "901" in message
        assert "900" in message
    assert Letter.objects.count() == before
    # what is printed beside the request may be as long as it likes
    act(organizer, "tickets_chosen", pages=True)
    assert PrintJob.objects.get().total == Registration.objects.filter(seat__gt=0).count()


def test_hundreds_are_cancelled_on_one_page(organizer: Client, event: Event) -> None:
    for _n in range(3):
        make_registration(event)
    fill(event, 300)
    page = act(organizer, "cancel_chosen", pages=True, query="?status__exact=confirmed")
    text = page.content.decode()
    assert text.count('name="ids"') == 1
    assert "đại biểu khác" in strip_tags(text)
    joined = text.partition('name="ids" value="')[2].partition('"')[0]

    address = reverse("admin:registrations_registration_transition", args=["cancel"])
    organizer.post(address, {"ids": joined, "reason": "Hoãn"})

    left = Registration.objects.filter(pk__in=joined.split(","), status=Status.CONFIRMED)
    assert not left.exists()
    assert len(joined.split(",")) > 100


# Tickets


def test_tickets_of_the_chosen_share_a_sheet(organizer: Client, event: Event) -> None:
    names = [make_registration(event, name=f"Lê Thử {n}").name for n in range(3)]
    gone = make_registration(event)
    Registration.objects.filter(pk=gone.pk).update(status=Status.CANCELLED, seat=None)

    response = act(organizer, "tickets_chosen", pages=True)

    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    (page,) = pages  # four on a sheet
    printed = page.extract_text()
    assert printed.count("PHIẾU THAM DỰ") == 3
    assert all(name in printed for name in names)


def test_nobody_with_a_seat_is_told(organizer: Client, event: Event) -> None:
    person = make_registration(event)
    Registration.objects.filter(pk=person.pk).update(status=Status.CANCELLED, seat=None)

    (message,) = map(str, act(organizer, "tickets_chosen", pages=False).context["messages"])
    assert "đã có chỗ" in message


def test_fast_rows_are_as_the_services_write_them(event: Event) -> None:
    fill(event, 60)
    Seating.objects.filter(event=event).update(
        public_seats=event.seats.filter(kind="public").count()
    )
    Registration.objects.filter(status=Status.WAITING).update(status=Status.CANCELLED)

    call_command("check_invariants", stdout=io.StringIO())
