"""The annex of preparation tasks: who does what by when, as a table on lying pages."""

import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from events.documents import KINDS, register
from events.models import Event, Plan, Purpose
from tests import papers
from tests.factories import EventFactory, PlanFactory, PreparationTaskFactory, UnitFactory
from tests.papers import sheets
from tests.papers.pictures import differs_from
from tests.papers.sheets import SHEET_CHECKS, no_word_is_cut

pytestmark = pytest.mark.django_db  # all: else a run of some takes the portal's own database

PLAN_FILE = "contest_portal/plans/le-cong-bo-2025.toml"
PICTURES = Path(__file__).parent / "pictures"
TITLE = "DANH MỤC CÔNG TÁC CHUẨN BỊ"
HEAD = [
    "TT",
    "Nội dung công việc",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Thời hạn",
    "Sản phẩm",
]
STATES = ["Chưa triển khai", "Đang triển khai (45%)", "Đã hoàn thành"]
DUE = datetime.date(2025, 1, 31)

Paper = tuple[papers.Reading, papers.Expected, list[str]]


def print_annex(event: Event) -> papers.Reading:
    return papers.Reading(KINDS["preparation"].draft(event).pdf())


def paper(event: Event) -> Paper:
    """Print the annex; return it with its facts and all that it must say."""
    event = Event.objects.get(pk=event.pk)
    plan = Plan.objects.get(event=event)
    texts = [TITLE, event.title]
    when = f"ngày tháng 01 năm {plan.issue_year}"
    texts.append(f"(Thực hiện Kế hoạch số /{plan.symbol} {when} của Ban Tổ chức Cuộc thi)")
    tasks = list(event.preparation_tasks.all())
    for number, task in enumerate(tasks, 1):
        due = f"{task.due_on:%d/%m/%Y}" if task.due_on else ""
        lead = task.lead_unit.name if task.lead_unit else ""
        cells = [str(number), task.content, lead, task.coordinating_names()]
        texts += [cell for cell in [*cells, due, task.deliverable] if cell]
    texts.append(f"Tổng số: {len(tasks):02d} công việc./.")
    return print_annex(event), sheets.sheet(TITLE, event.title), texts


def real() -> Event:
    call_command("load_plan", PLAN_FILE, verbosity=0)
    return Event.objects.get(slug="le-cong-bo-2025")


def shared_out(event: Event) -> Event:
    """Write to every task all that the table has room for."""
    states = [("planned", 0), ("under_way", 45), ("done", 100)]
    for number, task in enumerate(event.preparation_tasks.all()):
        task.lead_unit = UnitFactory.create(event=task.event, name="Sở Khoa học và Công nghệ")
        others = ["Văn phòng UBND tỉnh", "Hiệp hội Doanh nghiệp tỉnh", "báo, đài"]
        task.coordinating_units.set(UnitFactory(event=event, name=name) for name in others)
        task.due_on = DUE
        task.deliverable = "Quyết định số 12/QĐ-BTTCT ban hành Thể lệ Cuộc thi"
        task.status, task.percent = states[number % 3]
        task.save()
    return event


def ten_times() -> Event:
    event = PlanFactory(symbol="KH-BTC", issue_year=2030).event
    for number in range(50):
        words = "Xây dựng Video giới thiệu mô hình đổi mới sáng tạo. " * (1 + 3 * number % 11)
        PreparationTaskFactory(event=event, content=words.strip())
    return shared_out(event)


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker) -> dict[str, Paper]:
    with django_db_blocker.unblock(), transaction.atomic():
        event = real()
        made = {"real": paper(event)}
        made["shared_out"] = paper(shared_out(event))
        made["ten_times"] = paper(ten_times())
        transaction.set_rollback(True)
    return made


NAMES = ["real", "shared_out", "ten_times"]


@pytest.mark.parametrize("check", SHEET_CHECKS)
@pytest.mark.parametrize("name", NAMES)
def test_annex_keeps_the_rules_of_sheets(printed, name, check):
    check(*printed[name][:2])


@pytest.mark.parametrize("name", NAMES)
def test_every_task_stands_in_order_with_its_cells(printed, name):
    reading, _, texts = printed[name]

    no_word_is_cut(reading, texts)
    assert [block.text for block in reading.blocks if block.tag == "TH"][:6] == HEAD


@pytest.mark.parametrize("name", ["real", "shared_out"])
def test_annex_looks_as_it_was_approved(printed, name):
    assert differs_from(PICTURES, f"preparation-{name}", printed[name][0].pdf) == []


def test_ten_times_as_many_tasks_take_more_pages(printed):
    assert len(printed["real"][0].sizes) == 1
    assert len(printed["ten_times"][0].sizes) > 5


def test_last_row_stands_with_the_closing_words(printed):
    reading, _, texts = printed["ten_times"]

    *_, row, closing = [block for block in reading.blocks if block.lines]
    assert closing.text == texts[-1] == "Tổng số: 50 công việc./."
    assert row.lines[0].page == closing.lines[0].page


def test_annex_without_a_task_says_so():
    event = PlanFactory(event__title="Lễ công bố thử").event

    reading = print_annex(event)

    assert sheets.said(reading)[-1] == "Chưa có công việc chuẩn bị nào./."
    for check in SHEET_CHECKS:
        if check is not sheets.head_on_every_page:
            check(reading, sheets.sheet(TITLE, event.title))


def test_annex_names_the_plan_as_it_was_issued():
    event = PlanFactory().event
    day = datetime.date(2025, 3, 5)
    register.issue(register.Entry(kind=KINDS["plan"], event=event, day=day, first_number=9))

    plan = "Kế hoạch số 09/KH-BTC ngày 05 tháng 3 năm 2025 của Ban Tổ chức Cuộc thi)"
    assert f"(Thực hiện {plan}" in sheets.said(print_annex(event))

    words = "Danh mục công tác chuẩn bị tại Phụ lục kèm theo."
    Purpose.objects.create(plan=event.plan, position=9, text=words)
    said = sheets.said(print_annex(event))
    assert said[0] == "Phụ lục"
    assert f"(Kèm theo {plan}" in said


def test_progress_tells_what_each_task_has_become():
    event = shared_out(real())
    reading = papers.Reading(KINDS["preparation-progress"].draft(event).pdf())
    said = sheets.said(reading)
    heads = [block.text for block in reading.blocks if block.tag == "TH"]
    assert heads[:7] == [*HEAD, "Tiến độ"]
    for state in STATES:
        assert state in said
    assert said[-1].startswith("Tổng số: 05 công việc (chưa triển khai: 02; đang triển khai: 02;")
    empty = papers.Reading(KINDS["preparation-progress"].draft(EventFactory()).pdf())
    assert any("Chưa có công việc chuẩn bị nào" in text for text in sheets.said(empty))


def test_ceremony_without_a_plan_has_no_annex():
    with pytest.raises(Plan.DoesNotExist):
        KINDS["preparation"].draft(EventFactory())


def test_queries_are_few_whatever_the_size(django_assert_num_queries):
    for number in (1, 10):
        event = PlanFactory().event
        PreparationTaskFactory.create_batch(number, event=event)
        fresh = Event.objects.get(pk=event.pk)
        with django_assert_num_queries(5):
            KINDS["preparation"].draft(fresh).html()
