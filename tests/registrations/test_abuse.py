"""Floods, guesses and programs on the public pages of registration."""

import pytest
from django.test import Client, override_settings

from events import throttle
from registrations.models import Registration
from tests.factories import make_registration, make_seating
from tests.registrations.test_views import form

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_seating(public_seats=50).event


def send(client, number: int = 0, **changes):
    changes = {"name": f"Nguyễn Thử {number}", "phone": f"09120000{number:02d}", **changes}
    return client.post("/dang-ky/", form(client, **changes))


@override_settings(REGISTRATIONS_PER_ADDRESS=5)
def test_a_flood_from_one_address_is_told_when_to_come_again(client, event):
    assert [send(client, n).status_code for n in range(6)] == [303] * 5 + [429]
    refused = send(client, 7)
    source = refused.content.decode()
    assert 'value="Nguyễn Thử 7"' in source
    assert 'id="errors"' in source
    assert refused["Cache-Control"] == "private, no-cache"
    assert int(refused["Retry-After"]) <= 12 * 60
    assert Registration.objects.count() == 5
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert send(other, 8).status_code == 303


@override_settings(REGISTRATIONS_PER_PHONE=3)
def test_one_telephone_serves_some_delegates(client, event):
    answers = [
        send(Client(REMOTE_ADDR=f"203.0.113.{n}"), n, phone="0912 345 678") for n in range(4)
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]


@override_settings(REGISTRATIONS_PER_ADDRESS=1)
def test_mistakes_do_not_count(client, event):
    for _n in range(5):
        assert send(client, phone="123").status_code == 200
    assert send(client).status_code == 303


def test_an_office_of_fifty_behind_one_address_and_one_telephone(client, event):
    answers = {send(client, n, phone="0208 3855 123").status_code for n in range(50)}
    assert answers == {303}


def test_guessing_links_ends_and_a_genuine_link_still_opens(client, event):
    own = make_registration(event).get_absolute_url()
    for number in range(throttle.MISSES):
        assert client.get(f"/dang-ky/{number:032d}/").status_code == 404
    refused = client.get(f"/dang-ky/{'x' * 32}/huy/")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert refused["Cache-Control"] == "no-store"
    assert client.get(own).status_code == 200


def test_who_fills_in_the_hidden_field_is_asked_to_send_again(client, event):
    refused = send(client, website="https://spam.example")
    source = refused.content.decode()
    assert refused.status_code == 200
    assert not Registration.objects.exists()
    assert "spam.example" not in source
    assert 'value="Nguyễn Thử 0"' in source
    assert send(client).status_code == 303


def test_the_trap_is_hidden_from_people_and_their_aids(client, event):
    source = client.get("/dang-ky/").content.decode()
    trap = source[source.index("<div hidden>") :].partition("</div>")[0]
    assert 'name="website"' in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
