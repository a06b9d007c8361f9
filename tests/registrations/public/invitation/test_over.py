"""The page of an invitation once the ceremony is over."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.factories import make_invitation, make_seating
from tests.pages import visible_text

pytestmark = pytest.mark.django_db
START = datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC)
DAY = datetime.date(2030, 2, 14)
PHONE = "0208\N{NO-BREAK SPACE}3855\N{NO-BREAK SPACE}123"


@pytest.fixture
def invitation() -> Any:
    with time_machine.travel("2030-01-06 12:00+07:00", tick=False):
        event = make_seating(policy="invited").event
        event.window_start, event.window_end, event.starts_at = START.date(), DAY, START
        event.contact = "Sở Thử nghiệm, 0208 3855 123"
        event.save()
        return make_invitation(event, deadline=datetime.date(2030, 2, 1))


def text(client: Client, path: str, moment: str) -> str:
    with time_machine.travel(f"{moment} 12:00+07:00", tick=False):
        return visible_text(client.get(path).content.decode())


def test_it_asks_for_nothing_any_more(client: Client, invitation: Any) -> None:
    path = f"/moi/{invitation.token}/"
    before = text(client, path, "2030-01-20")
    assert "01/02/2030" in before
    assert "xin mang theo" in before

    after = text(client, path, "2030-02-13")
    assert "01/02/2030" not in after
    assert "xin mang theo" not in after
    assert "Buổi lễ đã diễn ra ngày 12/02/2030. Trân trọng cảm ơn" in after
    assert "chậm nhất" not in after


def test_a_day_that_was_never_fixed_is_told_as_that(client: Client, invitation: Any) -> None:
    invitation.event.starts_at = None
    invitation.event.save()
    after = text(client, f"/moi/{invitation.token}/", "2030-02-15")
    assert "Ngày tổ chức buổi lễ (chậm nhất 14/02/2030) đã qua" in after


@pytest.mark.usefixtures("invitation")
def test_the_door_says_what_the_code_still_opens(client: Client) -> None:
    assert "Buổi lễ đã kết thúc." not in text(client, "/moi/", "2030-01-20")
    assert "Buổi lễ đã kết thúc. Với mã ghi trên giấy mời" in text(client, "/moi/", "2030-02-13")


def test_no_line_ends_within_a_telephone_number(client: Client, invitation: Any) -> None:
    door = client.get("/moi/").content.decode()
    assert door.count(PHONE) == 2  # whom to ask, and the foot
    assert PHONE.replace("\N{NO-BREAK SPACE}", " ") not in door
    card = client.get(f"/moi/{invitation.token}/").content.decode().partition("</article>")[0]
    assert PHONE in card
