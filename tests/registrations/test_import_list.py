"""Lists that become registrations: the service, and the command `import_list`."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from events.models import Event
from registrations.models import Registration
from registrations.services.importing import PART
from tests.factories import DelegationFactory, make_registration, make_seating
from tests.spreadsheets import HEADINGS, PERSON, separated, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_seating(public_seats=2).event


def run(tmp_path: Path, content: bytes, *args: str, kind: str = "delegates") -> Any:
    """Run the command with --json."""
    file = tmp_path / "danh sách.xlsx"
    file.write_bytes(content)
    out = io.StringIO()
    call_command("import_list", kind, str(file), "--json", *args, stdout=out)
    return json.loads(out.getvalue())


LIST = workbook(
    [
        HEADINGS,
        PERSON,
        [2, "LÊ BÌNH", "", "Sở Y tế"],
        [3, "Lê Chi", "", "Sở Y tế", "12"],
        [4, "Lê Dung", "", "Sở Y tế"],
    ]
)
OUTCOMES = ["accepted", "warning", "error", "accepted"]


def test_preview_writes_nothing(tmp_path: Path, event: Event) -> None:
    result = run(tmp_path, LIST)

    assert set(result) == {"file_outcome", "file_messages", "rows"}
    assert set(result["rows"][0]) == {"sheet", "row", "outcome", "value", "messages"}
    assert [row["outcome"] for row in result["rows"]] == OUTCOMES
    assert not Registration.objects.exists()


def test_commit_registers_in_the_order_of_the_list(tmp_path: Path, event: Event) -> None:
    delegation = DelegationFactory(event=event, text="Các sở, ban, ngành;")
    lines = [
        [*HEADINGS, "Thành phần"],
        [*PERSON, "các sở ban ngành"],
        [*PERSON[:1], "Lê Bình", *PERSON[2:], "Các Sở, ban, ngành"],
    ]
    result = run(tmp_path, workbook(lines), "--commit")
    second = run(tmp_path, LIST, "--commit")

    assert [row["outcome"] for row in result["rows"]] == ["warning", "accepted"]
    assert [row["outcome"] for row in second["rows"]] == ["skipped", *OUTCOMES[1:]]
    rows = list(Registration.objects.values_list("name", "status", "channel", "phone", "note"))
    assert rows == [
        ("Nguyễn Văn An", "confirmed", "office", "+84912345678", "Đi xe"),
        ("Lê Bình", "confirmed", "office", "+84912345678", "Đi xe"),
        ("Lê Bình", "waiting", "office", "", ""),
        ("Lê Dung", "waiting", "office", "", ""),
    ]
    assert Registration.objects.get(name="Lê Bình", delegation=delegation)
    call_command("check_invariants", stdout=io.StringIO())


def test_list_can_be_imported_again(tmp_path: Path, event: Event) -> None:
    run(tmp_path, LIST, "--commit")
    again = run(tmp_path, LIST, "--commit")

    assert [row["outcome"] for row in again["rows"]] == ["skipped", "skipped", "error", "skipped"]
    assert Registration.objects.count() == 3


def test_preview_knows_who_is_registered(tmp_path: Path, event: Event) -> None:
    make_registration(event, name="LE BINH", organisation="so y te")

    assert [row["outcome"] for row in run(tmp_path, LIST)["rows"]][1] == "skipped"


def test_rejected_file_writes_nothing(tmp_path: Path, event: Event) -> None:
    result = run(tmp_path, LIST[:500], "--commit")

    assert (result["file_outcome"], result["rows"]) == ("reject", [])
    assert not Registration.objects.exists()


def test_list_longer_than_one_part(tmp_path: Path, event: Event) -> None:
    lines = [["Họ tên", "Đơn vị"], *[[f"Lê Văn Thử {n}", "Sở"] for n in range(PART * 2 + 1)]]

    run(tmp_path, separated(lines), "--commit")

    names = list(Registration.objects.values_list("name", flat=True))
    assert names == [line[0] for line in lines[1:]]


def test_ceremony_without_seats_is_told(tmp_path: Path, event: Event) -> None:
    event.seating.delete()

    with pytest.raises(CommandError):
        run(tmp_path, LIST, "--commit")


def test_invitations_are_read_and_written_once_there_are_any(tmp_path: Path, event: Event) -> None:
    content = workbook([["Đơn vị", "Họ tên", "Số lượng"], ["Sở Nội vụ", "Ông Lê An", 3]])

    (row,) = run(tmp_path, content, kind="invitations")["rows"]
    assert (row["outcome"], row["value"]["places"], row["value"]["name"]) == (
        "accepted",
        3,
        "Lê An",
    )
    run(tmp_path, content, "--commit", kind="invitations")
    (row,) = run(tmp_path, content, kind="invitations")["rows"]
    assert row["outcome"] == "skipped"
    assert event.invitations.get().places == 3


def test_file_that_is_not_there_is_told(event: Event) -> None:
    with pytest.raises(CommandError):
        call_command("import_list", "delegates", "không có.xlsx")


def test_words_for_people(tmp_path: Path, event: Event) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(LIST)
    out = io.StringIO()

    call_command("import_list", "delegates", str(file), "--event", event.slug, stdout=out)

    last = out.getvalue().splitlines()[-1]
    assert "3" in last
    assert "--commit" in last
