"""What sends asks before, once, and the outbox tells what has become of it."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.mail import sending
from events.models import Event, Letter, Sending
from registrations.models import Registration
from registrations.services import invitations
from tests.clerk import Clerk, hidden
from tests.factories import make_invitation, make_registration, make_seating
from tests.mail_server import mail_server
from tests.pages import form_data, visible_text
from tests.people import signed_in, worker
from tests.registrations.crowd import committed, together

pytestmark = pytest.mark.django_db
LIST = "admin:registrations_invitation_changelist"
DELEGATES = "admin:registrations_registration_changelist"


@pytest.fixture
def organizer() -> Clerk:
    client: Any = signed_in("organizer")
    return client


@pytest.fixture
def event() -> Event:
    return make_seating(public_seats=5).event


def words(response: Any) -> str:
    return visible_text(response.content.decode())


def chosen(*rows: Any) -> dict[str, Any]:
    return {"action": "send_chosen", "_selected_action": [row.pk for row in rows]}


def test_the_question_says_how_many_to_whom_and_what(organizer: Clerk, event: Event) -> None:
    offices = [
        make_invitation(event, organisation=f"Sở {n:02d}", contact_email=f"so{n}@thu.example")
        for n in range(12)
    ]
    silent = make_invitation(event, organisation="Sở Không Thư")
    told = make_invitation(event, organisation="Sở Đã Mời", contact_email="da@thu.example")
    invitations.send(told)
    before = Letter.objects.count()

    page = organizer.ask(reverse(LIST), chosen(*offices, silent, told))

    text = words(page)
    assert "Sẽ soạn 12 thư." in text
    assert "Chưa lưu gì và chưa soạn thư nào" in text
    assert text.count("@thu.example") == 10
    assert "và 2 nơi khác" in text
    assert "vui lòng gửi bằng cách khác: Sở Không Thư." in text
    assert "nên không gửi lại: Sở Đã Mời." in text
    assert event.title in text  # the letter as it goes
    assert all(row.token not in page.content.decode() for row in offices)
    assert Letter.objects.count() == before
    assert not Sending.objects.exists()


def test_agreeing_writes_the_letters_of_one_sending(organizer: Clerk, event: Event) -> None:
    office = make_invitation(event, contact_email="so@thu.example")
    page = organizer.agree(organizer.ask(reverse(LIST), chosen(office)), reverse(LIST))
    assert page.status_code == 302
    made = Sending.objects.get()
    assert list(made.letters.values_list("about", flat=True)) == [office.pk]
    assert made.title == Letter.objects.get().subject
    banner = words(organizer.get(page["Location"]))
    assert "Đã soạn 1 thư: 0 đã gửi, 1 đang chờ gửi, 0 bị từ chối." in banner


def test_agreeing_twice_writes_once(organizer: Clerk, event: Event) -> None:
    office = make_invitation(event, contact_email="so@thu.example")
    data = {**chosen(office), "action": "send_again_chosen"}
    question = organizer.ask(reverse(LIST), data)
    organizer.agree(question, reverse(LIST))
    again = organizer.agree(question, reverse(LIST), follow=True)
    assert "không thư nào bị gửi hai lần" in words(again)
    assert Letter.objects.count() == 1


def test_what_has_changed_meanwhile_is_asked_anew(organizer: Clerk, event: Event) -> None:
    office = make_invitation(event, contact_email="so@thu.example")
    question = organizer.ask(reverse(LIST), chosen(office))
    invitations.change(office, contact_email="khac@thu.example")
    anew = organizer.agree(question, reverse(LIST))
    assert "đã thay đổi" in words(anew)
    assert "khac@thu.example" in words(anew)
    assert not Letter.objects.exists()
    organizer.agree(anew, reverse(LIST))
    assert Letter.objects.count() == 1


def test_the_word_of_another_user_or_page_counts_for_nothing(event: Event) -> None:
    office = make_invitation(event, contact_email="so@thu.example")
    one: Any = signed_in("organizer")
    question = hidden(one.ask(reverse(LIST), chosen(office)))
    other = Clerk()
    user = worker("secretariat")
    user.user_permissions.add(Permission.objects.get(codename="change_invitation"))
    other.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert "Sẽ soạn 1 thư." in words(other.ask(reverse(LIST), question))
    guest = make_registration(event, email="a@thu.example")
    Letter.objects.all().delete()
    address = reverse("admin:registrations_registration_letter", args=[guest.pk])
    assert "Sẽ soạn 1 thư." in words(one.ask(address, {"sending": question["sending"]}))
    assert "Sẽ soạn 1 thư." in words(one.ask(address, {"sending": "x" * 90}))
    assert not Letter.objects.exists()


def test_who_is_seated_instead_is_told_of_before(organizer: Clerk, event: Event) -> None:
    coming = [make_registration(event, email=f"a{n}@thu.example") for n in range(5)]
    waiting = make_registration(event, name="Lê Thị Chờ", email="cho@thu.example")
    address = reverse("admin:registrations_registration_transition", args=["cancel"])
    page = organizer.ask(address, {"ids": coming[0].pk, "reason": "x", "silently": "on"})
    text = words(page)
    assert "Sẽ soạn 1 thư." in text
    assert "cho@thu.example" in text
    waiting.refresh_from_db()
    assert waiting.status == Registration.Status.WAITING
    organizer.agree(page, address)
    waiting.refresh_from_db()
    assert waiting.status == Registration.Status.CONFIRMED


def test_saving_another_hour_says_who_will_be_told(organizer: Clerk, event: Event) -> None:
    make_registration(event, email="khach@thu.example")
    make_registration(event)
    Letter.objects.all().delete()
    url = reverse("admin:events_event_change", args=[event.pk])
    data = {**form_data(organizer.get(url), "event_form"), "_save": "Lưu"}
    assert organizer.ask(url, {**data, "summary": "Lời mới"}).status_code == 302
    data = {**form_data(organizer.get(url), "event_form"), "_save": "Lưu", "venue": "Hội trường B"}
    page = organizer.ask(url, data)
    text = words(page)
    assert "Sẽ soạn 1 thư." in text
    assert "được soạn sau khi lưu vài phút" in text
    assert "khach@thu.example" in text
    assert "Hội trường B" in text
    event.refresh_from_db()
    assert event.venue != "Hội trường B"
    told = organizer.agree(page, url, follow=True)
    assert "sau khi lưu vài phút: 1." in words(told)
    event.refresh_from_db()
    assert event.venue == "Hội trường B"
    assert not Letter.objects.exists()
    assert not Sending.objects.exists()


def test_the_result_is_put_anew_until_nothing_waits(organizer: Clerk, event: Event) -> None:
    office = make_invitation(event, contact_email="so@thu.example")
    organizer.post(reverse(LIST), chosen(office))
    made = Sending.objects.get()
    url = reverse("admin:events_letter_sending", args=[made.key])
    part = organizer.get(url, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<span class="portal-sending"')
    assert f'hx-get="{url}"' in part
    with mail_server() as server:
        server.on_recipient = lambda to: "550 No such user"
        sending.send_due()
    part = organizer.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in part
    assert "0 đã gửi, 0 đang chờ gửi, 1 bị từ chối." in visible_text(part)
    (link,) = re.findall(r'href="([^"]+\?sending=[^"]+)"', part)
    assert "so@thu.example" in words(organizer.get(link))


def test_who_sees_no_letters_sees_only_the_own_sending(event: Event) -> None:
    reception = signed_in("reception")
    made = Sending.objects.create(title="Giấy mời")
    url = reverse("admin:events_letter_sending", args=[made.key])
    assert reception.get(url).status_code == 403
    Sending.objects.update(by=reception.get(reverse("admin:index")).context["user"])
    page = reception.get(url)
    assert page.status_code == 200
    assert "?sending=" not in page.content.decode()
    assert Client().get(url).status_code == 302


def test_asking_costs_the_same_for_one_and_for_many(organizer: Clerk, event: Event) -> None:
    for n in range(4):
        make_registration(event, email=f"a{n}@thu.example")
    Letter.objects.all().delete()
    rows = list(Registration.objects.all())
    counts = []
    for some in (rows[:1], rows):
        data = {"action": "letter_chosen", "_selected_action": [row.pk for row in some]}
        with CaptureQueriesContext(connection) as statements:
            organizer.ask(reverse(DELEGATES), data)
        own = [s for s in statements.captured_queries if "SAVEPOINT" not in s["sql"]]
        counts.append((len(own), len(some)))
    (one, _n), (all_, many) = counts
    per_row = 4  # the service locks, reads, withdraws and queues each
    assert all_ - one <= per_row * (many - 1)


def _agree(client: Clerk, question: Any) -> Any:
    return lambda: client.agree(question, reverse(LIST)).status_code


@committed
def test_two_who_agree_at_once_write_once() -> None:
    event = make_seating().event
    offices = [make_invitation(event, contact_email=f"so{n}@thu.example") for n in range(3)]
    client: Any = signed_in("organizer")
    data = {**chosen(*offices), "action": "send_again_chosen"}
    question = client.ask(reverse(LIST), data)
    twins = [Clerk() for _n in range(4)]
    for twin in twins:
        twin.cookies = client.cookies
    assert together(*[_agree(twin, question) for twin in twins]) == [302] * 4
    assert Letter.objects.count() == 3
    assert Sending.objects.count() == 1
