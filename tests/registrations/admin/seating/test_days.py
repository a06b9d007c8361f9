"""Days and hours that contradict the ceremony are told before they are saved."""

import datetime
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registrations.importing import read_list
from registrations.models import CallLog, Invitation
from registrations.services import invitations
from registrations.services.imports import check_against
from tests.factories import EventFactory, make_invitation, make_seating
from tests.pages import form_data
from tests.people import signed_in
from tests.registrations.admin.registration.pages import opened, url

pytestmark = pytest.mark.django_db

ADD = reverse("admin:registrations_invitation_add")
PASSED = "Hạn xác nhận đã qua."
AFTER = "Hạn xác nhận muộn hơn ngày tổ chức buổi lễ."


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


def errors_of(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    found: dict[str, list[str]] = dict(response.context["adminform"].form.errors)
    return found


@pytest.mark.parametrize(
    ("day", "errors"),
    [
        ("01/01/2020", {"deadline": [PASSED]}),
        ("15/02/2030", {"deadline": [AFTER]}),
        ("14/02/2030", {}),
        ("", {}),
    ],
)
def test_deadline_of_a_new_invitation(
    organizer: Client, day: str, errors: dict[str, list[str]]
) -> None:
    event = make_seating().event  # 10 to 14 February 2030
    data = form_data(organizer.get(ADD), "invitation_form")
    data |= {"event": event.pk, "organisation": "Sở Mới", "deadline": day}

    response = organizer.post(ADD, data)

    assert (errors_of(response) if errors else {}) == errors
    assert Invitation.objects.count() == (0 if errors else 1)


def test_deadline_is_looked_at_only_where_it_is_changed(organizer: Client) -> None:
    late = make_invitation(deadline=datetime.date(2020, 1, 1))
    data = {**opened(organizer, late), "note": "Đã gọi"}
    assert organizer.post(url(late), data).status_code == 302
    response = organizer.post(url(late), {**opened(organizer, late), "deadline": "02/01/2020"})
    assert errors_of(response) == {"deadline": [PASSED]}


def test_day_that_was_fixed_counts_more_than_the_window(organizer: Client) -> None:
    invitation = make_invitation()
    event = invitation.event
    event.starts_at = datetime.datetime(2030, 2, 12, 8, tzinfo=datetime.UTC)
    event.save()
    response = organizer.post(
        url(invitation), {**opened(organizer, invitation), "deadline": "13/02/2030"}
    )
    assert errors_of(response) == {"deadline": [AFTER]}


def test_list_warns_of_a_deadline_after_the_ceremony() -> None:
    rows = ["Đơn vị,Số lượng,Hạn trả lời", "Sở Một,2,15/02/2030", "Sở Hai,2,14/02/2030"]
    listing = read_list(io.BytesIO("\n".join(rows).encode()), "invitations")
    check_against(make_seating().event, listing)
    told = [(row.outcome.value, AFTER in row.messages) for row in listing.rows]
    assert told == [("warning", True), ("accepted", False)]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"starts_at_0": "20/02/2030"}, "Ngày đã chốt không nằm trong khoảng từ ngày sớm nhất"),
        ({"starts_at_1": "14:00"}, "Giờ đã chốt không thuộc buổi sáng."),
        ({"starts_at_1": "08:00", "session": "afternoon"}, "không thuộc buổi chiều."),
        ({"starts_at_1": "11:59"}, ""),
        ({"starts_at_1": "8h00"}, ""),
        ({"starts_at_1": "8 giờ"}, ""),
        ({"starts_at_1": "8 giờ 30"}, ""),
        ({"starts_at_1": "8 gờ"}, "Giờ nhập chưa đúng. Vui lòng ghi như 08:00"),
        ({"starts_at_1": "12:00", "session": "afternoon"}, ""),
        ({"starts_at_1": "14:00", "session": ""}, ""),
        ({"window_start": "mai"}, "window_start"),
    ],
)
def test_hour_of_the_ceremony(organizer: Client, typed: dict[str, str], error: str) -> None:
    event = EventFactory(session="morning")
    data = {**opened(organizer, event), "starts_at_0": "12/02/2030", "starts_at_1": "08:00"}

    response = organizer.post(url(event), {**data, **typed})

    assert response.status_code == (200 if error else 302)
    assert error in str(errors_of(response) if error else "")


def test_call_that_is_still_to_come_is_refused(organizer: Client) -> None:
    invitation = make_invitation()
    data = opened(organizer, invitation)
    data |= {"calls-0-said": "Sẽ đến", "calls-0-called_at_0": "01/01/2040"}
    data |= {"calls-0-called_at_1": "08:00"}

    refused = organizer.post(url(invitation), data)

    assert refused.status_code == 200
    assert "Thời điểm này chưa tới" in refused.content.decode()
    again = {**form_data(refused, "invitation_form"), "_save": "Lưu"}
    assert again["calls-0-said"] == "Sẽ đến"
    again |= {"calls-0-called_at_0": "01/02/2026"}
    assert organizer.post(url(invitation), again).status_code == 302
    assert f"{timezone.localtime(CallLog.objects.get().called_at):%d/%m/%Y}" == "01/02/2026"


def test_a_day_may_pass_that_was_right_when_it_was_written() -> None:
    one = invitations.change(make_invitation(), deadline=datetime.date(2020, 1, 1))
    assert one.is_closed()
