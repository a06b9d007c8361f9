"""Who is erased stands nowhere in the database any more, the record included."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from events.audit.actors import Actor, acting
from events.models import AuditEntry
from registrations.services import data_requests, erasure, invitations, transitions
from tests.factories import make_delegate, make_invitation, make_registration, named

NAME, PHONE, MAIL = "Nguyễn Thị Cần Quên", "+84912345987", "can-quen@example.vn"
PERSON = {"name": NAME, "phone": PHONE, "email": MAIL}
LATER = datetime.date(2040, 1, 1)


def tables_that_hold(text: str) -> list[str]:
    """Return the tables of the whole database in which a text stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = [table for (table,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" t WHERE t::text LIKE %s)', [f"%{text}%"]
            )
            found += [table] * cursor.fetchone()[0]
    return found


def test_a_person_who_asks_for_it_goes_from_the_record(world):
    one = make_registration(world.event, **PERSON)
    transitions.correct(one, delegate=make_delegate(**PERSON, position="Phó Giám đốc"), note=NAME)
    assert "events_auditentry" in tables_that_hold(NAME)

    data_requests.finish(data_requests.ask(one, "erase", f"Tôi là {NAME}"), by=world.user)

    assert [tables_that_hold(text) for text in (NAME, PHONE, MAIL)] == [[], [], []]
    entry = AuditEntry.objects.filter(table="registrations_registration", act="added").get()
    assert entry.after["name"] == erasure.ERASED
    assert entry.after["status"] == "confirmed"


def test_what_is_kept_no_longer_goes_from_the_record(world):
    invitation = make_invitation(world.event, contact_name=NAME, contact_phone=PHONE)
    removed = make_invitation(world.event, name=NAME, contact_email=MAIL)
    invitations.change(invitation, contact_name="", contact_phone="")  # taken out by hand
    invitation.calls.create(called_at=world.event.starts_at, caller=NAME, said=f"Gặp {NAME}")
    invitations.remove(removed)
    make_registration(world.event, **PERSON)

    erasure.erase_due(world.event, LATER)

    assert [tables_that_hold(text) for text in (NAME, PHONE, MAIL)] == [[], [], []]


@pytest.mark.django_db(transaction=True)  # entries are told apart by their transactions
def test_who_was_replaced_goes_and_who_came_instead_stays(world):
    before = named(make_invitation(world.event), **PERSON)
    other = make_delegate(name="Trần Văn Đến Thay")
    invitations.substitute(before, delegate=other)
    former = before.substitutions.get()

    erasure._erase_former(former)

    assert [tables_that_hold(text) for text in (NAME, PHONE, MAIL)] == [[], [], []]
    changed = AuditEntry.objects.filter(table="registrations_registration", act="changed")
    assert changed.first().after["name"] == "Trần Văn Đến Thay"


@pytest.mark.parametrize("how", ["update", "delete"])
def test_an_entry_stays_as_it_is(world, how):
    entries = AuditEntry.objects.filter(table="events_event")

    with pytest.raises(DatabaseError, match="what is recorded stays"), transaction.atomic():
        entries.update(who="Khác") if how == "update" else entries.delete()


def test_the_network_of_who_is_erased_goes(world):
    with acting(Actor("public", "203.0.113.0/24")):
        one = make_registration(world.event, **PERSON)
        asked = data_requests.ask(one, "erase")

    with acting(Actor("admin", "198.51.100.0/24", user=lambda: world.user)):
        data_requests.finish(asked, by=world.user)

    assert tables_that_hold("203.0.113.0/24") == []


@pytest.mark.parametrize(
    "forged",
    [
        "who = 'Người khác'",
        "after = NULL",
        """after = after || '{"status": "cancelled"}'""",
        """after = after || '{"more": "Đã xóa dữ liệu"}'""",
        "after = after - 'name'",
        "source = '203.0.113.0/24'",
        "at = now() - interval '1 day'",
    ],
)
def test_who_forgets_writes_nothing_else(world, forged):
    make_registration(world.event, **PERSON)

    wanted = "\"table\" = 'registrations_registration'"

    with connection.cursor() as cursor:
        cursor.execute("SET portal.forgetting = 'on'")
        with pytest.raises(DatabaseError, match="what is recorded stays"), transaction.atomic():
            cursor.execute(f"UPDATE events_auditentry SET {forged} WHERE {wanted}")
        cursor.execute("SET portal.forgetting = 'off'")
