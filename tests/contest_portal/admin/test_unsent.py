"""What was typed is not lost when the session is over, or after signing in in another window."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.test import Client
from django.urls import reverse

from contest_portal.admin import unsent
from events.models import Contest
from tests.factories import ContestFactory
from tests.files import chosen, pdf
from tests.pages import form_data, visible_text
from tests.people import PASSWORD, administrator

pytestmark = pytest.mark.django_db

LOGIN = reverse("admin:login")
NAME = "quan-tri-vien"
HERE = {"Origin": "http://testserver"}


@pytest.fixture
def contest() -> Contest:
    return ContestFactory()


@pytest.fixture
def browser() -> Client:
    """A browser in which the administrator has signed in, and which sends tokens as browsers do."""
    administrator(PASSWORD)
    client = Client(enforce_csrf_checks=True)
    sign_in(client)
    return client


def sign_in(client: Client, name: str = NAME, **more: Any) -> Any:
    token = form_data(client.get(LOGIN), "login-form")["csrfmiddlewaretoken"]
    data = {"csrfmiddlewaretoken": token, "username": name, "password": PASSWORD, **more}
    return client.post(LOGIN, data)


def address(contest: Contest) -> str:
    return reverse("admin:events_contest_change", args=[contest.pk])


def typed(client: Client, contest: Contest) -> dict[str, Any]:
    page = form_data(client.get(address(contest)), "contest_form")
    return {**page, "name": "Tên “mới” <b>của</b>\nCuộc thi"}


def end_session(client: Client) -> None:
    del client.cookies["sessionid"]


def sealed_in(response: Any) -> str:
    return str(response.context["sealed"])


def test_form_sent_after_the_end_of_the_session_is_saved_after_signing_in(
    browser: Client, contest: Contest
) -> None:
    data = typed(browser, contest)
    end_session(browser)

    asked = browser.post(address(contest), data)
    assert asked.status_code == 403
    assert "no-store" in asked["Cache-Control"]
    assert "Phiên làm việc đã hết. Nội dung đã nhập vẫn được giữ lại." in visible_text(
        asked.content.decode()
    )
    login = form_data(asked, "login-form")
    assert login["username"] == NAME
    waiting = browser.post(LOGIN, {**login, "password": PASSWORD, "unsent": sealed_in(asked)})
    assert waiting.status_code == 200
    again = form_data(waiting, "unsent_form")
    assert {**again, "csrfmiddlewaretoken": ""} == {**data, "csrfmiddlewaretoken": ""}
    saved = browser.post(waiting.context["typed"].path, again)

    assert saved.status_code == 302
    contest.refresh_from_db()
    assert contest.name == "Tên “mới” <b>của</b> Cuộc thi"


def test_wrong_password_loses_nothing(browser: Client, contest: Contest) -> None:
    data = typed(browser, contest)
    end_session(browser)
    asked = browser.post(address(contest), data)
    login = {**form_data(asked, "login-form"), "unsent": sealed_in(asked)}

    wrong = browser.post(LOGIN, {**login, "password": "sai"})
    right = browser.post(LOGIN, {**login, "password": PASSWORD, "unsent": sealed_in(wrong)})

    assert form_data(right, "unsent_form")["name"].startswith("Tên “mới”")


def test_form_is_kept_when_its_user_signed_in_in_another_window(
    browser: Client, contest: Contest
) -> None:
    data = typed(browser, contest)
    end_session(browser)
    sign_in(browser)  # the token of the form is void now

    waiting = browser.post(address(contest), data, headers=HERE)

    assert waiting.status_code == 200
    browser.post(waiting.context["typed"].path, form_data(waiting, "unsent_form"))
    contest.refresh_from_db()
    assert contest.name == "Tên “mới” <b>của</b> Cuộc thi"


def test_kept_form_outlives_signing_in_in_another_window_meanwhile(
    browser: Client, contest: Contest
) -> None:
    data = typed(browser, contest)
    end_session(browser)
    asked = browser.post(address(contest), data)
    sign_in(browser)

    login = {**form_data(asked, "login-form"), "unsent": sealed_in(asked), "password": PASSWORD}
    waiting = browser.post(LOGIN, login, headers=HERE)

    assert form_data(waiting, "unsent_form")["name"].startswith("Tên “mới”")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://ke-xau.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {},
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_form_of_another_site_is_refused_and_not_kept(
    browser: Client, contest: Contest, headers: dict[str, str], signed_in: bool
) -> None:
    if not signed_in:
        end_session(browser)
    forged = browser.post(address(contest), {"name": "Tên của kẻ xấu"}, headers=headers)

    assert forged.status_code == 403
    assert "Tên của kẻ xấu" not in forged.content.decode()
    assert "unsent" not in forged.content.decode()


def test_form_of_somebody_else_is_not_sent(browser: Client, contest: Contest) -> None:
    data = typed(browser, contest)
    end_session(browser)
    asked = browser.post(address(contest), data)
    other = User.objects.create_superuser("nguoi-khac", password=PASSWORD)

    answer = sign_in(browser, other.username, unsent=sealed_in(asked))

    assert answer.context["typed"] is None
    assert "Tên “mới”" not in answer.content.decode()
    assert "không được gửi bằng tài khoản đang dùng" in visible_text(answer.content.decode())


@pytest.mark.parametrize(
    "sealed",
    [
        *("", "khong-phai"),
        pytest.param(signing.dumps({"path": "/"}, salt="other"), id="signed for something else"),
    ],
)
def test_what_was_tampered_with_is_not_shown(browser: Client, sealed: str) -> None:
    end_session(browser)

    assert sign_in(browser, unsent=sealed)["Location"] == reverse("admin:index")


def test_passwords_are_not_kept_and_files_are_asked_for_again(browser: Client) -> None:
    address = reverse("admin:auth_user_add")
    token = form_data(browser.get(address), "user_form")["csrfmiddlewaretoken"]
    end_session(browser)
    data = {"csrfmiddlewaretoken": token, "username": "moi", "password1": "bí mật", "f": ""}

    asked = browser.post(address, {**data, "f": chosen("Bản ký <1>.pdf", pdf())})

    kept = signing.loads(sealed_in(asked), salt=unsent.SALT)
    assert kept["fields"] == [["username", "moi"]]
    assert kept["files"] == [["f", "Bản ký <1>.pdf"]]
    waiting = sign_in(browser, unsent=sealed_in(asked))
    page = waiting.content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert "Vui lòng chọn lại tệp này: Bản ký <1>.pdf" in visible_text(page)


def test_visitor_who_sends_nothing_is_led_to_the_door(client: Client, contest: Contest) -> None:
    for send in (client.get, client.post):
        assert send(address(contest))["Location"] == f"{LOGIN}?next={address(contest)}"


def test_old_page_of_signing_in_leads_on(browser: Client) -> None:
    stale = {"csrfmiddlewaretoken": "x" * 64, "username": NAME, "password": PASSWORD}
    answer = browser.post(LOGIN, stale, headers=HERE)
    assert (answer.status_code, answer["Location"]) == (302, LOGIN)
    assert browser.get(LOGIN)["Location"] == reverse("admin:index")


def test_session_lasts_twelve_hours(browser: Client) -> None:
    session = browser.cookies["sessionid"]
    assert session["max-age"] == 12 * 3600
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
