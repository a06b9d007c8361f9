"""Whatever is typed into the public forms is stored as text or refused with words."""

import html
import unicodedata

import pytest
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registrations.models import Registration
from tests.factories import EventFactory, issued_paper, make_registration, make_seating
from tests.hostile import FORM, encoded, texts
from tests.registrations.crowd import WITHOUT_LIMITS
from tests.registrations.public.registration.test_views import form

pytestmark = pytest.mark.django_db

FIELDS = ("honorific", "name", "position", "organisation", "delegation", "phone", "email")
OTHERS = ("consent", "news", "website", "submission")
HEADER = "Content-Disposition: form-data"
fuzz = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def as_kept(typed: str) -> str:
    """Return a text as it may be kept: what is seen of it, NFC, single spaces."""
    received = typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    seen = "".join(
        sign
        for sign in received
        if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf", "Cs")
    )
    return unicodedata.normalize("NFC", " ".join(seen.split()))


@pytest.fixture(scope="module")
def visitor():
    return Client(raise_request_exception=True)


@pytest.fixture
def event():
    with override_settings(**WITHOUT_LIMITS):
        yield make_seating(public_seats=500).event


@fuzz
@given(data=st.data())
def test_registration_form(visitor, event, data):
    wrong = data.draw(
        st.dictionaries(st.sampled_from(FIELDS + OTHERS), texts, min_size=1, max_size=3),
        label="typed",
    )
    typed = form(visitor, **wrong)
    before = Registration.objects.count()
    response = visitor.post("/dang-ky/", encoded(typed), content_type=FORM)
    assert response.status_code in (200, 303, 429)
    if response.status_code != 303:
        assert Registration.objects.count() == before
        source = html.unescape(response.content.decode())
        assert 'id="errors"' in response.content.decode()
        assert "<script>alert" not in response.content.decode()
        assert "Nguyễn Thị Thử" in source or "name" in wrong
        return
    made = Registration.objects.latest("pk")
    assert made.position == as_kept(typed["position"])
    assert made.name == as_kept(typed["name"])
    assert made.organisation == as_kept(typed["organisation"])
    assert response["Location"] == made.get_absolute_url()
    page = visitor.get(made.get_absolute_url())
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    made.delete()


@fuzz
@given(name=texts)
def test_names_are_kept_as_typed_or_refused(visitor, event, name):
    """Direction marks and other signs that nobody sees are refused: a name reads one way only."""
    response = visitor.post("/dang-ky/", encoded(form(visitor, name=name)), content_type=FORM)
    kept = Registration.objects.first()
    assert (response.status_code == 303) is (kept is not None)
    if kept is not None:
        assert kept.name == as_kept(name)
        assert not {unicodedata.bidirectional(sign) for sign in kept.name} & {
            "RLO",
            "LRO",
            "RLE",
            "LRE",
            "PDF",
            "RLI",
            "LRI",
            "FSI",
            "PDI",
        }
        assert len(kept.name.splitlines()) == 1
        kept.delete()


@fuzz
@given(code=texts, in_address=st.booleans())
def test_codes_of_papers(visitor, event, code, in_address):
    if in_address:
        response = visitor.get("/xac-minh/" + encoded({"": code})[1:] + "/")
    else:
        response = visitor.post("/xac-minh/", encoded({"code": code}), content_type=FORM)
    assert response.status_code in (200, 404, 429)
    assert "<script>alert" not in response.content.decode()


@fuzz
@given(token=texts)
def test_secret_links(visitor, event, token):
    address = "/dang-ky/" + encoded({"": token})[1:] + "/"
    assert visitor.get(address).status_code in (200, 404, 429)


@fuzz
@given(data=st.dictionaries(texts, texts, max_size=3))
def test_forms_with_fields_of_their_own_invention(visitor, event, data):
    own = make_registration(event).get_absolute_url()
    for path in ("/dang-ky/", "/xac-minh/", f"{own}huy/"):
        body = "&".join(
            encoded({"": name})[1:] + encoded({"": value}) for name, value in data.items()
        )
        assert visitor.post(path, body, content_type=FORM).status_code in (200, 303, 404, 429)
    Registration.objects.all().delete()


@pytest.mark.parametrize(
    "body", ["", "a", "--x\r\n", "--x\r\nContent-Disposition: form-data\r\n\r\n"]
)
@pytest.mark.parametrize("path", ["/dang-ky/", "/xac-minh/"])
def test_broken_multipart(visitor, event, path, body):
    for boundary in ("x", "", "y" * 300, "é"):
        kind = f"multipart/form-data; boundary={boundary}"
        response = visitor.generic("POST", path, body.encode(), kind)
        assert response.status_code in (200, 400)


@fuzz
@given(username=texts, password=texts)
def test_signing_in(visitor, username, password):
    sent = encoded({"username": username, "password": password})
    response = visitor.post("/quan-tri/login/", sent, content_type=FORM)
    assert response.status_code in (200, 429)


@pytest.mark.parametrize("username", ["a" * 300, "\ufdfa" * 100, "a\x00b", "ễ" * 10_000])
def test_signing_in_with_an_endless_name(visitor, username):
    sent = {"username": username, "password": "x"}
    assert visitor.post("/quan-tri/login/", sent).status_code == 200


def test_a_paper_is_not_reached_by_tricks(visitor):
    code = issued_paper().code
    for typed in (f"{code}'--", f"{code}%00", f"{code}\u202e", code.replace("-", "_")):
        assert visitor.post("/xac-minh/", {"code": typed}).status_code == 404
    assert visitor.post("/xac-minh/", {"code": f" {code.lower()} "}).status_code == 302


def test_half_a_form_in_another_encoding(visitor):
    EventFactory()
    response = visitor.post(
        "/dang-ky/", "name=%ff%fe&phone=%c3", content_type=f"{FORM}; charset=utf-16"
    )
    assert response.status_code in (200, 400, 415)
