"""Papers and the register from the command line: every kind, real files, wrong arguments."""

import contextlib
import datetime
import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from events.documents import KINDS
from events.models import AuditEntry, Event, OfficialDocument
from tests.factories import (
    EventFactory,
    PlanFactory,
    issued_paper,
    make_invitation,
    make_seating,
    signed_memorandum,
)
from tests.papers import Reading

pytestmark = pytest.mark.django_db

REAL = Path(settings.BASE_DIR) / "contest_portal/plans/le-cong-bo-2025.toml"
SPOKEN = {
    "plan": ("KẾ HOẠCH", "Đại biểu các doanh nghiệp, bệnh viện"),
    "programme": ("CHƯƠNG TRÌNH", "Phát biểu của nhà tài trợ"),
    "memorandum": ("BIÊN BẢN GHI NHỚ", "HIỆP HỘI DOANH NGHIỆP TỈNH THÁI NGUYÊN"),
    "progress-report": ("BÁO CÁO", "chưa triển khai: 05", "Ban hành Thể lệ Cuộc thi"),
    "preparation-progress": ("BẢNG THEO DÕI TIẾN ĐỘ", "Ban hành Thể lệ Cuộc thi"),
    "preparation": ("DANH MỤC CÔNG TÁC CHUẨN BỊ", "Ban hành Thể lệ Cuộc thi"),
    "run-sheet": ("KỊCH BẢN", "Phát biểu khai mạc buổi lễ"),
    "rules": ("THỂ LỆ", "Tính mới"),
    "hall": ("SƠ ĐỒ CHỖ NGỒI", "Sơ đồ hội trường chưa được nhập."),
    "invitations": ("GIẤY MỜI", "kính mời: Sở Thử nghiệm."),
}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "giay.pdf"


def words_of(path: Path) -> str:
    return " ".join(block.text for block in Reading(path.read_bytes()).blocks)


def run(command: str, *args: object) -> str:
    """Run a command; return what it says."""
    out = io.StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def refusal(command: str, *args: object) -> str:
    with pytest.raises(CommandError) as caught:
        call_command(command, *args, stdout=io.StringIO())
    return str(caught.value)


@pytest.fixture
def real() -> Event:
    run("load_plan", REAL)
    return Event.objects.get()


# print_document


def test_every_kind_is_known_here():
    none = {"correction", "work-sheet", "work-sheet-link"}  # the real ceremony has none of these
    assert {*SPOKEN} | none == set(KINDS)


def test_a_command_of_its_own_knows_every_kind():
    command = [sys.executable, "manage.py", "print_document", "none", "-o", "none.pdf"]
    told = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert {kind for kind in KINDS if f"'{kind}'" not in told.stderr} == set()


@pytest.mark.parametrize("kind", SPOKEN)
def test_every_paper_of_the_real_ceremony_is_written(real, target, kind):
    make_invitation(real, organisation="Sở Thử nghiệm")

    said = run("print_document", kind, "-o", target)

    size = -(-target.stat().st_size // 1024)
    assert said == f"Đã ghi: {target} ({size} kB)\n"
    words = words_of(target)
    for spoken in SPOKEN[kind]:
        assert spoken in words
    with pikepdf.open(target) as pdf:
        assert str(pdf.Root.Lang) == "vi"


def test_memorandum_of_the_real_ceremony_has_honest_blanks(real, target):
    run("print_document", "memorandum", "-o", target)

    words = words_of(target)
    assert "Đại diện: Ông/Bà" in words
    assert "None" not in words
    assert "{" not in words


@pytest.mark.parametrize(
    "kind", sorted(set(SPOKEN) - {"run-sheet", "hall", "preparation-progress"})
)
def test_ceremony_without_a_paper_is_told_and_nothing_is_left(target, kind):
    EventFactory(title="Lễ thử")

    assert refusal("print_document", kind, "-o", target) == (
        "Buổi lễ này chưa có văn bản đó: Lễ thử"
    )
    assert not target.exists()


def test_unknown_kind_names_the_known_ones(target):
    said = refusal("print_document", "thiep", "-o", target)

    for kind in KINDS:
        assert kind in said
    assert not target.exists()


@pytest.mark.parametrize(
    "arguments", [("print_document",), ("print_document", "plan"), ("print_register",)]
)
def test_missing_arguments_are_told(arguments):
    assert refusal(*arguments)


def test_same_paper_is_written_byte_for_byte_again(target, tmp_path):
    PlanFactory()
    again = tmp_path / "lai.pdf"

    run("print_document", "plan", "-o", target)
    run("print_document", "plan", "-o", again)

    assert target.read_bytes() == again.read_bytes()


def test_older_file_is_replaced_whole_with_the_rights_of_a_new_file(target):
    PlanFactory()
    target.write_bytes(b"cu" * 2_000_000)
    target.chmod(0o600)

    run("print_document", "plan", "-o", target)

    content = target.read_bytes()
    assert content.startswith(b"%PDF-")
    assert len(content) < 2_000_000
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~mask


def test_folder_in_the_place_of_the_file_is_told(target):
    PlanFactory()
    target.mkdir()

    assert refusal("print_document", "plan", "-o", target) == (
        f"Không ghi được {target}. Vui lòng kiểm tra thư mục và dung lượng còn trống."
    )
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_names_in_vietnamese_with_spaces_are_written(tmp_path):
    PlanFactory()
    target = tmp_path / "Kế hoạch “lễ” 2030.pdf"

    assert str(target) in run("print_document", "plan", "-o", target)
    assert target.exists()


def test_relative_name_is_written_where_one_stands(tmp_path):
    PlanFactory()

    with contextlib.chdir(tmp_path):
        run("print_document", "plan", "-o", "giay.pdf")

    assert [path.name for path in tmp_path.iterdir()] == ["giay.pdf"]


def test_draft_is_printed_without_number_even_after_one_was_issued(target):
    event = PlanFactory().event
    issued_paper(event)

    run("print_document", "plan", "-o", target)

    assert "Số: 01/KH-BTC" not in words_of(target)
    assert OfficialDocument.objects.count() == 1


def test_answer_is_vietnamese_whoever_asks(target):
    PlanFactory()
    with translation.override("en"):
        assert run("print_document", "plan", "-o", target).startswith("Đã ghi: ")
        assert refusal("print_document", "plan", "--event", "x", "-o", target).startswith(
            "Không có buổi lễ “x”."
        )


# print_register


def register_of(target: Path, *period: str) -> str:
    assert run("print_register", *period, "-o", target).startswith(f"Đã ghi: {target} (")
    return words_of(target)


@pytest.mark.parametrize(
    ("first", "last"), [("01/01/2025", "31/01/2025"), ("2025-01-20", "2025-01-20")]
)
def test_register_of_a_period_is_written(target, first, last):
    issued_paper()
    issued_paper(kind="plan", day=datetime.date(2025, 2, 1))

    words = register_of(target, "--from", first, "--to", last)

    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in words
    assert "01/KH-BTC" in words
    assert "02/KH-BTC" not in words


def test_register_is_that_of_this_year_unless_told_otherwise(target):
    today = datetime.date.today()
    issued_paper(day=today.replace(month=1, day=1))
    issued_paper(day=today.replace(year=today.year - 1, month=12, day=31), first_number=41)

    words = register_of(target)

    assert "01/KH-BTC" in words
    assert "41/KH-BTC" not in words
    assert f"Năm: {today.year}" in words


def test_empty_register_is_an_honest_book(target):
    words = register_of(target, "--from", "01/01/2001", "--to", "31/12/2001")

    assert "Không có văn bản nào trong thời gian này." in words


def test_period_that_ends_before_it_begins_is_refused(target):
    said = refusal("print_register", "--from", "02/01/2025", "--to", "01/01/2025", "-o", target)

    assert said == "Ngày cuối của khoảng thời gian trước ngày đầu."
    assert not target.exists()


@pytest.mark.parametrize("day", ["31/02/2025", "hôm nay", "2025", "1/13/2025", "", "01-01-2025"])
def test_day_that_is_none_is_told_with_an_example(target, day):
    said = refusal("print_register", "--from", day, "-o", target)

    assert "vui lòng ghi ngày theo dạng 31/12/2025" in said
    assert not target.exists()


def test_register_into_a_missing_folder_is_told(tmp_path):
    target = tmp_path / "khong-co" / "so.pdf"

    assert refusal("print_register", "-o", target) == (
        f"Không ghi được {target}. Vui lòng kiểm tra thư mục và dung lượng còn trống."
    )


def test_memoranda_stand_in_the_register_with_both_sides(target):
    event = PlanFactory().event
    memorandum = signed_memorandum(event, day=datetime.date(2025, 1, 20))
    issued_paper(event, "memorandum", key=memorandum.pk)

    words = register_of(target, "--from", "01/01/2025", "--to", "31/12/2025")

    assert f"01/{memorandum.symbol}" in words
    assert "Nguyễn Văn Thử - Trần Thị Mẫu" in words


@pytest.mark.parametrize(("kind", "is_told"), [("hall", True), ("plan", False)])
def test_papers_with_people_stand_in_the_record(kind: str, is_told: bool, target: Path) -> None:
    make_seating(PlanFactory(event__slug="le").event)
    call_command("print_document", kind, event="le", output=target)
    assert AuditEntry.objects.filter(act=AuditEntry.Act.PRINTED).count() == is_told


def test_many_papers_with_people_stand_in_the_record(target: Path) -> None:
    make_invitation(PlanFactory(event__slug="le").event)
    call_command("print_document", "invitations", event="le", output=target)
    assert AuditEntry.objects.get(act=AuditEntry.Act.PRINTED).after["count"] == 1
