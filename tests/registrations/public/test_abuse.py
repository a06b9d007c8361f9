"""Floods, guesses and programs on the public pages of registration."""

import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory, override_settings

from events.public.verification import views as verification
from events.web import throttle
from registrations.models import Registration
from registrations.public import links
from registrations.public.invitation import views
from registrations.public.registration.throttling import slow_down
from registrations.services import capacity
from registrations.services.delegate_keys import delegate_key
from tests.factories import make_invitation, make_registration, make_seating
from tests.pages import as_row
from tests.registrations.crowd import WITHOUT_LIMITS
from tests.registrations.public.registration.test_views import form

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_seating(public_seats=50).event


def send(client, number: int = 0, **changes):
    changes = {"name": f"Nguyễn Thử {number}", "phone": f"09120000{number:02d}", **changes}
    return client.post("/dang-ky/", form(client, **changes))


@override_settings(REGISTRATIONS_PER_ADDRESS_AT_ONCE=5)
def test_a_flood_from_one_address_is_told_when_to_come_again(client, event):
    event.contact = "Điện thoại: 0208 3855 123"
    event.save()
    assert [send(client, n).status_code for n in range(6)] == [303] * 5 + [429]
    refused = send(client, 7)
    source = refused.content.decode()
    assert 'value="Nguyễn Thử 7"' in source
    assert 'id="errors"' in source
    assert refused["Cache-Control"] == "private, no-cache"
    assert 0 < int(refused["Retry-After"]) <= 2 * 60
    assert "Đơn vị có nhiều đại biểu, kính đề nghị liên hệ Ban Tổ chức" in source
    assert Registration.objects.count() == 5
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert send(other, 8).status_code == 303


@override_settings(REGISTRATIONS_PER_PHONE=3)
def test_one_telephone_serves_some_delegates(client, event):
    answers = [
        send(Client(REMOTE_ADDR=f"203.0.113.{n}"), n, phone="0912 345 678") for n in range(4)
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]


@override_settings(REGISTRATIONS_PER_EMAIL=3)
def test_nobody_is_flooded_with_letters(client, event):
    """With ever new telephones and networks, but one mailbox."""
    answers = [
        send(Client(REMOTE_ADDR=f"203.0.113.{n}"), n, email=email)
        for n, email in enumerate(["an@thu.example", "AN@thu.example"] * 2)
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    without = [send(Client(REMOTE_ADDR="203.0.113.9"), n, email="") for n in range(5, 10)]
    assert [answer.status_code for answer in without] == [303] * 5


@override_settings(REGISTRATIONS_PER_ADDRESS=1)
def test_mistakes_do_not_count(client, event):
    for _n in range(5):
        assert send(client, phone="123").status_code == 200
    assert send(client).status_code == 303


def test_an_office_of_ten_and_some_more_behind_one_address_and_one_telephone(client, event):
    capacity.resize(event.seating, public_seats=120, reserve_seats=0)
    answers = [send(client, n, phone="0208 3855 123").status_code for n in range(16)]
    assert answers == [303] * 15 + [429]


def pass_time(minutes: int) -> None:
    with connection.cursor() as cursor:
        earlier = "UPDATE events_throttle SET worn_off = worn_off - make_interval(mins => %s)"
        cursor.execute(earlier, [minutes])


def taken(seats: int, hours: int, **headers) -> int:
    """Return how many a program registers that never stops, in the first so many hours."""
    request = RequestFactory().get("/dang-ky/", **headers)
    done = 0
    for _quarter in range(4 * hours):
        try:
            while True:
                slow_down(request, f"+8491{done:07d}", "", seats=seats)
                done += 1
        except throttle.TooMany:
            pass_time(minutes=15)
    return done


@pytest.mark.parametrize(
    ("seats", "hours", "fewest", "most"),
    [(120, 1, 27, 31), (120, 24, 54, 60), (500, 24, 54, 60), (20, 1, 5, 6), (20, 24, 8, 10)],
)
def test_a_program_takes_no_great_part_of_the_hall(seats, hours, fewest, most):
    assert fewest <= taken(seats, hours) <= most


def test_a_limit_that_was_set_high_holds_for_a_small_hall_too():
    with override_settings(**WITHOUT_LIMITS):
        request = RequestFactory().get("/dang-ky/")
        for number in range(30):
            slow_down(request, f"+8491{number:07d}", "", seats=20)


def test_who_moves_through_a_network_of_ipv6_is_counted_in_all_of_it():
    def come(network: str) -> None:
        request = RequestFactory().get("/dang-ky/", REMOTE_ADDR=f"2001:db8:{network}::1")
        slow_down(request, f"+8491{secrets.randbelow(10**7):07d}", "", seats=120)

    for number in range(15 * throttle.WIDER):
        come(f"1:{number:x}")
    with pytest.raises(throttle.TooMany):
        come("1:ffff")
    come("2:ffff")


def test_guessing_links_ends_and_a_genuine_link_still_opens(client, event):
    own = make_registration(event).get_absolute_url()
    for number in range(throttle.MISSES):
        assert client.get(f"/dang-ky/{number:032d}/").status_code == 404
    refused = client.get(f"/dang-ky/{'x' * 32}/huy/")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert refused["Cache-Control"] == "no-store"
    assert client.get(own).status_code == 200


def test_guessing_links_of_invitations_ends_and_a_genuine_link_still_opens(client, event):
    office = make_invitation(event)
    for number in range(throttle.MISSES):
        assert client.get(f"/moi/{number:032d}/").status_code == 404
    refused = client.get(f"/moi/{'x' * 32}/danh-sach/")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert refused["Cache-Control"] == "no-store"
    assert client.get(office.get_absolute_url()).status_code == 200
    # who opens an old link is not kept from typing the code
    assert client.post("/moi/", {"code": office.code}).status_code == 303


def test_guessing_codes_of_invitations_ends(client, event):
    office = make_invitation(event)
    for _n in range(throttle.MISSES):
        assert client.get("/moi/AAAA-AAAA/").status_code == 404
    assert client.get("/moi/AAAA-AAAA/").status_code == 429
    assert client.post("/moi/", {"code": office.code}).status_code == 429
    assert client.get(office.get_absolute_url()).status_code == 200


def guest(client, office, number: int, **changes):
    data = {"name": f"Nguyễn Thử {number}", "consent": "on", **changes}
    return client.post(office.get_absolute_url(), as_row(data))


def test_an_office_names_sixty_one_by_one_or_as_a_list(client, event):
    capacity.resize(event.seating, public_seats=150, reserve_seats=0)
    office, other = (make_invitation(event, quota=60) for _n in range(2))
    assert {guest(client, office, n).status_code for n in range(60)} == {303}
    lines = "\n".join(f"Nguyễn {a} Thử {b}" for a in "ABCDEF" for b in "ABCDEFGHIJ")
    for _n in range(3):  # a list is one deed, also sent once more
        data = {"lines": lines, "consent": "on"}
        client.post(f"{other.get_absolute_url()}danh-sach/", data)
    assert (office.active().count(), other.active().count()) == (60, 60)


def test_what_an_office_writes_is_limited_from_wherever_it_writes(event, monkeypatch):
    monkeypatch.setattr(views, "WRITES", 3)
    monkeypatch.setattr(views, "WRITES_PER_DELEGATE", 1)
    office, other = make_invitation(event, quota=3), make_invitation(event)
    clerks = [Client(REMOTE_ADDR=f"203.0.113.{n}") for n in range(4)]
    assert guest(clerks[0], office, 0).status_code == 303
    made = office.active().get()
    own = office.get_absolute_url()
    assert guest(clerks[1], office, 1, name="").status_code == 200  # mistakes do not count
    assert clerks[1].post(f"{own}sua/{delegate_key(made)}/", {"name": made.name}).status_code == 303
    assert clerks[2].post(f"{own}huy/{delegate_key(made)}/").status_code == 303
    refused = [
        guest(clerks[3], office, 9),
        clerks[3].post(f"{own}danh-sach/", {"lines": "Nguyễn Thử 9", "consent": "on"}),
        clerks[3].post(f"{own}tu-choi/", {"reason": "Nguyễn Thử 9"}),
    ]
    for response in refused:
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 20 * 60
        assert response["Cache-Control"] == "no-store"
        assert "Nguyễn Thử 9" in response.content.decode()
        form = response.context.get("rows") or response.context["form"]
        assert "sau" in form.non_field_errors()[0]
    assert office.active().count() == 0
    assert guest(clerks[3], other, 0).status_code == 303


def test_tickets_are_drawn_so_often_and_not_more(client, event, monkeypatch):
    monkeypatch.setattr(links, "TICKETS_PER_HOUR", 2)
    first, second = (make_registration(event).get_absolute_url() for _n in range(2))
    answers = [client.get(f"{first}phieu-tham-du.pdf").status_code for _n in range(3)]
    assert answers == [200, 200, 429]
    assert client.get(f"{second}phieu-tham-du.pdf").status_code == 200
    assert client.get(first).status_code == 200


def test_files_to_verify_are_limited_for_an_address(client, event, monkeypatch):
    monkeypatch.setattr(verification, "FILES_PER_HOUR", 2)

    def verify(browser):
        return browser.post("/xac-minh/", {"file": SimpleUploadedFile("a.pdf", b"%PDF")})

    assert [verify(client).status_code for _n in range(3)] == [200, 200, 429]
    assert int(verify(client)["Retry-After"]) > 0
    assert client.get("/xac-minh/").status_code == 200
    assert verify(Client(REMOTE_ADDR="203.0.113.9")).status_code == 200


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
