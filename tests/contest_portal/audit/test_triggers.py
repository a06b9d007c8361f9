"""What the database writes down by itself, and who it says it was."""

import pytest
from django.db import connection, transaction
from django.test import Client

from contest_portal.invariants import violations
from events.audit import coverage, words
from events.audit.actors import Actor, acting, on_behalf_of
from events.models import AuditEntry, Contest, Unit
from tests.contest_portal.audit.written import OURS
from tests.factories import UnitFactory, make_registration
from tests.people import PASSWORD, administrator

pytestmark = pytest.mark.django_db


def last(table: str) -> AuditEntry:
    return AuditEntry.objects.filter(table=table).latest("pk")


def test_every_table_is_watched_or_says_why_not():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'audit_%'"
        )
        present = set(cursor.fetchall())

    assert present == {rule for app in (*OURS, "auth") for rule in coverage.rules(app)}


def test_a_trigger_that_is_gone_is_swept():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_changed ON auth_user")

    assert list(violations()) == ["Cơ sở dữ liệu thiếu ràng buộc audit_changed."]


def test_a_change_holds_what_changed_before_and_after():
    contest = Contest.objects.create(name="Cuộc thi 100% 'thử'", edition=1, year=2030)

    with acting(Actor("admin", "203.0.113.0/24", who="Lê Thị %s 'Thử'")):
        Contest.objects.filter(pk=contest.pk).update(year=2031)

    entry = last("events_contest")
    assert (entry.act, entry.key) == ("changed", contest.pk)
    assert (entry.before, entry.after) == ({"year": 2030}, {"year": 2031})
    assert (entry.who, entry.way, entry.source) == ("Lê Thị %s 'Thử'", "admin", "203.0.113.0/24")


def test_within_one_transaction_each_is_named(world):
    with acting(Actor("public")):
        with acting(Actor("command", "load_plan")):
            UnitFactory(event=world.event)
        UnitFactory(event=world.event)

    assert list(AuditEntry.objects.filter(table="events_unit").values_list("way", flat=True)) == [
        "public",
        "command",
        "database",
    ]


def test_saving_what_is_the_same_leaves_nothing(world):
    before = AuditEntry.objects.count()

    world.unit.save()

    assert AuditEntry.objects.count() == before


def test_no_secret_gets_into_the_record(world):
    unit = Unit.objects.get(pk=world.unit.pk)
    one = make_registration(world.event)
    world.user.set_password(PASSWORD)
    world.user.save()
    Unit.objects.filter(pk=unit.pk).update(token="A" * 32)

    everything = str(list(AuditEntry.objects.values_list("before", "after")))

    for secret in (unit.token, "A" * 32, one.token, one.code, world.user.password):
        assert secret not in everything
    assert last("events_unit").after == {"token": "•"}
    assert last("auth_user").after == {"password": "•"}


def test_a_user_is_named_with_the_network_shortened(world):
    client = Client(REMOTE_ADDR="203.0.113.77")
    client.force_login(administrator(), "django.contrib.auth.backends.ModelBackend")
    form = {"name": "Cuộc thi", "edition": 1, "year": 2030}
    form |= {"contacts-TOTAL_FORMS": 0, "contacts-INITIAL_FORMS": 0}

    client.post("/quan-tri/events/contest/add/", form)

    entry = AuditEntry.objects.filter(table="events_contest").latest("pk")
    assert (entry.who, entry.way, entry.source) == ("Trần Thị Thử", "admin", "203.0.113.0/24")


def test_the_worker_acts_for_who_ordered_it(world):
    with acting(Actor("worker", "do_long_work")), on_behalf_of(world.user):
        UnitFactory(event=world.event)

    entry = last("events_unit")
    assert (entry.user_id, entry.way) == (world.user.pk, "worker")


def test_signing_in_and_out_and_being_refused_are_told(world):
    administrator(PASSWORD)
    client = Client()
    door = "/quan-tri/login/"
    client.post(door, {"username": "quan-tri-vien", "password": "sai"})
    client.post(door, {"username": "mật-khẩu-gõ-nhầm-ô", "password": "sai"})
    client.post(door, {"username": "quan-tri-vien", "password": PASSWORD})
    client.post("/quan-tri/logout/")

    told = AuditEntry.objects.filter(act__startswith="sign").order_by("pk")
    assert list(told.values_list("act", "who")) == [
        ("sign-in-failed", ""),
        ("signed-in", "Trần Thị Thử"),
        ("signed-out", "Trần Thị Thử"),
    ]


def test_what_was_rolled_back_is_not_recorded(world):
    before = AuditEntry.objects.count()
    with transaction.atomic():
        world.unit.name = "Khác"
        world.unit.save()
        transaction.set_rollback(True)

    assert AuditEntry.objects.count() == before


def test_a_table_that_is_emptied_is_told(world):
    UnitFactory(event=world.event)

    with acting(Actor("command", "psql")), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE events_unitcall")

    entry = last("events_unitcall")
    assert (entry.act, entry.key, entry.before) == ("removed", None, None)
    assert words.title(entry, words.Names([entry])) == "toàn bộ dữ liệu cùng lúc"
