"""The free text of a place becomes row and chair where it can be read."""

from importlib import import_module

import pytest

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
