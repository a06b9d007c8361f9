"""A unit reports on its tasks behind its secret link, without an account."""

import datetime
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client

from agenda.models import PreparationTask, TaskUpdate
from agenda.services import tasks as task_service
from events.models import Event, Unit
from events.web import throttle
from events.web.uploads import Upload
from tests.factories import EventFactory, PreparationTaskFactory, UnitFactory
from tests.files import chosen, pdf
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return EventFactory(contact="Văn phòng: 0208 3855 123")


@pytest.fixture
def unit(event: Event) -> Unit:
    return UnitFactory(event=event, name="Sở Khoa học và Công nghệ")


@pytest.fixture
def task(event: Event, unit: Unit) -> PreparationTask:
    return PreparationTaskFactory(
        event=event, lead_unit=unit, content="Thiết kế phông", due_on=datetime.date(2030, 1, 10)
    )


def address(unit: Unit) -> str:
    return f"/nhiem-vu/{unit.token}/"


def seen(response: Any) -> str:
    return visible_text(response.content.decode())


def send(client: Client, unit: Unit, task: PreparationTask, **values: Any) -> Any:
    last = task.updates.first()
    data = {
        "task": task.pk,
        "percent": task.percent,
        "words": "",
        "seen": last.pk if last else 0,
        "submission": str(uuid.uuid4()),
        **values,
    }
    return client.post(address(unit), {key: v for key, v in data.items() if v is not None})


def test_the_page_shows_the_units_own_tasks_and_nothing_else(
    client: Client, event: Event, unit: Unit, task: PreparationTask
) -> None:
    other = UnitFactory(event=event, name="Báo Thái Nguyên")
    helped = PreparationTaskFactory(event=event, lead_unit=other, content="Đưa tin")
    helped.coordinating_units.add(unit)
    PreparationTaskFactory(event=event, lead_unit=other, content="Việc của báo")
    PreparationTaskFactory(lead_unit=UnitFactory(), content="Việc của lễ khác")
    task_service.report(helped, by="x", unit=other, status="under_way", percent=50, words="Riêng")
    with time_machine.travel("2030-01-13 09:00 +07:00"):
        page = client.get(address(unit))

    text = seen(page)
    words = ("Thiết kế phông", "Đưa tin", "Việc của báo", "Việc của lễ khác", "Riêng")
    assert [word for word in words if word in text] == ["Thiết kế phông", "Đưa tin"]
    assert "quá hạn 3 ngày" in text
    assert "Văn phòng: 0208 3855 123" in text
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"
    english = client.get(f"/en{address(unit)}").content.decode()
    assert "Tasks that your unit leads" in english


def test_statements_do_not_grow_with_tasks(
    client: Client, event: Event, unit: Unit, task: PreparationTask, django_assert_max_num_queries
) -> None:
    for _n in range(4):
        more = PreparationTaskFactory(event=event, lead_unit=unit)
        task_service.report(
            more,
            by="x",
            unit=unit,
            status="under_way",
            percent=25,
            files=[Upload("a.pdf", pdf(), "application/pdf")],
        )
    with django_assert_max_num_queries(7):
        client.get(address(unit))


def test_percent_words_and_file_reach_the_log_at_once(
    client: Client, unit: Unit, task: PreparationTask
) -> None:
    file = chosen("Phông chính thức.pdf", pdf(), "application/pdf")
    answer = send(client, unit, task, percent=50, words="Đã có  mẫu.\nChờ duyệt.", file=file)

    assert (answer.status_code, answer["Location"]) == (303, f"{address(unit)}#task-{task.pk}")
    update = TaskUpdate.objects.get()
    assert (update.unit, update.by) == (unit, "Sở Khoa học và Công nghệ")
    assert (update.status_before, update.status) == ("planned", "under_way")
    assert (update.percent_before, update.percent) == (0, 50)
    assert update.words == "Đã có mẫu.\nChờ duyệt."
    assert [one.name for one in update.files.all()] == ["Phông chính thức.pdf"]
    task.refresh_from_db()
    assert (task.status, task.percent) == ("under_way", 50)
    text = seen(client.get(address(unit)))
    assert "Ban Tổ chức đã nhận được báo cáo" in text
    assert "Phông chính thức.pdf" in text


def test_a_report_sent_twice_is_one(client: Client, unit: Unit, task: PreparationTask) -> None:
    for _n in range(2):
        answer = send(client, unit, task, percent=25, submission=str(uuid.UUID(int=7)), seen=0)
        assert answer.status_code == 303
    assert TaskUpdate.objects.count() == 1


def test_done_is_accepted_by_the_organizer_alone(
    client: Client, unit: Unit, task: PreparationTask
) -> None:
    send(client, unit, task, percent=100, words="Đã xong.")
    task.refresh_from_db()
    assert (task.status, task.percent) == ("under_way", 100)
    assert "chờ Ban Tổ chức xác nhận" in seen(client.get(address(unit)))

    task_service.report(task, by="An", status="done", percent=100, accepted_by="An")

    assert "đã xác nhận công việc này hoàn thành" in seen(client.get(address(unit)))
    late = send(client, unit, task, percent=50, words="Chữ đã gõ")
    assert late.status_code == 200
    assert "không cần báo cáo thêm" in seen(late)
    assert "Chữ đã gõ" in late.content.decode()
    task.refresh_from_db()
    assert task.status == "done"


def test_what_blocks_is_told_with_its_reason(
    client: Client, unit: Unit, task: PreparationTask
) -> None:
    refused = send(client, unit, task, percent=25, blocked="on")
    assert "Vui lòng ghi rõ vướng mắc" in seen(refused)
    assert not TaskUpdate.objects.exists()
    send(client, unit, task, percent=25, blocked="on", words="Chưa có kinh phí")
    task.refresh_from_db()
    assert (task.status, task.percent) == ("blocked", 25)
    assert task.blocked_reason == "Chưa có kinh phí"
    task = PreparationTask.objects.get()
    send(client, unit, task, percent=50)
    task.refresh_from_db()
    assert (task.status, task.blocked_reason) == ("under_way", "")


def test_a_coordinating_unit_writes_words_and_moves_nothing(
    client: Client, event: Event, unit: Unit, task: PreparationTask
) -> None:
    helper = UnitFactory(event=event, name="Báo Thái Nguyên")
    task.coordinating_units.add(helper)
    task_service.report(task, by="x", unit=unit, status="under_way", percent=50)
    assert "Vui lòng ghi nội dung báo cáo" in seen(send(client, helper, task))
    send(client, helper, task, percent=100, blocked="on", words="Đã cử phóng viên", seen=None)
    update = TaskUpdate.objects.first()
    assert (update.unit, update.status, update.percent) == (helper, "under_way", 50)
    task.refresh_from_db()
    assert (task.status, task.percent, task.blocked_reason) == ("under_way", 50, "")


def test_who_reports_from_an_old_page_sees_what_was_reported_meanwhile(
    client: Client, unit: Unit, task: PreparationTask
) -> None:
    task_service.report(task, by="Ban Tổ chức", status="under_way", percent=75)
    answer = send(client, unit, task, percent=25, words="Chữ đã gõ", seen=0)
    assert "Ban Tổ chức vừa cập nhật công việc này" in seen(answer)
    assert "Chữ đã gõ" in answer.content.decode()
    shown = re.search(r'name="seen" value="(\d+)"', answer.content.decode())
    assert shown
    assert send(client, unit, task, percent=25, seen=shown[1]).status_code == 303


HOSTILE = [
    ({"file": chosen("a.pdf", b"MZ programme", "application/pdf")}, "chọn tệp PDF hoặc ảnh PNG"),
    (
        {"file": chosen("a.docx", b"PK\x03\x04 Word", "application/zip")},
        "chọn tệp PDF hoặc ảnh PNG",
    ),
    ({"file": chosen("a.pdf", pdf()[:-40], "application/pdf")}, "PDF"),
    ({"words": "chữ" * 2000}, "ký tự"),
    ({"percent": "33"}, "tỷ lệ hoàn thành"),
    ({"percent": "x"}, "tỷ lệ hoàn thành"),
    ({"percent": 0}, "Chưa có gì thay đổi"),
    ({"words": "ab\u200bc\u202e"}, "ký tự"),
]


@pytest.mark.parametrize(("values", "told"), HOSTILE)
def test_what_cannot_be_taken_is_told_and_nothing_is_written(
    client: Client, unit: Unit, task: PreparationTask, values: dict[str, Any], told: str
) -> None:
    answer = send(client, unit, task, **values)
    assert answer.status_code == 200
    assert told in seen(answer)
    assert not TaskUpdate.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30, "²", "foreign"])
def test_a_task_of_somebody_else_is_not_reported_on(
    client: Client, event: Event, unit: Unit, key: str
) -> None:
    foreign = PreparationTaskFactory(event=event, lead_unit=UnitFactory(event=event))
    chosen_task = str(foreign.pk) if key == "foreign" else key
    answer = client.post(address(unit), {"task": chosen_task, "words": "Chữ đã gõ", "percent": 50})
    assert answer.status_code == 200
    assert "Chữ đã gõ" in seen(answer)
    assert str(foreign) not in seen(answer)
    assert not TaskUpdate.objects.exists()


def test_a_wrong_link_is_404_and_who_guesses_is_slowed_down(
    client: Client, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "MISSES", 2)
    altered = unit.token[:-1] + ("A" if unit.token[-1] != "A" else "B")
    codes = [client.get(f"/nhiem-vu/{altered}/").status_code for _n in range(3)]
    assert codes == [404, 404, 429]
    assert client.get(address(unit)).status_code == 200
    assert client.get("/nhiem-vu/kurz/").status_code == 404


def test_who_reports_too_often_is_told_when_to_come_again(
    client: Client, unit: Unit, task: PreparationTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agenda.public.unit.views.REPORTS", 1)
    send(client, unit, task, percent=25)
    answer = send(client, unit, PreparationTask.objects.get(), percent=50, words="Chữ đã gõ")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Chữ đã gõ" in answer.content.decode()
    assert TaskUpdate.objects.count() == 1


def test_a_form_of_another_task_is_not_said_to_be_sent(
    client: Client, unit: Unit, task: PreparationTask
) -> None:
    other = PreparationTaskFactory.create(event=task.event, lead_unit=unit)
    submission = str(uuid.uuid4())
    assert send(client, unit, task, percent=50, submission=submission).status_code == 303

    answer = send(client, unit, other, percent=50, submission=submission)

    assert "đã được gửi cho một công việc khác" in seen(answer)
    assert not other.updates.exists()
