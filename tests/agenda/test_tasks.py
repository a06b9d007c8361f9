"""What has become of a task: written by reports only, each with what was before it."""

import datetime
import threading
import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from agenda.errors import AgendaError, NotReported, ReportedMeanwhile
from agenda.models import PreparationTask, TaskUpdate
from agenda.services import task_order, tasks
from events.models import Event
from events.web.uploads import Upload
from tests.factories import EventFactory, PreparationTaskFactory, UnitFactory
from tests.files import pdf

pytestmark = pytest.mark.django_db

TOMORROW = timezone.localdate() + datetime.timedelta(days=1)


def make_task(**values) -> PreparationTask:
    return PreparationTaskFactory.create(**values)


def order(event: Event) -> list[tuple[int, str]]:
    return list(event.preparation_tasks.order_by("position").values_list("position", "content"))


def test_report_writes_before_and_after_and_keeps_its_files():
    task = make_task()
    file = Upload("biên bản.pdf", pdf(), "application/pdf")

    update = tasks.report(
        task, by="Lê Thị Thử", status="under_way", percent=40, words="Đã  họp", files=[file]
    )

    update.refresh_from_db()
    before = (update.status_before, update.percent_before)
    assert (before, update.status, update.percent) == (("planned", 0), "under_way", 40)
    assert (update.by, update.words, update.unit) == ("Lê Thị Thử", "Đã họp", None)
    kept = update.files.get()
    assert (kept.name, bytes(kept.content), kept.sha256) == (file.name, file.content, file.sha256)
    assert (task.status, task.percent) == ("under_way", 40)
    task.refresh_from_db()
    assert (task.status, task.percent) == ("under_way", 40)


def test_done_is_accepted_by_whoever_says_so_unless_somebody_is_named():
    task = make_task()
    tasks.report(task, by="Lê Thị Thử", status="done", percent=100)
    assert (task.accepted_by, task.updates.get().accepted_by) == ("Lê Thị Thử", "Lê Thị Thử")


@pytest.mark.parametrize("year", [1, 1999, 2101, 9999])
def test_due_day_of_a_year_that_nobody_means_is_refused(year):
    with pytest.raises(IntegrityError, match="due_on"):
        make_task(due_on=datetime.date(year, 1, 2))


def test_reason_day_and_acceptance_go_with_their_state_and_stay_in_the_log():
    task = make_task()
    today = timezone.localdate()
    steps = [
        ({"status": "blocked", "percent": 30, "blocked_reason": "Thiếu kinh phí"}),
        ({"status": "blocked", "percent": 35}),
        ({"status": "done", "percent": 100, "accepted_by": "Phó Trưởng Ban"}),
        ({"status": "under_way", "percent": 90}),
    ]
    seen = []
    for step in steps:
        tasks.report(task, by="A", **step)
        task.refresh_from_db()
        seen.append((task.blocked_reason, task.done_on, task.accepted_by))

    expected = [
        ("Thiếu kinh phí", None, ""),
        ("Thiếu kinh phí", None, ""),
        ("", today, "Phó Trưởng Ban"),
        ("", None, ""),
    ]
    assert seen == expected
    log = task.updates.order_by("pk").values_list("blocked_reason", "done_on", "accepted_by")
    assert list(log) == expected


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"status": "done", "percent": 90}, "phải là 100 phần trăm"),
        ({"status": "blocked", "percent": 10}, "nội dung vướng mắc"),
        ({"status": "done", "percent": 100, "done_on": TOMORROW}, "không được sau ngày hôm nay"),
        ({"status": "done", "percent": 100, "done_on": datetime.date(25, 1, 2)}, "năm của ngày"),
        ({"status": "planned", "percent": 20}, "chưa triển khai thì tỷ lệ"),
        ({"status": "under_way", "percent": 101}, "từ 0 đến 100"),
        ({"status": "gone", "percent": 0}, "chọn trạng thái"),
        ({"status": "planned", "percent": 0, "words": "a" * 4001}, "không quá 4000 ký tự"),
        ({"status": "planned", "percent": 0, "words": " \n "}, "Chưa có gì thay đổi"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(said, told):
    task = make_task()

    with pytest.raises(NotReported) as refused:
        tasks.report(task, by="A", **said)

    assert told in str(refused.value)
    assert not TaskUpdate.objects.exists()
    task.refresh_from_db()
    assert (task.status, task.percent) == ("planned", 0)


def test_the_same_report_twice_is_one():
    task, nonce = make_task(), uuid.uuid4()
    first = tasks.report(task, by="A", status="under_way", percent=40, nonce=nonce)
    tasks.report(task, by="B", status="under_way", percent=70)

    again = tasks.report(task, by="A", status="under_way", percent=40, nonce=nonce)

    assert again == first
    task.refresh_from_db()
    assert (task.percent, task.updates.count()) == (70, 2)


def test_a_form_of_another_task_is_not_said_to_be_sent():
    task, nonce = make_task(), uuid.uuid4()
    other = PreparationTaskFactory.create(event=task.event)
    tasks.report(task, by="A", status="under_way", percent=40, nonce=nonce)

    with pytest.raises(NotReported, match="công việc khác"):
        tasks.report(other, by="A", status="under_way", percent=40, nonce=nonce)
    assert not other.updates.exists()


def test_unit_reports_on_its_own_tasks_only():
    task = make_task()
    own = UnitFactory.create(event=task.event)
    other = UnitFactory.create(event=task.event)
    task.coordinating_units.add(own)

    assert tasks.report(task, by="A", unit=own, status="under_way", percent=5).unit == own
    with pytest.raises(NotReported):
        tasks.report(task, by="A", unit=other, status="under_way", percent=6)


def test_who_comes_second_is_told_who_came_first():
    task = make_task()
    tasks.report(task, by="Trần Văn Một", status="under_way", percent=40, seen=0)

    with pytest.raises(ReportedMeanwhile) as refused:
        tasks.report(task, by="B", status="done", percent=100, seen=0)

    assert "Trần Văn Một vừa cập nhật" in str(refused.value)
    assert "đang triển khai, 40%" in str(refused.value)
    last = task.updates.get().pk
    tasks.report(task, by="B", status="done", percent=100, seen=last)


@pytest.mark.django_db(transaction=True)
def test_two_reports_at_once_come_one_after_the_other():
    task = make_task()

    def send(percent: int) -> None:
        tasks.report(task, by="A", status="under_way", percent=percent)
        connection.close()

    threads = [threading.Thread(target=send, args=[percent]) for percent in (10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = task.updates.order_by("pk")
    assert (first.percent_before, second.percent_before) == (0, first.percent)


def test_what_was_reported_is_never_changed():
    update = tasks.report(make_task(), by="A", status="under_way", percent=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskUpdate.objects.filter(pk=update.pk).update(percent=50)


@pytest.mark.parametrize(
    ("moved", "where", "expected"),
    [("A", {"after": "C"}, "BCAD"), ("D", {"before": "A"}, "DABC"), ("B", {"before": "C"}, "ABCD")],
)
def test_task_is_moved_and_places_stay_without_gaps(moved, where, expected):
    event = EventFactory.create()
    rows = {name: make_task(event=event, content=name, position=n * 3)
            for n, name in enumerate("ABCD", 1)}  # fmt: skip

    is_moved = task_order.place(
        rows[moved], **{side: rows[other].pk for side, other in where.items()}
    )

    assert order(event) == list(enumerate(expected, 1))
    assert is_moved == (expected != "ABCD")


def test_task_of_another_ceremony_is_no_neighbour():
    with pytest.raises(AgendaError):
        task_order.place(make_task(), before=make_task().pk)


def test_split_divides_the_words_and_takes_the_rest_along():
    event = EventFactory.create()
    unit = UnitFactory.create(event=event)
    task = make_task(event=event, content="In giấy mời và thẻ", position=1, lead_unit=unit)
    task.coordinating_units.add(other := UnitFactory.create(event=event))
    make_task(event=event, content="Sau", position=2)
    tasks.report(task, by="A", status="under_way", percent=40)

    new = task_order.split(task, kept="In giấy mời", taken="In thẻ", seen="In giấy mời và thẻ")

    assert order(event) == [(1, "In giấy mời"), (2, "In thẻ"), (3, "Sau")]
    new.refresh_from_db()
    assert (new.lead_unit, [*new.coordinating_units.all()]) == (unit, [other])
    assert (new.status, new.percent, new.updates.count()) == ("planned", 0, 0)
    with pytest.raises(AgendaError, match="“In giấy mời”"):
        task_order.split(task, kept="X", taken="Y", seen="In giấy mời và thẻ")


def test_late_and_due_soon_follow_the_clock():
    day = datetime.date(2030, 1, 20)
    event = EventFactory.create()
    for days in (-1, 0, 3, 4):
        make_task(event=event, content=f"{days}", due_on=day + datetime.timedelta(days=days))
    make_task(event=event, content="xong", due_on=day - datetime.timedelta(days=9), status="done",
              percent=100, done_on=day)  # fmt: skip
    rows = event.preparation_tasks.all()

    assert [task.content for task in rows.late(day)] == ["-1"]
    assert [task.content for task in rows.due_soon(day)] == ["0", "3"]
    assert rows.tally(day) == {"all": 5, "done": 1, "late": 1, "soon": 2}
