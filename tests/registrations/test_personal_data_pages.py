"""What a person sees and does with the own data behind the secret link; and what leaks nowhere."""

import datetime
import json
import logging

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registrations import services
from registrations.models import DataRequest, Registration
from registrations.views.personal_data import CHANGES_PER_DAY
from tests.factories import make_registration, make_seating
from tests.hostile import FORM, encoded, texts
from tests.registrations.test_views import form, text, title

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_seating(public_seats=50).event


@pytest.fixture
def made(event):
    return make_registration(event, name="Bí Mật Kín", email="kin@donvi.vn")


def send(client, made, step: str, **data):
    return client.post(f"{made.get_absolute_url()}du-lieu/", {"step": step, **data})


def correct(client, made, **changes):
    typed = {"name": made.name, "position": "", "phone": "0912 000 999", "email": "", **changes}
    return send(client, made, "correct", **typed)


def test_notice_stands_on_a_page_of_its_own(client, event):
    event.contact = "Văn phòng Sở\n0208 3855 123"
    event.save()
    page = client.get("/du-lieu-ca-nhan/")
    assert "0208 3855 123" in text(page)
    assert "91/2025/QH15" in text(page)
    assert 'href="/du-lieu-ca-nhan/"' in client.get("/dang-ky/").content.decode()
    assert client.get("/en/du-lieu-ca-nhan/").status_code == 200


def test_notice_of_an_empty_portal(client):
    assert client.get("/du-lieu-ca-nhan/").status_code == 200


def test_page_shows_what_is_kept_and_is_secret(client, made):
    page = client.get(f"{made.get_absolute_url()}du-lieu/")
    assert "Bí Mật Kín" in text(page)
    assert "Bí Mật" not in title(page)
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"
    assert "checked" not in page.content.decode()
    assert client.get(f"/dang-ky/{'x' * 32}/du-lieu/").status_code == 404


def test_form_without_token_is_refused(made):
    client = Client(enforce_csrf_checks=True)
    assert correct(client, made).status_code == 403


def test_correcting(client, made):
    response = correct(client, made, name="Bí Mật Mới", position="Phó Chánh Văn phòng")
    assert (response.status_code, response["Location"]) == (
        303,
        f"{made.get_absolute_url()}du-lieu/",
    )
    now = Registration.objects.get()
    assert (now.name, now.position, now.phone) == (
        "Bí Mật Mới",
        "Phó Chánh Văn phòng",
        "+84912000999",
    )
    assert (now.organisation, now.seat_id, now.code) == (made.organisation, made.seat_id, made.code)


def test_wrong_correction_keeps_what_was_typed(client, made):
    response = correct(client, made, name="Tên Mới", phone="12")
    assert response.status_code == 200
    assert 'value="Tên Mới"' in response.content.decode()
    assert Registration.objects.get().name == "Bí Mật Kín"


def test_nobody_becomes_somebody_who_is_registered(client, made, event):
    other = make_registration(event)
    assert correct(client, made, name=other.name).status_code == 200
    made.refresh_from_db()
    assert made.name == "Bí Mật Kín"


def test_no_correction_once_the_ceremony_has_begun(client, made, event):
    event.starts_at = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    event.save()
    assert correct(client, made, name="Tên Mới").status_code == 200
    assert Registration.objects.get().name == "Bí Mật Kín"


def test_no_correction_of_what_is_cancelled(client, made):
    services.cancel(made)
    assert correct(client, made, name="Tên Mới").status_code == 200
    assert Registration.objects.get().name == "Bí Mật Kín"


def test_changes_are_limited(client, made):
    for number in range(CHANGES_PER_DAY):
        assert correct(client, made, position=f"Chức vụ {number}").status_code == 303
    refused = correct(client, made, position="Chức vụ cuối")
    assert refused.status_code == 429
    assert 'value="Chức vụ cuối"' in refused.content.decode()


def test_optional_consents_are_given_and_withdrawn(client, made):
    assert send(client, made, "consents", news="on").status_code == 303
    assert Registration.objects.get().news_consent is True
    page = client.get(f"{made.get_absolute_url()}du-lieu/").content.decode()
    assert page.count("checked") == 1
    assert send(client, made, "consents").status_code == 303
    assert Registration.objects.get().news_consent is False
    assert made.consents.count() == 3


def test_asking_for_erasure(client, made):
    assert send(client, made, "ask", kind="erase", words="Xin xóa").status_code == 303
    asked = DataRequest.objects.get()
    assert (asked.kind, asked.words, asked.status) == ("erase", "Xin xóa", "open")
    page = text(client.get(f"{made.get_absolute_url()}du-lieu/"))
    assert f"{asked.due:%d/%m/%Y}" in page
    assert f"{asked.answer_due:%d/%m/%Y}" in page
    services.refuse(asked, reason="Phải lưu theo quy định")
    assert "Phải lưu theo quy định" in text(client.get(f"{made.get_absolute_url()}du-lieu/"))


@pytest.mark.parametrize(
    "wrong", [{"kind": ""}, {"kind": "all"}, {"kind": "copy", "words": "x" * 3000}]
)
def test_wrong_request(client, made, wrong):
    response = send(client, made, "ask", **wrong)
    assert response.status_code == 200
    assert "invalid-feedback" in response.content.decode()
    assert not DataRequest.objects.exists()


def test_unknown_step_does_nothing(client, made):
    assert send(client, made, "all", kind="erase").status_code == 200
    assert not DataRequest.objects.exists()


def test_download_holds_everything(client, made):
    services.ask(made, "copy", "Xin bản sao")
    response = client.get(f"{made.get_absolute_url()}du-lieu.json")
    data = json.loads(response.content)
    assert (data["name"], data["phone"], data["email"]) == (made.name, made.phone, made.email)
    assert data["consents"][0]["purpose"] == "attend"
    assert data["consents"][0]["text__text"] == made.consents.get().text.text
    assert data["requests"][0]["words"] == "Xin bản sao"
    assert response["Cache-Control"] == "no-store"
    assert "attachment" in response["Content-Disposition"]
    assert made.name not in response["Content-Disposition"]


def test_page_takes_a_constant_number_of_statements(client, made):
    address = f"{made.get_absolute_url()}du-lieu/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _n in range(5):
        services.change_consents(made, ["news"])
        services.change_consents(made, [])
        services.finish(services.ask(made, "copy"))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    step=st.sampled_from(["correct", "consents", "ask"]) | texts,
    typed=st.dictionaries(
        st.sampled_from(["name", "position", "phone", "email", "photo", "news", "kind", "words"]),
        texts,
    ),
)
def test_whatever_is_typed(client, made, step, typed):
    sent = {"name": "Bí Mật Kín", "phone": "0912000999", "kind": "copy", **typed, "step": step}
    address = f"{made.get_absolute_url()}du-lieu/"
    assert client.post(address, encoded(sent), content_type=FORM).status_code in (200, 303, 429)
    page = client.get(address)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_nothing_personal_in_logs_titles_addresses_and_kept_pages(
    client, event, caplog, mailoutbox
):
    """The whole way of a delegate, looking at logs, titles, addresses, letters and kept pages."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)  # only speaks with DEBUG
    traces = ("Bí Mật", "Kín", "0912 999 888", "912999888", "kin@donvi.vn")
    typed = form(
        client, name="Bí Mật Kín", position="Kín", phone="0912 999 888", email="kin@donvi.vn"
    )
    answers = [client.post("/dang-ky/", {**typed, "consent": ""})]
    answers.append(client.post("/dang-ky/", typed))
    own = answers[-1]["Location"]
    made = Registration.objects.get()
    answers.append(client.post("/dang-ky/", {**typed, "submission": ""}))
    for path in (own, f"{own}du-lieu/", f"{own}du-lieu.json", f"{own}huy/", f"{own}sai/"):
        answers.append(client.get(path))
    answers.append(correct(client, made, phone="sai 0912 999 888"))
    answers.append(send(client, made, "ask", kind="erase", words="Tôi là Bí Mật Kín"))
    answers.append(client.post(f"{own}huy/"))
    answers.extend(client.get(path) for path in ("/", "/dang-ky/", "/du-lieu-ca-nhan/"))
    titles = [title(answer) for answer in answers if b"<title>" in answer.content]
    addresses = [answer["Location"] for answer in answers if "Location" in answer]
    kept = b" ".join(cache._cache.values()).decode("utf-8", "replace")
    subjects = [letter.subject for letter in mailoutbox]
    assert len(titles) > 8
    assert len(kept) > 1000
    for trace in traces:
        assert trace not in " ".join(titles + addresses + subjects)
        assert trace not in caplog.text
        assert trace not in kept
    assert made.token not in kept
