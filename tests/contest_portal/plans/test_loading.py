"""Loading a ceremony from a plan file: whole, repeatable, and clear about faults."""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from agenda.models import AgendaItem, PreparationTask
from events.models import Delegation, Event, Plan
from registrations.models import Registration, Seat
from registrations.services.registration import register
from tests.factories import make_delegate, make_registration

pytestmark = pytest.mark.django_db

REAL = Path(settings.BASE_DIR) / "contest_portal/plans/le-cong-bo-2025.toml"


@pytest.fixture
def text() -> str:
    return REAL.read_text(encoding="utf-8")


@pytest.fixture
def before_the_ceremony() -> Iterator[None]:
    """Be in January 2025, when people could register."""
    with time_machine.travel("2025-01-20 08:00 +07:00"):
        yield


def load(tmp_path: Path, text: str, **kwargs: str) -> None:
    path = tmp_path / "kehoach.toml"
    path.write_text(text, **{"encoding": "utf-8", **kwargs})
    call_command("load_plan", path)


def fault(tmp_path: Path, text: str) -> str:
    """Load a faulty text; return what is said of it, without the closing line."""
    with pytest.raises(CommandError) as caught:
        load(tmp_path, text)
    first, _newline, last = str(caught.value).rpartition("\n")
    assert last == "Chưa có gì được nạp."
    assert not Event.objects.exists()
    return first


def line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith(start))


def test_real_ceremony_is_loaded(capsys):
    call_command("load_plan", REAL)
    assert capsys.readouterr().out == (
        "Đã nạp “Lễ công bố và phát động Cuộc thi “Đổi mới sáng tạo - vì Thái Nguyên thân yêu” "
        "lần thứ nhất, năm 2025”: 8 thành phần tham dự, 5 công việc chuẩn bị, "
        "8 nội dung chương trình.\n"
        "Buổi lễ chưa có đầu mối liên hệ cho đại biểu. Vui lòng nhập đầu mối liên hệ tại trang của "
        "buổi lễ, hoặc nhập các đầu mối tại trang của Cuộc thi.\n"
    )
    event = Event.objects.get()
    assert (event.window_start, event.window_end) == (
        datetime.date(2025, 2, 10),
        datetime.date(2025, 2, 14),
    )
    assert event.venue == "Văn phòng UBND tỉnh"
    assert event.when() == "1/2 ngày (trong khoảng từ 10/02/2025 - 14/02/2025)"
    assert (event.plan.legal_bases.count(), event.plan.purposes.count()) == (2, 4)
    assert (event.plan.duties.count(), event.plan.recipients.count()) == (2, 4)
    assert event.plan.total_text() == "(tổng cộng: dự kiến 120-130 người)"
    assert {task.due_on for task in PreparationTask.objects.all()} == {datetime.date(2025, 1, 31)}
    assert Seat.objects.public().count() == 120
    assert list(Seat.objects.reserve().values_list("number", flat=True)) == list(range(121, 131))
    assert event.seating.policy == "open"
    assert event == Event.objects.current()


def test_loading_again_changes_nothing(capsys):
    call_command("load_plan", REAL)
    before = snapshot()
    call_command("load_plan", REAL)
    assert snapshot() == before
    assert capsys.readouterr().out.splitlines()[2].startswith("Đã cập nhật “Lễ công bố")


def snapshot() -> list[object]:
    models = (Event, Plan, Delegation, AgendaItem, PreparationTask, Seat, Registration)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.usefixtures("before_the_ceremony")
def test_loading_again_leaves_registrations_alone(tmp_path, text):
    load(tmp_path, text)
    event = Event.objects.get()
    delegation = event.delegations.get(position=3)
    register(event=event, delegate=make_delegate(delegation_id=delegation.pk))
    before = list(Registration.objects.values())
    moved = '[[delegations]]\ntext = "Khách mời Trung ương;"\n\n[[delegations]]\n'
    load(tmp_path, text.replace("[[delegations]]\n", moved, 1))
    assert list(Registration.objects.values()) == before
    assert event.delegations.count() == 9
    delegation.refresh_from_db()
    assert (delegation.position, delegation.name) == (
        4,
        "Lãnh đạo các sở, ban, ngành, đơn vị của tỉnh",
    )


def test_a_mended_sentence_keeps_its_row(tmp_path, text):
    load(tmp_path, text)
    item = AgendaItem.objects.get(position=2)
    load(tmp_path, text.replace("Phát biểu khai mạc buổi lễ", "Diễn văn khai mạc"))
    item.refresh_from_db()
    assert (item.position, item.title) == (2, "Diễn văn khai mạc")
    assert AgendaItem.objects.count() == 8


@pytest.mark.usefixtures("before_the_ceremony")
def test_a_delegation_with_delegates_is_not_left_out(tmp_path, text):
    load(tmp_path, text)
    event = Event.objects.get()
    last = event.delegations.get(position=8)
    make_registration(event, delegation_id=last.pk)
    before = snapshot()
    start = text.index("[[delegations]]\n" + f'text = "{last.text}"')
    shorter = text[:start] + text[text.index("[[tasks]]") :]
    with pytest.raises(CommandError) as caught:
        load(tmp_path, shorter.replace("Phát biểu khai mạc", "Khai mạc"))
    line = line_of(shorter, "[[delegations]]")
    assert str(caught.value) == (
        f"kehoach.toml, dòng {line}, [delegations]: không thể bỏ “Tổ thư ký; các cơ quan, "
        "thông tin truyền thông”: đã có đại biểu đăng ký theo thành phần này.\n"
        "Chưa có gì được nạp."
    )
    assert snapshot() == before


@pytest.mark.usefixtures("before_the_ceremony")
def test_fewer_seats_than_taken_are_refused(tmp_path, text):
    load(tmp_path, text)
    for _n in range(3):
        make_registration(Event.objects.get())
    with pytest.raises(CommandError, match=r"xuống 2 vì đang có 3 chỗ có người giữ \(số 1-3\)"):
        load(tmp_path, text.replace("public_seats = 120", "public_seats = 2"))
    assert Seat.objects.public().count() == 120


@pytest.mark.usefixtures("before_the_ceremony")
def test_more_seats_promote_who_waits(tmp_path, text):
    load(tmp_path, text.replace("public_seats = 120", "public_seats = 1"))
    first, second = (make_registration(Event.objects.get()) for _n in range(2))
    assert (first.status, second.status) == ("confirmed", "waiting")
    load(tmp_path, text)
    second.refresh_from_db()
    assert second.status == "confirmed"


def test_a_second_ceremony_stands_beside_the_first(tmp_path, text):
    load(tmp_path, text)
    other = re.sub(r"lan-|le-cong-bo-2025", "le-tong-ket-2025", text)
    other = other.replace("2025-02-10", "2035-02-10").replace("2025-02-14", "2035-02-14")
    load(tmp_path, other)
    assert Event.objects.count() == 2
    assert Event.objects.values("contest").distinct().count() == 1
    current = Event.objects.current()
    assert current is not None
    assert current.slug == "le-tong-ket-2025"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
def test_files_of_windows_editors_are_read(tmp_path, text, encoding):
    load(tmp_path, text, encoding=encoding, newline="\r\n")
    assert Event.objects.get().plan.authority.splitlines() == [
        "TM. BAN TỔ CHỨC",
        "PHÓ TRƯỞNG BAN THƯỜNG TRỰC",
    ]


def test_decomposed_text_is_stored_composed(tmp_path, text):
    for field in ("{số đại biểu}", "{thời gian}", "{địa điểm}"):
        assert field in text
    load(tmp_path, unicodedata.normalize("NFD", text))
    assert Event.objects.get().venue == "Văn phòng UBND tỉnh"
    assert all(unicodedata.is_normalized("NFC", d.text) for d in Delegation.objects.all())


def test_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "cu.toml"
    path.write_bytes("venue = 'Vn\xd2'".encode("latin-1"))
    with pytest.raises(CommandError) as caught:
        call_command("load_plan", path)
    assert str(caught.value).splitlines()[0] == (
        f"{path}: tệp không ở bảng mã UTF-8. Vui lòng lưu lại tệp với bảng mã UTF-8."
    )


def test_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"khong-co\.toml: không có tệp này\."):
        call_command("load_plan", tmp_path / "khong-co.toml")


def test_syntax_error_names_line(tmp_path, text):
    line = line_of(text, "venue = ")
    said = fault(tmp_path, text.replace('venue = "Văn phòng', "venue = Văn phòng", 1))
    assert said == (
        f"{tmp_path / 'kehoach.toml'}: dòng {line}, cột 9: viết sai quy tắc TOML (thiếu dấu nháy "
        "hoặc dấu ngoặc đóng, hoặc một khóa ghi hai lần)."
    )


def test_unknown_key_names_line_and_known_keys(tmp_path, text):
    line = line_of(text, "venue = ")
    said = fault(tmp_path, text.replace("\nvenue = ", "\ndia_diem = ", 1)).splitlines()
    assert said[0].startswith(
        f"kehoach.toml, dòng {line}, [event], khóa “dia_diem”: không có khóa này. "
        "Các khóa là: title,"
    )
    assert said[1].endswith("[event]: thiếu khóa “venue” (địa điểm).")


def test_wrong_kinds_and_values_are_all_told_at_once(tmp_path, text):
    bad = (
        text.replace("window_start = 2025-02-10", "window_start = 2025-02-20")
        .replace('symbol = "KH-BTTCT"', 'symbol = "KH BTTCT"')
        .replace("issue_month = 1", "issue_month = 13")
    )
    said = fault(tmp_path, bad).splitlines()
    assert said == [
        (
            f"kehoach.toml, dòng {line_of(bad, '[event]')}, [event]: Ngày muộn nhất không được "
            "trước ngày sớm nhất."
        ),
        (
            f"kehoach.toml, dòng {line_of(bad, 'symbol')}, [plan], khóa “symbol”: Vui lòng ghi ký "
            "hiệu như “KH-BTTCT”: không có dấu cách, các nhóm nối bằng dấu gạch nối."
        ),
        (
            f"kehoach.toml, dòng {line_of(bad, 'issue_month')}, [plan], khóa “issue_month”: Giá "
            "trị phải nhỏ hơn hoặc bằng 12."
        ),
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("edition = 1", 'edition = "1"', "vui lòng ghi một số nguyên, không có dấu nháy."),
        ("edition = 1", "edition = true", "vui lòng ghi một số nguyên, không có dấu nháy."),
        (
            "window_end = 2025-02-14",
            'window_end = "14/02/2025"',
            "vui lòng ghi ngày theo dạng 2025-02-12 (năm-tháng-ngày).",
        ),
        (
            'venue = "Văn phòng UBND tỉnh"',
            "venue = 5",
            "vui lòng ghi văn bản trong dấu nháy kép.",
        ),
    ],
)
def test_wrong_kind_of_value_is_told(tmp_path, text, right, wrong, message):
    bad = text.replace(right, wrong, 1)
    key = wrong.split(" ")[0]
    section = "contest" if key == "edition" else "event"
    place = f"kehoach.toml, dòng {line_of(bad, key)}, [{section}], khóa “{key}”"
    assert fault(tmp_path, bad) == f"{place}: {message}"


def test_fault_in_a_row_names_its_number(tmp_path, text):
    bad = text.replace('title = "Phát biểu của nhà tài trợ"', 'title = ""')
    line = line_of(bad, 'title = ""')
    assert fault(tmp_path, bad) == (
        f"kehoach.toml, dòng {line}, [[agenda]] thứ 5, khóa “title”: Vui lòng điền nội dung này."
    )


def test_sign_that_papers_cannot_show_is_told_with_its_place(tmp_path, text):
    bad = text.replace('title = "Phát biểu của nhà tài trợ"', 'title = "Phát biểu ✓"')
    line = line_of(bad, 'title = "Phát biểu ✓"')
    assert fault(tmp_path, bad) == (
        f"kehoach.toml, dòng {line}, [[agenda]] thứ 5, khóa “title”: Giấy tờ không in được “✓” "
        "(dấu kiểm, U+2713): vui lòng thay bằng chữ khác hoặc bỏ đi."
    )


def test_missing_section_is_told(tmp_path, text):
    start, end = text.index("[seating]"), text.index("[plan]")
    assert fault(tmp_path, text[:start] + text[end:]) == (
        f"{tmp_path / 'kehoach.toml'}: thiếu phần [seating]."
    )


# other days


def test_all_days_of_a_file_move_and_no_sentence_does(capsys, tmp_path, text):
    text = text.replace("[seating]", "[seating]\nopens_at = 2025-01-20T08:00:00", 1)
    path = tmp_path / "kehoach.toml"
    path.write_text(text, encoding="utf-8")
    call_command("load_plan", path)
    before = Event.objects.get()
    sentences = list(PreparationTask.objects.values_list("content"))

    call_command("load_plan", path, "--first-day", "2026-12-18")

    out = capsys.readouterr().out
    assert "Mọi ngày trong tệp được dời 676 ngày." in out
    event = Event.objects.get()  # the same ceremony
    assert event.pk == before.pk
    assert (event.window_start, event.window_end) == (
        datetime.date(2026, 12, 18),
        datetime.date(2026, 12, 22),
    )
    assert {task.due_on for task in PreparationTask.objects.all()} == {datetime.date(2026, 12, 8)}
    assert (event.plan.issue_year, event.plan.issue_month, event.plan.issue_day) == (2026, 11, None)
    opens = timezone.localtime(event.seating.opens_at)
    assert f"{opens:%Y-%m-%d %H:%M}" == "2026-11-27 08:00"
    assert list(PreparationTask.objects.values_list("content")) == sentences
    assert event.plan.preparation_heading == before.plan.preparation_heading
    with time_machine.travel("2026-12-22 20:00 +07:00", tick=False):
        assert not event.is_over()
    with time_machine.travel("2026-12-23 00:01 +07:00", tick=False):
        assert event.is_over()

    call_command("load_plan", path)
    assert Event.objects.get().window_start == before.window_start


def test_a_first_day_that_is_none_is_told():
    with pytest.raises(CommandError, match="vui lòng ghi ngày theo dạng 2026-12-18"):
        call_command("load_plan", REAL, "--first-day", "18/12/2026")
    with pytest.raises(CommandError, match="trong các năm 2000 - 2100"):
        call_command("load_plan", REAL, "--first-day", "9999-12-31")
    assert not Event.objects.exists()


def test_day_that_no_calendar_has_is_told_also_where_all_move(tmp_path, text):
    path = tmp_path / "kehoach.toml"
    text = re.sub(r"issue_month = \d+", "issue_day = 31\nissue_month = 2", text)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="Tháng đó không có ngày này"):
        call_command("load_plan", path, "--first-day", "2026-12-18")
