"""The sweep finds everything that must never be, once the database no longer forbids it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from events.models import Event, Plan
from registrations.invariants import violations
from registrations.models import Registration, Seat, Seating
from registrations.services import invitations, transitions
from tests.factories import (
    AgendaItemFactory,
    ContestFactory,
    EventFactory,
    PlanFactory,
    make_delegate,
    make_invitation,
    make_registration,
    make_seating,
    named,
)
from tests.registrations.crowd import committed

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Two public seats taken, one person waiting, one reserve seat free."""
    event = make_seating(public_seats=2, reserve_seats=1).event
    for _n in range(3):
        make_registration(event)
    assert list(violations()) == []
    return event


@pytest.fixture
def people(event):
    return list(Registration.objects.order_by("pk"))


def unguarded(constraint: str, table: str = "registrations_registration") -> None:
    """Take a rule out of the database, for this test's transaction only."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {constraint};"
            f"DROP INDEX IF EXISTS {constraint}"
        )


def write(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def label(row, field: str) -> str:
    return str(row._meta.get_field(field).verbose_name)


def found() -> list[str]:
    """Return what the sweep says of the rows; the missing rule itself is another sentence."""
    return [s for s in violations() if not s.startswith("Cơ sở dữ liệu thiếu ràng buộc")]


def test_public_without_a_row_of_consent(people):
    people[0].consents.all().delete()
    assert len(found()) == 1
    assert people[0].code in found()[0]


def test_erased_but_the_organisation_is_still_there(people):
    write(
        "UPDATE registrations_registration SET erased_at = now(), honorific = '', position = '', "
        "phone = '', email = '', submission = NULL WHERE id = %s",
        people[0].pk,
    )
    assert found() == [f"Đăng ký {people[0].code} đã xóa dữ liệu nhưng vẫn còn dữ liệu cá nhân."]


def test_a_reserve_seat_without_a_reason(people):
    given = transitions.give_reserve_seat(people[2], reason="Mời")
    write("UPDATE registrations_registration SET reason = '' WHERE id = %s", given.pk)
    assert found() == [f"Đăng ký {given.code} giữ chỗ dự phòng mà không có lý do."]


def test_declined_without_a_reason(event, people):
    write("UPDATE registrations_registration SET status = 'declined' WHERE id = %s", people[2].pk)
    assert found() == [f"Đăng ký {people[2].code} bị từ chối mà không có lý do."]


def test_a_seat_too_many_and_one_too_few(event):
    Seat.objects.create(event=event, number=9, kind="reserve")
    Seating.objects.update(public_seats=3)
    assert found() == [
        f"Buổi lễ {event.pk} có 2 chỗ (mở đăng ký) thay vì 3.",
        f"Buổi lễ {event.pk} có 2 chỗ (dự phòng) thay vì 1.",
    ]


def test_a_public_ceremony_without_seats(event):
    other = EventFactory()
    EventFactory(published=False)
    assert found() == [f"Buổi lễ {other.pk} đã công khai nhưng chưa được thiết lập chỗ ngồi."]


def test_seats_without_a_seating(event):
    Event.objects.update(published=False)
    Seating.objects.all().delete()
    assert found() == [f"Buổi lễ {event.pk} có chỗ nhưng thiếu phần thiết lập chỗ ngồi."]


def test_a_free_seat_while_somebody_waits(event, people):
    people[0].delete()
    assert found() == [
        f"Buổi lễ {event.pk}: chỗ mở đăng ký số 1 còn trống trong khi có người đang chờ."
    ]


def test_a_free_seat_of_another_ceremony_is_no_fault(event):
    make_seating()
    assert found() == []


def test_overtaking(event, people):
    late = make_registration(event)
    seat = people[0].seat_id
    write(
        "UPDATE registrations_registration SET status = 'cancelled', seat_id = NULL WHERE id = %s",
        people[0].pk,
    )
    write(
        "UPDATE registrations_registration SET status = 'confirmed', seat_id = %s WHERE id = %s",
        seat,
        late.pk,
    )
    assert found() == [f"Đăng ký {late.code} đã vượt lên trước người đang chờ."]


def test_a_reserve_seat_is_no_overtaking(event):
    transitions.give_reserve_seat(make_registration(event), reason="Mời")
    assert found() == []


@pytest.mark.parametrize("name", ["Lê Thị Hòa", "LÊ THỊ HOÀ", "le thi hoa"])
def test_one_person_twice(event, people, name):
    unguarded("registrations_person_once")
    for person, text in zip(people[1:], ("Lê Thị Hòa", name), strict=True):
        person.name = text
        person.save()
    one, other = people[1:]
    assert found() == [f"Hai đăng ký {one.code} và {other.code} là của cùng một người."]


def test_people_whom_accents_tell_apart_are_two(event, people):
    for person, text in zip(people[1:], ("Lê Thị Hòa", "Lê Thị Hóa"), strict=True):
        person.name = text
        person.save()
    assert found() == []


def test_outdated_computed_columns(people):
    write(
        "UPDATE registrations_registration SET name_sort = '', name_search = 'x' WHERE id = %s",
        people[1].pk,
    )
    assert found() == [
        f"Đăng ký {people[1].code}: các cột tính sẵn đã cũ (name_sort, name_search)."
    ]


def test_outdated_column_of_who_was_replaced(people):
    invitations.substitute(people[1], delegate=make_delegate(), channel=Registration.Channel.OFFICE)
    assert found() == []
    write("UPDATE registrations_substitution SET name_search = 'x' WHERE registration_id = %s",
          people[1].pk)  # fmt: skip
    assert found() == [f"Đăng ký {people[1].code}: các cột tính sẵn đã cũ (name_search)."]


def test_unclean_texts(people):
    write("UPDATE registrations_registration SET position = 'Phó  phòng' WHERE id = %s",
          people[1].pk)  # fmt: skip
    position = label(people[1], "position")
    assert found() == [f"Đại biểu số {people[1].pk}: nội dung ô “{position}” chưa được chuẩn hóa."]


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        ("registrations_registration", "registrations_person_once"),
        ("registrations_registration", "registrations_registration_seat_id_key"),
        ("registrations_registration", "registrations_seat_of_event"),
        ("registrations_registration", "registrations_delegation_of_event"),
        ("registrations_registration", "registrations_confirmed_holds_seat"),
        ("registrations_seat", "registrations_seat_number"),
        ("registrations_seat", "registrations_seat_row_and_chair"),
        ("registrations_seat", "registrations_seat_chair_once"),
        ("registrations_seating", "registrations_seating_size"),
    ],
)
def test_a_rule_that_was_taken_out(event, table, rule):
    unguarded(rule, table)
    assert list(violations()) == [f"Cơ sở dữ liệu thiếu ràng buộc {rule}."]


@pytest.mark.parametrize(
    ("table", "trigger"),
    [
        ("registrations_registration", "takes_place"),
        ("registrations_invitation", "keeps_places"),
        ("registrations_seat", "seat_in_hall"),
        ("registrations_hallrow", "keeps_chairs"),
        ("registrations_hallrow", "hall_of_event"),
        ("registrations_seating", "hall_of_event"),
    ],
)
def test_a_trigger_that_was_switched_off(event, table, trigger):
    write("SET CONSTRAINTS ALL IMMEDIATE")
    write(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    assert list(violations()) == [f"Cơ sở dữ liệu thiếu ràng buộc {trigger}."]


def test_many_registrations_are_swept_with_a_constant_number_of_statements(
    event, django_assert_max_num_queries
):
    for _n in range(20):
        make_registration(event)
    with django_assert_max_num_queries(45):
        assert found() == []


# the command


def test_the_command_says_in_one_line_that_all_is_well(event, capsys):
    call_command("check_invariants")
    printed = capsys.readouterr()
    assert printed.out == "Mọi ràng buộc đều đúng: 3 đăng ký, 3 ghế.\n"
    assert printed.err == ""


def test_the_command_names_every_fault_of_every_app(event, people, capsys):
    people[0].delete()
    plan = PlanFactory(event=event, issue_day=30, issue_month=4)
    Plan.objects.update(issue_month=2)
    item = AgendaItemFactory(event=event)
    contest = ContestFactory()
    write("UPDATE agenda_agendaitem SET performer = 'Ban  Tổ chức'")
    write("UPDATE events_contest SET name = 'Cuộc thi ' WHERE id = %s", contest.pk)
    with pytest.raises(CommandError) as caught:
        call_command("check_invariants")
    assert str(caught.value) == "Có 4 ràng buộc bị vi phạm."
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        f"Cuộc thi số {contest.pk}: nội dung ô “{label(contest, 'name')}” chưa được chuẩn hóa.",
        f"Kế hoạch số {plan.pk}: ngày ban hành không có trong lịch.",
        f"Nội dung chương trình số {item.pk}: nội dung ô “{label(item, 'performer')}” chưa được "
        "chuẩn hóa.",
        f"Buổi lễ {event.pk}: chỗ mở đăng ký số 1 còn trống trong khi có người đang chờ.",
    ]


def test_the_command_tells_nothing_personal(event, people, capsys):
    write("UPDATE registrations_registration SET position = '  ', name_sort = ''")
    with pytest.raises(CommandError):
        call_command("check_invariants")
    printed = capsys.readouterr().err
    assert "Nguyễn" not in printed
    assert "+84" not in printed
    assert people[0].token not in printed


@committed
def test_the_command_reads_one_moment_and_writes_nothing(capsys):
    make_registration(make_seating().event)
    call_command("check_invariants")
    assert capsys.readouterr().out == "Mọi ràng buộc đều đúng: 1 đăng ký, 4 ghế.\n"
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)


# invitations


@pytest.fixture
def guests(event):
    """An invitation with two places, one of them given."""
    invitation = make_invitation(event)
    named(invitation)
    return invitation


def wrong_code(sentences: list[str], *codes: str) -> bool:
    """Return whether there is one sentence for each code, and no other."""
    return len(sentences) == len(codes) and all(
        code in sentence for code, sentence in zip(codes, sentences, strict=True)
    )


def test_came_by_invitation_without_a_row_of_consent(guests):
    made = guests.active().get()
    made.consents.all().delete()
    assert found() == [f"Đăng ký {made.code} được gửi qua giấy mời mà không có bản ghi sự đồng ý."]


def test_outdated_columns_of_an_invitation(guests):
    write("UPDATE registrations_invitation SET organisation_search = 'cu'")
    assert wrong_code(found(), guests.code)
