"""Units that no letter reaches stand among those to call; each call is noted."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event, Letter, Unit, UnitCall
from tests.factories import EventFactory, PreparationTaskFactory, UnitFactory, make_invitation
from tests.pages import visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

LATE = datetime.date(2020, 1, 10)


@pytest.fixture
def event() -> Event:
    return EventFactory()


@pytest.fixture
def unit(event: Event) -> Unit:
    unit = UnitFactory(
        event=event, name="Sở Tài chính", contact_name="Lê Thị Hòa", contact_phone="+842083855123"
    )
    PreparationTaskFactory(event=event, lead_unit=unit, due_on=LATE, content="Thiết kế phông")
    return unit


def page() -> str:
    return reverse("admin:registrations_invitation_follow_up")


def seen(response: Any) -> str:
    return visible_text(response.content.decode())


def test_units_and_invitations_stand_on_one_page(event: Event, unit: Unit) -> None:
    make_invitation(event, organisation="Hội Nông dân tỉnh")
    reached = UnitFactory(event=event, name="Báo Thái Nguyên", contact_email="b@example.vn")
    refuses = UnitFactory(event=event, name="Đài Thái Nguyên", contact_email="d@example.vn")
    in_time = UnitFactory(event=event, name="Công an tỉnh")
    finished = UnitFactory(event=event, name="Tỉnh đoàn")
    for one in (reached, refuses):
        PreparationTaskFactory(event=event, lead_unit=one, due_on=LATE)
    PreparationTaskFactory(event=event, lead_unit=in_time, due_on=datetime.date(2099, 1, 1))
    PreparationTaskFactory(
        event=event, lead_unit=finished, due_on=LATE, status="under_way", percent=100
    )
    for one, status in ((reached, "waiting"), (refuses, "failed")):
        Letter.objects.create(
            kind="unit.tasks_due", about=one.pk, key=f"unit-{one.pk}-x", event=event,
            message_id=f"<{one.pk}@x>", subject="s", search="s", status=status,
            created_at="2030-01-01T00:00Z", due_at="2030-01-01T00:00Z",
        )  # fmt: skip

    client = signed_in("organizer")
    answer = client.get(page())

    text, to_call = seen(answer), seen(client.get(page(), {"state": "call"}))
    names = ["Hội Nông dân tỉnh", "Sở Tài chính", "Báo Thái Nguyên", "Đài Thái Nguyên",
             "Công an tỉnh", "Tỉnh đoàn"]  # fmt: skip
    assert [name for name in names if name in text] == names[:4]
    assert [name for name in names if name in to_call] == [names[0], names[1], names[3]]
    assert "0208 3855 123" in text
    assert "Máy chủ thư từ chối thư gửi đơn vị này" in text
    copied = answer.content.decode()
    assert "- Hạn 10/01/2020 (quá hạn" in copied
    assert f"/nhiem-vu/{unit.token}/" in copied


def test_a_call_is_noted_with_who_called(event: Event, unit: Unit) -> None:
    client = signed_in("secretariat")
    assert unit.token not in client.get(page()).content.decode()  # may not change units
    note = {"section": "units", "unit": unit.pk}
    assert "Vui lòng ghi nội dung" in seen(client.post(page(), note, follow=True))
    answer = client.post(page(), {**note, "said": "Hẹn  gửi thứ Hai"})
    assert answer["Location"] == f"{page()}#units-{unit.pk}"
    call = UnitCall.objects.get()
    assert (call.unit, call.caller, call.said) == (unit, "nguoi-secretariat", "Hẹn gửi thứ Hai")
    assert "Hẹn gửi thứ Hai" in seen(client.get(page()))
    gone = client.post(page(), {**note, "unit": "999", "said": "Chữ đã gõ"}, follow=True)
    assert "Chữ đã gõ" in seen(gone)


def test_reception_neither_sees_nor_notes(event: Event, unit: Unit) -> None:
    client = signed_in("reception")
    assert client.get(page()).status_code == 403
    posted = client.post(page(), {"section": "units", "unit": unit.pk, "said": "x"})
    assert posted.status_code == 403
    assert not UnitCall.objects.exists()


def test_statements_do_not_grow_with_units(event: Event, unit: Unit) -> None:
    client = signed_in("organizer")
    counts = []
    for _n in range(2):
        with CaptureQueriesContext(connection) as statements:
            assert client.get(page()).status_code == 200
        counts.append(len(statements))
        for _more in range(4):
            more = UnitFactory(event=event)
            PreparationTaskFactory(event=event, lead_unit=more, due_on=LATE)
            UnitCall.objects.create(unit=more, caller="An", said="x")
    assert counts[0] == counts[1]
