"""Whatever an office types, pastes, chooses or opens is stored as text or refused with words."""

import html
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.mail import looked_up, sending
from events.models import Letter
from registrations.models import Registration
from registrations.public.invitation import list_views
from registrations.services import transitions
from registrations.services.delegate_keys import delegate_key
from tests.factories import make_invitation, make_seating, named
from tests.hostile import FORM, encoded, texts
from tests.letters import now
from tests.pages import as_row
from tests.registrations.public.registration.test_fuzz import as_kept
from tests.spreadsheets import HEADINGS, separated, workbook

pytestmark = pytest.mark.django_db

PERSON = ("honorific", "name", "position", "phone", "email")
OTHERS = ("consent", "submission", "website")
HEADERS = {
    "Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID",
    "Auto-Submitted", "Expires",
}  # fmt: skip
GOOD = workbook([HEADINGS, [1, "Nguyễn Văn An", "Giám đốc", "", "0912345678", "", ""]])
fuzz = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
persons = st.dictionaries(st.sampled_from(PERSON + OTHERS), texts, min_size=1, max_size=3)
in_address = st.text(
    st.sampled_from("abcXYZ019_-./%?#&=;' \x00\u202eđ😀") | st.characters(), max_size=70
)


@pytest.fixture(scope="module")
def visitor():
    return Client(raise_request_exception=True)


@pytest.fixture
def invitation(monkeypatch):
    monkeypatch.setattr(list_views, "FILES_PER_INVITATION", 10_000)
    event = make_seating(public_seats=500, policy="invited").event
    return make_invitation(event, organisation="Sở Thử nghiệm", quota=400)


def send(visitor, address: str, data: dict[str, str]):
    return visitor.post(address, encoded(data), content_type=FORM)


def check_page(response) -> None:
    """Say that a page is one, and that what was typed is text on it."""
    source = response.content.decode()
    assert response.status_code in (200, 409, 429), response.status_code
    assert "<script>alert" not in source
    assert "onerror=alert(1)>" not in source


def check_kept(made: Registration, typed: dict[str, str]) -> None:
    for name in ("name", "position"):
        assert getattr(made, name) == as_kept(typed.get(name, "")), name
    assert made.email == as_kept(typed.get("email", ""))
    assert re.fullmatch(r"(\+[1-9]\d{7,14})?", made.phone)


def check_letters() -> None:
    """Say that nothing of what was typed became a line among the headers."""
    for letter in looked_up(Letter.objects.all()):
        if letter.outlook.overtaken:
            continue
        envelope = sending._envelope(letter, now(letter))
        message = envelope.message()
        assert set(message.keys()) <= HEADERS
        assert len(envelope.to) == 1
        assert "Bcc" not in str(message["To"])
        assert len(str(message["Subject"]).splitlines()) == 1
    Letter.objects.all().delete()


@fuzz
@given(typed=persons)
def test_naming(visitor, invitation, typed):
    typed = {"name": "Nguyễn Thị Thử", "consent": "on", **typed}
    before = invitation.active().count()
    response = send(visitor, invitation.get_absolute_url(), as_row(typed))
    if response.status_code == 303:
        check_kept(invitation.active().last(), typed)
    else:
        check_page(response)
        assert 'id="errors"' in response.content.decode()
        assert invitation.active().count() == before
    check_page(visitor.get(invitation.get_absolute_url()))
    check_letters()


@fuzz
@given(typed=persons, step=st.sampled_from(["thay", "sua", "huy"]))
def test_steps_about_a_delegate(visitor, invitation, typed, step):
    made = named(invitation, email="cu@thu.example")
    typed = {"name": made.name, "consent": "on", **typed}
    response = send(visitor, f"{invitation.get_absolute_url()}{step}/{delegate_key(made)}/", typed)
    now = Registration.objects.get(pk=made.pk)
    if response.status_code != 303:
        check_page(response)
        assert (now.name, now.email, now.status) == (made.name, made.email, made.status)
    elif step == "huy":
        assert now.status == "cancelled"
    else:
        check_kept(now, typed)
        assert now.code == made.code
        letter = visitor.get(f"{invitation.get_absolute_url()}thong-bao/{delegate_key(now)}/")
        check_page(letter)
        assert now.name in html.unescape(letter.content.decode())
    check_letters()
    if now.is_active:
        transitions.cancel(now)


@fuzz
@given(lines=st.lists(texts, max_size=5), ends=st.sampled_from(["\n", "\r\n", "\t", "; "]))
def test_pasting(visitor, invitation, lines, ends):
    data = {"lines": ends.join(lines), "consent": "on"}
    response = send(visitor, f"{invitation.get_absolute_url()}danh-sach/", data)
    if response.status_code != 303:
        check_page(response)
        assert response.context["form"].errors
    for made in invitation.active():
        for value in (made.name, made.position, made.email):
            assert value == as_kept(value)
        transitions.cancel(made)


@fuzz
@given(
    content=st.binary(max_size=300)
    | st.tuples(
        st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"%PDF"]),
        st.binary(max_size=100),
    ).map(b"".join)
    | st.tuples(st.integers(0, 6000), st.binary(min_size=1, max_size=30)).map(
        lambda cut: GOOD[: cut[0]] + cut[1] + GOOD[cut[0] + len(cut[1]) :]
    ),
    # the test client writes it into a header of the form, where a line must not end
    name=st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20),
)
def test_files_of_random_bytes(visitor, invitation, content, name):
    check_upload(visitor, invitation, content, name)


@fuzz
@given(
    rows=st.lists(st.lists(texts, min_size=2, max_size=7), min_size=1, max_size=4),
    separator=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_files_of_random_cells(visitor, invitation, rows, separator, encoding):
    cells = [[cell.encode("utf-8", "replace").decode() for cell in row] for row in rows]
    content = separated([HEADINGS, *cells], separator, encoding)
    check_upload(visitor, invitation, content, "ds.csv")


def check_upload(visitor, invitation, content: bytes, name: str) -> None:
    """Read a file, then send what it gave."""
    for made in invitation.active():
        transitions.cancel(made)
    Letter.objects.all().delete()
    address = f"{invitation.get_absolute_url()}danh-sach/"
    file = io.BytesIO(content)
    file.name = name
    response = visitor.post(address, {"file": file, "read": "1", "consent": "on"})
    check_page(response)
    assert "checked" not in response.content.decode()
    assert invitation.active().count() == 0
    lines = response.context["list_form"]["lines"].value() or ""
    if not lines:
        return
    sent = send(visitor, address, {"lines": lines, "consent": "on"})
    assert sent.status_code == 303, lines  # what was read can be sent
    assert invitation.active().count() == len(lines.splitlines())
    assert {made.organisation for made in invitation.active()} == {invitation.organisation}
    check_letters()


@fuzz
@given(reason=texts)
def test_declining(visitor, invitation, reason):
    response = send(visitor, f"{invitation.get_absolute_url()}tu-choi/", {"reason": reason})
    invitation.refresh_from_db()
    if response.status_code == 303:
        assert invitation.decline_reason == as_kept(reason)
    else:
        check_page(response)
        assert invitation.declined_at is None or invitation.decline_reason != as_kept(reason)
    check_page(visitor.get(invitation.get_absolute_url()))


@fuzz
@given(code=texts, path=in_address)
def test_codes(visitor, invitation, code, path):
    check_page(send(visitor, "/moi/", {"code": code}))
    assert visitor.get("/moi/" + encoded({"": path})[1:] + "/").status_code in (404, 429)


@fuzz
@given(
    token=in_address,
    place=st.sampled_from(
        [
            "/moi/{}/", "/moi/{}/danh-sach/", "/moi/{}/tu-choi/", "/moi/GENUINE/thay/{}/",
            "/moi/GENUINE/phieu/{}/",
            "/moi/GENUINE/sua/{}/", "/moi/GENUINE/huy/{}/", "/moi/GENUINE/thong-bao/{}/",
            "/dang-ky/{}/", "/dang-ky/{}/huy/", "/dang-ky/{}/du-lieu/", "/dang-ky/{}/du-lieu.json",
            "/dang-ky/{}/phieu-tham-du.pdf", "/dang-ky/{}/lich-buoi-le.ics", "/dang-ky/{}/qr.svg",
        ]
    ),
    posted=st.booleans(),
)  # fmt: skip
def test_strange_tokens(visitor, invitation, token, place, posted):
    address = place.replace("GENUINE", invitation.token)
    address = address.format(encoded({"": token})[1:].replace("%2f", "%2F"))
    send_ = visitor.post if posted else visitor.get
    assert send_(address).status_code in (404, 405, 409, 429)


@fuzz
@given(typed=st.dictionaries(st.sampled_from(["name", "phone", "words", "kind"]), texts))
def test_own_pages(visitor, invitation, typed):
    own = named(invitation).get_absolute_url()
    for step in ("correct", "ask", "consents"):
        response = send(visitor, f"{own}du-lieu/", {**typed, "step": step})
        assert response.status_code in (200, 303)
    check_page(visitor.get(f"{own}du-lieu/"))
    assert visitor.get(f"{own}du-lieu.json").status_code == 200
    assert send(visitor, f"{own}huy/", typed).status_code == 303
    check_page(visitor.get(own))


@fuzz
@given(content=st.binary(max_size=200), code=texts)
def test_files_to_verify(visitor, invitation, content, code):
    response = visitor.post("/xac-minh/", {"file": SimpleUploadedFile("a", content)})
    check_page(response)
    sent = encoded({"code": code, "file": code})
    assert visitor.post("/xac-minh/", sent, content_type=FORM).status_code in (200, 404, 429)
