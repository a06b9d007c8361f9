"""Finding delegates in the admin."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event
from registrations.admin.search import DelegationFilter
from registrations.models import Registration
from registrations.services import invitations
from registrations.services.identity import Delegate
from tests.factories import DelegationFactory, make_registration, make_seating
from tests.registrations.admin.registration.pages import LIST, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    [
        "nguyen thi hoa",
        "Hòa Nguyễn",
        "HOÀ",
        "khoa hoc cong nghe",
        "hoa so khoa",
        "0912 345 678",
        "+84 912345678",
        "345678",
    ],
)
def test_delegate_is_found_by_any_part(organizer: Client, event: Event, typed: str) -> None:
    wanted = {"name": "Nguyễn Thị Hòa", "organisation": "Sở Khoa học và Công nghệ"}
    make_registration(event, **wanted, phone="+84912345678")
    make_registration(event, name="Trần Văn Đức", organisation="Đại học Thái Nguyên")

    text = text_of(organizer.get(reverse(LIST), {"q": typed}))

    assert "Nguyễn Thị Hòa" in text
    assert "Trần Văn Đức" not in text


@pytest.mark.parametrize("typed", ["le thi thu", "0912 345 678", "Lê Thị Thử sở"])
def test_delegate_is_found_by_who_was_replaced(organizer: Client, event: Event, typed: str) -> None:
    before = make_registration(
        event, name="Lê Thị Thử", phone="+84912345678", organisation="Sở Y tế"
    )
    make_registration(event, name="Trần Văn Đức", organisation="Đại học Thái Nguyên")
    comes = Delegate(name="Hoàng Văn Thay", organisation="Sở Y tế")
    invitations.substitute(before, delegate=comes, channel=Registration.Channel.OFFICE)

    text = text_of(organizer.get(reverse(LIST), {"q": typed}))

    assert "Hoàng Văn Thay dự thay Lê Thị Thử" in text
    assert "Trần Văn Đức" not in text


@pytest.mark.parametrize("dash", ["-", ""])
def test_delegate_is_found_by_the_code(organizer: Client, event: Event, dash: str) -> None:
    registration = make_registration(event, name="Nguyễn Thị Hòa")
    make_registration(event, name="Trần Văn Đức")

    text = text_of(
        organizer.get(reverse(LIST), {"q": registration.code.lower().replace("-", dash)})
    )

    assert "Nguyễn Thị Hòa" in text
    assert "Trần Văn Đức" not in text


def test_list_bears_the_name_of_its_menu_and_filters_by_words(
    organizer: Client, event: Event
) -> None:
    make_registration(event)
    make_registration(event, delegation_id=DelegationFactory(event=event).pk)
    page = organizer.get(reverse(LIST))
    text = text_of(page)
    assert "Thêm đại biểu" in text
    assert "không thuộc thành phần nào" in text
    changes = page.context["cl"]
    (by_delegation,) = (f for f in changes.filter_specs if isinstance(f, DelegationFilter))
    shown = [choice["display"] for choice in by_delegation.choices(changes)]
    assert str(shown[-1]) == "không thuộc thành phần nào"


def test_list_is_in_the_order_of_given_names(organizer: Client, event: Event) -> None:
    for name in ("Nguyễn Văn Đạt", "Trần Thị An", "Lê Văn Dũng", "Bùi Văn Ánh"):
        make_registration(event, name=name)

    text = text_of(organizer.get(reverse(LIST)))

    places = [text.index(name) for name in ("Thị An", "Văn Ánh", "Văn Dũng", "Văn Đạt")]
    assert places == sorted(places)


def test_list_is_filtered_by_state(organizer: Client, event: Event) -> None:
    for _n in range(2):
        make_registration(event)
    waiting = make_registration(event)

    response = organizer.get(reverse(LIST), {"status__exact": "waiting"})

    assert [row.pk for row in response.context["cl"].result_list] == [waiting.pk]


def test_list_costs_the_same_for_one_and_for_many(organizer: Client) -> None:
    event = make_seating(public_seats=40).event
    delegation = DelegationFactory(event=event)
    make_registration(event, delegation_id=delegation.pk)
    organizer.get(reverse(LIST))
    with CaptureQueriesContext(connection) as one:
        organizer.get(reverse(LIST))
    for _n in range(30):
        make_registration(event, delegation_id=delegation.pk)
    with CaptureQueriesContext(connection) as many:
        organizer.get(reverse(LIST))

    assert len(many) == len(one)
    assert len(many) <= 12
