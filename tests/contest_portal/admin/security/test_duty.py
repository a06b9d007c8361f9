"""Who must have a second factor: until there is one, no page of staff is open."""

import base64

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contest_portal.admin.security import factors
from contest_portal.admin.security.models import RecoveryCode
from tests import whole_portal
from tests.pages import visible_text
from tests.people import PASSWORD, administrator, signed_in, worker
from tests.second_factors import (
    LOGIN,
    SoftKey,
    is_in,
    password_typed,
    shown,
    with_app,
)

pytestmark = pytest.mark.django_db

SECURITY = "/quan-tri/bao-mat/"
APP = f"{SECURITY}ung-dung/"


@pytest.fixture(autouse=True)
def _for_approvers(settings):
    settings.SECOND_FACTOR = "approvers"


def test_who_must_have_one(settings):
    people = {role: worker(role) for role in ("organizer", "secretariat", "reception")}
    people["administrator"] = administrator()
    right = Permission.objects.get(codename="approve_submission")
    people["chosen"] = User.objects.create_user("duoc-uy-quyen", is_staff=True)
    people["chosen"].user_permissions.add(right)
    people["no staff"] = User.objects.create_user("nguoi-ngoai")
    required: dict[str, set[str]] = {}
    for setting in ("off", "approvers", "staff"):
        settings.SECOND_FACTOR = setting
        again = {name: User.objects.get(pk=user.pk) for name, user in people.items()}
        required[setting] = {name for name, user in again.items() if factors.is_required(user)}
    assert required == {
        "off": set(),
        "approvers": {"organizer", "administrator", "chosen"},
        "staff": set(people) - {"no staff"},
    }
    assert not factors.is_required(AnonymousUser())


def test_the_way_in_leads_to_the_page_of_setting_up():
    person = administrator(PASSWORD)
    client, answer = password_typed(person)
    assert answer["Location"] == "/quan-tri/"
    page = client.get("/quan-tri/auth/user/", follow=True)
    assert page.redirect_chain[-1][0] == SECURITY
    assert "Trước khi tiếp tục, xin Ông/Bà thiết lập xác thực hai lớp" in visible_text(
        page.content.decode()
    )
    secret = _set_up(client)
    assert is_in(client)
    assert "Trước khi tiếp tục" not in client.get(SECURITY).content.decode()
    elsewhere, _answer = password_typed(person)
    assert not is_in(elsewhere)
    assert (
        elsewhere.post("/quan-tri/buoc-hai/", {"code": shown(secret, later=1)}).status_code == 302
    )
    assert is_in(elsewhere)


def _set_up(client: Client) -> bytes:
    secret = base64.b32decode(client.get(APP).context["key"].replace(" ", ""))
    done = client.post(APP, {"code": shown(secret)})
    assert done.status_code == 200
    assert "Trước khi tiếp tục" not in done.content.decode()
    return secret


def test_no_page_of_staff_is_open_before():
    world = whole_portal.build()
    person = User.objects.create_superuser("chua-thiet-lap")
    client, stranger = Client(), Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    seen = 0
    for one in whole_portal.addresses(world):
        inside = one.path.startswith(reverse("admin:index"))
        if one.name.startswith("security") or one.name in ("logout", "jsi18n"):
            continue
        answer, nobody = client.get(one.path), stranger.get(one.path)
        if inside and answer.status_code == 302 and answer["Location"] == SECURITY:
            assert one.name == "login"
            continue
        assert answer.status_code == nobody.status_code, one.path
        assert answer.get("Location") == nobody.get("Location"), one.path
        assert answer.wsgi_request.user.is_anonymous, one.path
        seen += inside
    assert seen > 100


def test_nothing_is_sent_before_either():
    person = User.objects.create_superuser("chua-thiet-lap")
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    form = {"username": "ke-gian", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/quan-tri/auth/user/add/", form).status_code == 403
    assert User.objects.count() == 1


def test_who_must_set_up_can_leave():
    person = administrator(PASSWORD)
    client, _answer = password_typed(person)
    assert client.post("/quan-tri/logout/").status_code == 200
    assert client.get(SECURITY)["Location"].startswith(LOGIN)


def test_a_session_without_the_factor_that_there_is_signs_in_anew(settings):
    settings.SECOND_FACTOR = "off"
    person = administrator(PASSWORD)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    with_app(person)
    settings.SECOND_FACTOR = "approvers"
    for path in (SECURITY, APP, "/quan-tri/"):
        assert client.get(path)["Location"].startswith(LOGIN), path
    assert client.get(LOGIN).status_code == 200


@pytest.mark.parametrize("role", ["secretariat", "reception"])
def test_others_work_as_before(role):
    assert signed_in(role).get("/quan-tri/").status_code == 200


def test_the_last_factor_stays_where_one_must_be(settings):
    person = administrator(PASSWORD)
    client, _answer = password_typed(person, SERVER_NAME="localhost")
    _set_up(client)
    refused = client.post(f"{APP}go/", follow=True)
    assert "bắt buộc phải xác thực hai lớp" in visible_text(refused.content.decode())
    assert factors.has_any(person)
    assert RecoveryCode.objects.count() == 10
    answer = SoftKey().made(client.get(f"{SECURITY}khoa/").content)
    client.post(f"{SECURITY}khoa/", {"name": "Khoá", "answer": answer})
    client.post(f"{APP}go/")
    key = person.passkeys.get()
    refused = client.post(f"{SECURITY}khoa/{key.pk}/go/", follow=True)
    assert "bắt buộc phải xác thực hai lớp" in visible_text(refused.content.decode())
    assert person.passkeys.count() == 1


def test_with_the_factor_passed_a_page_asks_nothing_more_of_the_database(settings):
    settings.SECOND_FACTOR = "off"
    person = administrator(PASSWORD)
    secret = with_app(person)
    client, _answer = password_typed(person)
    client.post("/quan-tri/buoc-hai/", {"code": shown(secret)})
    client.get("/quan-tri/auth/group/")
    counts = []
    for setting in ("off", "approvers"):
        settings.SECOND_FACTOR = setting
        with CaptureQueriesContext(connection) as found:
            assert client.get("/quan-tri/auth/group/").status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]
