"""Somebody comes in the place of a delegate: both are told, and neither learns too much."""

import datetime
import io

import pytest
import time_machine
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar
from openpyxl import load_workbook

from events.mail import sending
from events.models import Event, Letter
from registrations import mail
from registrations.importing import read_list
from registrations.models import DataRequest, Erasure, Invitation, Registration, Substitution
from registrations.services import data_requests, invitations, reminders, transitions
from tests.factories import make_delegate, make_invitation, make_seating, named
from tests.letters import files, now, state, words
from tests.mail_server import mail_server
from tests.people import signed_in
from tests.registrations.admin.registration.pages import text_of

pytestmark = pytest.mark.django_db

State = Letter.State
STARTS_AT = datetime.datetime(2030, 2, 12, 8, tzinfo=timezone.get_default_timezone())
OLD, NEW, THIRD = "cu@example.vn", "moi@example.vn", "ba@example.vn"


@pytest.fixture
def event() -> Event:
    event = make_seating(public_seats=2, reserve_seats=1).event
    event.starts_at = STARTS_AT
    event.save()
    event.refresh_from_db()
    return event


@pytest.fixture
def invitation(event: Event) -> Invitation:
    return make_invitation(event, organisation="Sở Y tế", quota=5)


@pytest.fixture
def organizer():
    return signed_in("organizer")


def sent_instead(registration: Registration, name: str = "Trần Thị Mới", **kwargs) -> Registration:
    delegate = make_delegate(**{"name": name, "organisation": "Sở Y tế", "email": NEW, **kwargs})
    return invitations.substitute(registration, delegate=delegate)


def keys(**query: str) -> list[str]:
    return list(Letter.objects.filter(**query).order_by("pk").values_list("key", flat=True))


def to(address: str) -> list[str]:
    """Return the keys of the letters that go to an address now."""
    return [letter.key for letter in Letter.objects.order_by("pk") if goes_to(letter) == address]


def goes_to(letter: Letter) -> str:
    return (
        letter.recipient or (state(letter) == State.WAITING and now(letter).recipient.address) or ""
    )


def to_former() -> Letter:
    return Letter.objects.get(kind="substitution.replaced")


def test_what_was_noted_of_the_former_person_does_not_speak_of_the_next(invitation, organizer):
    one = named(invitation, name="Lê Văn Cũ", email=OLD)
    Registration.objects.filter(pk=one.pk).update(note="Ăn chay")
    one.refresh_from_db()
    one = sent_instead(one)
    former = one.substitutions.get()
    assert (one.note, former.note) == ("", "Ăn chay")
    page = reverse("admin:registrations_registration_change", args=[one.pk])
    assert "Ăn chay" in text_of(organizer.get(page))
    with time_machine.travel(STARTS_AT + datetime.timedelta(days=1)):
        data_requests.finish(data_requests.ask(one, DataRequest.Kind.ERASE))
    former.refresh_from_db()
    assert former.note == ""


def test_the_exported_list_says_in_whose_place_somebody_comes(invitation, organizer):
    one = named(invitation, name="Lê Văn Cũ", email=OLD)
    named(invitation, name="Phạm Thị Ở Lại", email=THIRD)
    sent_instead(sent_instead(one), name="Vũ Thị Ba")
    address = reverse("admin:registrations_registration_export")
    content = organizer.post(address, {"format": "0", "resource": "0"}).content
    rows = {row[5].value: row for row in load_workbook(io.BytesIO(content)).active.rows}
    column = [cell.value for cell in rows["Họ và tên"]].index("Thay cho")
    assert rows["Vũ Thị Ba"][column].value == "Trần Thị Mới, Lê Văn Cũ"
    assert not rows["Phạm Thị Ở Lại"][column].value
    # the list as it was exported can be read in again; who was replaced becomes nobody's note
    read = read_list(io.BytesIO(content), "delegates")
    assert [row.value["note"] for row in read.rows] == ["", ""]


def test_both_are_told_each_with_what_is_theirs(invitation):
    one = named(invitation, name="Lê Văn Cũ", email=OLD, phone="+84912345678")
    old_token = one.token
    one = sent_instead(one, phone="+84987654321")
    letter = Letter.objects.get(kind="registration.substitution")
    with override_settings(SITE_URL="https://doimoisangtao.example"):
        to_new, address = now(letter).text, now(letter).recipient.address
    assert address == NEW

    assert to_new.text.startswith("Kính gửi Ông/Bà Trần Thị Mới,")
    assert "được cử tham dự buổi lễ thay" in to_new.text
    assert files(letter) == ["phieu-tham-du.pdf", "lich-buoi-le.ics"]
    for fact in (one.code, f"Chỗ số: {one.seat.number}", f"/dang-ky/{one.token}/"):
        assert fact in to_new.text
    for theirs in ("Lê Văn Cũ", OLD, "0912", "912345678"):
        assert theirs not in to_new.text + to_new.html

    with override_settings(SITE_URL="https://doimoisangtao.example"):
        to_old, address = now(to_former()).text, now(to_former()).recipient.address
    assert address == OLD
    assert to_old.text.startswith("Kính gửi Ông/Bà Lê Văn Cũ,")
    assert "đã cử đại biểu khác" in to_old.text
    assert files(to_former()) == ["huy-lich-buoi-le.ics"]
    for theirs in ("Trần Thị Mới", NEW, one.code, one.token, old_token, "http", "Chỗ số"):
        assert theirs not in to_old.text + to_old.html


def test_what_waits_for_the_former_person_is_not_sent(invitation):
    one = named(invitation, email=OLD)
    with translation.override("en"):  # an office that reads the English pages
        sent_instead(one)
    assert (
        Letter.objects.get(key__endswith="-confirmation").reason == "Đã có đại biểu khác dự thay."
    )
    assert state(Letter.objects.get(key__endswith="-confirmation")) == State.OVERTAKEN
    with mail_server() as server:
        sending.send_due()
    subjects = [str(letter["Subject"]) for letter in server.letters]
    assert len(subjects) == 2
    assert sorted(server.recipients) == [OLD, NEW]


def test_who_comes_for_somebody_that_waits_waits_at_the_same_place(invitation):
    for _n in range(3):
        named(invitation)
    waiting = named(invitation, email=OLD)
    assert waiting.queue_position() == 2
    sent_instead(waiting)
    letter = Letter.objects.get(kind="registration.substitution")
    assert "Thứ tự trong danh sách chờ: 2" in words(letter)
    assert "danh sách chờ, đúng vị trí" in words(letter)
    assert files(letter) == []
    assert files(to_former()) == []


def test_several_substitutions_are_told_each(invitation):
    one = named(invitation, email=OLD)
    two = sent_instead(one)
    three = sent_instead(two, "Phạm Văn Ba", email=THIRD)
    first, second = three.substitutions.all()
    prefix = f"registration-{one.pk}-"
    assert to(OLD) == [f"substitution-{first.pk}-replaced"]
    assert to(NEW) == [f"substitution-{second.pk}-replaced"]
    assert to(THIRD) == [f"{prefix}substitution-{second.pk}"]
    with mail_server() as server:
        assert sending.send_due() == (3, False)
    assert sorted(server.recipients) == [THIRD, OLD, NEW]


def test_later_steps_leave_the_letter_to_the_former_person_alone(invitation):
    one = sent_instead(named(invitation, email=OLD))
    transitions.cancel(one)
    assert state(to_former()) == State.WAITING
    assert state(Letter.objects.get(key__contains="-substitution-")) == State.OVERTAKEN
    assert goes_to(Letter.objects.get(key__endswith="-cancellation")) == NEW


def test_an_erasure_wipes_out_the_letters_to_all_who_held_it(invitation):
    one = sent_instead(sent_instead(named(invitation, email=OLD)), "Phạm Văn Ba", email=THIRD)
    other = named(invitation, email="khac@example.vn")
    data_requests.finish(data_requests.ask(one, "erase"))
    assert keys() == [f"registration-{other.pk}-confirmation"]


def test_who_has_no_address_gets_none_and_is_read_the_present_letter(invitation):
    one = sent_instead(named(invitation), email="")
    assert keys() == []
    assert mail.delegates.read_out(one).text.startswith("Kính gửi Ông/Bà Trần Thị Mới,")
    assert one.code in mail.delegates.read_out(one).text


def test_the_present_letter_is_sent_again_to_the_substitute(invitation):
    one = sent_instead(named(invitation, email=OLD))
    assert mail.delegates.again(one)
    again = Letter.objects.order_by("pk").last()
    assert goes_to(again) == NEW
    assert files(again) == ["phieu-tham-du.pdf", "lich-buoi-le.ics"]
    with mail_server():
        sending.send_due()
    assert to_former().state == State.SENT


def test_the_substitute_is_reminded_and_not_told_of_an_hour_that_they_know(invitation, event):
    one = named(invitation, email=OLD)
    event.starts_at += datetime.timedelta(hours=1)
    event.save()
    sent_instead(one)
    assert reminders.queue_due_letters(timezone.now() + datetime.timedelta(hours=1)) == 0
    reminders.queue_due_letters(STARTS_AT - datetime.timedelta(hours=20))
    assert to(NEW)[-1].endswith("reminder-2030-02-12")
    assert not any("reminder" in key for key in to(OLD))


def test_after_the_beginning_nobody_is_told(invitation):
    one = named(invitation, email=OLD)
    with time_machine.travel(STARTS_AT - datetime.timedelta(minutes=1)):
        two = sent_instead(one)
    with mail_server() as server, time_machine.travel(STARTS_AT):
        sending.send_due()
        assert mail.delegates.replaced(two.substitutions.get(), seated=True) is False
    assert server.letters == []


def test_an_office_that_shares_a_calendar_keeps_the_entry_of_who_comes(invitation):
    """Taking back the former entry must not take the new one, which has an identity of its own."""
    one = named(invitation, email=OLD)
    with mail_server() as server:
        sending.send_due()
        one = sent_instead(one, email=OLD)
        one = sent_instead(one, "Phạm Văn Ba", email=OLD)
        sending.send_due()
        transitions.cancel(one)
        sending.send_due()
    assert [letter["To"] for letter in server.letters] == [OLD] * 5
    calendar: dict[str, tuple[int, str]] = {}
    for letter in server.letters:
        for part in letter.iter_attachments():
            if part.get_content_type() == "text/calendar":
                (entry,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
                uid, sequence = str(entry["uid"]), int(entry["sequence"])
                assert sequence > calendar.get(uid, (-1, ""))[0]
                calendar[uid] = sequence, str(entry["status"])
    # nobody had the second entry: that letter was withdrawn before it was sent
    assert sorted(status for _n, status in calendar.values()) == ["CANCELLED"] * 3


# What the one asked for is not the other's


def test_a_substitute_neither_sees_nor_inherits_what_the_former_person_asked_for(
    client, invitation
):
    one = named(invitation, name="Lê Văn Cũ", email=OLD)
    data_requests.change_consents(one, ["photo", "news"])
    data_requests.ask(one, "copy", "Gửi đến nhà riêng của tôi")
    data_requests.refuse(data_requests.ask(one, "object"), reason="Ông Cũ còn trong biên chế")
    one = sent_instead(one)
    page = client.get(f"{one.get_absolute_url()}du-lieu/")
    kept = client.get(f"{one.get_absolute_url()}du-lieu.json").json()
    assert list(page.context["requests"]) == kept["yêu cầu về dữ liệu cá nhân"] == []
    assert [(c["mục đích"], c["đã đồng ý"]) for c in kept["sự đồng ý"]] == [
        ("tham dự buổi lễ", True)
    ]
    assert list(page.context["consents"].values_list("purpose", "given")) == [("attend", True)]
    assert data_requests.ask(one, "copy").words == ""  # a request of their own
    assert DataRequest.objects.filter(kind="copy").count() == 2


def test_erasing_who_was_replaced_leaves_who_comes_now(invitation, organizer):
    one = named(invitation, name="Lê Văn Cũ", email=OLD, phone="+84912345678")
    asked = data_requests.ask(one, "erase", "Tôi là Lê Văn Cũ")
    LogEntry.objects.log_actions(User.objects.get().pk, [one], CHANGE, single_object=True)
    one = sent_instead(sent_instead(one), "Phạm Văn Ba", email=THIRD)
    listed = text_of(organizer.get(reverse("admin:registrations_datarequest_changelist")))
    assert f"Lê Văn Cũ ({one.code})" in listed

    data_requests.finish(asked)
    now = Registration.objects.get(pk=one.pk)
    assert (now.name, now.status, now.email) == ("Phạm Văn Ba", "confirmed", THIRD)
    assert keys(key__contains="substitution-") != []
    written = str([list(m.objects.values()) for m in (Letter, Substitution, DataRequest, LogEntry)])
    for trace in ("Lê Văn Cũ", OLD, "912345678"):
        assert trace not in written
    assert "Trần Thị Mới" in written
    assert Erasure.objects.values_list("cause", "registrations").get() == ("request", 1)
