"""A lost link comes back by a letter to the address on record; who asks learns nothing."""

import re

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Event, Letter
from registrations.services import invitations, transitions
from registrations.services.lost_links import MOST
from tests.factories import EventFactory, make_invitation, make_registration, make_seating
from tests.letters import now, words
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

PAGE = "/dang-ky/tim-lai/"
ADDRESS = "hoa@thu.example"
TAKEN = "Đã tiếp nhận đề nghị. Nếu có đăng ký hoặc giấy mời của buổi lễ ghi địa chỉ đó"


@pytest.fixture
def event() -> Event:
    return make_seating(public_seats=50, event=EventFactory(contact="Văn phòng Sở")).event


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://le.example"


def ask(client, address: str, **more):
    return client.post(PAGE, {"letter": "1", "email": address}, **more)


def sent() -> list[Letter]:
    return list(Letter.objects.filter(kind__contains=".lost_").order_by("pk"))


def test_the_link_goes_to_the_address_on_record(client, event):
    made = make_registration(event, email=ADDRESS)
    make_registration(event, email="khac@thu.example")
    answer = ask(client, ADDRESS.upper())
    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}?da-nhan")
    assert TAKEN in visible_text(client.get(answer["Location"]).content.decode())
    (letter,) = sent()
    assert now(letter).recipient.address == ADDRESS
    assert f"https://le.example{made.get_absolute_url()}" in words(letter)
    assert "Theo đề nghị vừa gửi trên cổng thông tin" in words(letter)


def test_each_delegate_of_a_mailbox_and_its_office_get_their_own(client, event):
    office = make_invitation(event, contact_email=ADDRESS)
    several = [make_registration(event, email=ADDRESS) for _n in range(3)]
    ask(client, ADDRESS)
    letters = [words(letter) for letter in sent()]
    assert len(letters) == 4
    for row in (office, *several):
        assert sum(row.get_absolute_url() in text for text in letters) == 1
    assert office.code in letters[-1]


def test_who_asks_learns_nothing(client, event):
    """Neither from the answer nor from the number of statements."""
    make_registration(event, email=ADDRESS)
    make_invitation(event, contact_email="vp@thu.example")
    ask(client, "la@thu.example")  # what is kept in memory is there
    told = []
    for number, address in enumerate((ADDRESS, "vp@thu.example", "khong-ai@thu.example")):
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, address, REMOTE_ADDR=f"203.0.113.{number}")
        page = re.sub(r'value="[^"]*"', "", client.get(answer["Location"]).content.decode())
        told.append((answer.status_code, answer["Location"], len(queries), page))
        assert address not in page
    assert len(set(told)) == 1


def test_a_mailbox_is_written_to_three_times_a_day_known_or_not(client, event):
    make_registration(event, email=ADDRESS)
    for address in (ADDRESS, "khong-ai@thu.example"):
        answers = [ask(client, address, REMOTE_ADDR=f"203.0.113.{n}") for n in range(4)]
        assert [one.status_code for one in answers] == [303, 303, 303, 429]
        assert "Retry-After" in answers[-1]
        assert address in answers[-1].content.decode()
    assert len(sent()) == 3


def test_a_network_cannot_ask_for_many(client, event):
    answers = [ask(client, f"ai-{n}@thu.example").status_code for n in range(21)]
    assert answers == [*[303] * 20, 429]


def test_not_more_than_a_few_letters_at_once(client, event):
    for _n in range(MOST + 3):
        make_registration(event, email=ADDRESS)
    ask(client, ADDRESS)
    assert len(sent()) == MOST


@pytest.mark.parametrize("typed", ["", "khong-phai", "a@b.vn\nBcc: c@d.vn", "\x00@b.vn", "A" * 999])
def test_what_is_no_address_is_told_and_kept(client, event, typed):
    answer = ask(client, typed)
    assert answer.status_code == 200
    assert list(answer.context["letter_form"].errors) == ["email"]
    assert not answer.context["code_form"].is_bound
    assert 'href="#id_email"' in answer.content.decode()


def test_who_is_out_gets_no_letter_and_who_declined_for_an_office_does(client, event):
    made = make_registration(event, email=ADDRESS)
    transitions.cancel(made, silently=True)
    office = make_invitation(event, contact_email=ADDRESS)
    invitations.decline(office)
    ask(client, ADDRESS)
    (letter,) = sent()
    assert office.get_absolute_url() in words(letter)


def test_the_letter_goes_after_the_ceremony_too(client, event):
    made = make_registration(event, email=ADDRESS)
    event.window_start = event.window_end = timezone.localdate() - timezone.timedelta(days=3)
    event.save()
    ask(client, ADDRESS)
    (letter,) = sent()
    assert now(letter).text.text
    assert made.get_absolute_url() in words(letter)


@override_settings(SITE_URL="")
def test_without_an_address_of_the_portal_the_letter_says_what_to_use(client, event):
    make_registration(event, email=ADDRESS)
    make_invitation(event, contact_email=ADDRESS)
    ask(client, ADDRESS)
    delegate, office = map(words, sent())
    assert "Xin dùng mã đăng ký dưới đây và số điện thoại đã khai" in delegate
    assert "Xin dùng mã giấy mời dưới đây" in office


def test_no_page_says_that_a_link_is_the_only_way(client, event):
    made = make_registration(event, email=ADDRESS)
    office = make_invitation(event)
    for path in (made.get_absolute_url(), office.get_absolute_url(), f"/moi/{'x' * 32}/", "/moi/"):
        page = client.get(path).content.decode()
        assert f'href="{PAGE}"' in page, path
        assert "duy nhất" not in visible_text(page)
    (confirmation,) = Letter.objects.filter(kind="registration.confirmation")
    assert "nếu mất đường dẫn, xin mở mục “Tìm lại đăng ký”" in words(confirmation)
