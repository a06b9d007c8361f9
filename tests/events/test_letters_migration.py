"""Letters that were there before they could be found by name."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from events.models import Letter
from tests.factories import make_registration, make_seating


@pytest.mark.django_db
def test_earlier_letters_are_found_by_name():
    make_registration(make_seating().event, name="Lê Thị Hòa", email="hoa@example.vn")
    Letter.objects.update(search="")
    with connection.schema_editor() as editor:
        import_module("events.migrations.0008_letters_found_by_name").fill(apps, editor)
    assert Letter.objects.get().search == "kinh gui ong/ba le thi hoa xac nhan dang ky tham du"
