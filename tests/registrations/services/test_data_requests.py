"""Consents, requests with their legal deadlines, and erasing what is no longer needed."""

import datetime
import hashlib

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from django.utils.translation import override

from events.models import Letter
from events.vietnamese.workdays import working_day
from registrations.errors import REASON_NEEDED, NotAllowed
from registrations.models import (
    CallLog,
    Consent,
    DataRequest,
    Erasure,
    ImportDraft,
    Invitation,
    Registration,
    Seat,
    Substitution,
)
from registrations.models.personal_data import agreed_to
from registrations.services import consents, data_requests, erasure, invitations, transitions
from registrations.services.origins import ByHand, PublicForm
from registrations.services.registration import register
from tests.factories import (
    make_delegate,
    make_invitation,
    make_registration,
    make_seating,
    named,
)
from tests.refusals import not_allowed
from tests.registrations.crowd import check_everything, committed, rush

pytestmark = pytest.mark.django_db

Kind, Status = DataRequest.Kind, DataRequest.Status
DAY = datetime.timedelta(days=1)


@pytest.fixture
def event():
    return make_seating(public_seats=2, reserve_seats=1).event


def after(event, days: int) -> datetime.date:
    return event.window_end + days * DAY


def answers(registration) -> list[tuple[str, bool]]:
    return list(registration.consents.values_list("purpose", "given"))


# Consents


def test_only_what_was_ticked_is_agreed_to(event):
    made = make_registration(event)
    assert answers(made) == [("attend", True)]
    more = register(
        event=event,
        delegate=make_delegate(),
        origin=PublicForm(news_consent=True, photo_consent=True),
    )
    assert answers(more) == [("attend", True), ("photo", True), ("news", True)]
    consent = more.consents.first()
    assert (consent.version, consent.channel) == (consents.VERSION, "public")
    assert consent.at == more.consented_at


def test_an_organizer_agrees_to_nothing_for_others(event):
    made = register(event=event, delegate=make_delegate(), origin=ByHand())
    assert answers(made) == []


def test_the_very_words_are_kept(client, event):
    event.contact = "Văn phòng <Sở>\n0208 3855 123"
    event.save()
    made = make_registration(event)
    kept = made.consents.get().text
    assert kept.sha256 == hashlib.sha256(kept.text.encode()).hexdigest()
    assert "0208 3855 123" in kept.text
    for box in consents.BOXES.values():
        assert str(box) in kept.text
    assert make_registration(event).consents.get().text == kept
    with override("en"):
        assert make_registration(event).consents.get().text != kept
    event.contact = "Văn phòng khác"
    event.save()
    assert make_registration(event).consents.get().text != kept


def test_withdrawing_and_agreeing_again_are_rows(event):
    made = make_registration(event)
    for agreed in (["news"], ["news", "photo"], ["photo"], ["photo"]):
        data_requests.change_consents(made, agreed)
        assert consents.given(Registration.objects.get()) == {"attend", *agreed}
        wanted = Registration.objects.values_list(agreed_to("news"), flat=True)
        assert wanted.get() is ("news" in agreed)
    assert answers(made)[1:] == [("news", True), ("photo", True), ("news", False)]
    check_everything()


@committed
def test_two_clicks_at_once_write_one_answer(event):
    made = make_registration(event)
    rush(lambda _n: data_requests.change_consents(made, ["news"]), range(8), threads=8)
    assert answers(made) == [("attend", True), ("news", True)]


# Requests


@pytest.mark.parametrize(
    ("kind", "days"),
    [("correct", 10), ("copy", 10), ("restrict", 15), ("object", 15), ("erase", 20)],
)
def test_deadlines_of_the_law(event, kind, days):
    made = data_requests.ask(make_registration(event), kind)
    today = timezone.localdate()
    assert made.answer_due == min(working_day(today, 2), made.due)
    assert made.due == today + days * DAY


@pytest.mark.parametrize(
    ("received", "kind", "answer_due", "due"),
    [
        ("2026-11-23", "copy", "2026-11-26", "2026-12-03"),  # 24 November is free
        ("2027-02-03", "copy", "2027-02-12", "2027-02-13"),  # Tết
        ("2028-01-21", "copy", "2028-01-31", "2028-01-31"),  # two working days end on 1 February
        ("2028-01-21", "erase", "2028-02-01", "2028-02-10"),
    ],
)
def test_deadlines_over_public_holidays(event, received, kind, answer_due, due):
    asked = DataRequest(registration=make_registration(event), kind=kind)
    asked.received_at = datetime.datetime.fromisoformat(f"{received}T08:00+07:00")
    asked.set_deadlines()
    asked.save()
    assert (asked.answer_due.isoformat(), asked.due.isoformat()) == (answer_due, due)


def test_the_day_is_that_of_vietnam(event):
    late = datetime.datetime(2026, 11, 22, 18, 0, tzinfo=datetime.UTC)  # Monday, 01:00 in Vietnam
    asked = DataRequest(registration=make_registration(event), kind="copy", received_at=late)
    asked.set_deadlines()
    assert asked.answer_due == datetime.date(2026, 11, 26)  # Tuesday the 24th is free
    assert asked.due == datetime.date(2026, 12, 3)


def test_overdue(event):
    asked = data_requests.ask(make_registration(event), "erase")

    def late(day) -> bool:
        fresh = DataRequest.objects.get()
        assert DataRequest.objects.overdue(day).exists() is fresh.is_overdue(day)
        return fresh.is_overdue(day)

    assert not late(asked.answer_due)
    assert late(asked.answer_due + DAY)
    data_requests.answer(asked)
    assert not late(asked.due)
    assert late(asked.due + DAY)
    data_requests.refuse(asked, reason="Phải lưu trữ")
    assert not late(asked.due + DAY)


def test_asking_twice_is_one_request(event):
    made = make_registration(event)
    assert data_requests.ask(made, "copy") == data_requests.ask(made, "copy")
    data_requests.finish(DataRequest.objects.get())
    data_requests.ask(made, "copy")
    assert DataRequest.objects.count() == 2


def test_a_refusal_needs_a_reason_and_closing_is_once(event):
    asked = data_requests.ask(make_registration(event), "restrict")
    with not_allowed(REASON_NEEDED):
        data_requests.refuse(asked, reason=" ")
    data_requests.finish(asked)
    for step in (data_requests.finish, data_requests.answer):
        with pytest.raises(NotAllowed):
            step(asked)
    assert DataRequest.objects.get().status == Status.DONE


def test_an_accepted_erasure_before_the_ceremony_frees_the_seat(event):
    first, second, third = (make_registration(event) for _n in range(3))
    data_requests.finish(data_requests.ask(first, "erase", "Tên tôi là Bí Mật"))
    first.refresh_from_db()
    assert first.status == "cancelled"
    assert Registration.objects.get(pk=third.pk).status == "confirmed"
    assert second.consents.exists()
    assert Erasure.objects.values_list("cause", "registrations").get() == ("request", 1)
    assert "Bí Mật" not in DataRequest.objects.get().words
    check_everything()


def test_an_erasure_closes_what_else_the_person_asked_for(event, django_user_model):
    one, other = make_registration(event), make_registration(event)
    asked = {kind: data_requests.ask(one, kind) for kind in ("copy", "erase", "correct")}
    data_requests.answer(asked["copy"])
    data_requests.ask(other, "copy")
    by = django_user_model.objects.create(username="nguoi-xu-ly")
    data_requests.finish(asked["erase"], by=by)
    rows = DataRequest.objects.order_by("pk").values_list("kind", "status", "reason", "closed_by")
    assert list(rows) == [
        ("copy", "refused", "Đã xóa dữ liệu", None),
        ("erase", "done", "", by.pk),
        ("correct", "refused", "Đã xóa dữ liệu", None),
        ("copy", "open", "", None),
    ]
    assert not DataRequest.objects.filter(status="refused", answered_at=None).exists()


# Erasing


def everything_written() -> str:
    """Return all rows of the tables that may hold something personal, as text."""
    tables = (
        Registration, Substitution, DataRequest, Consent, Erasure, Letter, LogEntry, Invitation,
        CallLog,
    )  # fmt: skip
    return str([list(model.objects.values()) for model in tables])


@pytest.fixture
def past(event):
    """A ceremony with one of every state, and the traces that work on it leaves."""
    people = [
        make_registration(
            event,
            name=f"Bí Mật {number}",
            organisation=f"Cơ quan Kín {number}",
            position="Chánh Văn phòng Kín",
            phone=f"+8491234567{number}",
            email=f"kin{number}@donvi.vn",
            honorific="ms",
        )
        for number in range(5)
    ]
    transitions.give_reserve_seat(people[4], reason="Khách của ông Kín")
    transitions.cancel(people[3])
    data_requests.refuse(
        data_requests.ask(people[0], "erase", "Tôi là Bí Mật"), reason="Bí Mật còn ngồi"
    )
    office = make_invitation(event, organisation="Sở Y tế", contact_name="Bí Mật 6")
    guest = named(office, name="Bí Mật 6", email="kin6@donvi.vn", phone="+84912345676")
    guest = invitations.substitute(
        guest, delegate=make_delegate(name="Bí Mật 7", organisation="Sở Y tế")
    )
    transitions.cancel(guest)
    CallLog.objects.create(invitation=office, caller="Người trực", said="Ông Bí Mật đi vắng")
    LogEntry.objects.create(
        user_id=make_user().pk,
        content_type=ContentType.objects.get_for_model(Registration),
        object_id=str(people[0].pk),
        object_repr="Bí Mật 0",
        action_flag=CHANGE,
    )
    return event


def make_user():
    from django.contrib.auth.models import User

    return User.objects.create_user("nguoitruc")


def seats_and_states() -> list:
    rows = Registration.objects.order_by("pk")
    return list(rows.values_list("pk", "status", "seat", "delegation", "consented_at"))


def test_what_is_due_is_erased_and_every_count_stays(past, client):
    before, links = seats_and_states(), [r.get_absolute_url() for r in Registration.objects.all()]
    assert erasure.erase_due(past, after(past, 90)) == 0
    assert "Bí Mật" in everything_written()
    assert erasure.erase_due(past, after(past, 91)) == 6
    written = everything_written()
    for trace in ("Bí Mật", "Kín", "kin0", "9123456"):
        assert trace not in written
    assert seats_and_states() == before
    assert Seat.objects.taken().count() == 3
    assert Erasure.objects.values_list("cause", "registrations").get() == ("retention", 6)
    assert [client.get(link).status_code for link in links] == [404] * 6
    check_everything()
    assert erasure.erase_due(past, after(past, 92)) == 0


def test_uploaded_lists_that_nobody_confirmed_go_too(event):
    user = make_user()
    for hours in (2, 0):
        ImportDraft.objects.create(
            event=event, user=user, kind="delegates", file_name="ds.xlsx",
            content={"rows": ["Bí Mật"]}, created_at=timezone.now() - hours * DAY / 24,
        )  # fmt: skip
    erasure.erase_due(event)
    assert ImportDraft.objects.count() == 1


def test_erased_stays_erased(past):
    erasure.erase_due(past, after(past, 91))
    erased = Registration.objects.first()
    for step in (
        lambda: transitions.correct(erased, delegate=make_delegate()),
        lambda: data_requests.ask(erased, "copy"),
        lambda: data_requests.change_consents(erased, ["news"]),
    ):
        with pytest.raises(NotAllowed):
            step()


@override_settings(RETENTION_DAYS={"attend": 90, "photo": 90, "news": 365})
def test_who_wants_news_is_kept_for_as_long_as_for_news(event):
    plain = make_registration(event)
    wants, changed = (
        register(event=event, delegate=make_delegate(), origin=PublicForm(news_consent=True))
        for _n in range(2)
    )
    data_requests.change_consents(changed, [])
    assert erasure.due_for_erasure(event, after(event, 91)) == [plain.pk, changed.pk]
    assert erasure.due_for_erasure(event, after(event, 366)) == [plain.pk, wants.pk, changed.pk]


def test_the_days_count_from_the_day_that_was_fixed(event):
    make_registration(event)
    event.starts_at = datetime.datetime(2030, 2, 10, 18, 0, tzinfo=datetime.UTC)  # the 11th
    event.save()
    assert not erasure.due_for_erasure(event, datetime.date(2030, 2, 11) + 90 * DAY)
    assert erasure.due_for_erasure(event, datetime.date(2030, 2, 11) + 91 * DAY)


def test_command_erases_what_is_due(past, capsys):
    other = make_seating().event
    make_registration(other, name="Bí Mật Khác")
    day = str(after(past, 91))
    call_command("erase_personal_data", "--event", past.slug, "--now", day, "--dry-run")
    assert not Erasure.objects.exists()
    call_command("erase_personal_data", "--event", past.slug, "--now", day)
    assert Registration.objects.filter(erased_at__isnull=True).count() == 1
    call_command("erase_personal_data", "--now", str(after(past, 90)))
    assert Registration.objects.filter(erased_at__isnull=True).count() == 1
    call_command("erase_personal_data", "--now", day)
    assert not Registration.objects.filter(erased_at__isnull=True).exists()
    assert "Bí Mật" not in capsys.readouterr().out
    check_everything()


@committed
def test_erasing_while_delegates_cancel_and_register():
    event = make_seating(public_seats=20, reserve_seats=0).event
    people = [make_registration(event) for _n in range(30)]
    jobs = [("cancel", r) for r in people[:10]] + [("register", None)] * 10 + [("erase", None)] * 4

    def take(job):
        kind, registration = job
        if kind == "cancel":
            transitions.cancel(registration)
        elif kind == "erase":
            erasure.erase_due(event, after(event, 91))
        else:
            make_registration(event)

    rush(take, jobs, threads=12)
    erasure.erase_due(event, after(event, 91))
    assert Registration.objects.filter(erased_at__isnull=False).count() == 40
    assert Seat.objects.taken().count() == 20
    check_everything()
