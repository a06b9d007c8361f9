"""Steps of the organizers: in which order, on old pages, and who took them."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event
from registrations.models import Registration, Seating
from registrations.services import data_requests, transitions
from registrations.services.delegate_keys import delegate_key
from tests.factories import make_delegate, make_registration, make_seating
from tests.people import signed_in
from tests.registrations.admin.registration.pages import LIST, status, step, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def event() -> Event:
    return make_seating(public_seats=1, reserve_seats=1, policy=Seating.Policy.APPROVAL).event


def choose(client: Client, action: str, *chosen: Registration, query: str = "") -> Any:
    data = {"action": action, "_selected_action": [str(one.pk) for one in chosen]}
    return client.post(reverse(LIST) + query, data)


def history(registration: Registration) -> list[tuple[str, str]]:
    entries = LogEntry.objects.filter(object_id=registration.pk).order_by("pk")
    return [(entry.user.username, entry.get_change_message()) for entry in entries]


@pytest.mark.parametrize("name", ["approve", "reserve"])
def test_who_came_first_gets_the_only_seat(organizer: Client, event: Event, name: str) -> None:
    first = make_registration(event, name="Hồ Văn Xuân")
    second = make_registration(event, name="Hồ Văn Anh")
    page = choose(organizer, f"{name}_chosen", first, second)
    ids = page.content.decode().partition('name="ids" value="')[2].partition('"')[0]
    assert ids == f"{first.pk},{second.pk}"

    organizer.post(step(name), {"ids": f"{second.pk},{first.pk}", "reason": "Khách mời"})

    assert status(first) == "confirmed"
    assert status(second) == {"approve": "waiting", "reserve": "pending"}[name]


def test_who_was_approved_first_onto_the_waiting_list_gets_the_reserve_seat(
    organizer: Client, event: Event
) -> None:
    late, early, seated = [make_registration(event) for _n in range(3)]
    for one in (seated, early, late):
        transitions.approve(one)

    organizer.post(step("reserve"), {"ids": f"{late.pk},{early.pk}", "reason": "Khách mời"})

    assert (status(early), status(late)) == ("confirmed", "waiting")


def test_whom_another_handled_meanwhile_the_page_names(organizer: Client, event: Event) -> None:
    handled, open_one = [make_registration(event) for _n in range(2)]
    transitions.approve(handled)

    alone = choose(organizer, "approve_chosen", handled, query="?status__exact=pending")
    both = choose(organizer, "approve_chosen", handled, open_one, query="?status__exact=pending")

    for page in (alone, both):
        assert handled.name in text_of(page)
        told = "đã xác nhận: ở trạng thái này không thực hiện được bước này"
        assert told in text_of(page)
        assert "Chưa chọn đăng ký nào" not in text_of(page)
    assert 'name="ids" value=""' in alone.content.decode()
    assert f'name="ids" value="{open_one.pk}"' in both.content.decode()


def test_who_is_cancelled_already_is_not_cancelled_again(organizer: Client, event: Event) -> None:
    made = make_registration(event)
    organizer.post(step("cancel"), {"ids": made.pk, "reason": "Bận công tác"}, follow=True)

    response = organizer.post(
        step("cancel"), {"ids": made.pk, "reason": "Lý do thứ hai"}, follow=True
    )

    told = f"{made.name}: Không thực hiện được: đăng ký đang ở trạng thái “đã hủy”."
    assert [str(message) for message in response.context["messages"]] == [told]
    made.refresh_from_db()
    assert made.reason == "Bận công tác"
    assert len(history(made)) == 1


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("approve", "Duyệt"),
        ("decline", "Không duyệt"),
        ("reserve", "Xếp chỗ dự phòng"),
        ("cancel", "Hủy đăng ký"),
    ],
)
def test_history_tells_who_took_a_step(
    organizer: Client, event: Event, name: str, title: str
) -> None:
    made = make_registration(event)
    organizer.post(step(name), {"ids": made.pk, "reason": "Bí mật"})
    assert history(made) == [("nguoi-organizer", title)]
    address = reverse("admin:registrations_registration_history", args=[made.pk])
    assert title in text_of(organizer.get(address))


def test_a_step_that_is_refused_is_in_no_history(organizer: Client, event: Event) -> None:
    made = transitions.approve(make_registration(event))
    organizer.post(step("approve"), {"ids": made.pk})
    assert history(made) == []


def test_history_tells_who_sent_somebody_else_and_names_nobody_who_is_erased(
    organizer: Client, event: Event
) -> None:
    made = transitions.approve(make_registration(event, name="Lê Thị Trước"))
    address = reverse("admin:registrations_registration_substitute", args=[made.pk])
    new = make_delegate(name="Vũ Thị Sau")
    person = {"name": new.name, "organisation": new.organisation, "consent": "on"}
    organizer.post(address, {**person, "shown": delegate_key(made)})
    organizer.post(step("cancel"), {"ids": made.pk, "reason": "Bận"})

    titles = ["Cử người khác dự thay", "Hủy đăng ký"]
    assert history(made) == [("nguoi-organizer", title) for title in titles]
    names = LogEntry.objects.filter(object_id=made.pk).values_list("object_repr", flat=True)
    assert set(names) == {"Vũ Thị Sau"}

    made.refresh_from_db()
    data_requests.finish(data_requests.ask(made, "erase"))
    kept = LogEntry.objects.filter(object_id=made.pk).values_list("object_repr", "change_message")
    assert set(kept) == {("Đã xóa dữ liệu", "")}


def test_each_of_many_costs_the_same(organizer: Client) -> None:
    event = make_seating(public_seats=9).event
    costs = []
    for count in (1, 2, 1, 2, 4):
        made = [make_registration(event) for _n in range(count)]
        ids = ",".join(str(one.pk) for one in made)
        with CaptureQueriesContext(connection) as statements:
            organizer.post(step("cancel"), {"ids": ids, "reason": "Hoãn"})
        costs.append(len(statements))
    one, two, four = costs[2:]
    assert four - two == 2 * (two - one)
