"""Whatever a request holds, it is answered with a page that says what to do, never with a 500."""

import itertools
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.db import DataError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contest_portal.server.odd_requests import QUERY_MAX, WORD_MAX, OddRequestMiddleware, is_too_odd
from events.admin.base import SEARCH_MAX
from events.models import Event
from tests import whole_portal
from tests.factories import make_registration, make_seating
from tests.hostile import FORM, encoded, texts
from tests.pages import visible_text
from tests.people import administrator_client, signed_in
from tests.whole_portal import World

pytestmark = pytest.mark.django_db

DIGITS = "9" * 5000
ODD = ("9" * 30, "²", "%ED%A0%80")
PARAMETERS = ("o", "p", "e", "all", "_popup", "_to_field", "_changelist_filters", "_facets", "pk")
NOT_UNDERSTOOD = "Yêu cầu không hợp lệ"
PAGES = ("/", "/en/", "/dang-ky/", "/moi/", "/xac-minh/", "/quan-tri/", "/quan-tri/login/")


@pytest.fixture
def world() -> World:
    return whole_portal.build()


def tried(client: Client, path: str, data: Any = None, **more: Any) -> Any:
    """Send a request and take back what it did."""
    with transaction.atomic():
        if data is None:
            answer = client.get(path, **more)
        else:
            answer = client.post(path, encoded(data), content_type=FORM, **more)
        transaction.set_rollback(True)
    return answer


def test_sign_that_no_text_holds_is_refused_in_every_address(world: World) -> None:
    client = administrator_client()

    queries = itertools.cycle(("status__exact=%00", "%00=1", "q=a%00b"))
    for one, query in zip(whole_portal.addresses(world), queries, strict=False):
        assert client.get(f"{one.path}?{query}").status_code == 400, (one.path, query)
        assert client.get(f"{one.path}%00").status_code == 404, one.path
    page = client.get("/quan-tri/registrations/registration/?status__exact=%00")
    assert NOT_UNDERSTOOD in visible_text(page.content.decode())
    assert "not understood" in visible_text(client.get("/en/?q=%00").content.decode())


def test_query_without_end_is_refused_before_it_is_read() -> None:
    client = administrator_client()
    address = "/quan-tri/registrations/registration/?q="
    assert client.get(address + "a" * WORD_MAX).status_code == 200
    assert client.get(address + "a" * (WORD_MAX + 1)).status_code == 400
    many = ",".join(["1"] * (QUERY_MAX // 2))  # as an action names its rows
    assert client.get((address + many)[: len(address) + QUERY_MAX - 2]).status_code == 200
    assert client.get(address + many).status_code == 400
    assert client.get(f"/?{DIGITS}").status_code == 400
    for odd in ("change", "pdf", "x"):
        answer = client.get(f"/quan-tri/events/plan/{DIGITS}/{odd}/", follow=True)
        assert answer.status_code in (200, 404)


@pytest.mark.parametrize("name", ["registrations_registration", "events_letter", "auth_user"])
def test_nobody_searches_for_a_whole_page(name: str) -> None:
    make_registration(make_seating().event)
    client = administrator_client()
    page = client.get(reverse(f"admin:{name}_changelist"), {"q": "a " * SEARCH_MAX})
    assert page.status_code == 200
    assert f"tối đa {SEARCH_MAX} ký tự" in visible_text(page.content.decode())


def test_odd_parameters_of_lists(world: World) -> None:
    client = administrator_client()
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=client.session["_auth_user_id"])

    for model, model_admin in admin.site._registry.items():
        listed = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        filters = [
            one[0] if isinstance(one, tuple) else getattr(one, "parameter_name", one)
            for one in model_admin.get_list_filter(request)
        ]
        names = [f"{name}{end}" for name in filters for end in ("", "__exact")]
        for value in ODD:
            sent = value if value.startswith("%") else quote(value)
            queries = [f"{name}={sent}" for name in names]
            queries.append("&".join(f"{name}={sent}" for name in PARAMETERS))
            for query in queries:
                assert tried(client, f"{listed}?{query}").status_code < 500, (listed, query)


def test_odd_keys_of_rows_that_are_chosen(world: World) -> None:
    client = administrator_client()
    for model in admin.site._registry:
        listed = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for odd in ("\0", DIGITS):
            for data in (
                {"action": "delete_selected", ACTION_CHECKBOX_NAME: odd, "index": odd},
                {"action": odd, ACTION_CHECKBOX_NAME: "1", "select_across": odd},
                {"form-TOTAL_FORMS": odd, "form-INITIAL_FORMS": odd, "_save": odd},
            ):
                assert tried(client, listed, data).status_code < 500, (listed, data)


def test_every_form_sent_with_odd_values(world: World) -> None:
    client = administrator_client()
    sent = 0

    for one in whole_portal.addresses(world):
        if one.name == "events_paper_print" or one.name.endswith(("_history", "_delete")):
            continue
        page = client.get(one.path)
        if not page.get("Content-Type", "").startswith("text/html"):
            continue
        names = set(re.findall(r'name="([\w.-]+)"', page.content.decode())) - {"viewport", "robots"}
        if names:
            odd = itertools.cycle(("x\0y", DIGITS))
            answer = tried(client, one.path, dict(zip(sorted(names), odd, strict=False)))
            assert answer.status_code < 500, one.path
            sent += 1

    assert sent > 80


@pytest.mark.parametrize("path", PAGES)
def test_odd_cookies_are_as_if_they_had_not_come(path: str) -> None:
    usual = Client().get(path).status_code
    for odd in (r'"\000"', r'"a\000b"', '"' + r"\355\240\200" + '"', "9" * 5000, "{}", '"', ";;="):
        names = ("sessionid", "csrftoken", "messages", "django_language", "known")
        cookie = "; ".join(f"{name}={odd}" for name in names)
        assert Client().get(path, headers={"Cookie": cookie}).status_code == usual, odd
        posted = Client().post(path, {"csrfmiddlewaretoken": "x"}, headers={"Cookie": cookie})
        assert posted.status_code < 500, odd


HEADERS = (
    "Accept-Language", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Referer",
    "Origin", "User-Agent", "If-None-Match", "If-Modified-Since", "Range", "Sec-Fetch-Site",
    "Accept-Encoding", "X-Requested-With", "Host",
)  # fmt: skip


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    name=st.sampled_from(HEADERS),
    value=texts | st.sampled_from(["https://[", "[::1", "a:b:c", "::ffff:1.2.3.4", DIGITS, ",,,"]),
    path=st.sampled_from(PAGES),
    secure=st.booleans(),
)
def test_odd_headers(name: str, value: str, path: str, secure: bool) -> None:
    kept = value.encode("utf-8", "replace").decode("latin-1")
    for send in (Client().get, Client(enforce_csrf_checks=True).post):
        assert send(path, headers={name: kept}, secure=secure).status_code < 500


@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded; charset=khong-co",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=zlib_codec",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=" + "x" * 5000,
        "application/json",
        "\0",
    ],
)
def test_odd_kinds_of_content(kind: str) -> None:
    client = signed_in("organizer")
    for path in ("/dang-ky/", "/moi/", "/quan-tri/login/", "/quan-tri/events/event/add/"):
        for body in (b"", b"a=%00&b", b"\xff\xfe\x00", b"--x\r\n\r\n--x--"):
            assert client.generic("POST", path, body, content_type=kind).status_code < 500, path


def test_only_values_that_nobody_can_mean_are_told_so() -> None:
    middleware = OddRequestMiddleware(lambda request: None)
    request = RequestFactory().post("/quan-tri/")
    with pytest.raises(ValueError, match="NUL") as nul, transaction.atomic():
        Event.objects.filter(slug="\0").exists()
    with pytest.raises(ValueError, match="4300 digits") as long:
        int(DIGITS)
    for error in (nul.value, long.value, DataError("integer out of range")):
        answer = middleware.process_exception(request, error)
        assert answer is not None
        assert answer.status_code == 400
        assert NOT_UNDERSTOOD in visible_text(answer.content.decode())
    for other in (ValueError("A mistake of ours"), KeyError("NUL (0x00) characters")):
        assert not is_too_odd(other)
        assert middleware.process_exception(request, other) is None
