"""What a letter says follows from the state of who gets it."""

from datetime import timedelta

import pytest
from django.test import override_settings

from events.models import Event, Letter
from registrations import mail
from registrations.models import Registration, Seating
from registrations.services import reminders, transitions
from tests.factories import make_registration, make_seating
from tests.letters import words

pytestmark = pytest.mark.django_db

NO_SEAT_YET = "chưa phải là xác nhận chỗ ngồi"
HOUR = timedelta(hours=1)


@pytest.fixture
def event() -> Event:
    return make_seating(public_seats=1, reserve_seats=1).event


def come(event: Event) -> Registration:
    return make_registration(event, email="dai-bieu@example.vn")


def move(event: Event, venue: str = "Nhà văn hóa") -> None:
    event.venue = venue
    event.save()
    event.refresh_from_db()


def last(registration: Registration) -> Letter:
    return Letter.objects.filter(key__startswith=f"registration-{registration.pk}-").latest("pk")


def occasions(registration: Registration) -> list[str]:
    letters = Letter.objects.filter(key__startswith=f"registration-{registration.pk}-")
    return [letter.key.split("-")[2] for letter in letters.order_by("pk")]


def test_a_change_asks_only_those_with_a_seat_to_come(event):
    seated, waiting = come(event), come(event)
    Seating.objects.update(policy=Seating.Policy.APPROVAL)
    pending = come(event)
    move(event)
    reminders.queue_due_letters(event.revised_at + HOUR)
    assert "sắp xếp tham dự" in words(last(seated))
    assert NO_SEAT_YET not in words(last(seated))
    for registration, state in ((waiting, "vẫn ở trong danh sách chờ"), (pending, "xem xét")):
        assert state in words(last(registration))
        assert NO_SEAT_YET in words(last(registration))
        assert "sắp xếp tham dự" not in words(last(registration))


def test_who_is_approved_onto_the_waiting_list_is_told_of_both(event):
    come(event)
    other = come(event)
    Seating.objects.update(policy=Seating.Policy.APPROVAL)
    approved = come(event)
    transitions.approve(approved)
    assert "đã được chấp thuận" in words(last(approved))
    assert "danh sách chờ" in words(last(approved))
    assert "chấp thuận" not in words(last(other))
    approved.refresh_from_db()
    assert "đã được chấp thuận" in mail.delegates.read_out(approved).text


@pytest.mark.parametrize("policy", [Seating.Policy.OPEN, Seating.Policy.APPROVAL])
def test_who_gets_a_seat_after_a_change_is_told_of_the_change_too(event, policy):
    first = come(event)
    Seating.objects.update(policy=policy)
    other = come(event)
    move(event)
    transitions.cancel(first)
    if policy == Seating.Policy.APPROVAL:
        transitions.approve(other)
    reminders.queue_due_letters(event.revised_at + HOUR)
    assert occasions(other)[-1] == "change"
    assert "đã được cập nhật" in words(last(other))
    assert reminders.queue_due_letters(event.revised_at + HOUR) == 0


def test_a_promotion_says_that_its_hour_and_venue_hold(event):
    first, other = come(event), come(event)
    move(event)
    reminders.queue_due_letters(event.revised_at + HOUR)
    transitions.cancel(first)
    assert occasions(other) == ["waiting", "change", "promotion"]
    assert "thay cho thông tin trong các thư trước" in words(last(other))


def test_only_who_had_a_seat_reads_of_seat_and_calendar_when_cancelled(event):
    seated, waiting = come(event), come(event)
    transitions.cancel(waiting)
    transitions.cancel(seated)
    for word in ("chỗ ngồi đã được trả lại", "lịch điện tử"):
        assert word in words(last(seated))
        assert word not in words(last(waiting))
    assert "nếu có" not in words(last(seated))


def test_only_who_has_a_seat_is_offered_the_ticket(event):
    seated, waiting = come(event), come(event)
    with override_settings(SITE_URL="https://doimoisangtao.example"):
        assert "tải phiếu tham dự" in words(last(seated))
        assert "tải phiếu tham dự" not in words(last(waiting))
        assert "xem hoặc hủy" in words(last(waiting))
