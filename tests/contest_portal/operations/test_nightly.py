"""What is due is done once a day, by one server, and what became of it stays written down."""

import datetime

import psycopg2
import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from contest_portal.models import OperationRun
from contest_portal.operations import nightly
from contest_portal.operations.errors import OperationError
from contest_portal.operations.nightly import Operation
from events.web.throttle import HOUR, MINUTE, hit
from registrations.models import Registration
from registrations.services import erasure
from tests.factories import EventFactory, make_registration, make_seating

MORNING = datetime.datetime(2030, 3, 5, 1, 30, tzinfo=timezone.get_fixed_timezone(7 * 60))


def work(run: OperationRun) -> str:
    return "Đã làm."


def at(moment: datetime.datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def operations(monkeypatch):
    """Two operations that take no time: the one from one o'clock on, the other from two."""
    own = (Operation("first", "Việc một", 1, work), Operation("second", "Việc hai", 2, work))
    monkeypatch.setattr(nightly, "OPERATIONS", own)
    monkeypatch.setattr(nightly, "BY_NAME", {operation.name: operation for operation in own})
    return own


def done() -> list[str]:
    return [run.name for run in nightly.run_due()]


@pytest.mark.django_db
def test_each_is_done_once_a_day_when_its_hour_has_come(operations):
    with at(MORNING - HOUR):
        assert done() == ["first", "second"]  # yesterday's
    with at(MORNING):
        assert done() == ["first"]
        assert done() == []
    with at(MORNING + HOUR):
        assert done() == ["second"]
    with at(MORNING + 23 * HOUR):
        assert done() == []
    with at(MORNING + 2 * nightly.datetime.timedelta(days=1)):
        assert done() == ["first", "second"]  # a server that was off at two makes up for it


@pytest.mark.django_db
def test_what_failed_is_tried_again_after_an_hour(operations, monkeypatch):
    def fail(run: OperationRun) -> str:
        raise OperationError("Ổ đĩa đã đầy.")

    monkeypatch.setattr(nightly, "OPERATIONS", (Operation("first", "Việc một", 1, fail),))
    with at(MORNING):
        (run,) = nightly.run_due()
        assert (run.succeeded, run.message) == (False, "Ổ đĩa đã đầy.")
        assert done() == []
    with at(MORNING + 59 * MINUTE):
        assert done() == []
    with at(MORNING + 61 * MINUTE):
        assert done() == ["first"]


@pytest.mark.django_db
def test_an_unknown_fault_is_told_without_its_words(operations, monkeypatch, caplog):
    def fail(run: OperationRun) -> str:
        raise ValueError("Nguyễn Thị Riêng 0912345678")

    monkeypatch.setattr(nightly, "BY_NAME", {"first": Operation("first", "Việc một", 1, fail)})
    run = nightly.run("first")
    assert run.message == "Lỗi của cổng thông tin (ValueError); xem nhật ký máy chủ."
    assert run.finished_at is not None
    assert [record.message for record in caplog.records] == ["A daily operation failed"]


@pytest.mark.django_db
def test_a_run_that_died_is_tried_again_after_an_hour(operations):
    with at(MORNING):
        OperationRun.objects.create(name="first", started_at=MORNING)
        assert done() == ["second"]  # yesterday's
    with at(MORNING + 61 * MINUTE):
        assert done() == ["first", "second"]


@pytest.mark.django_db
def test_one_server_at_a_time(operations):
    other = psycopg2.connect(**connection.get_connection_params())
    try:
        other.cursor().execute("SELECT pg_advisory_lock(%s)", [nightly.LOCK])
        with at(MORNING):
            assert done() == []
            with pytest.raises(nightly.Busy) as caught:
                nightly.run("first")
        assert str(caught.value) == (
            "Một việc hằng ngày khác đang được thực hiện; vui lòng thử lại sau."
        )
        assert not OperationRun.objects.exists()
    finally:
        other.close()
    with at(MORNING):
        assert done() == ["first", "second"]


@pytest.mark.django_db
def test_what_is_finished_is_never_edited(operations):
    run = nightly.run("first")
    run.message = "Đã làm khác."
    with pytest.raises(IntegrityError), transaction.atomic():
        run.save()
    assert OperationRun.objects.get().message == "Đã làm."
    half = OperationRun(name="first", started_at=MORNING, succeeded=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        half.save()


@pytest.mark.django_db
def test_personal_data_of_all_ceremonies_are_erased():
    events = [make_seating(EventFactory(slug=f"le-{n}")).event for n in range(2)]
    for event in events:
        make_registration(event)
    later = events[0].last_day() + datetime.timedelta(days=400)
    assert erasure.count_overdue(later) == 2
    assert erasure.count_overdue() == 0
    with time_machine.travel(later):
        run = nightly.run("erase_personal_data")
    assert (run.succeeded, run.message) == (True, "Đã xóa dữ liệu cá nhân của 2 lượt đăng ký.")
    assert not Registration.objects.filter(erased_at__isnull=True).exists()
    assert erasure.count_overdue(later) == 0


@pytest.mark.django_db
def test_what_is_worn_off_is_swept():
    now = timezone.now()
    day = datetime.timedelta(days=1)
    for name, expires in (("cu", now - day), ("moi", now + day)):
        Session.objects.create(session_key=name, session_data="", expire_date=expires)
    attempts = [
        AccessAttempt.objects.create(username=name, failures_since_start=1) for name in "ab"
    ]
    AccessAttempt.objects.filter(pk=attempts[0].pk).update(attempt_time=now - 2 * day)
    hit("thu", "moi", 1, HOUR)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO events_throttle VALUES ('cu', now() - interval '1 day')")

    run = nightly.run("sweep")

    assert (
        run.message
        == "Đã xóa: 1 phiên làm việc, 1 bộ đếm, 1 lần thử đăng nhập, 0 tệp không thuộc video nào."
    )
    assert [session.session_key for session in Session.objects.all()] == ["moi"]
    assert list(AccessAttempt.objects.all()) == attempts[1:]


@pytest.mark.django_db
def test_the_command_tells_what_it_did(operations, capsys, monkeypatch):
    with at(MORNING):
        call_command("run_operations")
        call_command("run_operations")
    assert capsys.readouterr().out.splitlines() == [
        "Việc một: Đã làm.",
        "Việc hai: Đã làm.",
        "Chưa có việc nào đến hạn.",
    ]

    def fail(run: OperationRun) -> str:
        raise OperationError("Ổ đĩa đã đầy.")

    own = (Operation("third", "Việc ba", 1, fail),)
    monkeypatch.setattr(nightly, "OPERATIONS", own)
    monkeypatch.setattr(nightly, "BY_NAME", {"third": own[0]})
    with at(MORNING), pytest.raises(CommandError, match=r"^Có việc chưa thực hiện được\.$"):
        call_command("run_operations")
    assert capsys.readouterr().out == "Việc ba: Ổ đĩa đã đầy.\n"
