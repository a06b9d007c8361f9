"""The report on the preparation and the work sheet of a unit, as papers."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from events.documents import KINDS, register
from events.models import Event
from tests import papers
from tests.agenda import plan_facts
from tests.factories import EventFactory, PlanFactory, PreparationTaskFactory, UnitFactory
from tests.papers.expected import Table
from tests.people import signed_in

pytestmark = pytest.mark.django_db

TODAY = datetime.datetime(2030, 1, 20, 3, tzinfo=datetime.UTC)
REPORT = KINDS["progress-report"]
LINKED = "work-sheet-link"
LINKED = "work-sheet-link"


def said(pdf: bytes) -> str:
    """Return all words of a paper, one line."""
    return " ".join(block.text for block in papers.Reading(pdf).blocks)


@pytest.fixture
def event() -> Event:
    event: Event = PlanFactory.create().event
    office = UnitFactory.create(event=event, name="Văn phòng UBND tỉnh")
    due = datetime.date(2030, 1, 15)
    common = {"event": event, "lead_unit": office, "due_on": due}
    PreparationTaskFactory(
        **common, content="Thể lệ", status="done", percent=100, done_on=datetime.date(2030, 1, 9)
    )
    PreparationTaskFactory(**common, content="Video", status="under_way", percent=45)
    PreparationTaskFactory(
        **common | {"due_on": datetime.date(2030, 1, 22)},
        content="Phông nền",
        status="blocked",
        blocked_reason="Chưa có kinh phí",
    )
    PreparationTaskFactory(event=event, content="Hoa")
    return event


@time_machine.travel(TODAY, tick=False)
def test_headings_are_numbered_without_gaps(event: Event) -> None:
    event.preparation_tasks.filter(status__in=["done", "blocked"]).delete()

    words = said(REPORT.draft(event).pdf())

    assert "2. Công việc đang triển khai" in words
    assert "hoàn thành:" not in words
    assert "Khó khăn" not in words


def facts(event: Event) -> papers.Expected:
    """Return all that the report of the ceremony above must say."""
    office = "Văn phòng UBND tỉnh"
    going = [
        ["1", "Video", office, "15/01/2030", "Đang triển khai (45%); quá hạn 05 ngày"],
        ["2", "Phông nền", office, "22/01/2030", "Vướng mắc"],
        ["3", "Hoa", "", "", "Chưa triển khai"],
    ]
    return papers.Expected(
        **plan_facts.frame(event.plan),
        kind="BÁO CÁO",
        subject=f"Tiến độ công tác chuẩn bị {event.title}",
        number_line="Số: /" + event.plan.symbol.replace("KH-", "BC-"),
        date_line=f"{event.plan.place}, ngày tháng 01 năm 2030",
        body=[
            (
                "paragraph",
                f"Thực hiện Kế hoạch {event.plan.subject[0].lower()}{event.plan.subject[1:]}, "
                "Ban Tổ chức Cuộc thi báo cáo tiến độ công tác chuẩn bị tính đến ngày 20 tháng 01 "
                "năm 2030 như sau:",
            ),
            ("heading", "1. Kết quả chung"),
            (
                "paragraph",
                "- Tổng số: 04 công việc (đã hoàn thành: 01; đang triển khai: 01; vướng mắc: 01; "
                "chưa triển khai: 01).",
            ),
            ("paragraph", "- Quá hạn: 01 công việc."),
            ("paragraph", "- Đến hạn trong 03 ngày tới: 01 công việc."),
            ("heading", "2. Công việc đã hoàn thành"),
            Table(
                head=["TT", "Nội dung công việc", "Đơn vị chủ trì", "Hoàn thành"],
                rows=[["1", "Thể lệ", office, "09/01/2030"]],
            ),
            ("heading", "3. Công việc đang triển khai, chưa triển khai"),
            Table(
                head=["TT", "Nội dung công việc", "Đơn vị chủ trì", "Thời hạn", "Tiến độ"],
                rows=going,
            ),
            ("heading", "4. Khó khăn, vướng mắc"),
            ("paragraph", "- Phông nền: Chưa có kinh phí./."),
        ],
    )


@time_machine.travel(TODAY, tick=False)
def test_report_keeps_the_rules_of_papers_and_says_what_it_must(event: Event) -> None:
    reading = papers.Reading(REPORT.draft(event).pdf())

    for check in papers.CHECKS:
        check(reading, facts(event))


@time_machine.travel(TODAY, tick=False)
def test_report_is_issued_with_number_and_day(event: Event) -> None:
    entry = register.Entry(kind=REPORT, event=event, day=TODAY.date(), first_number=7)

    paper = register.issue(entry)

    expected = replace(
        facts(event),
        number_line=f"Số: 07/{paper.symbol}",
        date_line=f"{event.plan.place}, ngày 20 tháng 01 năm 2030",
        verification=f"Mã xác minh văn bản: {paper.code}",
    )
    reading = papers.Reading(bytes(paper.file.content))
    for check in papers.CHECKS:
        check(reading, expected)


def test_report_without_tasks_is_stopped() -> None:
    draft = REPORT.draft(PlanFactory().event)
    assert any(obstacle.stops for obstacle in draft.obstacles)


@time_machine.travel(TODAY, tick=False)
def test_work_sheet_tells_the_part_of_the_unit_in_each_task(event: Event) -> None:
    helper = UnitFactory.create(event=event, name="Sở Tài chính")
    event.preparation_tasks.get(content="Video").coordinating_units.add(helper)

    lead = said(KINDS["work-sheet"].draft(event, helper.pk).pdf())

    assert "Video Phối hợp Văn phòng UBND tỉnh" in lead
    assert "Thể lệ" not in lead
    assert "Quá hạn 05 ngày" in lead


def test_the_secret_link_stands_only_on_the_sheet_that_says_so(event: Event, settings: Any) -> None:
    unit: Any = event.units.first()
    settings.SITE_URL = "https://cuoc-thi.example"
    plain, with_link = (KINDS[name].draft(event, unit.pk) for name in ("work-sheet", LINKED))
    assert unit.token not in said(plain.pdf()).replace(" ", "")
    assert f"https://cuoc-thi.example/nhiem-vu/{unit.token}/" in said(with_link.pdf())
    assert (plain.private, with_link.private) == (True, True)
    assert KINDS[LINKED].permission == "events.change_unit"
    way = reverse("admin:events_unit_sheet_with_link", args=[unit.pk])
    page = reverse("admin:events_unit_change", args=[unit.pk])
    organizer = signed_in("organizer")
    for client, may in [(organizer, True), (signed_in("secretariat"), False)]:
        assert (way in client.get(page).content.decode()) is may
        assert (client.get(way, follow=True).status_code == 200) is may
    settings.SITE_URL = ""
    assert way not in organizer.get(page).content.decode()
    with pytest.raises(ObjectDoesNotExist):
        KINDS[LINKED].draft(event, unit.pk)


def test_work_sheet_of_a_unit_of_another_ceremony_is_refused(event: Event) -> None:
    with pytest.raises(ObjectDoesNotExist):
        KINDS["work-sheet"].draft(EventFactory(), event.units.first().pk)
