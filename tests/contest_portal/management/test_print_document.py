"""Printing a paper from the command line."""

import io
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.factories import EventFactory, PlanFactory

pytestmark = pytest.mark.django_db

REAL = Path(settings.BASE_DIR) / "contest_portal/plans/le-cong-bo-2025.toml"


def text_of(path: Path) -> str:
    pages = pypdf.PdfReader(path).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(("kind", "title"), [("plan", "KẾ HOẠCH"), ("programme", "CHƯƠNG TRÌNH")])
def test_paper_of_the_current_ceremony_is_written(tmp_path, kind, title):
    call_command("load_plan", REAL, stdout=io.StringIO())
    target = tmp_path / "giay.pdf"
    out = io.StringIO()
    call_command("print_document", kind, "-o", target, stdout=out)
    assert title in text_of(target)
    size = -(-target.stat().st_size // 1024)
    assert out.getvalue() == f"Đã ghi: {target} ({size} kB)\n"
    assert [path.name for path in tmp_path.iterdir()] == ["giay.pdf"]


def test_ceremony_is_chosen_by_slug(tmp_path):
    call_command("load_plan", REAL, stdout=io.StringIO())
    other = PlanFactory(subject="Tổ chức Lễ tổng kết thử").event
    target = tmp_path / "giay.pdf"
    call_command(
        "print_document", "plan", "--event", other.slug, "-o", target, stdout=io.StringIO()
    )
    assert "Tổ chức Lễ tổng kết thử" in text_of(target)


def test_unknown_slug_names_the_known_ones(tmp_path):
    EventFactory(slug="le-a")
    with pytest.raises(CommandError) as caught:
        call_command("print_document", "plan", "--event", "le-b", "-o", tmp_path / "a.pdf")
    assert str(caught.value) == "Không có buổi lễ “le-b”. Đang có: le-a."


def test_without_any_ceremony_it_says_so(tmp_path):
    with pytest.raises(CommandError) as caught:
        call_command("print_document", "plan", "-o", tmp_path / "a.pdf")
    assert str(caught.value) == "Chưa có buổi lễ nào: vui lòng nạp bằng lệnh load_plan."


def test_ceremony_without_plan_is_told(tmp_path):
    event = EventFactory(title="Lễ thử")
    with pytest.raises(CommandError) as caught:
        call_command("print_document", "plan", "-o", tmp_path / "a.pdf", "--event", event.slug)
    assert str(caught.value) == "Buổi lễ này chưa có văn bản đó: Lễ thử"


def test_missing_folder_is_told_and_nothing_is_left(tmp_path):
    PlanFactory()
    target = tmp_path / "khong-co" / "a.pdf"
    with pytest.raises(CommandError) as caught:
        call_command("print_document", "plan", "-o", target)
    assert str(caught.value) == (
        f"Không ghi được {target}. Vui lòng kiểm tra thư mục và dung lượng còn trống."
    )
    assert list(tmp_path.iterdir()) == []
