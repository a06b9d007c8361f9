"""Organizers note of whom they know who they are."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from registrations.models import Registration
from tests.factories import make_registration, make_seating
from tests.pages import visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

LIST = reverse("admin:registrations_registration_changelist")


def act(client: Client, action: str, *chosen: Registration) -> Any:
    data = {"action": action, "_selected_action": [one.pk for one in chosen]}
    return client.post(LIST, data, follow=True)


def test_chosen_delegates_are_noted_once_with_an_entry_in_the_history() -> None:
    event = make_seating().event
    one, other = make_registration(event), make_registration(event)
    organizer = signed_in("organizer")
    assert visible_text(organizer.get(LIST).content.decode()).count("chưa xác minh") >= 2

    response = act(organizer, "verify_chosen", one, other)
    assert "Đã ghi nhận 2 đại biểu là đã xác minh." in visible_text(response.content.decode())
    response = act(organizer, "unverify_chosen", other)
    assert "Đã ghi nhận 1 đại biểu là chưa xác minh." in visible_text(response.content.decode())

    known = Registration.objects.filter(verified=True)
    assert list(known) == [one]
    assert LogEntry.objects.filter(object_id=str(other.pk)).count() == 2
    for value, found in (("yes", one), ("no", other)):
        page = organizer.get(LIST, {"verified": value})
        assert [row.pk for row in page.context["cl"].result_list] == [found.pk]


def test_reception_notes_nothing() -> None:
    one = make_registration(make_seating().event)
    act(signed_in("reception"), "verify_chosen", one)
    assert not Registration.objects.filter(verified=True).exists()
