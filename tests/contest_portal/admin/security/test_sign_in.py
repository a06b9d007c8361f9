"""Signing in by two steps, as its users do it and as its enemy would."""

import datetime
from functools import partial

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.test import Client
from django.utils import timezone

from contest_portal.admin.security import factors
from contest_portal.admin.security.models import AuthenticatorApp, RecoveryCode
from events.audit import reading
from events.models import AuditEntry, Letter
from tests.factories import EventFactory
from tests.letters import words
from tests.pages import visible_text
from tests.people import PASSWORD, administrator
from tests.registrations.crowd import committed, together
from tests.second_factors import (
    LOGIN,
    STEP,
    SoftKey,
    is_in,
    password_typed,
    shown,
    with_app,
    with_codes,
    wrong,
)

pytestmark = pytest.mark.django_db

NOT_RIGHT = "Mã không đúng hoặc đã được dùng."


@pytest.fixture
def person() -> User:
    return administrator(PASSWORD)


@pytest.fixture
def secret(person) -> bytes:
    return with_app(person)


def test_who_has_no_factor_signs_in_by_the_password(person):
    client, answer = password_typed(person)
    assert (answer.status_code, answer["Location"]) == (302, "/quan-tri/")
    assert is_in(client)


def test_the_code_of_the_app_is_asked_for_and_lets_in(person, secret):
    client, answer = password_typed(person, "/quan-tri/auth/group/")
    assert (answer.status_code, answer["Location"]) == (302, STEP)
    assert "Mã sáu chữ số" in visible_text(client.get(STEP).content.decode())
    code = shown(secret)
    entered = client.post(STEP, {"code": f" {code[:3]} {code[3:]} "})
    assert (entered.status_code, entered["Location"]) == (302, "/quan-tri/auth/group/")
    assert is_in(client)
    assert AuthenticatorApp.objects.get().last_used_at is not None


@pytest.mark.parametrize(
    "goes_to", ["https://ke-gian.example/", "//ke-gian.example", "javascript:1"]
)
def test_the_second_step_leads_to_no_other_site(person, secret, goes_to):
    client, _answer = password_typed(person, goes_to)
    assert client.post(STEP, {"code": shown(secret)})["Location"] == "/quan-tri/"


@pytest.mark.parametrize(
    "path",
    [
        "/quan-tri/",
        "/quan-tri/auth/user/",
        "/quan-tri/bao-mat/",
        "/quan-tri/bao-mat/ung-dung/",
        "/quan-tri/bao-mat/xac-nhan/",
        "/quan-tri/password_change/",
        "/quan-tri/jsi18n/",
    ],
)
def test_the_password_alone_opens_no_page(person, secret, path):
    client, _answer = password_typed(person)
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith(LOGIN)


def test_the_password_alone_is_nobody_on_pages_outside_of_the_admin(person, secret):
    EventFactory()
    client, _answer = password_typed(person)
    assert client.get("/").wsgi_request.user.is_anonymous
    assert "_auth_user_id" not in client.session


def test_that_somebody_signed_in_is_told_after_the_second_step_only(person, secret):
    told: list[str] = []

    def note(user, **kwargs):
        told.append(user.get_username())

    user_logged_in.connect(note)
    try:
        client, _answer = password_typed(person)
        assert told == []
        client.post(STEP, {"code": wrong(secret)})
        assert told == []
        client.post(STEP, {"code": shown(secret)})
        assert told == [person.get_username()]
    finally:
        user_logged_in.disconnect(note)


def test_a_code_opens_once(person, secret):
    code = shown(secret)
    first, _answer = password_typed(person)
    second, _answer = password_typed(person)
    assert first.post(STEP, {"code": code}).status_code == 302
    again = second.post(STEP, {"code": code})
    assert again.status_code == 200
    assert NOT_RIGHT in visible_text(again.content.decode())
    assert not is_in(second)
    assert second.post(STEP, {"code": shown(secret, later=1)}).status_code == 302


def test_a_code_that_is_older_than_the_last_one_opens_nothing(person, secret):
    first, _answer = password_typed(person)
    assert first.post(STEP, {"code": shown(secret)}).status_code == 302
    second, _answer = password_typed(person)
    assert second.post(STEP, {"code": shown(secret, later=-1)}).status_code == 200


@pytest.mark.parametrize("later", [-2, 2])
def test_a_code_of_a_clock_that_is_far_wrong_opens_nothing(person, secret, later):
    client, _answer = password_typed(person)
    assert client.post(STEP, {"code": shown(secret, later=later)}).status_code == 200


@pytest.mark.parametrize(
    "typed", ["", " ", "12345", "1234567", "٠١٢٣٤٥", "không phải", "\0", "9" * 40, "9" * 4000]
)
def test_what_is_no_code_is_refused_in_words(person, secret, typed):
    client, _answer = password_typed(person)
    answer = client.post(STEP, {"code": typed})
    assert answer.status_code in (200, 400)
    assert not is_in(client)


def test_guessing_is_stopped_in_every_browser(person, secret):
    codes = [wrong(secret)] * factors.GUESSES
    for number, code in enumerate(codes):
        client, _answer = password_typed(person, REMOTE_ADDR=f"203.0.113.{number}")
        assert client.post(STEP, {"code": code}).status_code == 200
    client, _answer = password_typed(person, REMOTE_ADDR="203.0.113.99")
    refused = client.post(STEP, {"code": shown(secret)})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert not is_in(client)


def test_who_has_come_in_here_before_is_not_kept_out_by_who_guesses(person, secret):
    mine, _answer = password_typed(person)
    mine.post(STEP, {"code": shown(secret)})
    mine.post("/quan-tri/logout/")
    for _n in range(factors.GUESSES + 1):
        other, _answer = password_typed(person)
        refused = other.post(STEP, {"code": wrong(secret)})
    assert refused.status_code == 429
    mine.post(LOGIN, {"username": person.username, "password": PASSWORD})
    assert mine.post(STEP, {"code": shown(secret, later=1)}).status_code == 302


def test_a_recovery_code_opens_once_and_its_owner_is_told(person, secret):
    EventFactory()
    person.email = "quan-tri@example.vn"
    person.save()
    codes = with_codes(person)
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()
    client, _answer = password_typed(person)
    assert client.post(STEP, {"code": codes[0].upper().replace("-", " ")}).status_code == 302
    assert is_in(client)
    letter = Letter.objects.order_by("pk").last()
    assert letter
    assert "Một mã dự phòng vừa được dùng" in words(letter)
    again, _answer = password_typed(person)
    assert again.post(STEP, {"code": codes[0]}).status_code == 200
    assert again.post(STEP, {"code": codes[1]}).status_code == 302


def test_a_wrong_second_factor_stands_in_the_record(person, secret):
    client, _answer = password_typed(person)
    client.post(STEP, {"code": wrong(secret)})
    client.post(STEP, {"answer": "{}"})
    refused = AuditEntry.objects.filter(act=AuditEntry.Act.SIGN_IN_FAILED)
    assert [(entry.table, entry.key) for entry in refused] == [("auth_user", person.pk)] * 2
    assert {reading.said(entry) for entry in refused} == {
        "Đăng nhập không thành công: sai bước xác thực thứ hai"
    }


def test_a_used_recovery_code_stands_in_the_record(person, secret):
    codes = with_codes(person)
    client, _answer = password_typed(person)
    client.post(STEP, {"code": codes[0]})
    said = [reading.said(entry) for entry in AuditEntry.objects.filter(act=AuditEntry.Act.DONE)]
    assert said == ["Thực hiện: dùng một mã dự phòng", "Thực hiện: cấp mã dự phòng mới"]


@committed
@pytest.mark.parametrize("kind", ["recovery", "app"])
def test_of_two_at_once_with_one_code_one_comes_in(kind):
    user = administrator(PASSWORD)
    secret = with_app(user)
    code = with_codes(user)[0] if kind == "recovery" else shown(secret)
    browsers = [password_typed(user)[0] for _n in range(2)]
    answers = together(*(partial(each.post, STEP, {"code": code}) for each in browsers))
    assert sorted(answer.status_code for answer in answers) == [200, 302]


def test_codes_and_apps_of_others_open_nothing(person, secret):
    other = User.objects.create_superuser("nguoi-khac", password=PASSWORD)
    theirs = with_app(other)
    codes = with_codes(other)
    client, _answer = password_typed(person)
    for code in (shown(theirs), codes[0]):
        assert client.post(STEP, {"code": code}).status_code == 200
    assert not is_in(client)


def test_the_secret_of_another_account_cannot_be_put_in_its_place(person, secret):
    other = User.objects.create_superuser("nguoi-khac", password=PASSWORD)
    theirs = with_app(other)
    sealed = AuthenticatorApp.objects.get(user=other).secret
    AuthenticatorApp.objects.filter(user=person).update(secret=sealed)
    client, _answer = password_typed(person)
    assert client.post(STEP, {"code": shown(theirs)}).status_code == 200


def test_with_another_key_of_the_portal_no_app_fits(person, secret, settings):
    settings.SECRET_KEY = "một khoá khác, dài như khoá thật của cổng thông tin"
    client, _answer = password_typed(person)
    assert client.post(STEP, {"code": shown(secret)}).status_code == 200


def test_without_the_password_there_is_no_second_step(person, secret):
    client = Client()
    assert client.get(STEP)["Location"] == LOGIN
    assert client.post(STEP, {"code": shown(secret)})["Location"] == LOGIN
    assert not is_in(client)


def test_who_waits_too_long_begins_anew(person, secret):
    client, _answer = password_typed(person)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=11)):
        assert client.post(STEP, {"code": shown(secret)})["Location"] == LOGIN


def test_a_password_that_was_changed_meanwhile_opens_nothing(person, secret):
    client, _answer = password_typed(person)
    person.set_password("Khác hẳn mật khẩu trước 83")
    person.save()
    assert client.post(STEP, {"code": shown(secret)})["Location"] == LOGIN


def test_who_was_shut_out_meanwhile_stays_out(person, secret):
    client, _answer = password_typed(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.post(STEP, {"code": shown(secret)})["Location"] == LOGIN


def test_the_session_of_before_is_not_that_of_after(person, secret):
    client = Client()
    client.get(LOGIN)
    client.post(LOGIN, {"username": person.username, "password": PASSWORD})
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(STEP, {"code": shown(secret)})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_another_site_cannot_send_the_code(person, secret):
    client = Client(enforce_csrf_checks=True)
    session = password_typed(person)[0].session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session)
    answer = client.post(STEP, {"code": shown(secret)}, headers={"Origin": "https://x.example"})
    assert answer.status_code == 403


def test_what_was_typed_before_the_session_ended_goes_through_both_steps(person, secret):
    ended = Client().post("/quan-tri/auth/group/add/", {"name": "Tổ hậu cần"})
    sealed = {"unsent": str(ended.context["sealed"])}
    client = Client()
    typed = {"username": person.username, "password": PASSWORD}
    second = client.post(LOGIN, {**typed, **sealed})
    assert "Mã sáu chữ số" in visible_text(second.content.decode())
    refused = client.post(STEP, {"code": wrong(secret), "unsent": second.context["sealed"]})
    sent = client.post(STEP, {"code": shown(secret), "unsent": refused.context["sealed"]})
    page = sent.content.decode()
    assert 'value="Tổ hậu cần"' in page
    assert is_in(client)


def test_a_passkey_opens_where_the_portal_has_a_name(person):
    key = SoftKey()
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[1])
    page = client.get("/quan-tri/bao-mat/khoa/").content
    client.post("/quan-tri/bao-mat/khoa/", {"name": "Khoá thử", "answer": key.made(page)})
    assert person.passkeys.get().name == "Khoá thử"

    client, answer = password_typed(person, SERVER_NAME="localhost")
    assert answer["Location"] == STEP
    signed = key.signed(client.get(STEP).content)
    stranger = Client(SERVER_NAME="localhost")
    assert stranger.post(STEP, {"answer": signed})["Location"] == LOGIN
    assert client.post(STEP, {"answer": signed})["Location"] == "/quan-tri/"
    assert is_in(client)
    assert (person.passkeys.get().sign_count, key.count) == (1, 1)

    again, _answer = password_typed(person, SERVER_NAME="localhost")
    again.get(STEP)
    assert again.post(STEP, {"answer": signed}).status_code == 200  # its question was another one
    copy = SoftKey(key=key.key, count=0)
    assert again.post(STEP, {"answer": copy.signed(again.get(STEP).content)}).status_code == 200
    other = SoftKey(count=5)  # says to be the same, and has another key
    assert again.post(STEP, {"answer": other.signed(again.get(STEP).content)}).status_code == 200
    elsewhere = SoftKey(key=key.key, count=5, origin="http://localhost.ke-gian.example")
    assert (
        again.post(STEP, {"answer": elsewhere.signed(again.get(STEP).content)}).status_code == 200
    )
    for odd in ("{}", "[]", "null", "không", "1", '{"id": 1}', "[" * 16_000, "{" * 20_000):
        assert again.post(STEP, {"answer": odd}).status_code == 200
    assert not is_in(again)
    assert again.post(STEP, {"answer": key.signed(again.get(STEP).content)}).status_code == 302


def test_the_passkey_of_somebody_else_opens_nothing(person):
    other = User.objects.create_superuser("nguoi-khac", password=PASSWORD)
    key, theirs = SoftKey(), SoftKey(credential_id=b"another")
    for user, one in ((person, key), (other, theirs)):
        client = Client(SERVER_NAME="localhost")
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        page = client.get("/quan-tri/bao-mat/khoa/").content
        client.post("/quan-tri/bao-mat/khoa/", {"name": "Khoá", "answer": one.made(page)})
    client, _answer = password_typed(person, SERVER_NAME="localhost")
    assert client.post(STEP, {"answer": theirs.signed(client.get(STEP).content)}).status_code == 200
    assert not is_in(client)
