"""No page of the admin takes more statements for more rows."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Event
from tests import whole_portal
from tests.many import fill, write_by_hand
from tests.people import administrator

pytestmark = pytest.mark.django_db


def grow(event: Event, count: int) -> None:
    """Add so many rows of what a ceremony has many of."""
    fill(event, count)
    write_by_hand(event, count)


def statements(client: Client, path: str) -> int:
    """Return how many statements a page takes."""
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
        if file := getattr(answer, "file_to_stream", None):
            file.close()
        transaction.set_rollback(True)
    return len(captured)


def test_no_page_takes_more_statements_for_more_rows(settings: Any) -> None:
    settings.SITE_URL = "https://le-cong-bo.example"
    world = whole_portal.build()
    client = Client()
    client.force_login(administrator(), backend="django.contrib.auth.backends.ModelBackend")
    paths = whole_portal.admin_pages(world)

    grow(world.event, 1)
    with transaction.atomic():
        grow(world.event, 3)
        at_most = {path: statements(client, path) for path in paths}  # it fills what is kept, too
        transaction.set_rollback(True)
    few = {path: statements(client, path) for path in paths}
    grow(world.event, 3)

    more = [path for path in paths if at_most[path] > few[path]]
    for path in more:
        statements(client, path)  # what is kept is filled anew
    many = {path: statements(client, path) for path in more}
    assert {paths[n]: (few[n], many[n]) for n in more if many[n] > few[n]} == {}
