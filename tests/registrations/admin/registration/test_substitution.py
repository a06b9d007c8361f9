"""Somebody else comes, entered in the admin."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, Letter
from registrations.errors import ChangedMeanwhile
from registrations.models import Registration
from registrations.services import invitations, transitions
from registrations.services.delegate_keys import delegate_key
from tests.factories import make_invitation, make_registration, named
from tests.letters import where
from tests.pages import form_data
from tests.people import signed_in
from tests.registrations.admin.registration.pages import text_of, url

pytestmark = pytest.mark.django_db


def substitution(registration: Registration) -> str:
    return reverse("admin:registrations_registration_substitute", args=[registration.pk])


def test_an_organizer_sends_somebody_else_after_the_deadline(organizer: Client, event: Event):
    invitation = make_invitation(event, quota=1)
    former = named(invitation, name="Lê Văn Cũ", email="cu@example.vn")
    invitations.change(invitation, deadline=datetime.date(2020, 1, 1))
    page = organizer.get(substitution(former))
    assert "Cử đại biểu dự thay" in text_of(organizer.get(url(former)))
    data = form_data(page, "substitution_form")
    data |= {"name": "Trần Thị Mới", "email": "moi@example.vn", "phone": "0912 345 678"}

    without = organizer.post(substitution(former), data)
    assert list(without.context["form"].errors) == ["consent"]
    assert without.context["form"]["name"].value() == "Trần Thị Mới"
    assert organizer.post(substitution(former), {**data, "consent": "on"}).status_code == 302

    new = Registration.objects.get()
    assert (new.name, new.phone, new.organisation) == (
        "Trần Thị Mới",
        "+84912345678",
        former.organisation,
    )
    assert (new.seat_id, new.code) == (former.seat_id, former.code)
    assert new.token != former.token
    assert [row.name for row in new.substitutions.all()] == ["Lê Văn Cũ"]
    consent = new.consents.last()
    assert (consent.purpose, consent.given, consent.channel) == ("attend", True, "office")
    assert [address for address, state in where() if state == "waiting"] == [
        "cu@example.vn",
        "moi@example.vn",
    ]


def test_two_organizers_send_somebody_else_and_the_second_is_told(
    organizer: Client, event: Event
) -> None:
    one = make_registration(event)
    data = form_data(organizer.get(substitution(one)), "substitution_form")
    for name in ("Trần Thị Đầu", "Trần Thị Sau"):
        data |= {"name": name, "consent": "on", "silently": "on"}
        response = organizer.post(substitution(one), data, follow=True)

    assert str(ChangedMeanwhile()) in text_of(response)
    assert Registration.objects.get().name == "Trần Thị Đầu"
    assert Letter.objects.count() == 0


def test_nobody_comes_in_the_place_of_who_cancelled(organizer: Client, event: Event) -> None:
    one = transitions.cancel(make_registration(event))
    data = {
        "name": "Trần Thị Mới",
        "organisation": "Sở",
        "consent": "on",
        "shown": delegate_key(one),
    }

    assert organizer.post(substitution(one), data).status_code == 302
    assert Registration.objects.get().name == one.name
    assert signed_in("reception").get(substitution(one)).status_code == 403
