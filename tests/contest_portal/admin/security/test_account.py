"""The pages of the own account: setting up, renewing, removing; each change by who is there."""

import base64
import datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from contest_portal.admin.security import factors, views
from contest_portal.admin.security.models import AuthenticatorApp, Passkey, RecoveryCode
from contest_portal.admin.security.sealing import unseal
from contest_portal.models import OperationRun
from contest_portal.operations import housekeeping
from events.models import AuditEntry, Letter
from tests.factories import EventFactory
from tests.letters import words
from tests.pages import visible_text
from tests.people import PASSWORD, administrator, signed_in, worker
from tests.second_factors import (
    CODES,
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

SECURITY = "/quan-tri/bao-mat/"
APP, KEY = f"{SECURITY}ung-dung/", f"{SECURITY}khoa/"
CODES_PAGE, CONFIRM = f"{SECURITY}ma-du-phong/", f"{SECURITY}xac-nhan/"


@pytest.fixture
def person() -> User:
    EventFactory()
    user = administrator(PASSWORD)
    user.email = "quan-tri@example.vn"
    user.save()
    return user


@pytest.fixture
def client(person) -> Client:
    """Return a browser in which the person has just signed in by the password."""
    browser, _answer = password_typed(person, SERVER_NAME="localhost")
    return browser


def text(answer) -> str:
    return visible_text(answer.content.decode())


def secret_in(client: Client) -> bytes:
    """Return the secret that the page for an app shows, read from the key to be typed."""
    page = client.get(APP)
    key = page.context["key"]
    assert key in page.content.decode()
    assert key.count(" ") == 7
    return base64.b32decode(key.replace(" ", ""))


def told() -> list[str]:
    return [words(letter) for letter in Letter.objects.order_by("pk")]


def test_an_app_is_set_up_by_its_code_and_gives_ten_codes_that_open(person, client):
    secret = secret_in(client)
    assert secret_in(client) == secret  # read anew, as after scanning
    page = client.get(APP).content.decode()
    assert 'src="data:image/svg+xml' in page
    refused = client.post(APP, {"code": wrong(secret)})
    assert "Đây không phải là mã" in text(refused)
    assert not AuthenticatorApp.objects.exists()

    done = client.post(APP, {"code": shown(secret)})
    codes = CODES.findall(done.content.decode())
    assert len(codes) == len(set(codes)) == 10
    assert is_in(client)
    assert "Còn 10 trên 10 mã" in text(client.get(SECURITY))
    assert not any(code in client.get(SECURITY).content.decode() for code in codes)
    assert "Ứng dụng xác thực đã được thiết lập" in told()[0]
    assert person.username not in told()[0]

    app = AuthenticatorApp.objects.get()
    assert secret not in bytes(app.secret)
    assert unseal(bytes(app.secret), whose=person.pk) == secret
    later, _answer = password_typed(person)
    assert later.post(STEP, {"code": shown(secret)}).status_code == 200  # that of the set-up
    assert later.post(STEP, {"code": codes[3]}).status_code == 302
    assert "Còn 9 trên 10 mã" in text(client.get(SECURITY))


def test_the_picture_holds_the_key_and_whose_it_is(person, client, rf):
    request = rf.get("/", SERVER_NAME="le-cong-bo.example")
    request.user = User(username="lễ tân & bạn")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.ALLOWED_HOSTS", ["le-cong-bo.example"])
        address = views._address(request, "ABCD")
    assert address == (
        "otpauth://totp/le-cong-bo.example:l%E1%BB%85%20t%C3%A2n%20%26%20b%E1%BA%A1n"
        "?secret=ABCD&issuer=le-cong-bo.example"
    )


def test_a_first_factor_ends_the_other_sessions(person, client):
    elsewhere, _answer = password_typed(person)
    assert is_in(elsewhere)
    client.post(APP, {"code": shown(secret_in(client))})
    assert is_in(client)
    assert not is_in(elsewhere)


def test_another_app_takes_the_place_of_the_first(person, client):
    old = with_app(person)
    codes = with_codes(person)
    secret = secret_in(client)
    assert client.post(APP, {"code": shown(secret)})["Location"] == SECURITY
    assert RecoveryCode.objects.count() == len(codes)
    later, _answer = password_typed(person)
    assert later.post(STEP, {"code": shown(old)}).status_code == 200
    assert later.post(STEP, {"code": shown(secret, later=1)}).status_code == 302
    assert "đã được thay" in told()[-1]


def test_codes_of_an_app_are_not_guessed_while_it_is_set_up(person, client):
    secret = secret_in(client)
    answers = [client.post(APP, {"code": wrong(secret)}) for _n in range(factors.GUESSES + 1)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]


def test_passkeys_have_names_and_are_several(person, client):
    keys = [SoftKey(credential_id=name) for name in (b"first", b"second")]
    for key, name in zip(keys, ("Máy tính cơ quan", "<b>Điện thoại</b>"), strict=True):
        answer = client.post(KEY, {"name": name, "answer": key.made(client.get(KEY).content)})
    assert answer["Location"] == SECURITY
    page = client.get(SECURITY).content.decode()
    assert "Máy tính cơ quan" in page
    assert "&lt;b&gt;Điện thoại&lt;/b&gt;" in page
    twice = client.post(KEY, {"name": "x", "answer": keys[0].made(client.get(KEY).content)})
    assert "Khoá truy cập này đã được thiết lập." in text(twice)
    assert RecoveryCode.objects.count() == 10
    assert told()[0].count("Một khoá truy cập đã được thêm") == 1


@pytest.mark.parametrize("answer", ["", "{}", "null", "[" * 16_000, '{"rawId": "AA"}'])
def test_what_is_no_passkey_is_refused(client, answer):
    client.get(KEY)
    assert client.post(KEY, {"name": "Khoá", "answer": answer}).status_code == 200
    assert not Passkey.objects.exists()


def test_an_answer_is_for_its_own_question_and_site(client):
    old = SoftKey().made(client.get(KEY).content)
    client.get(KEY)
    elsewhere = SoftKey(host="localhost", origin="https://ke-gian.example")
    for answer in (old, elsewhere.made(client.get(KEY).content)):
        assert client.post(KEY, {"name": "Khoá", "answer": answer}).status_code == 200
    assert not Passkey.objects.exists()


def test_by_a_bare_address_passkeys_are_not_offered(person):
    client, _answer = password_typed(person, SERVER_NAME="127.0.0.1")
    assert client.get(KEY)["Location"] == SECURITY
    assert "Khoá truy cập chỉ dùng được khi" in text(client.get(SECURITY))


def test_factors_are_removed_and_with_the_last_the_codes(person, client):
    with_app(person)
    with_codes(person)
    client.post(KEY, {"name": "Khoá", "answer": SoftKey().made(client.get(KEY).content)})
    key = person.passkeys.get()
    assert client.post(f"{KEY}{key.pk}/go/")["Location"] == SECURITY
    assert RecoveryCode.objects.count() == 10
    assert "sẽ không còn dùng để đăng nhập" in text(client.get(f"{APP}go/"))
    assert client.post(f"{APP}go/")["Location"] == SECURITY
    assert not factors.has_any(person)
    assert not RecoveryCode.objects.exists()
    assert client.post(f"{APP}go/").status_code == 404  # twice
    assert client.post(CODES_PAGE)["Location"] == SECURITY
    assert not RecoveryCode.objects.exists()
    assert "đã được gỡ" in told()[-1]


def test_with_the_last_factor_goes_what_it_had_opened(settings):
    settings.SECOND_FACTOR = "approvers"
    user = worker("secretariat")
    user.set_password(PASSWORD)
    user.save()
    secret = with_app(user)
    browsers = [password_typed(user)[0] for _n in range(2)]
    for number, browser in enumerate(browsers):
        browser.post(STEP, {"code": shown(secret, later=number)})
    assert browsers[0].post(f"{APP}go/")["Location"] == SECURITY
    assert browsers[0].get(SECURITY).status_code == 200
    user.groups.set(worker("organizer").groups.all())  # from now on one is a must
    for browser in browsers:
        assert browser.get("/quan-tri/events/plan/").status_code == 302


def test_the_passkey_of_somebody_else_is_not_there(person, client):
    client.post(KEY, {"name": "Khoá", "answer": SoftKey().made(client.get(KEY).content)})
    address = f"{KEY}{person.passkeys.get().pk}/go/"
    other = signed_in("organizer")
    assert other.get(address).status_code == other.post(address).status_code == 404
    assert Passkey.objects.count() == 1


def test_codes_are_renewed(person, client):
    with_app(person)
    old = with_codes(person)
    new = CODES.findall(client.post(CODES_PAGE).content.decode())
    assert len(new) == 10
    later, _answer = password_typed(person)
    assert later.post(STEP, {"code": old[0]}).status_code == 200
    assert later.post(STEP, {"code": new[0]}).status_code == 302


@pytest.mark.parametrize("path", [APP, KEY, CODES_PAGE, f"{APP}go/"])
def test_a_change_asks_for_the_password_after_a_while(person, client, path):
    with_app(person)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16)):
        for method in (client.get, client.post):
            asked = method(path)
            assert asked["Location"].startswith(CONFIRM)
        assert factors.has_any(person)
        assert "Mật khẩu không đúng." in text(client.post(asked["Location"], {"password": "sai"}))
        assert client.get(path)["Location"].startswith(CONFIRM)
        confirmed = client.post(asked["Location"], {"password": PASSWORD})
        assert confirmed["Location"] == path
        assert client.get(path).status_code == 200


def test_asking_for_the_password_leads_to_no_other_site(client):
    answer = client.post(f"{CONFIRM}?next=https://x.example/", {"password": PASSWORD})
    assert answer["Location"] == SECURITY


def test_the_password_is_not_guessed_on_the_page_that_asks_for_it(person, client):
    answers = [client.post(CONFIRM, {"password": f"sai {n}"}).status_code for n in range(11)]
    assert 429 in answers


def test_own_sessions_are_told_in_words(person):
    agent = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
    )
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
    here, _answer = password_typed(person, HTTP_USER_AGENT=agent, REMOTE_ADDR="203.0.113.77")
    password_typed(person, HTTP_USER_AGENT=phone, REMOTE_ADDR="2001:db8:1:2::3")
    page = text(here.get(SECURITY))
    assert "Chrome trên Windows (trình duyệt này)" in page
    assert "Safari trên iPhone" in page
    assert "từ mạng 203.0.113.0/24" in page
    assert "từ mạng 2001:db8:1::/48" in page
    assert "203.0.113.77" not in here.get(SECURITY).content.decode()
    for key in Session.objects.values_list("session_key", flat=True):
        assert key not in here.get(SECURITY).content.decode()


def test_a_session_is_ended_from_afar(person, client):
    others = [password_typed(person)[0] for _n in range(3)]
    row = person.work_sessions.get(session_id=others[0].session.session_key)
    client.post(f"{SECURITY}phien/", {"row": row.pk})
    assert [is_in(each) for each in (*others, client)] == [False, True, True, True]
    client.post(f"{SECURITY}phien/", {"row": row.pk})  # twice
    client.post(f"{SECURITY}phien/", {"row": "x"})
    assert is_in(others[1])
    client.post(f"{SECURITY}phien/")
    assert [is_in(each) for each in (*others, client)] == [False, False, False, True]


def test_what_is_ended_from_afar_stands_in_the_record(person, client):
    password_typed(person)
    client.post(f"{SECURITY}phien/")
    client.post(f"{SECURITY}phien/")  # nobody is there any more
    ended = AuditEntry.objects.filter(act=AuditEntry.Act.SIGNED_OUT)
    assert [(entry.key, entry.who) for entry in ended] == [(person.pk, "Trần Thị Thử")]


def test_the_session_of_somebody_else_is_not_ended(person, client):
    row = person.work_sessions.get()
    other = Client()
    other.force_login(worker("organizer"), backend="django.contrib.auth.backends.ModelBackend")
    other.post(f"{SECURITY}phien/", {"row": row.pk})
    other.post(f"{SECURITY}phien/")
    assert is_in(client)


def test_another_password_ends_the_other_sessions(person, client):
    elsewhere, _answer = password_typed(person)
    new = "Năm con vịt bơi 48 vòng"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/quan-tri/password_change/", form).status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)
    client.get(SECURITY)
    assert text(client.get(SECURITY)).count("hoạt động gần nhất") == 1


def test_the_passed_factor_outlives_another_password(person, settings):
    settings.SECOND_FACTOR = "staff"
    secret = with_app(person)
    client, _answer = password_typed(person)
    client.post(STEP, {"code": shown(secret)})
    new = "Năm con vịt bơi 48 vòng"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    client.post("/quan-tri/password_change/", form)
    assert is_in(client)


def test_sessions_are_swept_with_their_rows(person, client):
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(days=1))
    run = OperationRun.objects.create(name="sweep", started_at=timezone.now())
    assert "Đã xóa: 1 phiên làm việc" in housekeeping.sweep(run)
    assert not person.work_sessions.exists()
