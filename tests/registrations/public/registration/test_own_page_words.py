"""What the own page and the form say in each state."""

import re

import pytest
from django.test import Client

from registrations.models import Seating
from registrations.services import transitions
from tests.factories import make_registration, make_seating
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


def text(client: Client, address: str) -> str:
    return visible_text(client.get(address).content.decode())


@pytest.mark.parametrize("email", ["", "dai-bieu@example.vn"])
def test_the_whole_link_can_be_read(client, email):
    made = make_registration(make_seating().event, email=email)
    page = text(client, made.get_absolute_url())
    assert f"http://testserver{made.get_absolute_url()}" in page
    assert "cách duy nhất" not in page  # it is found again by code and telephone


@pytest.mark.parametrize(
    ("policy", "way"), [("open", "/dang-ky/"), ("approval", "/dang-ky/"), ("invited", "/moi/")]
)
def test_who_cancelled_is_led_where_a_seat_can_be_had(client, policy, way):
    seating = make_seating()
    made = transitions.cancel(make_registration(seating.event))
    Seating.objects.update(policy=policy)
    page = client.get(made.get_absolute_url()).content.decode()
    other = {"/dang-ky/": "/moi/", "/moi/": "/dang-ky/"}[way]
    main = page[page.index("<main") : page.index("</main")]
    assert f'href="{way}"' in main
    assert f'href="{other}"' not in main


@pytest.mark.parametrize(
    ("policy", "promise"),
    [("open", "tên Ông/Bà sẽ được ghi vào"), ("approval", "đăng ký được chấp thuận sẽ được ghi")],
)
def test_the_form_promises_a_place_in_line_only_to_who_is_approved(client, policy, promise):
    make_seating(public_seats=0, policy=policy)
    (told,) = re.findall(r"vẫn có thể đăng ký: (.*?) danh sách chờ", text(client, "/dang-ky/"))
    assert promise in told
