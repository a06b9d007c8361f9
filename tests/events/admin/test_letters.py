"""The outbox in the admin: what waits and why, and sending again."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.mail import sending
from events.models import Letter
from registrations.services import capacity, transitions
from registrations.services.identity import Delegate
from tests.factories import make_registration, make_seating
from tests.letters import where
from tests.mail_server import mail_server, sends_to
from tests.pages import visible_text
from tests.papers import Reading
from tests.people import signed_in
from tests.scratch_portal import free_port

pytestmark = pytest.mark.django_db
State = Letter.State
LIST = "admin:events_letter_changelist"


@pytest.fixture
def event():
    return make_seating(public_seats=5).event


def page(client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return visible_text(response.content.decode())


def come(event, number: int = 1):
    return make_registration(event, email=f"dai-bieu-{number}@example.vn")


@pytest.mark.parametrize("role", ["organizer", "secretariat"])
def test_who_works_with_delegates_sees_the_letters(event, role):
    come(event)
    client = signed_in(role)
    letter = Letter.objects.get()
    assert "dai-bieu-1@example.vn" in page(client, LIST)
    assert letter.subject in page(client, "admin:events_letter_change", letter.pk)
    assert reverse(LIST) in client.get(reverse("admin:index")).content.decode()


def test_reception_sees_no_letters(event):
    come(event)
    client = signed_in("reception")
    assert client.get(reverse(LIST)).status_code == 403
    assert reverse(LIST) not in client.get(reverse("admin:index")).content.decode()


def test_letters_are_neither_written_nor_deleted_by_hand(event):
    come(event)
    client = signed_in("organizer")
    key = Letter.objects.get().pk
    for name, args in (("add", []), ("delete", [key])):
        address = reverse(f"admin:events_letter_{name}", args=args)
        assert client.get(address).status_code == 403
        assert client.post(address, {"post": "yes"}).status_code == 403
    client.post(reverse("admin:events_letter_change", args=[key]), {"subject": "Khác"})
    assert Letter.objects.get().subject != "Khác"


def test_letters_are_found_by_state(event):
    first, second, third, fourth = (come(event, number) for number in range(1, 5))
    with mail_server() as server:
        server.on_recipient = lambda to: {
            third.email: "550 No such user",
            first.email: "451 Later",
            second.email: "451 Later",
        }.get(to)
        sending.send_due()
        transitions.cancel(first)
        server.on_recipient = lambda to: "451 Later"
        with time_machine.travel(timezone.now() + datetime.timedelta(hours=1)):
            sending.send_due()
    assert fourth.email
    client = signed_in("organizer")
    for state, numbers in {
        State.WAITING: [1, 2],  # of the first, the letter that tells of the cancelling
        State.OVERTAKEN: [1],
        State.FAILED: [3],
        State.SENT: [4],
    }.items():
        text = page(client, LIST, state=state)
        found = [n for n in range(1, 5) if f"dai-bieu-{n}@example.vn" in text]
        assert found == numbers, state


def again(client, *letters: Letter):
    data = {"action": "again_chosen", "_selected_action": [letter.pk for letter in letters]}
    assert client.post(reverse(LIST), data, follow=True).status_code == 200


def test_a_refused_letter_is_sent_again(event):
    come(event)
    client = signed_in("organizer")
    with mail_server() as server:
        server.on_recipient = lambda to: "550 No such user"
        sending.send_due()
        letter = Letter.objects.get()
        assert letter.state == State.FAILED
        assert sending.in_words("SMTPRecipientsRefused") in page(client, LIST)
        server.on_recipient = lambda to: None
        again(client, letter)
        assert sending.send_due() == (1, False)
        again(client, letter)
        assert sending.send_due() == (1, False)
    assert [letter.state for letter in Letter.objects.all()] == [State.SENT, State.SENT]


def test_what_holds_no_longer_is_not_sent_again(event):
    one = come(event)
    client = signed_in("organizer")
    with mail_server() as server:
        sending.send_due()
        transitions.cancel(one)
        sending.send_due()
        again(client, *Letter.objects.filter(key__endswith="confirmation"))
        assert sending.send_due() == (0, False)
        assert len(server.letters) == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("le thi hoa", ["hoa"]),
        ("Hòa Lê", ["hoa"]),
        ("HOA", ["hoa"]),
        ("hoa@example", ["hoa"]),
        ("xac nhan dang ky", ["hoa", "minh"]),
        ("Xác nhận", ["hoa", "minh"]),
        ("le thi minh", ["minh"]),
        ("le van hoa", []),
    ],
)
def test_letters_are_found_by_name_address_or_subject(event, typed, found):
    make_registration(event, name="Lê Thị Hòa", email="hoa@example.vn")
    make_registration(event, name="Lê Thị Minh", email="minh@example.vn")
    text = page(signed_in("organizer"), LIST, q=typed)
    assert [name for name in ("hoa", "minh") if f"{name}@example.vn" in text] == found


def test_list_tells_apart_the_letters_of_one_mailbox(event):
    for name in ("Lê Thị Hòa", "Trần Văn Minh"):
        make_registration(event, name=name, email="van-phong@example.vn")
    text = page(signed_in("organizer"), LIST)
    assert "Kính gửi Ông/Bà Lê Thị Hòa" in text
    assert "Kính gửi Ông/Bà Trần Văn Minh" in text


def test_list_takes_a_constant_number_of_statements(event):
    capacity.resize(event.seating, public_seats=45, reserve_seats=0)
    client = signed_in("organizer")

    def statements(first: int, last: int) -> int:
        for number in range(first, last):
            come(event, number)
        with sends_to(free_port()):
            sending.send_due()
        client.get(reverse(LIST))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(LIST))
        return len(captured)

    assert statements(0, 3) == statements(3, 30) <= 14


# the overview


def test_overview_says_that_the_queue_stands_still_and_why(event):
    come(event)
    client = signed_in("organizer")
    trouble = sending.in_words("ConnectionRefusedError")
    with sends_to(free_port()):
        sending.send_due()
        assert trouble not in page(client, "admin:index")
        with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16)):
            assert trouble in page(client, "admin:index")


def test_list_says_it_too(event):
    come(event)
    client = signed_in("organizer")
    with sends_to(free_port()):
        sending.send_due()
        assert "Thư chưa gửi được" not in page(client, LIST)
        with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16)):
            assert "Thư chưa gửi được: 1 thư đang chờ" in page(client, LIST)


def test_overview_tells_of_a_missing_mail_server(event):
    come(event)
    client = signed_in("organizer")
    old = timezone.now() - datetime.timedelta(minutes=16)
    Letter.objects.update(created_at=old, due_at=old)
    assert "EMAIL_URL" in page(client, "admin:index")


# the page of a delegate


def test_delegates_page_holds_the_text_to_read_out(event):
    one = make_registration(event)  # without e-mail
    address = "admin:registrations_registration_change"
    assert "Kính gửi Ông/Bà" in page(signed_in("organizer"), address, one.pk)
    assert "Kính gửi Ông/Bà" not in page(signed_in("reception"), address, one.pk)


def test_the_letter_goes_to_the_corrected_address(event):
    one = come(event)
    transitions.correct(
        one,
        delegate=Delegate(name=one.name, organisation="Sở Y tế", email="moi@example.vn"),
    )
    assert Letter.objects.count() == 2  # by itself, and once more on demand
    client = signed_in("organizer")
    other = make_registration(event)
    data = {"action": "letter_chosen", "_selected_action": [one.pk, other.pk]}
    client.post(reverse("admin:registrations_registration_changelist"), data)
    assert Letter.objects.count() == 3
    assert where()[-2:] == [("moi@example.vn", "overtaken"), ("moi@example.vn", "waiting")]


def test_the_letter_is_sent_again_from_the_page_of_the_delegate(event):
    one, nobody = come(event), make_registration(event, name="Lê Thị Không Thư")
    client = signed_in("organizer")
    change = "admin:registrations_registration_change"
    address = reverse("admin:registrations_registration_letter", args=[one.pk])
    assert address in client.get(reverse(change, args=[one.pk])).content.decode()
    assert "Gửi lại thư" not in page(client, change, nobody.pk)

    asked = client.get(address)
    assert one.email in asked.content.decode()
    assert Letter.objects.count() == 1
    assert "Đã soạn 1 thư: 0 đã gửi, 1 đang chờ gửi, 0 bị từ chối." in visible_text(
        client.post(address, follow=True).content.decode()
    )
    assert Letter.objects.count() == 2

    reception = signed_in("reception")
    assert reception.post(address).status_code == 403
    assert reception.get(address).status_code == 403


def test_who_gets_no_letter_and_no_ticket_is_named(event):
    one, nobody = come(event), make_registration(event, name="Lê Thị Không Thư")
    away = make_registration(event, name="Lê Thị Không Đến")
    transitions.cancel(away)
    client = signed_in("organizer")
    address = reverse("admin:registrations_registration_changelist")
    data = {"action": "letter_chosen", "_selected_action": [one.pk, nobody.pk]}
    told = client.post(address, data, follow=True).content.decode()
    assert "vui lòng báo bằng điện thoại: Lê Thị Không Thư." in told
    data = {"action": "tickets_chosen", "_selected_action": [one.pk, nobody.pk, away.pk]}
    assert client.post(address, data).content.startswith(b"%PDF")
    assert "chưa được xếp chỗ: Lê Thị Không Đến." in client.get(address).content.decode()


def test_organizer_prints_the_ticket(event):
    one = come(event)
    client = signed_in("organizer")
    address = reverse("admin:registrations_registration_ticket_one", args=[one.pk])
    assert client.get(address).content.startswith(b"%PDF")
    transitions.cancel(one)
    assert client.get(address).status_code == 404


def test_organizer_prints_the_letter_for_who_has_no_address(event):
    people = [make_registration(event, name="Lê Thị Hòa"), *(come(event, n) for n in range(5))]
    transitions.cancel(people[1])
    address = "admin:registrations_registration_notice_one"
    client = signed_in("organizer")
    for one, words in ((people[0], "Chỗ số: 1"), (people[1], "đã được hủy")):
        response = client.get(reverse(address, args=[one.pk]))
        assert "no-store" in response["Cache-Control"]
        assert one.name not in response["Content-Disposition"]
        text = " ".join(block.text for block in Reading(response.content).blocks)
        assert f"Kính gửi Ông/Bà {one.name}," in text
        assert words in text
        assert one.code in text
        assert "In thông báo" in page(client, "admin:registrations_registration_change", one.pk)
    reception = signed_in("reception")
    assert reception.get(reverse(address, args=[people[0].pk])).status_code == 403
    assert client.get(reverse(address, args=[0])).status_code == 404


@pytest.mark.parametrize("silently", [True, False])
def test_who_is_registered_by_hand_gets_the_letter_unless_silently(event, silently):
    client = signed_in("organizer")
    address = reverse("admin:registrations_registration_add")
    data = {"event": event.pk, "name": "Lê Thị Hòa", "organisation": "Sở Y tế"}
    data |= {"email": "hoa@example.vn", "phone": "", **({"silently": "on"} if silently else {})}
    assert client.post(address, data).status_code == 302
    assert Letter.objects.count() == (0 if silently else 1)


def test_an_action_leads_to_how_far_its_letters_are(event):
    come(event, 9)
    one, other, third = (come(event, number) for number in range(1, 4))
    client = signed_in("organizer")
    with mail_server() as server:
        sending.send_due()
        data = {"action": "letter_chosen", "_selected_action": [one.pk, other.pk, third.pk]}
        delegates = reverse("admin:registrations_registration_changelist")
        told = client.post(delegates, data, follow=True).content.decode()
        assert "Đã soạn 3 thư: 0 đã gửi, 3 đang chờ gửi, 0 bị từ chối." in visible_text(told)
        (link,) = re.findall(r'href="([^"]*\?sending=[0-9a-f-]+)"', told)
        counted = "Đã soạn 3 thư: {} đã gửi, {} đang chờ gửi, {} bị từ chối."
        assert counted.format(0, 3, 0) in visible_text(client.get(link).content.decode())
        server.on_recipient = lambda to: "550 No such user" if to == other.email else None
        sending.send_due()
        transitions.cancel(third)
    page = visible_text(client.get(link).content.decode())
    assert counted.format(2, 0, 1) in page
    assert client.get(link.replace("sending=", "sending=x")).status_code == 200
