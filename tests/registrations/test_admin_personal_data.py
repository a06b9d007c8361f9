"""The organizers' list of requests about personal data."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registrations import services
from registrations.models import DataRequest, Registration
from tests.factories import make_registration, make_seating
from tests.people import signed_in
from tests.registrations.test_admin import opened, text_of, url

pytestmark = pytest.mark.django_db

LIST = reverse("admin:registrations_datarequest_changelist")


@pytest.fixture
def organizer():
    return signed_in("organizer")


@pytest.fixture
def asked():
    made = make_registration(make_seating().event, name="Nguyễn Thị Hỏi")
    return services.ask(made, "erase", "Xin xóa dữ liệu của tôi")


def act(client, action: str, *chosen):
    data = {"action": action, "_selected_action": [str(row.pk) for row in chosen]}
    return client.post(LIST, data, follow=True)


def test_list_shows_who_asks_and_by_when(organizer, asked):
    page = text_of(organizer.get(LIST))
    assert "Nguyễn Thị Hỏi" in page
    assert f"{asked.due:%d/%m/%Y}" in page
    assert "Nguyễn Thị Hỏi" in text_of(organizer.get(LIST, {"q": "thị hỏi"}))
    assert "Nguyễn Thị Hỏi" not in text_of(organizer.get(LIST, {"q": "người khác"}))
    assert "Nguyễn Thị Hỏi" not in text_of(organizer.get(LIST, {"overdue": "yes"}))
    DataRequest.objects.update(answer_due=datetime.date(2020, 1, 2))
    assert "Nguyễn Thị Hỏi" in text_of(organizer.get(LIST, {"overdue": "yes"}))


def test_answering_and_erasing(organizer, asked):
    act(organizer, "answer_chosen", asked)
    asked.refresh_from_db()
    assert (asked.status, asked.answered_at is not None) == ("open", True)
    act(organizer, "finish_chosen", asked)
    asked.refresh_from_db()
    assert (asked.status, asked.closed_by.username) == ("done", "nguoi-organizer")
    assert Registration.objects.get().erased_at is not None
    assert "Nguyễn Thị Hỏi" not in text_of(organizer.get(LIST))
    assert act(organizer, "finish_chosen", asked).status_code == 200


def test_refusing_with_a_reason(organizer, asked):
    data = opened(organizer, asked)
    assert organizer.post(url(asked), {**data, "reason": "Phải lưu trữ"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.status, asked.reason) == ("refused", "Phải lưu trữ")
    again = organizer.post(url(asked), {**data, "reason": "Lý do khác"})
    assert again.status_code == 200
    asked.refresh_from_db()
    assert asked.reason == "Phải lưu trữ"


def test_saving_without_a_reason_changes_nothing(organizer, asked):
    organizer.post(url(asked), opened(organizer, asked))
    asked.refresh_from_db()
    assert asked.status == "open"


def test_an_erased_delegate_cannot_be_filled_in_again(organizer, asked):
    services.finish(asked)
    erased = Registration.objects.get()
    data = opened(organizer, erased)
    assert organizer.post(url(erased), {**data, "name": "Tên Mới"}).status_code == 200
    assert Registration.objects.get().name == erased.name


def test_only_organizers_decide(asked):
    secretariat = signed_in("secretariat")
    assert secretariat.get(LIST).status_code == 200
    act(secretariat, "finish_chosen", asked)
    assert DataRequest.objects.get().status == "open"
    assert signed_in("reception").get(LIST).status_code == 403


def test_proofs_and_erasures_are_only_looked_at(organizer, asked):
    consent = asked.registration.consents.get()
    services.finish(asked)
    assert consent.text.text.splitlines()[0] in text_of(organizer.get(url(consent)))
    assert organizer.get(reverse("admin:registrations_erasure_changelist")).status_code == 200
    assert organizer.post(url(consent), {"given": ""}).status_code == 403
    for name in ("consent", "erasure", "datarequest"):
        assert organizer.get(reverse(f"admin:registrations_{name}_add")).status_code == 403


def test_list_takes_a_constant_number_of_statements(organizer, asked):
    organizer.get(LIST)
    with CaptureQueriesContext(connection) as few:
        organizer.get(LIST)
    event = asked.registration.event
    for _n in range(10):
        services.ask(make_registration(event), "copy")
    with CaptureQueriesContext(connection) as many:
        organizer.get(LIST)
    assert len(many) == len(few)
