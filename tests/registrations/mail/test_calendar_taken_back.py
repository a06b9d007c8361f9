"""Who cancels or is replaced takes the ceremony off the calendar: RFC 5545 and RFC 5546."""

import datetime
import re
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone
from icalendar import Calendar

from events.mail import sending
from events.models import Event, Letter
from registrations import mail
from registrations.models import Registration
from registrations.services import invitations, reminders, transitions
from tests.factories import make_delegate, make_invitation, make_registration, make_seating, named
from tests.letters import files
from tests.mail_server import mail_server

pytestmark = pytest.mark.django_db

STARTS_AT = datetime.datetime(2030, 2, 12, 8, tzinfo=timezone.get_default_timezone())
SENDER = "Ban Tổ chức Cuộc thi <btc@doimoisangtao.example>"
LINE = re.compile(rb"[A-Z0-9-]+(;[^:]+)?:.*|[ \t].*", re.DOTALL)


@pytest.fixture
def event() -> Event:
    event = make_seating(public_seats=2, reserve_seats=1).event
    event.title = "Lễ công bố, phát động Cuộc thi “Đổi mới sáng tạo - vì Thái Nguyên thân yêu”"
    event.starts_at = STARTS_AT
    event.save()
    event.refresh_from_db()
    return event


def come(event: Event, **kwargs: Any) -> Registration:
    return make_registration(event, email="dai-bieu@example.vn", **kwargs)


def sent() -> list[EmailMessage]:
    """Send what is due; return it as it arrived."""
    with mail_server() as server, override_settings(DEFAULT_FROM_EMAIL=SENDER):
        sending.send_due()
    return server.letters


def calendars(letters: list[EmailMessage]) -> list[EmailMessage]:
    return [
        part
        for letter in letters
        for part in letter.iter_attachments()
        if part.get_content_type() == "text/calendar"
    ]


def checked(part: EmailMessage) -> Any:
    """Return the entry of a file, after a look at its bytes and at what RFC 5546 asks for."""
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    lines = content.split(b"\r\n")[:-1]
    assert all(LINE.fullmatch(line) and len(line) <= 75 for line in lines)
    content.decode("utf-8")
    calendar = Calendar.from_ical(content)
    assert (calendar["version"], calendar["method"]) == ("2.0", part.get_param("method"))
    assert part.get_content_charset() == "utf-8"
    (entry,) = calendar.walk("VEVENT")
    assert {"UID", "DTSTAMP", "SEQUENCE", "ORGANIZER", "DTSTART", "SUMMARY"} <= set(entry)
    assert entry["organizer"] == "mailto:btc@doimoisangtao.example"
    assert entry["organizer"].params["CN"] == "Ban Tổ chức Cuộc thi"
    assert entry["dtstamp"].dt.utcoffset() == datetime.timedelta(0)
    if calendar["method"] == "PUBLISH":
        assert entry["dtstart"].dt == STARTS_AT
    assert str(entry["summary"]) == Event.objects.get().title
    return entry


def test_who_cancels_gets_the_file_that_takes_the_entry_back(event):
    one = come(event)
    (given,) = calendars(sent())
    transitions.cancel(one)
    (taken,) = calendars(sent())
    assert taken.get_filename() == "huy-lich-buoi-le.ics"
    assert (given.get_param("method"), taken.get_param("method")) == ("PUBLISH", "CANCEL")
    before, after = checked(given), checked(taken)
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstamp"].dt >= before["dtstamp"].dt
    assert "description" not in after


def test_it_is_above_every_change_of_the_hour(event):
    one = come(event)
    numbers = [checked(calendars(sent())[0])["sequence"]]
    for venue in ("Nhà văn hóa", "Hội trường A"):
        event.venue = venue
        event.save()
        reminders.queue_due_letters(timezone.now() + datetime.timedelta(hours=1))
        numbers.append(checked(calendars(sent())[0])["sequence"])
    transitions.cancel(Registration.objects.get(pk=one.pk))
    numbers.append(checked(calendars(sent())[0])["sequence"])
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("state", ["waiting", "no hour", "pending"])
def test_who_had_no_entry_gets_no_file(event, state):
    if state == "waiting":
        come(event), come(event)
    if state == "no hour":
        event.starts_at = None
        event.save()
    if state == "pending":
        event.seating.policy = "approval"
        event.seating.save()
    one = come(event)
    transitions.cancel(one)
    letters = sent()
    assert calendars(letters[-1:]) == []
    assert "đã được hủy" in letters[-1].get_body(("plain",)).get_content()


def test_sent_again_it_takes_back_what_was_given(event):
    seated, _other, waiting = (come(event) for _n in range(3))
    for one in (waiting, seated):
        transitions.cancel(one, silently=True)
        sent()
        one.refresh_from_db()
        assert mail.delegates.again(one)
        last = Letter.objects.order_by("pk").last()
        assert files(last) == (["huy-lich-buoi-le.ics"] if one == seated else [])
    (taken,) = calendars(sent())
    assert checked(taken)["status"] == "CANCELLED"


def test_who_was_replaced_loses_the_entry_and_the_substitute_gets_one(event):
    one = named(make_invitation(event), email="cu@example.vn")
    (given,) = calendars(sent())
    invitations.substitute(one, delegate=make_delegate(email="moi@example.vn"))
    by_address = {str(letter["To"]): letter for letter in sent()}
    (taken,) = calendars([by_address["cu@example.vn"]])
    (new,) = calendars([by_address["moi@example.vn"]])
    before, after, other = checked(given), checked(taken), checked(new)
    assert (after["uid"], after["status"]) == (before["uid"], "CANCELLED")
    assert after["sequence"] > before["sequence"]
    assert (other["status"], other["uid"] == before["uid"]) == ("CONFIRMED", False)


def test_without_a_sender_no_organizer_is_made_up(client, event):
    page = come(event).get_absolute_url()
    assert b"ORGANIZER" not in client.get(f"{page}lich-buoi-le.ics").content


def changed(event: Event) -> list[EmailMessage]:
    """Save, let it settle, and return the letters of it as they arrive."""
    event.save()
    event.refresh_from_db()
    reminders.queue_due_letters(timezone.now() + datetime.timedelta(hours=1))
    return sent()


def test_an_hour_that_is_open_again_takes_the_entry_back_until_the_next_one(event):
    come(event)
    (given,) = calendars(sent())
    event.starts_at = None
    (letter,) = changed(event)
    (taken,) = calendars([letter])
    assert taken.get_filename() == "huy-lich-buoi-le.ics"
    assert "xin mở tệp lịch kèm theo thư này để gỡ" in letter.get_body(("plain",)).get_content()
    event.venue = "Nhà văn hóa"
    (letter,) = changed(event)  # there is nothing to take back any more
    assert calendars([letter]) == []
    assert "tệp lịch" not in letter.get_body(("plain",)).get_content()
    event.starts_at = STARTS_AT
    (new,) = calendars(changed(event))
    entries = [checked(part) for part in (given, taken, new)]
    assert [entry["status"] for entry in entries] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert len({entry["uid"] for entry in entries}) == 1
    numbers = [entry["sequence"] for entry in entries]
    assert numbers == sorted(set(numbers))


def test_who_never_had_an_hour_takes_nothing_back(event):
    event.starts_at = None
    event.save()
    event.refresh_from_db()
    come(event)
    sent()
    event.venue = "Nhà văn hóa"
    (letter,) = changed(event)
    assert calendars([letter]) == []


def test_an_hour_fixed_again_before_the_letter_goes_takes_nothing_back(event):
    come(event)
    sent()
    event.starts_at = None
    event.save()
    event.refresh_from_db()
    reminders.queue_due_letters(timezone.now() + datetime.timedelta(hours=1))
    assert "huy-lich-buoi-le.ics" in files(Letter.objects.order_by("pk").last())
    event.starts_at = STARTS_AT
    event.save()
    (new,) = calendars(sent())
    assert checked(new)["status"] == "CONFIRMED"
