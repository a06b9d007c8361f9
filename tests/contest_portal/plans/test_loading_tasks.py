"""Tasks of a plan file that is loaded again: what was reported and assigned meanwhile stays."""

from pathlib import Path

import pytest

from agenda.models import PreparationTask
from agenda.services import task_order, tasks
from events.models import Event, Unit
from events.units import merge
from tests.contest_portal.plans.test_loading import REAL, fault, load
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db

OFFICE = "Sở Khoa học và Công nghệ"


@pytest.fixture
def text() -> str:
    return REAL.read_text(encoding="utf-8")


def with_keys(text: str, keys: str) -> str:
    """Put keys into the first task of the file."""
    first, mark, rest = text.partition("[[tasks]]\n")
    return f"{first}{mark}{keys}\n{rest}"


def task(position: int) -> PreparationTask:
    return PreparationTask.objects.with_units().get(position=position)


def test_loading_again_keeps_what_the_file_says_nothing_of(tmp_path: Path, text: str) -> None:
    load(tmp_path, text)
    one = task(1)
    helper = UnitFactory.create(event=one.event, name="Báo Thái Nguyên")
    one.lead_unit, one.deliverable = Unit.objects.get(name=OFFICE), "Quyết định ban hành"
    one.save()
    one.coordinating_units.add(helper)
    tasks.report(one, by="An", status="done", percent=100, accepted_by="Phó Trưởng Ban")
    tasks.report(task(2), by="An", status="blocked", percent=30, blocked_reason="Thiếu kinh phí")

    load(tmp_path, text)

    one = task(1)
    assert (one.status, one.percent, one.accepted_by) == ("done", 100, "Phó Trưởng Ban")
    assert (str(one.lead_unit), one.deliverable) == (OFFICE, "Quyết định ban hành")
    assert list(one.coordinating_units.all()) == [helper]
    assert (task(2).status, task(2).blocked_reason) == ("blocked", "Thiếu kinh phí")
    load(tmp_path, with_keys(text, 'lead_unit = ""\ncoordinating_units = ""'))
    assert (task(1).lead_unit, [*task(1).coordinating_units.all()]) == (None, [])


def test_state_of_the_file_is_a_report_in_the_log_and_once(tmp_path: Path, text: str) -> None:
    said = with_keys(text, 'status = "under_way"\npercent = 40')
    for _twice in range(2):
        load(tmp_path, said)

    update = task(1).updates.get()
    assert (update.by, update.status_before, update.status, update.percent) == (
        "Tệp kế hoạch kehoach.toml", "planned", "under_way", 40,
    )  # fmt: skip
    assert (task(1).status, task(1).percent) == ("under_way", 40)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ('status = "blocked"', "vướng mắc"),
        ('status = "lost"', "status"),
        ("percent = 101", "từ 0 đến 100"),
        ("percent = -1", "percent"),
        ("percent = 40", "chưa triển khai"),
        ('done_on = 2999-01-01\nstatus = "done"\npercent = 100', "không được sau ngày hôm nay"),
    ],
)
def test_a_state_that_makes_no_sense_is_told_with_its_place(
    tmp_path: Path, text: str, keys: str, told: str
) -> None:
    words = fault(tmp_path, with_keys(text, keys))
    assert told in words
    assert "[[tasks]]" in words
    assert not Event.objects.exists()


def test_a_task_with_a_log_that_the_file_leaves_out_stays_behind_the_others(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    load(tmp_path, text)
    event = Event.objects.get()
    for content in ("In giấy mời", "Dựng sân khấu"):
        task_order.append(PreparationTask(event=event, content=content))
    printed = PreparationTask.objects.get(content="In giấy mời")
    tasks.report(printed, by="An", status="under_way", percent=25)
    capsys.readouterr()

    load(tmp_path, text)

    assert list(event.preparation_tasks.values_list("position", "content"))[5:] == [
        (6, "In giấy mời")
    ]
    assert printed.updates.count() == 1
    assert "In giấy mời" in capsys.readouterr().out


def test_a_unit_renamed_or_merged_in_the_admin_is_found_again(tmp_path: Path, text: str) -> None:
    named = with_keys(text, 'lead_unit = "Văn phòng UBND tỉnh"')
    load(tmp_path, named)
    office = Unit.objects.get(name="Văn phòng UBND tỉnh")
    whole = UnitFactory.create(event=office.event, name="Văn phòng Ủy ban nhân dân tỉnh")
    merge(office, into=whole)
    science = Unit.objects.get(name=OFFICE)
    science.name = "Sở Khoa học và Công nghệ tỉnh Thái Nguyên"
    science.also_called(OFFICE)
    science.save()

    load(tmp_path, named)

    assert set(Unit.objects.all()) == {whole, science}
    assert task(1).lead_unit == whole
    duties = task(1).event.plan.duties
    assert [duty.unit for duty in duties.all()] == [science, whole]
    assert [duty.addressed_as for duty in duties.all()] == [
        OFFICE,
        "Đề nghị Văn phòng UBND tỉnh",
    ]
