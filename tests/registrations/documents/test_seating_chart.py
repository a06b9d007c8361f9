"""The plan of the hall on paper: everybody on the own chair, and readable."""

import datetime

import pytest
import time_machine

from events.documents import KINDS
from events.models import Event
from registrations.models import Seat
from registrations.services import hall
from tests import papers
from tests.factories import DelegationFactory, make_hall, make_registration, make_seating
from tests.papers import sheets
from tests.papers.sheets import (
    inside_the_margins,
    landscape,
    nothing_overlaps,
    pages_are_numbered,
)

pytestmark = pytest.mark.django_db

TITLE = "SƠ ĐỒ CHỖ NGỒI"
CHECKS = (
    papers.t03_fonts,
    papers.t04_glyph_outlines,
    papers.t05_nfc,
    papers.t06_black_only,
    papers.t22_no_drawn_blanks,
    papers.t25_metadata,
    landscape,
    inside_the_margins,
    pages_are_numbered,
    nothing_overlaps,
)


def printed(event: Event) -> papers.Reading:
    return papers.Reading(KINDS["hall"].draft(event).pdf())


def usual() -> Event:
    """130 delegates of eight delegations in ten rows of thirteen."""
    event = make_seating(public_seats=130, reserve_seats=0).event
    make_hall(event, **{letter: 13 for letter in "ABCDEFGHIK"})
    words = "Lãnh đạo các huyện, thành phố; phòng Kinh tế - hạ tầng"
    delegations = [DelegationFactory(event=event, position=n, text=words) for n in range(1, 9)]
    for number in range(130):
        make_registration(
            event,
            name=f"Nguyễn Thị Minh Phương {number}",
            delegation_id=delegations[number % 8].pk,
        )
    hall.arrange(event)
    return event


def long_row() -> Event:
    event = make_seating(public_seats=60, reserve_seats=0).event
    make_hall(event, VIP=5, **{"1": 40})
    for number in range(60):
        make_registration(event, name=f"Công Tằng Tôn Nữ Thị Ngọc Huyền Trân {number}")
    hall.arrange(event)
    return event


def without_rows() -> Event:
    event = make_seating().event
    make_registration(event)
    return event


MADE = {"usual": usual, "long_row": long_row, "without_rows": without_rows}


@pytest.mark.parametrize("name", MADE)
def test_plan_is_printed_well(name: str) -> None:
    event = MADE[name]()
    reading = printed(event)
    for check in CHECKS:
        check(reading, sheets.sheet(TITLE, event.title))


def test_130_delegates_stand_on_one_page_in_letters_of_8_points() -> None:
    event = usual()
    reading = printed(event)
    assert len(reading.sizes) == 1
    said = [block.text for block in reading.blocks]
    seats = Seat.objects.filter(event=event).select_related("registration")
    for seat in seats:
        assert any(
            text.startswith(f"{seat.chair} ") and text.endswith(seat.registration.name)
            for text in said
        ), seat
    assert min(g.size for b in reading.blocks for line in b.lines for g in line.ink) >= 6.9
    names = [line for b in reading.blocks if "Nguyễn" in b.text for line in b.lines[1:]]
    assert min(g.size for line in names for g in line.ink) >= 7.9


def test_long_rows_go_on_in_the_next_line_and_who_has_no_chair_is_named() -> None:
    reading = printed(long_row())
    rows = [block.text for block in reading.blocks if block.tag == "TH"]
    assert rows == ["VIP", "1", "1", "1"]
    said = " ".join(block.text for block in reading.blocks)
    assert "Đã xếp chỗ: 45 đại biểu. Chưa xếp chỗ (15): Công Tằng Tôn Nữ" in said


def test_plan_says_when_it_was_printed() -> None:
    event = make_seating().event
    make_hall(event, A=3)
    with time_machine.travel(datetime.datetime(2030, 2, 1, 3, 5, tzinfo=datetime.UTC), tick=False):
        said = " ".join(block.text for block in printed(event).blocks)
    assert "In lúc 10:05 ngày 01/02/2030." in said


def test_hall_without_rows_says_so() -> None:
    said = [block.text for block in printed(without_rows()).blocks]
    assert "Sơ đồ hội trường chưa được nhập." in said


def test_plan_costs_the_same_for_few_and_for_many(django_assert_num_queries) -> None:
    for made in (without_rows, usual):
        event = made()
        with django_assert_num_queries(2):
            KINDS["hall"].draft(event).html()
