"""A page that was refused once keeps what was typed, and the next try saves it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Delegation, Letter
from registrations.models import Invitation
from tests.factories import DelegationFactory, make_invitation, make_registration, make_seating
from tests.pages import form_data
from tests.people import signed_in
from tests.registrations.admin.registration.pages import opened, text_of, url

pytestmark = pytest.mark.django_db

# the page, its day and hour, a mistake beside it
MOMENTS = [
    ("event", "starts_at", {"expected_min": "200"}),
    ("seating", "opens_at", {"public_seats": "-1"}),
    ("seating", "closes_at", {"public_seats": "-1"}),
    ("seating", "promotion_until", {"public_seats": "-1"}),
    ("invitation", "sent_at", {"quota": "0"}),
]


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


def page_of(kind: str) -> Any:
    invitation = make_invitation()
    event = invitation.event
    return {"event": event, "seating": event.seating, "invitation": invitation}[kind]


def moment(row: Any, name: str) -> str:
    row.refresh_from_db()
    value = getattr(row, name)
    return f"{timezone.localtime(value):%d/%m/%Y %H:%M}" if value else ""


@pytest.mark.parametrize(("kind", "name", "mistake"), MOMENTS)
def test_day_and_hour_typed_before_a_mistake_are_saved(
    organizer: Client, kind: str, name: str, mistake: dict[str, str]
) -> None:
    row = page_of(kind)
    untouched = opened(organizer, row)
    data = {**untouched, f"{name}_0": "12/02/2030", f"{name}_1": "09:30"}

    for day in ("12/02/2030", ""):  # written, then taken out again
        data |= {f"{name}_0": day, f"{name}_1": day and "09:30"}
        refused = organizer.post(url(row), {**data, **mistake})
        assert refused.status_code == 200
        again = form_data(refused, f"{kind}_form") | {one: untouched[one] for one in mistake}
        assert organizer.post(url(row), {**again, "_save": "Lưu"}).status_code == 302

        assert moment(row, name) == (day and "12/02/2030 09:30")
        data = {**opened(organizer, row), "_save": "Lưu"}


def test_an_hour_that_another_fixed_meanwhile_stays_after_a_mistake(organizer: Client) -> None:
    event = page_of("event")
    old_page = opened(organizer, event)
    organizer.post(
        url(event),
        {**opened(organizer, event), "starts_at_0": "12/02/2030", "starts_at_1": "08:00"},
    )

    refused = organizer.post(url(event), {**old_page, "expected_min": "200"})
    again = {**form_data(refused, "event_form"), "expected_min": "120", "venue": "Nơi khác"}
    organizer.post(url(event), {**again, "_save": "Lưu"})

    assert moment(event, "starts_at") == "12/02/2030 08:00"
    assert event.venue == "Nơi khác"


def test_delegation_with_delegates_is_kept_and_nothing_typed_is_lost(organizer: Client) -> None:
    event = make_seating().event
    needed = DelegationFactory(event=event, position=1, text="Lãnh đạo tỉnh;")
    DelegationFactory(event=event, position=2, text="Không ai;")
    for _n in range(2):
        make_registration(event, delegation_id=needed.pk)
    Invitation.objects.create(event=event, organisation="Sở Thử", delegation=needed)
    data = opened(organizer, event)
    data |= {"delegations-0-DELETE": "on", "delegations-1-DELETE": "on", "venue": "Nơi khác"}

    response = organizer.post(url(event), data)

    assert response.status_code == 200
    assert (
        "Không xóa được “Lãnh đạo tỉnh”: vẫn còn 2 đại biểu, 1 giấy mời thuộc về dòng này."
        in text_of(response)
    )
    again = form_data(response, "event_form")
    assert again["venue"] == "Nơi khác"
    assert Delegation.objects.count() == 2

    again.pop("delegations-0-DELETE")
    assert organizer.post(url(event), {**again, "_save": "Lưu"}).status_code == 302
    assert [one.name for one in Delegation.objects.all()] == ["Lãnh đạo tỉnh"]
    assert Letter.objects.count() == 0
