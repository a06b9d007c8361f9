"""The tasks in the admin: three views, edited in place, one task with its log, by requests."""

import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agenda.models import PreparationTask
from agenda.services import tasks
from events.models import Event
from tests.factories import EventFactory, PreparationTaskFactory, UnitFactory
from tests.files import ACTIVE_PDFS, chosen, pdf
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

VIEWS = ["board", "list", "weeks"]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def event() -> Event:
    return EventFactory.create()


def url(event: Event, query: str = "") -> str:
    return reverse("admin:agenda_preparation_change", args=[event.pk]) + query


def at(name: str, key: int) -> str:
    return reverse(f"admin:agenda_{name}", args=[key])


def text(response: Any) -> str:
    assert response.status_code == 200
    return visible_text(response.content.decode())


def make(event: Event, content: str, **values: Any) -> PreparationTask:
    position = event.preparation_tasks.count() + 1
    return PreparationTaskFactory.create(event=event, content=content, position=position, **values)


def contents(event: Event) -> list[str]:
    return list(event.preparation_tasks.order_by("position").values_list("content", flat=True))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_all_of_a_task_and_says_late_in_words(organizer, event, view):
    day = datetime.date(2030, 1, 20)
    unit = UnitFactory.create(event=event, name="Sở Nội vụ")
    task = make(event, "In giấy mời", lead_unit=unit, due_on=day, deliverable="Giấy mời")
    task.coordinating_units.add(UnitFactory.create(event=event, name="Văn phòng", short_name="VP"))
    tasks.report(task, by="A", status="under_way", percent=45)
    said = {}
    for moment in (day - datetime.timedelta(days=4), day - datetime.timedelta(days=2), day,
                   day + datetime.timedelta(days=5)):  # fmt: skip
        with time_machine.travel(datetime.datetime.combine(moment, datetime.time(3)), tick=False):
            said[moment] = text(signed_in_again(organizer).get(url(event, f"?view={view}")))

    for words in said.values():
        for part in ("In giấy mời", "Sở Nội vụ", "VP", "Giấy mời", "20/01/2030", "45%"):
            assert part in words
    first, soon, last, late = said.values()
    assert "Còn" not in first
    assert "Quá hạn 5" not in first
    assert "Còn 2 ngày" in soon
    assert "Đến hạn hôm nay" in last
    assert "Quá hạn 5 ngày" in late


def signed_in_again(client: Client) -> Client:
    """Let the session be of the day on which the clock stands."""
    from django.contrib.auth.models import User

    client.force_login(
        User.objects.get(username="nguoi-organizer"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


@pytest.mark.parametrize("view", VIEWS)
def test_filter_is_kept_in_the_address_and_the_same_in_all_views_and_in_the_file(
    organizer, event, view
):
    today = timezone.localdate()
    unit, other = UnitFactory.create_batch(2, event=event)
    make(event, "Chủ trì", lead_unit=unit, due_on=today - datetime.timedelta(days=1))
    make(event, "Phối hợp", due_on=today).coordinating_units.add(unit)
    make(event, "Việc khác", lead_unit=other)
    done = make(event, "Đã xong", lead_unit=unit, due_on=today - datetime.timedelta(days=1))
    tasks.report(done, by="A", status="done", percent=100)
    wanted = {
        f"unit={unit.pk}": {"Chủ trì", "Phối hợp", "Đã xong"},
        f"unit={unit.pk}&state=done": {"Đã xong"},
        "due=late": {"Chủ trì"},
        "due=soon": {"Phối hợp"},
        "unit=9999&state=%00": set(),
        "state=nothing&due=x": {"Chủ trì", "Phối hợp", "Việc khác", "Đã xong"},
    }
    names = {"Chủ trì", "Phối hợp", "Việc khác", "Đã xong"}
    for query, expected in wanted.items():
        answer = organizer.get(url(event, f"?view={view}&{query}"), headers=HTMX)
        shown = {name for name in names if f">{name}</a>" in answer.content.decode()}
        assert shown == expected, query
        file = organizer.get(at("preparation_tasks_xlsx", event.pk) + f"?format=1&{query}")
        rows = file.content.decode("utf-8-sig").splitlines()[1:]
        assert {name for name in names if any(f",{name}," in row for row in rows)} == expected


@pytest.mark.parametrize("view", VIEWS)
def test_queries_are_the_same_for_1_3_and_300_tasks(organizer, event, view):
    units = UnitFactory.create_batch(3, event=event)
    counted = {}
    organizer.get(url(event))
    for number in (1, 3, 300):
        event.preparation_tasks.all().delete()
        rows = [
            PreparationTask(event=event, content=f"Việc {n}", position=n, lead_unit=units[n % 3],
                            due_on=datetime.date(2030, 1, 1) + datetime.timedelta(days=n))
            for n in range(1, number + 1)
        ]  # fmt: skip
        for task in PreparationTask.objects.bulk_create(rows):
            task.coordinating_units.add(units[0]) if number == 3 else None
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert organizer.get(url(event, f"?view={view}")).status_code == 200
        counted[number] = len(queries)
    assert len(set(counted.values())) == 1, counted
    assert counted[300] <= 14


def test_state_is_set_by_a_report_and_the_page_tells_it(organizer, event):
    task = make(event, "In giấy mời")
    sent = {"task": task.pk, "status": "under_way", "seen": "0"}

    answer = organizer.post(at("preparation_move", event.pk), sent, headers=HTMX)

    assert "In giấy mời: đang triển khai." in text(answer)
    assert 'id="tasks-figures" hx-swap-oob="true"' in answer.content.decode()
    update = task.updates.get()
    assert (update.by, update.status_before, update.status) == (
        "nguoi-organizer", "planned", "under_way",
    )  # fmt: skip
    other = organizer.post(
        at("preparation_move", event.pk), {**sent, "status": "planned"}, headers=HTMX
    )
    assert "nguoi-organizer vừa cập nhật công việc này" in text(other)
    assert task.updates.count() == 1


@pytest.mark.parametrize(
    ("state", "asked"), [("blocked", "blocked_reason"), ("done", "accepted_by")]
)
def test_state_that_needs_a_word_opens_the_task_first(organizer, event, state, asked):
    task = make(event, "In giấy mời")
    sent = {"task": task.pk, "status": state, "seen": "0"}

    answer = organizer.post(at("preparation_move", event.pk), sent, headers=HTMX)

    data = form_data(answer, "editor_form")
    assert not task.updates.exists()
    assert data["report-status"] == state
    saved = organizer.post(
        at("preparation_edit", event.pk), {**data, f"report-{asked}": "Phó Trưởng Ban"},
        headers=HTMX,
    )  # fmt: skip
    assert "Đã lưu" in text(saved)
    task.refresh_from_db()
    assert (task.status, getattr(task, asked)) == (state, "Phó Trưởng Ban")
    assert task.done_on == (timezone.localdate() if state == "done" else None)
    plain = organizer.post(at("preparation_move", event.pk), {**sent, "status": "done"})
    if state == "blocked":
        assert plain["Location"].endswith("wanted=done#report")
        page = organizer.get(plain["Location"])
        assert form_data(page, "report")["report-status"] == "done"


def test_words_state_and_files_are_edited_in_place(organizer, event):
    task, unit = make(event, "In giấy mời"), UnitFactory.create(event=event)
    data = form_data(organizer.get(url(event, f"?view=list&edit={task.pk}")), "editor_form")
    data |= {"content": "In giấy mời và thẻ", "lead_unit": unit.pk, "due_on": "20/01/2030"}
    data |= {"report-status": "under_way", "report-percent": "30", "report-words": "Đã họp"}
    files = [chosen("một.pdf", pdf()), chosen("hai.pdf", pdf())]

    answer = organizer.post(at("preparation_edit", event.pk), {**data, "report-attachments": files})

    assert answer["Location"] == url(event, "?view=board")
    task.refresh_from_db()
    assert (task.content, task.lead_unit, task.due_on) == (
        "In giấy mời và thẻ", unit, datetime.date(2030, 1, 20),
    )  # fmt: skip
    update = task.updates.get()
    assert (update.percent, update.words, update.files.count()) == (30, "Đã họp", 2)
    entry = LogEntry.objects.get(object_id=task.pk)
    assert "nội dung" in entry.get_change_message().casefold()
    organizer.post(at("preparation_edit", event.pk), {**data, "report-attachments": []})
    assert task.updates.count() == 1


def test_nothing_is_written_where_one_half_is_refused(organizer, event):
    task = make(event, "In giấy mời")
    data = form_data(organizer.get(url(event, f"?edit={task.pk}")), "editor_form")
    data |= {"content": "Lời mới", "report-status": "done", "report-percent": "80"}

    answer = organizer.post(at("preparation_edit", event.pk), data, headers=HTMX)

    assert "phải là 100 phần trăm" in text(answer)
    assert form_data(answer, "editor_form")["content"] == "Lời mới"
    assert contents(event) == ["In giấy mời"]
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("day", ["03/01/0001", "31/12/9999"])
def test_slip_in_the_year_is_told_where_it_was_typed(organizer, event, day):
    task = make(event, "In giấy mời")
    opened = organizer.get(url(event, f"?edit={task.pk}"))
    sent = {**form_data(opened, "editor_form"), "due_on": day}
    answer = organizer.post(at("preparation_edit", event.pk), sent, headers=HTMX)
    assert "kiểm tra lại năm" in text(answer)
    assert event.preparation_tasks.get().due_on is None


def test_second_organizer_is_told_who_changed_what_and_loses_nothing(organizer, event):
    task = make(event, "In giấy mời", deliverable="Giấy mời")
    page = form_data(organizer.get(url(event, f"?edit={task.pk}")), "editor_form")
    first = page | {"content": "In 130 giấy mời", "report-percent": "20"}
    first |= {"report-status": "under_way"}
    organizer.post(at("preparation_edit", event.pk), first)

    mine = page | {"content": "In giấy mời màu", "deliverable": "Giấy mời in màu"}
    answer = organizer.post(at("preparation_edit", event.pk), mine, headers=HTMX)

    said = text(answer)
    assert "nội dung hiện nay là: “In 130 giấy mời”" in said
    assert "Người sửa: nguoi-organizer" in said
    again = form_data(answer, "editor_form")
    assert again["content"] == "In giấy mời màu"
    organizer.post(at("preparation_edit", event.pk), again)
    task.refresh_from_db()
    assert (task.content, task.deliverable) == ("In giấy mời màu", "Giấy mời in màu")
    assert (task.status, task.percent) == ("under_way", 20)  # untouched by the second
    assert task.updates.count() == 1


def test_task_is_moved_by_keys_among_those_that_are_shown(organizer, event):
    one, two, three = (make(event, name) for name in ("A", "B", "C"))
    tasks.report(two, by="A", status="under_way", percent=5)
    board = organizer.get(url(event)).content.decode()
    assert f'id="down-{one.pk}" name="after" value="{three.pk}"' in board

    sent = {"task": one.pk, "status": "planned", "after": three.pk}
    answer = organizer.post(at("preparation_move", event.pk), sent, headers=HTMX)

    assert "A: đã chuyển đến vị trí số 3." in text(answer)
    assert contents(event) == ["B", "C", "A"]
    last = organizer.post(at("preparation_move", event.pk), {**sent, "after": ""}, headers=HTMX)
    assert "đã ở cuối danh sách" in text(last)
    foreign = PreparationTaskFactory.create()
    gone = organizer.post(
        at("preparation_move", event.pk), {**sent, "task": foreign.pk}, headers=HTMX
    )
    assert "vừa được người khác xóa" in text(gone)


def test_task_is_added_edited_and_removed(organizer, event):
    make(event, "A")
    unit = UnitFactory.create(event=event)
    add = reverse("admin:agenda_preparationtask_add") + f"?event={event.pk}&view=list"
    data = {**form_data(organizer.get(add), "preparationtask_form"), "_save": "Lưu"}
    data |= {"content": "B", "lead_unit": unit.pk, "coordinating_units": [unit.pk]}
    assert "không đồng thời là đơn vị phối hợp" in text(organizer.post(add, data))

    answer = organizer.post(add, data | {"coordinating_units": []})

    task = event.preparation_tasks.get(content="B")
    assert answer["Location"] == f"{url(event, '?view=list')}#task-{task.pk}"
    assert (task.position, task.lead_unit) == (2, unit)
    change = at("preparationtask_change", task.pk)
    tasks.report(task, by="A", status="under_way", percent=10)
    data = {**form_data(organizer.get(change), "preparationtask_form"), "_save": "Lưu"}
    organizer.post(change, data | {"content": "B mới"})
    task.refresh_from_db()
    assert (task.content, task.percent) == ("B mới", 10)
    removed = organizer.post(
        at("preparationtask_delete", event.preparation_tasks.get(content="A").pk), {"post": "yes"}
    )
    assert removed["Location"] == url(event)
    assert list(event.preparation_tasks.values_list("position", "content")) == [(1, "B mới")]


def test_log_tells_who_when_what_and_hands_out_files(organizer, event):
    task = make(event, "In giấy mời")
    page = organizer.get(at("preparationtask_change", task.pk))
    data = form_data(page, "report") | {
        "report-status": "blocked", "report-percent": "30",
        "report-blocked_reason": "Thiếu giấy", "report-words": "Chờ nhà in",
    }  # fmt: skip
    report = at("preparationtask_report", task.pk)
    hostile = {**data, "report-attachments": [chosen("x.pdf", pdf(ACTIVE_PDFS[0]))]}
    refused = organizer.post(report, hostile)
    assert "x.pdf:" in text(refused)
    assert form_data(refused, "report")["report-words"] == "Chờ nhà in"
    assert not task.updates.exists()

    content = pdf()
    sent = {**data, "report-attachments": [chosen("biên bản.pdf", content)]}
    assert organizer.post(report, sent).status_code == 302
    sent["report-attachments"] = [chosen("biên bản.pdf", content)]
    organizer.post(report, sent)  # pressed twice

    update = task.updates.get()
    log = text(organizer.get(at("preparationtask_change", task.pk)))
    moment = timezone.localtime(update.at)
    for part in (f"{moment:%H:%M %d/%m/%Y}", "nguoi-organizer", "Chưa triển khai, 0%",
                 "Vướng mắc, 30%", "Thiếu giấy", "Chờ nhà in", "biên bản.pdf"):  # fmt: skip
        assert part in log
    file = organizer.get(at("preparationtask_file", update.files.get().pk))
    assert file.content == content
    assert file["Content-Disposition"].startswith("attachment; filename*=utf-8''bi%C3%AAn")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file["Cache-Control"]


def test_task_is_split(organizer, event):
    task = make(event, "In giấy mời và thẻ")
    split = at("preparationtask_split", task.pk)
    data = form_data(organizer.get(split), "split_form")
    assert "Vui lòng điền nội dung này" in text(organizer.post(split, data))

    organizer.post(split, data | {"kept": "In giấy mời", "taken": "In thẻ"})

    assert contents(event) == ["In giấy mời", "In thẻ"]
    assert LogEntry.objects.count() == 2
    again = organizer.post(split, data | {"kept": "X", "taken": "Y"})
    assert "nội dung hiện nay là: “In giấy mời”" in text(again)
    assert form_data(again, "split_form")["taken"] == "Y"


def test_secretariat_reads_and_prints_and_reception_sees_nothing(event):
    task = make(event, "In giấy mời")
    tasks.report(task, by="A", status="under_way", percent=5)
    update = tasks.report(task, by="A", status="under_way", percent=6)
    update.files.create(name="a.pdf", content=pdf(), content_type="application/pdf", sha256="0")
    reading = [url(event), at("preparationtask_change", task.pk),
               at("preparation_tasks_xlsx", event.pk),
               at("preparationtask_file", update.files.get().pk)]  # fmt: skip
    writing = [at("preparation_move", event.pk), at("preparation_edit", event.pk),
               at("preparation_import", event.pk), at("preparationtask_report", task.pk),
               at("preparationtask_split", task.pk), at("preparationtask_change", task.pk),
               url(event)]  # fmt: skip
    secretary, reception = signed_in("secretariat"), signed_in("reception")
    board = secretary.get(url(event)).content.decode()
    assert "task-controls" not in board
    assert "Nhập bảng phân công" not in board
    assert 'id="report"' not in secretary.get(reading[1]).content.decode()
    assert [secretary.get(address).status_code for address in reading] == [200] * 4
    sent = {"task": task.pk, "status": "planned"}
    assert [secretary.post(address, sent).status_code for address in writing] == [403] * 7
    assert [reception.get(address).status_code for address in reading] == [403] * 4
    assert [reception.post(address, sent).status_code for address in writing] == [403] * 7
    task.refresh_from_db()
    assert task.percent == 6
