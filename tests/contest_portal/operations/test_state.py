"""The overview tells what was done, and says in words what is late, failed or unproven."""

import datetime

import psycopg2
import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from contest_portal.models import OperationRun
from contest_portal.operations import mail, state
from contest_portal.operations.nightly import LOCK, OPERATIONS
from events.models import Letter
from events.web.throttle import DAY, HOUR
from registrations.services.origins import ByHand
from registrations.services.registration import register
from tests.factories import EventFactory, make_delegate, make_registration, make_seating
from tests.letters import now, words
from tests.people import signed_in, worker

# long after the tables of the tests were made
NOW = datetime.datetime(2130, 3, 5, 9, 0, tzinfo=timezone.get_fixed_timezone(7 * 60))
NAMES = [operation.name for operation in OPERATIONS]


def ran(name: str, at: datetime.datetime, *, well: bool = True, message: str = "Đã làm.") -> None:
    OperationRun.objects.create(
        name=name,
        started_at=at,
        finished_at=at,
        succeeded=well,
        message=message,
        backup_at=at if name == "prove_backup" and well else None,
    )


def problems(now: datetime.datetime = NOW) -> dict[str, str]:
    states = zip(NAMES, state.states(now), strict=True)
    return {name: found.problem for name, found in states if found.problem}


@pytest.fixture
def well(db):
    """Everything was done this morning."""
    for operation in OPERATIONS:
        ran(operation.name, NOW.replace(hour=operation.hour, minute=1))


def test_nothing_is_wrong_while_all_is_done(well):
    assert problems() == {}
    assert state.proof(NOW) == (NOW.replace(hour=2, minute=1), "")


def test_what_is_late_is_told(well):
    assert problems(NOW + DAY - 6 * HOUR) == dict.fromkeys(
        ("erase_personal_data", "sweep"), "Quá hạn từ 01:00 06/03/2130."
    )


def test_what_was_never_done_is_told(db):
    assert problems() == {
        name: f"Quá hạn từ 0{hour}:00 05/03/2130." for name, _title, hour, _work in OPERATIONS
    }
    assert state.proof(NOW).problem == "Chưa có bản sao lưu nào được kiểm chứng là dùng được."


def test_nothing_is_late_in_a_portal_that_was_just_made(db):
    assert problems(timezone.now()) == {}
    assert state.proof(timezone.now()) == (None, "")


def test_what_failed_is_told_until_it_is_done(well):
    ran("back_up", NOW, well=False, message="Ổ đĩa chứa /sao-luu đã đầy.")
    assert problems() == {
        "back_up": "Không thực hiện được lúc 09:00 05/03/2130: Ổ đĩa chứa /sao-luu đã đầy."
    }
    ran("back_up", NOW + HOUR)
    assert problems() == {}


def test_what_broke_off_is_told_and_what_is_under_way_is_not(well):
    OperationRun.objects.create(name="back_up", started_at=NOW)
    assert problems() == {"back_up": "Bị dừng giữa chừng: bắt đầu lúc 09:00 05/03/2130."}
    other = psycopg2.connect(**connection.get_connection_params())
    try:
        other.cursor().execute("SELECT pg_advisory_lock(%s)", [LOCK])
        assert problems() == {}
    finally:
        other.close()


def test_a_proof_of_an_old_backup_is_no_proof(well):
    at = NOW.replace(hour=2, minute=1)
    assert state.proof(at + 26 * HOUR).problem == ""
    assert state.proof(at + 26 * HOUR + DAY / 1440).problem == (
        "Bản sao lưu gần nhất được kiểm chứng là của 02:01 05/03/2130: đã quá cũ."
    )


def test_the_overview_shows_it_to_organizers(well):
    event = make_seating(EventFactory()).event
    make_registration(event)
    with time_machine.travel(NOW, tick=False):
        organizer = signed_in("organizer")
        overview = organizer.get(reverse("admin:index")).content.decode()
        runs = reverse("admin:contest_portal_operationrun_changelist")
        page = organizer.get(runs).content.decode()
        proven = "Bản sao lưu gần nhất đã kiểm chứng: của 02:01 05/03/2130."
        overdue = "Dữ liệu cá nhân của 1 lượt đăng ký đã quá hạn mà chưa xóa."
        for words in ("Việc hằng ngày", proven, overdue):
            assert words in overview
        assert overview.index(overdue) < overview.index("Bản sao lưu")  # it waits for somebody
        for words in ("Sao lưu toàn bộ", "02:01 05/03/2130: Đã làm.", proven, overdue):
            assert words in page
        reception = signed_in("reception")
        assert "Việc hằng ngày" not in reception.get(reverse("admin:index")).content.decode()
        assert reception.get(runs).status_code == 403


@time_machine.travel(NOW, tick=False)
def test_the_overview_takes_the_same_statements_for_few_and_many(well, django_assert_num_queries):
    for number in range(4):
        event = make_seating(EventFactory(slug=f"le-{number}")).event
        register(event=event, delegate=make_delegate(), origin=ByHand())
        ran("sweep", NOW)
        with django_assert_num_queries(4):
            assert state.overview().overdue_for_erasure == number + 1


def test_organizers_are_written_to_once_a_day(db):
    EventFactory()
    organizer, secretary = worker("organizer"), worker("secretariat")
    for user in (organizer, secretary):
        user.email = f"{user.username}@example.vn"
        user.save()
    with time_machine.travel(NOW, tick=False):
        assert [mail.backup_late() for _n in range(2)] == [1, 0]
    with time_machine.travel(NOW + DAY, tick=False):
        assert mail.backup_late() == 1
        letter = Letter.objects.first()
        address, text = now(letter).recipient.address, words(letter)
    assert address == "nguoi-organizer@example.vn"
    assert letter.subject == "Cổng thông tin chưa có bản sao lưu mới dùng được"
    assert text.startswith("Kính gửi Ông/Bà nguoi-organizer,\n\nCổng thông tin chưa có")


def test_nobody_is_written_to_while_all_is_well(well):
    EventFactory()
    worker("organizer")
    with time_machine.travel(NOW, tick=False):
        assert mail.backup_late() == 0
