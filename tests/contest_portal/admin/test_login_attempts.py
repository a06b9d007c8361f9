"""Who may have passwords checked, how often, and from where."""

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.core import signing
from django.test import Client, override_settings

from contest_portal.admin import login_attempts
from contest_portal.admin.login_attempts import KNOWN_COOKIE, is_known
from events.web import throttle
from tests.people import PASSWORD, administrator

pytestmark = pytest.mark.django_db

LOGIN, CHANGE = "/quan-tri/login/", "/quan-tri/password_change/"
OFFICE, ELSEWHERE = "203.0.113.7", "203.0.113.8"
ORGANIZER = "quan-tri-vien"
WRONG = "sai"
FEW = 4  # hashes: the limit of this module, for an address and for a known browser


@pytest.fixture(autouse=True)
def _few_hashes(monkeypatch):
    """Allow few; what was hashed is counted by the failures that axes writes down."""
    for whose in ("HASHES", "KNOWN_HASHES"):
        monkeypatch.setattr(login_attempts, whose, FEW)
        monkeypatch.setattr(login_attempts, f"{whose}_PER", throttle.DAY)


def sign_in(browser: Client, name: str, password: str = WRONG, **extra):
    return browser.post(LOGIN, {"username": name, "password": password}, **extra)


def flood(address: str) -> None:
    """Use up what an address may ask, with ever new names."""
    numbers = iter(range(FEW + 1))
    while sign_in(Client(), f"la-{next(numbers)}", REMOTE_ADDR=address).status_code == 200:
        pass


@pytest.fixture
def known_browser() -> Client:
    """Return a browser at the office in which the organizer has signed in, and out again."""
    administrator(PASSWORD)
    browser = Client(REMOTE_ADDR=OFFICE)
    assert sign_in(browser, ORGANIZER, PASSWORD).status_code == 302
    assert browser.post("/quan-tri/logout/").status_code == 200
    return browser


def test_many_names_from_one_address_are_refused_before_hashing():
    answers = [sign_in(Client(), f"ten-{n}", REMOTE_ADDR=OFFICE) for n in range(FEW + 3)]
    assert [answer.status_code for answer in answers] == [200] * FEW + [429] * 3
    assert AccessAttempt.objects.count() == FEW
    refused = answers[-1]
    assert 0 < int(refused["Retry-After"]) <= 24 * 3600 / FEW
    assert refused["Cache-Control"] == "no-store"
    page = refused.content.decode()
    assert "Xin Ông/Bà vui lòng thử lại sau " in page
    assert f'href="{LOGIN}"' in page


@pytest.mark.parametrize("address", ["", "không rõ"])
def test_an_unknown_address_is_counted_too(address):
    flood(address)
    assert sign_in(Client(), "ten", REMOTE_ADDR=address).status_code == 429


def test_who_moves_through_a_network_of_ipv6_is_counted_in_all_of_it():
    for number in range(throttle.WIDER * FEW):
        address = f"2001:db8:1:{number:x}::1"
        assert sign_in(Client(), f"ten-{number}", REMOTE_ADDR=address).status_code == 200
    assert sign_in(Client(), "ten", REMOTE_ADDR="2001:db8:1:ffff::1").status_code == 429
    assert sign_in(Client(), "ten", REMOTE_ADDR="2001:db8:2:ffff::1").status_code == 200


def test_a_flood_locks_nobody_out_elsewhere():
    administrator(PASSWORD)
    flood(ELSEWHERE)
    assert sign_in(Client(), ORGANIZER, PASSWORD, REMOTE_ADDR=OFFICE).status_code == 302


def test_a_known_browser_signs_in_while_its_address_is_limited(known_browser):
    flood(OFFICE)
    assert sign_in(Client(), ORGANIZER, PASSWORD, REMOTE_ADDR=OFFICE).status_code == 429
    assert sign_in(known_browser, ORGANIZER, PASSWORD).status_code == 302


def test_a_known_browser_signs_in_while_its_name_is_locked_at_the_address(known_browser):
    stranger = Client(REMOTE_ADDR=OFFICE)
    with override_settings(AXES_FAILURE_LIMIT=2):
        assert [sign_in(stranger, ORGANIZER).status_code for _n in range(2)] == [200, 429]
        locked = sign_in(stranger, ORGANIZER, PASSWORD)
        assert "đã bị nhập sai quá nhiều lần" in locked.content.decode()
        assert sign_in(known_browser, ORGANIZER, PASSWORD).status_code == 302


def test_a_known_browser_may_try_only_so_often(known_browser):
    answers = [sign_in(known_browser, ORGANIZER) for _n in range(FEW)]
    assert [answer.status_code for answer in answers] == [200] * FEW
    assert sign_in(known_browser, ORGANIZER, PASSWORD).status_code == 429


def test_a_known_browser_is_no_stranger_for_one_name_only(known_browser, rf):
    request = rf.post(LOGIN)
    request.COOKIES = {KNOWN_COOKIE: known_browser.cookies[KNOWN_COOKIE].value}
    assert is_known(request, {"username": ORGANIZER})
    assert not is_known(request, {"username": "nguoi-khac"})
    assert not is_known(request, {"username": None})


@pytest.mark.parametrize(
    "kept",
    [
        *("", "quan-tri-vien", "a:b:c", "ễ\x00"),
        pytest.param(signing.dumps(ORGANIZER), id="signed for something else"),
    ],
)
def test_a_browser_cannot_call_itself_known(kept, rf):
    request = rf.post(LOGIN)
    request.COOKIES = {KNOWN_COOKIE: kept}
    assert not is_known(request, {"username": ORGANIZER})
    assert not is_known(request, {"username": ""})


def test_the_cookie_of_a_known_browser_goes_to_the_admin_alone():
    User.objects.create_superuser("lễ-tân", password=PASSWORD)  # no letter of a header
    browser = Client(REMOTE_ADDR=OFFICE)
    with override_settings(SESSION_COOKIE_SECURE=True):
        assert sign_in(browser, "lễ-tân", PASSWORD).status_code == 302
    cookie = browser.cookies[KNOWN_COOKIE]
    assert (cookie["path"], cookie["samesite"]) == ("/quan-tri/", "Lax")
    assert cookie["httponly"] is cookie["secure"] is True
    assert cookie["max-age"] == 180 * 24 * 3600
    assert "tân" not in cookie.value


def test_the_old_password_is_counted_when_the_own_one_is_changed(known_browser):
    sign_in(known_browser, ORGANIZER, PASSWORD)
    form = {"old_password": "sai", "new_password1": "Khác 2031", "new_password2": "Khác 2031"}
    answers = [known_browser.post(CHANGE, form).status_code for _n in range(FEW)]
    assert answers == [200] * (FEW - 1) + [429]
