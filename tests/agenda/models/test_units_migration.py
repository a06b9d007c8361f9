"""What was typed as text of an office becomes a unit, and no letter of the plan changes."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from agenda.models import PreparationTask, ProgrammeVersion
from events.models import Event, Unit
from tests.factories import AgendaItemFactory, PlanFactory, PreparationTaskFactory

pytestmark = pytest.mark.django_db


def migrate(*targets: tuple[str, str]) -> None:
    """Migrate to these states, or all to the last one."""
    executor = MigrationExecutor(connection)
    executor.migrate([*targets] or executor.loader.graph.leaf_nodes())


def run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


DUTIES = ["Sở Khoa học và Công nghệ", "Đề nghị Văn phòng UBND tỉnh", "Các sở, ban, ngành; đoàn thể"]
TASKS = [
    ("Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch, Sở Tài chính; Báo Thái Nguyên."),
    ("Văn phòng UBND tỉnh (đ/c Hòa)", ""),
    ("", "Sở Tài chính"),
]


def test_texts_of_duties_and_tasks_become_units() -> None:
    plan = PlanFactory()
    for position, words in enumerate(DUTIES, start=1):
        plan.duties.create(position=position, addressed_as=words, text="làm việc này;")
    tasks = [PreparationTaskFactory(event=plan.event, position=n) for n in (1, 2, 3)]
    AgendaItemFactory(event=plan.event)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    migrate(("agenda", "0003_script"), ("events", "0019_letters_composed_when_sent"))
    for task, (lead, others) in zip(tasks, TASKS, strict=True):
        sql = "UPDATE agenda_preparationtask SET lead_unit=%s, coordinating_units=%s WHERE id=%s"
        run(sql, lead, others, task.pk)
    run("SET CONSTRAINTS ALL IMMEDIATE")

    migrate()

    duties = plan.duties.select_related("unit")
    assert [duty.addressed_as for duty in duties] == DUTIES
    assert [str(duty.unit) for duty in duties] == [DUTIES[0], "Văn phòng UBND tỉnh", DUTIES[2]]
    assert [
        (str(task.lead_unit or ""), task.coordinating_names())
        for task in PreparationTask.objects.with_units()
    ] == [
        (
            "Sở Khoa học và Công nghệ",
            "Sở Văn hóa, Thể thao và Du lịch; Sở Tài chính; Báo Thái Nguyên",
        ),
        ("Văn phòng UBND tỉnh (đ/c Hòa)", ""),
        ("", "Sở Tài chính"),
    ]
    assert Unit.objects.count() == 7
    assert Unit.objects.values("token").distinct().count() == 7
    assert set(Unit.objects.values_list("event", flat=True)) == {plan.event_id}
    assert ProgrammeVersion.objects.get().event == Event.objects.get()
