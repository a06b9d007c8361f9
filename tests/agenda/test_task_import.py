"""Tables of tasks as offices write them: read, looked at, brought in."""

import datetime
import io

import openpyxl
import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from agenda.importing import cells, table
from agenda.importing.headings import field_of
from agenda.models import PreparationTask
from agenda.services import tasks
from events.importing.sheets import Unreadable
from events.models import Event
from tests.factories import EventFactory, PreparationTaskFactory, UnitFactory
from tests.files import chosen
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

LAST = datetime.date(2025, 2, 14)
HEAD = ["TT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn hoàn thành",
        "Sản phẩm", "Tiến độ/Ghi chú"]  # fmt: skip


@pytest.fixture
def event() -> Event:
    return EventFactory.create(window_start=datetime.date(2025, 2, 10), window_end=LAST)


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("STT", "number"), ("TT", "number"), ("Số TT", "number"),
        ("Nội dung công việc", "content"), ("NHIỆM VỤ", "content"), ("Công việc", "content"),
        ("Nội dung thực hiện", "content"),
        ("Đơn vị chủ trì", "lead"), ("Cơ quan chủ trì thực hiện", "lead"),
        ("Đơn vị thực hiện", "lead"), ("Người phụ trách", "lead"),
        ("Đơn vị phối hợp", "others"), ("Cơ quan, đơn vị phối hợp", "others"),
        ("Thời hạn", "due"), ("Thời gian hoàn thành", "due"), ("Thời gian\nthực hiện", "due"),
        ("Sản phẩm", "deliverable"), ("Kết quả", "deliverable"),
        ("Sản phẩm/Kết quả", "deliverable"),
        ("Tiến độ", "percent"), ("Tiến độ/Ghi chú", "percent"), ("Ghi chú", "note"),
        ("Trạng thái", "state"), ("Số điện thoại", None), ("", None), ("x" * 5000, None),
    ],
)  # fmt: skip
def test_headings_of_offices_are_known(heading, meaning):
    assert field_of(heading) == meaning


@pytest.mark.parametrize(
    ("said", "day", "guessed"),
    [
        ("31/01/2025", (2025, 1, 31), False),
        ("20/01/25", (2025, 1, 20), True),
        ("Trước ngày 20/01/2025", (2025, 1, 19), True),  # the day itself is too late
        ("trước ngày 20/01", (2025, 1, 19), True),
        ("Hoàn thành trước 01/02/2025", (2025, 1, 31), True),
        ("Trước 15h ngày 20/01", (2025, 1, 20), True),
        ("Trước 9 giờ 30 phút, ngày 20/01/2025", (2025, 1, 20), False),
        ("Xong trước 15h00 ngày 20 tháng 01 năm 2025.", (2025, 1, 20), False),
        ("Chậm nhất là ngày 20/01/2025", (2025, 1, 20), False),
        ("Từ 10/01 đến 20/01/2025", (2025, 1, 20), False),
        ("10-20/01/2025", (2025, 1, 20), False),
        ("Từ ngày 10 đến ngày 20/01", (2025, 1, 20), True),
        ("Ngày 05 tháng 02 năm 2025", (2025, 2, 5), False),
        ("20/12", (2024, 12, 20), True),  # that of 2025 is far from the ceremony
        ("20/02", (2025, 2, 20), True),  # what follows the ceremony
        ("2025-01-31", (2025, 1, 31), False),
        ("31.1.2025", (2025, 1, 31), False),
        ("31/02/2025", None, False),
        ("Tháng 01/2025", (2025, 1, 31), True),
        ("trong tháng 01/2025", (2025, 1, 31), True),
        ("Xong trong tháng 12", (2024, 12, 31), True),
        ("Cuối tháng 02 năm 2024", (2024, 2, 29), True),
        ("Trước tháng 02/2025", (2025, 1, 31), True),
        ("01/2025", (2025, 1, 31), True),
        ("Tháng 13/2025", None, False),
        ("20/01/0025", None, False),
        ("01/01/9999", None, False),
        ("Giữa tháng 01", None, False),
        ("Thường xuyên", None, False),
        ("ngày " * 2000, None, False),
        ("ngày là " * 10, None, False),
    ],
)
def test_due_days_are_read_and_nothing_else_is_guessed(said, day, guessed):
    expected = datetime.date(*day) if day else None
    assert cells.due_day(said, LAST) == (expected, guessed)


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


OFFICE = workbook(
    ["BẢNG PHÂN CÔNG NHIỆM VỤ"],
    HEAD,
    ["I", "Công tác chuẩn bị"],
    [1, "In giấy mời", "Sở Nội vụ", "Văn phòng UBND tỉnh, Sở Văn hóa, Thể thao và Du lịch",
     datetime.date(2025, 1, 20), "Giấy mời", "45%"],
    [2, "Dựng sân khấu", "Sở Tài chính", "", "Giữa tháng 01", "", "Chờ kinh phí"],
    [3, "Ban hành Thể lệ", "Sở A; Sở B", "", "20/01", "", ""],
    [4, "", "Sở C", "", "", "", ""],
    ["", "NGƯỜI LẬP BIỂU"],
)  # fmt: skip


def test_table_of_an_office_is_read_and_nothing_is_dropped():
    read = table.read(io.BytesIO(OFFICE), LAST)

    first, second, third, fourth = read.rows
    assert (first.row, first.content, first.lead) == (4, "In giấy mời", "Sở Nội vụ")
    assert first.others == ["Văn phòng UBND tỉnh", "Sở Văn hóa, Thể thao và Du lịch"]
    assert (first.due_on, first.deliverable) == (datetime.date(2025, 1, 20), "Giấy mời")
    assert (first.status, first.percent, first.words) == ("under_way", 45, "")
    assert (second.due_on, second.status) == (None, "")
    assert second.words == "Thời hạn: Giữa tháng 01\nTiến độ: Chờ kinh phí"
    assert "Không hiểu thời hạn “Giữa tháng 01”" in second.messages[0]
    assert "gồm nhiều đơn vị chủ trì" in third.refused
    assert "chưa ghi nội dung" in fourth.refused
    lost = ["BẢNG PHÂN CÔNG NHIỆM VỤ", "I | Công tác chuẩn bị", "NGƯỜI LẬP BIỂU"]
    assert [line.partition(": ")[2] for line in read.skipped] == lost


@pytest.mark.parametrize(
    ("cells", "most"),
    [
        (["In giấy mời", "Sở " + "x" * 300, ""], 300),
        (["In giấy mời", "Sở A", "Các sở, ban, ngành, " + "phòng, " * 60], 300),
        (["Việc " * 1000, "Sở A", ""], 2000),
    ],
)
def test_what_has_no_room_is_refused_and_never_cut(cells, most):
    head = "Nội dung\tĐơn vị chủ trì\tĐơn vị phối hợp"
    (row,) = table.read_pasted(f"{head}\n" + "\t".join(cells), LAST).rows
    assert f"dài quá {most} ký tự" in row.refused


def test_list_without_headings_is_refused_with_what_to_do():
    with pytest.raises(Unreadable, match="ghi tiêu đề phía trên"):
        table.read_pasted("In giấy mời\tSở Nội vụ", LAST)


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


def address(event: Event) -> str:
    return reverse("admin:agenda_preparation_import", args=[event.pk])


def preview(client: Client, event: Event, **sent):
    return client.post(address(event), sent)


def test_preview_tells_each_row_and_writes_nothing_until_confirmed(organizer, event):
    unit = UnitFactory.create(event=event, name="Sở Tài chính")
    stage = PreparationTaskFactory.create(event=event, position=1, content="Dựng sân khấu.")
    same = PreparationTaskFactory.create(event=event, position=2, content="Trang trí")
    sent = "\n".join(
        "\t".join(row)
        for row in (
            HEAD,
            ["1", "In giấy mời", "Sở Nội vụ", "Sở Tài chính", "20/01/2025", "Giấy mời", "45%"],
            ["2", "Dựng sân khấu", "SỞ TÀI CHÍNH", "", "trước ngày 31/01", "", "Chờ kinh phí"],
            ["3", "Trang trí", "", "", "", "", ""],
            ["4", "In giấy mời", "Sở Nội vụ", "", "", "", ""],
        )
    )

    page = preview(organizer, event, pasted=sent)

    said = visible_text(page.content.decode())
    assert "Mới: 1; Có thay đổi: 1; Đã có, không thay đổi: 1; Không nhập được: 1" in said
    assert "có hai lần trong danh sách" in said
    assert "“trước ngày 31/01” được hiểu là hết ngày 30/01/2025" in said
    assert "sẽ được thêm: Sở Nội vụ" in said
    assert event.preparation_tasks.count() == 2
    kept = form_data(page, "confirm_form")
    for _twice in range(2):
        organizer.post(address(event), kept)

    new = event.preparation_tasks.get(content="In giấy mời")
    assert (new.position, new.lead_unit.name, new.due_on) == (
        3,
        "Sở Nội vụ",
        datetime.date(2025, 1, 20),
    )
    assert (new.status, new.percent, [*new.coordinating_units.all()]) == ("under_way", 45, [unit])
    stage.refresh_from_db()
    assert (stage.content, stage.lead_unit) == ("Dựng sân khấu.", unit)
    assert stage.due_on == datetime.date(2025, 1, 30)
    assert stage.updates.get().words == "Tiến độ: Chờ kinh phí"
    assert (same.updates.count(), event.preparation_tasks.count()) == (0, 3)
    assert LogEntry.objects.count() == 2
    again = visible_text(preview(organizer, event, pasted=sent).content.decode())
    assert "Đã có, không thay đổi: 3" in again


def test_what_changed_after_the_preview_is_shown_once_more(organizer, event):
    sent = "Nội dung công việc\tThời hạn\nIn giấy mời\t20/01/2025"
    kept = form_data(preview(organizer, event, pasted=sent), "confirm_form")
    PreparationTaskFactory.create(event=event, content="In giấy mời")

    answer = organizer.post(address(event), kept)

    assert "vừa được thay đổi" in visible_text(answer.content.decode())
    assert event.preparation_tasks.get().due_on is None
    organizer.post(address(event), form_data(answer, "confirm_form"))
    assert event.preparation_tasks.get().due_on == datetime.date(2025, 1, 20)


def test_a_unit_that_has_to_be_made_since_the_preview_is_told(organizer, event):
    unit = UnitFactory.create(event=event, name="Sở Nội vụ")
    sent = "Nội dung công việc\tĐơn vị chủ trì\nIn giấy mời\tSở Nội vụ"
    kept = form_data(preview(organizer, event, pasted=sent), "confirm_form")
    unit.delete()

    answer = organizer.post(address(event), kept)

    assert "vừa được thay đổi" in visible_text(answer.content.decode())
    assert not event.preparation_tasks.exists()


@pytest.mark.parametrize(
    ("state", "now", "row", "told"),
    [
        (
            {"status": "blocked", "percent": 40, "blocked_reason": "Chờ kinh phí"},
            "Vướng mắc\t\t\tThiếu người",
            {"blocked_reason": "Thiếu người"},
            "Thiếu người",
        ),
        (
            {"status": "done", "percent": 100, "accepted_by": "An"},
            "Đã hoàn thành\t10/01/2025\tBình\t",
            {"done_on": datetime.date(2025, 1, 10), "accepted_by": "Bình"},
            "10/01/2025",
        ),
    ],
)
def test_what_belongs_to_a_state_is_told_and_written_though_the_state_stays(
    organizer, event, state, now, row, told
):
    task = PreparationTaskFactory.create(event=event, content="In giấy mời")
    tasks.report(task, by="An", **state)
    head = "Nội dung công việc\tTrạng thái\tHoàn thành ngày\tXác nhận\tVướng mắc"
    page = preview(organizer, event, pasted=f"{head}\nIn giấy mời\t{now}")
    assert told in visible_text(page.content.decode())

    organizer.post(address(event), form_data(page, "confirm_form"))

    task.refresh_from_db()
    assert {name: getattr(task, name) for name in row} == row


def test_a_percent_that_contradicts_its_state_stays_in_the_log():
    said = "Nội dung\tTrạng thái\tTỷ lệ\nIn giấy mời\tĐã hoàn thành\t80%"
    (row,) = table.read_pasted(said, LAST).rows
    assert (row.status, row.percent, row.words) == ("done", 100, "Tiến độ: 80%")


def test_what_is_wrong_is_told_and_what_was_pasted_stays(organizer, event):
    empty = preview(organizer, event, pasted=" ")
    assert "chọn một tệp hoặc dán các dòng" in visible_text(empty.content.decode())
    wrong = preview(organizer, event, pasted="Không có tiêu đề")
    assert form_data(wrong, "import_form")["pasted"].strip() == "Không có tiêu đề"
    foreign = organizer.post(address(event), {"kept": "made:up"})
    assert foreign["Location"] == address(event)
    file = chosen("x.xlsx", b"PK\x03\x04 broken", "application/zip")
    assert "bị hỏng" in visible_text(preview(organizer, event, file=file).content.decode())


@pytest.mark.parametrize("kind", range(3))
def test_exported_list_is_read_again_as_it_stands(organizer, event, kind):
    unit = UnitFactory.create(event=event, name="Sở Nội vụ")
    first = PreparationTaskFactory.create(
        event=event, position=1, content="=In giấy mời", lead_unit=unit, deliverable="Giấy mời"
    )
    first.coordinating_units.add(UnitFactory.create(event=event, name="Văn phòng UBND tỉnh"))
    PreparationTaskFactory.create(event=event, position=2, content="B", due_on=LAST)
    third = PreparationTaskFactory.create(event=event, position=3, content="C")
    tasks.report(first, by="A", status="blocked", percent=30, blocked_reason="Thiếu giấy")
    tasks.report(third, by="A", status="done", percent=100, accepted_by="Phó Trưởng Ban")
    export = reverse("admin:agenda_preparation_tasks_xlsx", args=[event.pk])
    content = organizer.get(f"{export}?format={kind}").content

    page = preview(organizer, event, file=chosen("d", content, "application/octet-stream"))

    said = visible_text(page.content.decode())
    assert "Đã có, không thay đổi: 3" in said
    assert "Mới" not in said
    assert PreparationTask.objects.count() == 3
