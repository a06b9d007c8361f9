"""Lists that become registrations: the service, and the command `import_list`."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event, Letter
from registrations.importing import read_list
from registrations.models import Registration
from registrations.services import transitions
from registrations.services.imports import PART, import_list
from tests.factories import DelegationFactory, make_registration, make_seating
from tests.letters import words
from tests.people import administrator_client
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
        [*PERSON, "khối cơ quan"],
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
    assert event.invitations.get().quota == 3


def test_file_that_is_not_there_is_told(event: Event) -> None:
    with pytest.raises(CommandError):
        call_command("import_list", "delegates", "không có.xlsx")


def test_letters_are_sent_unless_silently(tmp_path: Path, event: Event) -> None:
    lines = [["Họ tên", "Đơn vị", "Email"], ["Lê An", "Sở", "an@so.example"]]

    run(tmp_path, workbook(lines), "--commit", "--silently")
    assert not Letter.objects.exists()
    lines[1][0] = "Lê Bình"
    run(tmp_path, workbook(lines), "--commit")
    assert Letter.objects.count() == 1


def test_words_for_people(tmp_path: Path, event: Event) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(LIST)
    out = io.StringIO()

    call_command("import_list", "delegates", str(file), "--event", event.slug, stdout=out)

    last = out.getvalue().splitlines()[-1]
    assert "3" in last
    assert "--commit" in last


REFUSED = """
    CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.search LIKE '%dong hong%' THEN
            RAISE EXCEPTION 'refused' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON events_letter
        FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse();
"""


def places_told(event: Event) -> list[tuple[int | None, int | None]]:
    """Return of each delegate the place in line that the letter tells, and the true one."""
    found = []
    for registration in event.registrations.order_by("pk"):
        text = words(Letter.objects.get(key__startswith=f"registration-{registration.pk}-"))
        told = re.search(r"Thứ tự trong danh sách chờ: (\d+)", text)
        found.append((int(told[1]) if told else None, registration.queue_position()))
    return found


def test_every_letter_tells_the_true_place_in_line(event: Event) -> None:
    """Also behind lines that are there already, that are refused, and that get a kept seat."""
    DelegationFactory(event=event, text="Sở, ban, ngành;", allotment=1)
    for name in ("Lê Sẵn", "Lê Chờ"):
        make_registration(event, name=name, organisation="Sở Y tế", email="a@so.example")
    people = ["Lê Một", "Lê Hai", "Lê Sẵn", "Lê Ba", "Dòng Hỏng", "Lê Bốn", "Lê Ghế", "Lê Năm"]
    lines = [
        [
            n,
            name,
            "",
            "Sở Y tế",
            "",
            f"e{n}@so.example",
            "",
            "Sở, ban, ngành" if name == "Lê Ghế" else "",
        ]
        for n, name in enumerate(people)
    ]
    content = workbook([[*HEADINGS, "Thành phần"], *lines])
    listing = read_list(io.BytesIO(content), "delegates", ["Sở, ban, ngành"])
    with connection.cursor() as cursor:
        cursor.execute(REFUSED)
    import_list(event, listing)

    refused = [row.value["name"] for row in listing.rows if not row.is_entry]
    assert refused == ["Lê Sẵn", "Dòng Hỏng"]
    places = [1, 2, 3, 4, 5, None, 6]
    assert places_told(event)[1:] == [(place, place) for place in places]


def test_hall_and_line_are_looked_at_once_for_each_part(event: Event) -> None:
    lines = [[n, f"Lê Thử {n}", "", "Sở Y tế", "", f"e{n}@so.example"] for n in range(2 * PART + 5)]
    listing = read_list(io.BytesIO(separated([HEADINGS, *lines])), "delegates")
    with CaptureQueriesContext(connection) as queries:
        import_list(event, listing)

    counts = [query for query in queries if "coalesce(turn, id) <" in query["sql"]]
    looks = [query for query in queries if "WITH free AS" in query["sql"]]
    assert len(counts) == 3
    assert len(looks) == 2 + 3  # for each seat, and then for each part
    assert places_told(event)[-1] == (2 * PART + 3,) * 2


def test_a_seat_that_a_refused_line_had_goes_to_the_next(event: Event) -> None:
    people = ["Lê Một", "Dòng Hỏng", "Lê Hai", "Lê Ba"]
    lines = [[n, name, "", "Sở Y tế", "", f"e{n}@so.example"] for n, name in enumerate(people)]
    listing = read_list(io.BytesIO(workbook([HEADINGS, *lines])), "delegates")
    with connection.cursor() as cursor:
        cursor.execute(REFUSED)
    import_list(event, listing)

    seats = event.registrations.order_by("pk").values_list("name", "seat__number")
    assert list(seats) == [("Lê Một", 1), ("Lê Hai", 2), ("Lê Ba", None)]


def test_body_is_invited_for_each_position_and_not_again(tmp_path: Path, event: Event) -> None:
    lines = [["Đơn vị", "Chức vụ"], ["Huyện A", "Bí thư"], ["Huyện A", "Chủ tịch"]]
    first = run(tmp_path, workbook(lines), "--commit", kind="invitations")
    lines += [["Huyện A", ""], ["HUYỆN A", "bí thư"], ["Huyện A", "Chánh Văn phòng"]]
    second = run(tmp_path, workbook(lines), kind="invitations")
    third = run(tmp_path, workbook(lines[:1] + lines[3:]), "--commit", kind="invitations")

    assert [row["outcome"] for row in first["rows"]] == ["accepted"] * 2
    assert [row["outcome"] for row in second["rows"]] == [
        *["skipped", "skipped", "accepted", "skipped", "accepted"]
    ]
    assert [row["outcome"] for row in third["rows"]] == ["accepted", "skipped", "accepted"]
    assert sorted(event.invitations.values_list("position", flat=True)) == [
        "",
        "Bí thư",
        "Chánh Văn phòng",
        "Chủ tịch",
    ]


def test_export_that_is_read_again_brings_back_nobody_who_is_gone(
    tmp_path: Path, event: Event
) -> None:
    make_registration(event, name="Lê An", organisation="@Sở Y tế")
    gone = make_registration(event, name="Lê Bình", organisation="Sở Y tế")
    transitions.cancel(gone)
    address = reverse("admin:registrations_registration_export")
    export = administrator_client().post(address, {"format": "0", "resource": "0"})
    rows = run(tmp_path, export.content)["rows"]

    assert [(row["outcome"], row["value"]["name"]) for row in rows] == [
        ("skipped", "Lê An"),
        ("skipped", "Lê Bình"),
    ]
    assert rows[0]["value"]["organisation"] == "@Sở Y tế"
    assert "đã hủy" in rows[1]["messages"][-1]
