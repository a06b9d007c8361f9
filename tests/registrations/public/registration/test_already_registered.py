"""Whether somebody comes is told to nobody who only knows the name; the own link goes home."""

import re

import pytest
from django.test import override_settings

from events.mail import sending
from events.models import Letter
from registrations.models import Registration
from registrations.services import reminders, transitions
from tests.factories import make_invitation, make_registration, make_seating, named
from tests.letters import now, words
from tests.mail_server import mail_server
from tests.pages import as_row
from tests.registrations.public.registration.test_views import form, text

pytestmark = pytest.mark.django_db

PERSON = {"name": "Lê Thị Hòa", "organisation": "Sở Y tế"}
ANSWER = (
    "Yêu cầu này chưa thực hiện được tại đây. Nếu đại biểu đã được đăng ký từ trước, đường dẫn tới "
    "đăng ký được gửi về địa chỉ thư điện tử đã khai khi đó, nếu có khai (mỗi ngày nhiều nhất ba "
    "thư). Nếu là người khác trùng họ tên, vui lòng ghi thêm một chữ cái sau họ tên để phân biệt, "
    "ví dụ: Lê Thị Hòa B."
)


def own_links():
    """Return the letters with the own link, in order."""
    return Letter.objects.filter(key__contains="-own_link-").order_by("pk")


@pytest.fixture
def event():
    return make_seating(public_seats=50).event


def ask(client, **changes):
    return client.post("/dang-ky/", form(client, **{**PERSON, **changes}))


def as_seen(response) -> str:
    """Return the page without what is new in each: tokens of the form."""
    return re.sub(
        r'(name="(?:csrfmiddlewaretoken|submission)" value=)"[^"]*"', r"\1", response.text
    )


def test_the_answer_is_the_same_whoever_registered_whom_and_how(client, event):
    """With an address that is kept, with another, with none; named by an office."""
    pages = set()
    office = make_invitation(event, organisation=PERSON["organisation"])
    kept = [
        lambda: make_registration(event, **PERSON, email="hoa@thu.example"),
        lambda: make_registration(event, **PERSON, email="khac@thu.example"),
        lambda: make_registration(event, **PERSON, email=""),
        lambda: named(office, name=PERSON["name"], email="hoa@thu.example"),
    ]
    for make in kept:
        made = make()
        response = ask(client, email="hoa@thu.example")
        assert (response.status_code, ANSWER in text(response)) == (200, True)
        assert made.token not in response.text
        assert made.code not in response.text
        pages.add(as_seen(response))
        transitions.cancel(made, silently=True)
    assert len(pages) == 1


@override_settings(SITE_URL="https://le.example")
def test_the_link_goes_to_the_address_that_is_known_and_to_no_other(client, event):
    made = make_registration(event, **PERSON, email="hoa@thu.example")
    for typed in ("ke-la@thu.example", "", "hoa@thu.example"):
        ask(client, email=typed, phone="0987 654 321")
    sent = list(own_links())
    assert [now(letter).recipient.address for letter in sent] == ["hoa@thu.example"] * 3
    assert made.get_absolute_url() in words(sent[0])
    assert "Đăng ký đã có được giữ nguyên; yêu cầu mới không được ghi nhận." in words(sent[0])
    made.refresh_from_db()
    assert (made.email, made.phone) == ("hoa@thu.example", make_phone(made))


def make_phone(made: Registration) -> str:
    """Return the telephone that the registration began with."""
    return made.phone if made.phone != "+84987654321" else "another one"


def test_who_asks_again_and_again_sends_no_more_than_a_few_letters(client, event):
    make_registration(event, **PERSON, email="hoa@thu.example")
    answers = {as_seen(ask(client)) for _n in range(reminders.OWN_LINKS_PER_DAY + 2)}
    assert len(answers) == 1
    assert own_links().count() == reminders.OWN_LINKS_PER_DAY


def test_whoever_gave_no_address_gets_no_letter(client, event):
    make_registration(event, **PERSON, email="")
    ask(client, email="ke-la@thu.example")
    with mail_server() as server:
        assert sending.send_due() == (0, False)
    assert server.letters == []
    assert own_links().get().reason == "Không còn địa chỉ thư điện tử."


def test_who_has_an_address_is_not_told_by_the_work_that_is_done(
    client, event, django_assert_max_num_queries
):
    """The letter is queued for everybody; it is sent to who has an address."""
    make_registration(event, **PERSON, email="hoa@thu.example")
    make_registration(event, name="Trần Văn Bình", organisation="Sở Y tế", email="")
    ask(client)
    with django_assert_max_num_queries(100) as without:
        ask(client, name="Trần Văn Bình")
    with django_assert_max_num_queries(100) as with_address:
        ask(client)
    assert len(with_address) == len(without)


def test_the_same_form_sent_again_leads_to_the_own_page(client, event):
    data = form(client, **PERSON, email="hoa@thu.example")
    first = client.post("/dang-ky/", data)
    again = client.post("/dang-ky/", {**data, "phone": "0912 345 679"})
    assert (again.status_code, again["Location"]) == (303, first["Location"])
    assert Registration.objects.get().phone == "+84912345679"
    assert not own_links().exists()


def test_a_namesake_registers_with_a_letter_behind_the_name(client, event):
    make_registration(event, **PERSON)
    data = form(client, **{**PERSON, "name": "le thi hoa"})
    page = text(client.post("/dang-ky/", data))
    assert "ví dụ: le thi hoa B." in page
    assert PERSON["name"] not in page  # with which accents it is known is not told
    data["name"] = "Lê Thị Hòa B"
    assert client.post("/dang-ky/", data).status_code == 303
    assert Registration.objects.count() == 2


def test_a_namesake_registers_with_the_department_behind_the_organisation(client, event):
    make_registration(event, **PERSON)
    data = form(client, **PERSON)
    assert ANSWER in text(client.post("/dang-ky/", data))
    data["organisation"] += ", Phòng Tài chính"
    assert client.post("/dang-ky/", data).status_code == 303
    assert Registration.objects.count() == 2


def test_a_closed_registration_tells_nothing(client, event):
    make_registration(event, **PERSON, email="hoa@thu.example")
    event.seating.policy = "invited"
    event.seating.save()
    refused = {
        as_seen(ask(client, name=name)).replace(f'value="{name}"', "")
        for name in ("Lê Thị Hòa", "Ai Khác")
    }
    assert len(refused) == 1
    assert not own_links().exists()


def test_an_office_is_told_precisely_and_how_a_namesake_is_written(client, event):
    office = make_invitation(event, organisation="Sở Y tế", quota=4)
    named(office, name="Lê Thị Hòa")
    make_registration(event, name="Trần Văn Bình", organisation="Sở Y tế")

    def name(who):
        return client.post(office.get_absolute_url(), as_row({"name": who, "consent": "on"}))

    hint = (
        "Nếu là người khác trùng họ tên, vui lòng ghi thêm một chữ cái sau họ tên để phân biệt, "
        "ví dụ: {}."
    )
    assert (
        "Đại biểu này đã có trong danh sách của đơn vị. " + hint.format("Lê Thị Hòa B")
    ) in text(name("Lê Thị Hòa"))
    assert (
        "Đại biểu có họ tên này của đơn vị đã đăng ký, không qua giấy mời này. "
        + hint.format("Trần Văn Bình B")
    ) in text(name("Trần Văn Bình"))
    assert name("Lê Thị Hòa B").status_code == 303
    assert hint.format("Lê Thị Hòa C") in text(name("Lê Thị Hòa B"))
    assert not own_links().exists()


def test_a_correction_behind_the_own_link_tells_nothing_of_others(client, event):
    one = make_registration(event, name="Lê Thị Hoa", organisation="Sở Y tế")
    make_registration(event, name="Lê Thị Hòa", organisation="Sở Y tế", email="hoa@thu.example")
    data = {"step": "correct", "name": "Lê Thị Hòa", "honorific": "ms", "phone": "0912 345 678"}
    response = client.post(f"{one.get_absolute_url()}du-lieu/", data)
    assert "Chưa lưu được họ tên như đã ghi. Vui lòng ghi đủ dấu." in text(response)
    assert not own_links().exists()
