"""Strangers can set off only so many letters to one mailbox; what organizers cause goes at once."""

import datetime

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from events.mail import sending
from events.models import Letter
from registrations.models import Registration
from registrations.services import reminders, transitions
from registrations.services.origins import ByHand
from registrations.services.registration import register
from tests.factories import make_delegate, make_invitation, make_registration, make_seating
from tests.registrations.public.registration.test_views import form, text

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("few"),
]

MINUTE, HOUR, DAY = (datetime.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))
VICTIM = "van.thu@gmail.com"
WRITTEN = (VICTIM, "VanThu@gmail.com", "vanthu+1@gmail.com", "v.anthu+x.y@googlemail.com")


@pytest.fixture
def few(settings):
    settings.LETTERS_PER_EMAIL, settings.LETTERS_PER_EMAIL_DAY = 3, 5


@pytest.fixture
def event():
    return make_seating(public_seats=50).event


def come(number: int, email: str = VICTIM, **changes):
    client = Client(REMOTE_ADDR=f"203.0.113.{number}")
    changes = {"name": f"Nguyễn Thử {number}", "phone": f"09120000{number:02d}", **changes}
    return client.post("/dang-ky/", form(client, email=email, **changes))


def newest() -> Letter:
    return Letter.objects.latest("pk")


def waits() -> list[int]:
    """Return by how many whole minutes each letter is put off."""
    now = timezone.now()
    due = Letter.objects.order_by("pk").values_list("due_at", flat=True)
    return [max(0, round((one - now) / MINUTE)) for one in due]


def test_what_is_more_than_an_hour_and_a_day_allow_waits_and_all_hold(event):
    answers = [come(n, WRITTEN[n % 4]) for n in range(7)]
    assert [answer.status_code for answer in answers] == [303] * 7
    assert Registration.objects.filter(status="confirmed").count() == 7
    assert waits() == [0, 0, 0, 60, 60, 24 * 60, 24 * 60]
    assert Letter.objects.due().count() == 3
    # another mailbox has a pace of its own
    come(8, "van.thu@thu.example")
    come(9, "vanthu@thu.example")
    assert waits()[7:] == [0, 0]


def test_the_page_says_truly_that_the_letter_waits(client, event):
    pages = [text(client.get(come(n)["Location"])) for n in range(4)]
    when = timezone.localtime(newest().due_at)
    told = (
        "Thư gửi tới địa chỉ thư điện tử của Ông/Bà chưa được gửi ngay: địa chỉ này vừa nhận nhiều "
        f"thư của buổi lễ, nên thư sẽ được gửi sau {when:%H:%M %d/%m/%Y}. Mọi thông tin trong thư "
        "đều có trên trang này."
    )
    assert [told in page for page in pages] == [False, False, False, True]
    assert "Mã đăng ký" in pages[3]
    Letter.objects.filter(pk=newest().pk).update(due_at=timezone.now())
    assert told not in text(client.get(Registration.objects.last().get_absolute_url()))


def test_letters_that_organizers_cause_never_wait(event):
    for n in range(4):
        come(n)
    made = Registration.objects.last()
    before = newest().pk
    reminders.send_again(made)
    register(event=event, delegate=make_delegate(email=VICTIM), origin=ByHand())
    transitions.cancel(made)
    new = Letter.objects.filter(pk__gt=before).order_by("pk")
    assert [letter.due_at for letter in new] == [letter.created_at for letter in new]
    assert len(new) == 3
    assert set(new.values_list("mailbox", flat=True)) == {""}


def test_what_is_done_behind_a_link_keeps_the_pace_too(client, event):
    """Own pages, where another address can be typed, and the pages of an office."""
    own = [make_registration(event, phone="+84912345678") for _n in range(2)]
    for made in own:
        data = {"step": "correct", "name": made.name, "phone": "0912345678", "email": VICTIM}
        assert client.post(f"{made.get_absolute_url()}du-lieu/", data).status_code == 303
    office = make_invitation(event, quota=9)
    lines = "\n".join(f"Lê Thị {name}; {VICTIM}" for name in ("An", "Bình", "Chi"))
    address = f"{office.get_absolute_url()}danh-sach/"
    assert client.post(address, {"lines": lines, "consent": "on"}).status_code == 303
    assert waits() == [0, 0, 0, 60, 60]


@override_settings(REGISTRATIONS_PER_EMAIL=2)
def test_variants_of_one_address_are_one_mailbox_in_an_hour_and_in_a_day(event, monkeypatch):
    assert [come(n, WRITTEN[n]).status_code for n in range(3)] == [303, 303, 429]
    refused = come(5, VICTIM)
    assert "Nguyễn Thử 5" in refused.text


def test_a_letter_that_keeps_its_pace_is_no_outbox_that_stands_still(event):
    for n in range(4):
        come(n)
    Letter.objects.exclude(pk=newest().pk).delete()
    # written long ago, and its turn has not come
    Letter.objects.update(created_at=timezone.now() - HOUR / 2)
    assert sending.queue_state().waiting == 1
    assert not sending.queue_state().stands_still
    Letter.objects.update(due_at=timezone.now() - HOUR)
    assert sending.queue_state().stands_still
