"""The free text of a place becomes row and chair where it can be read; a name, a row."""

from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from registrations.invariants import violations
from registrations.models import HallRow, Seat
from registrations.services import hall
from registrations.services.origins import PublicForm
from registrations.services.registration import register
from tests.factories import make_delegate, make_hall, make_seating

READ = import_module("registrations.migrations.0010_hall").read


@pytest.mark.parametrize(
    ("place", "read"),
    [
        ("Hàng A, ghế 12", ("A", 12)),
        ("hàng b ghế số 3.", ("B", 3)),
        ("Hàng 12, ghế 5", ("12", 5)),
        ("A12", ("A", 12)),
        ("vip-1", ("VIP", 1)),
        ("12-5", None),  # what is the row?
        ("Hàng A", None),
        ("Hàng A, ghế 0", None),
        ("Hàng A, ghế 999", None),
        ("Khối ghế giữa, hàng 2, ghế 3", None),
        ("", None),
    ],
)
def test_a_place_is_read_where_it_is_clear(place: str, read: tuple[str, int] | None) -> None:
    assert READ(place) == read


def migrate(name: str | None = None) -> None:
    """Migrate to that state, or to the last one."""
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes("registrations")
    executor.migrate([("registrations", name)] if name else leaves)


def rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.django_db
def test_names_of_rows_become_rows_and_nobody_loses_a_place() -> None:
    event = make_seating(public_seats=5, reserve_seats=1).event
    make_hall(event, A=2, B=2)
    for wants_news in (True, False):
        origin = PublicForm(news_consent=wants_news)
        register(event=event, delegate=make_delegate(), origin=origin)
    hall.arrange(event)
    rows("SET CONSTRAINTS ALL IMMEDIATE")

    migrate("0019_words")

    written = rows('SELECT "row", chair FROM registrations_seat ORDER BY number')
    assert written == [("A", 1), ("A", 2), ("B", 1), ("B", 2), ("", None), ("", None)]
    assert rows("SELECT news_consent FROM registrations_registration ORDER BY id") == [
        (True,),
        (False,),
    ]
    # what no constraint forbade: a row and a chair that the hall does not have
    rows("""UPDATE registrations_seat SET "row" = 'Đ', chair = 4 WHERE number = 5""")
    rows("""UPDATE registrations_seat SET "row" = 'B', chair = 7 WHERE number = 6""")

    migrate()

    seats = Seat.objects.order_by("number")
    assert [seat.chair_name for seat in seats] == [
        "Hàng A, ghế 1",
        "Hàng A, ghế 2",
        "Hàng B, ghế 1",
        "Hàng B, ghế 2",
        "Hàng Đ, ghế 4",
        "Hàng B, ghế 7",
    ]
    assert list(HallRow.objects.values_list("name", "chairs")) == [("A", 2), ("B", 7), ("Đ", 4)]
    assert list(violations()) == []
