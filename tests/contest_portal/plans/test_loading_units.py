"""Units and people of a plan file: made from its words, kept when it is loaded again."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from agenda import documents
from agenda.models import PreparationTask
from events.models import CommitteeMember, Duty, Event, Plan, Unit
from tests.contest_portal.plans.test_loading import REAL, fault, load

pytestmark = pytest.mark.django_db

OFFICE = "Sở Khoa học và Công nghệ"


@pytest.fixture
def text() -> str:
    return REAL.read_text(encoding="utf-8")


def with_rows(text: str, *rows: str) -> str:
    """Put rows of [[units]] or [[members]] before the first list of the file."""
    head, mark, rest = text.partition("[[bases]]")
    return head + "\n\n".join(rows) + "\n\n" + mark + rest


def test_the_real_file_names_its_one_person_and_the_offices_of_its_duties() -> None:
    call_command("load_plan", REAL)

    assert list(Unit.objects.values_list("name", "short_name", "contact_name")) == [
        (OFFICE, "", ""),
        ("Văn phòng UBND tỉnh", "", ""),
    ]
    member = CommitteeMember.objects.get()
    assert (member.name, member.role) == ("Phạm Việt Đức", "Phó Trưởng Ban Thường trực")
    assert [(duty.addressed_as, str(duty.unit)) for duty in Duty.objects.all()] == [
        (OFFICE, OFFICE),
        ("Đề nghị Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh"),
    ]


def test_units_of_the_file_change_no_letter_of_the_plan(tmp_path: Path, text: str) -> None:
    call_command("load_plan", REAL)
    before = documents.plan(Event.objects.get()).html()
    known = f'[[units]]\nname = "{OFFICE}"\nshort_name = "Sở KH&CN"'
    whole = '[[units]]\nname = "Văn phòng Ủy ban nhân dân tỉnh"\nshort_name = "Văn phòng UBND tỉnh"'
    described = with_rows(text, f'{known}\ncontact_phone = "0208.3855.123"', whole)
    load(tmp_path, described)

    assert documents.plan(Event.objects.get()).html() == before
    assert Unit.objects.get(name=OFFICE).contact_phone == "+842083855123"
    assert str(Duty.objects.get(position=1).unit) == OFFICE


def test_a_duty_finds_its_unit_by_the_short_name(tmp_path: Path, text: str) -> None:
    whole = "Văn phòng Ủy ban nhân dân tỉnh"
    load(tmp_path, with_rows(
        text, f'[[units]]\nname = "{whole}"\nshort_name = "Văn phòng UBND tỉnh"'
    ))  # fmt: skip
    duty = Duty.objects.get(position=2)
    assert (duty.addressed_as, str(duty.unit)) == ("Đề nghị Văn phòng UBND tỉnh", whole)
    assert Unit.objects.count() == 2


def test_units_of_tasks_are_made_of_their_words(tmp_path: Path, text: str) -> None:
    others = "Sở Văn hóa, Thể thao và Du lịch, Sở Tài chính; Báo Thái Nguyên."
    first, mark, rest = text.partition("[[tasks]]\n")
    named = f'{first}{mark}lead_unit = "{OFFICE}"\ncoordinating_units = "{others}"\n{rest}'
    for _n in range(2):
        load(tmp_path, named)
        task = PreparationTask.objects.with_units().get(position=1)
        assert str(task.lead_unit) == OFFICE
        assert {str(unit) for unit in task.coordinating_units.all()} == {
            "Sở Văn hóa, Thể thao và Du lịch",
            "Sở Tài chính",
            "Báo Thái Nguyên",
        }
    assert Unit.objects.count() == 5


def test_loading_again_keeps_links_contacts_and_people(tmp_path: Path, text: str) -> None:
    described = with_rows(text, f'[[units]]\nname = "{OFFICE}"\nshort_name = "Sở KH&CN"')
    load(tmp_path, described)
    unit = Unit.objects.get(name=OFFICE)
    token = unit.token
    unit.contact_email, unit.contact_phone = "vp@example.vn", "+842083855123"
    unit.save()
    event = Event.objects.get()
    CommitteeMember.objects.filter(name="Phạm Việt Đức").update(email="pvd@example.vn")
    CommitteeMember.objects.create(event=event, position=2, name="Lê Thị Hòa", body="secretariat")

    load(tmp_path, described)

    unit.refresh_from_db()
    assert (unit.token, unit.short_name) == (token, "Sở KH&CN")
    assert (unit.contact_email, unit.contact_phone) == ("vp@example.vn", "+842083855123")
    assert list(CommitteeMember.objects.values_list("position", "name", "email")) == [
        (1, "Phạm Việt Đức", "pvd@example.vn"),
        (2, "Lê Thị Hòa", ""),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('[[units]]\nname = ""', "khóa “name”"),
        (f'[[units]]\nname = "{"Sở " * 150}"', "khóa “name”"),
        ('[[units]]\nname = "Sở A"\nlink = "x"', "không có khóa này"),
        ('[[units]]\nname = "Sở A"\ncontact_phone = "0123"', "Số điện thoại không hợp lệ"),
        ('[[units]]\nname = "Sở A"\n\n[[units]]\nname = "Sở  A"', "đã có"),
        ('[[members]]\nname = "Lê Thị Hòa"\nphone = "số của Hòa"', "Số điện thoại chỉ gồm"),
        ('[[members]]\nname = "Lê Thị Hòa"\nbody = "khác"', "khóa “body”"),
    ],
)
def test_odd_rows_are_told_with_their_place(tmp_path: Path, text: str, row: str, told: str) -> None:
    odd = with_rows(text, row)
    words = fault(tmp_path, odd)
    assert told in words
    assert "kehoach.toml, dòng" in words


def test_a_file_without_lists_of_units_and_people_loads(tmp_path: Path, text: str) -> None:
    start = text.index("[[members]]")
    load(tmp_path, text[:start] + text[text.index("[[bases]]") :])
    assert Plan.objects.get().signer_name == "Phạm Việt Đức"
    assert not CommitteeMember.objects.exists()
    with pytest.raises(CommandError):
        load(tmp_path, "units = 3\n" + text)
