"""The search over the admin shows what its user may see, accents or not, as of now."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from registrations.models import Registration
from tests.factories import UnitFactory, make_registration, make_seating
from tests.pages import visible_text
from tests.people import administrator_client, signed_in

pytestmark = pytest.mark.django_db


def found(client: Client, typed: str, **more: str) -> str:
    answer = client.get(reverse("admin:search"), {"s": typed, **more})
    assert answer.status_code == 200
    return visible_text(answer.content.decode())


@pytest.fixture
def person() -> Registration:
    event = make_seating().event
    UnitFactory(event=event, name="Văn phòng Đặng")
    person: Registration = make_registration(event, name="Đặng Thị Ánh")
    return person


@pytest.mark.usefixtures("person")
def test_each_role_finds_what_it_may_see() -> None:
    organizer, reception = signed_in("organizer"), signed_in("reception")
    assert "Đặng Thị Ánh" in found(organizer, "dang anh")
    assert "Văn phòng Đặng" in found(organizer, "van phong dang")
    assert "Đặng Thị Ánh" in found(reception, "dang anh")
    assert "Văn phòng Đặng" not in found(reception, "van phong dang")
    assert "Giấy mời" not in found(reception, "giay moi")
    assert "Đơn vị" in found(organizer, "don vi")


def test_who_has_no_role_finds_nothing(person: Registration) -> None:
    client = administrator_client()
    User.objects.update(is_superuser=False)
    assert person.name not in found(client, "dang anh")
    assert Client().get(reverse("admin:search"), {"s": "dang"}).status_code == 302


def test_nothing_is_remembered_and_odd_words_are_no_error(person: Registration) -> None:
    organizer = signed_in("organizer")
    assert person.name in found(organizer, "dang anh")
    Registration.objects.update(name_search="khac")
    assert person.name not in found(organizer, "dang anh")
    for typed in ("", "  ", "%", "x" * 2000, "0912", "'"):
        found(organizer, typed, page="x", extended="1")
