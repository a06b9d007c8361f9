"""The letters to delegates: which, to whom, when, and what they say."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from events.mail import sending
from events.models import Event, Letter
from registrations import mail
from registrations.models import Registration, Seating
from registrations.services import capacity, reminders, transitions
from registrations.services.origins import ByHand
from registrations.services.registration import register
from tests.factories import make_delegate, make_registration, make_seating
from tests.letters import files, now, state, states, words
from tests.mail_server import mail_server

State = Letter.State
HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR
SUBMISSION = uuid.UUID("7d444840-9dc0-11d1-b245-5ffdce74fad2")
STARTS_AT = datetime.datetime(2030, 2, 12, 8, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def event(db):
    return make_seating(public_seats=2, reserve_seats=1).event


def fixed(event: Event, **kwargs) -> None:
    """Fix the hour, as an organizer does."""
    for name, value in {"starts_at": STARTS_AT, **kwargs}.items():
        setattr(event, name, value)
    event.save()
    event.refresh_from_db()


def come(event: Event, **kwargs) -> Registration:
    return make_registration(event, email="dai-bieu@example.vn", **kwargs)


def told(registration: Registration) -> list[str]:
    """Return the occasions of the letters to somebody, in order."""
    prefix = f"registration-{registration.pk}-"
    keys = Letter.objects.filter(key__startswith=prefix).order_by("pk").values_list("key")
    return [key.removeprefix(prefix) for (key,) in keys]


def letter(registration: Registration, occasion: str) -> Letter:
    return Letter.objects.get(key=f"registration-{registration.pk}-{occasion}")


# which letter


def test_who_gets_a_seat_is_told_with_ticket_and_calendar(event):
    fixed(event)
    one = come(event)
    assert told(one) == ["confirmation"]
    confirmation = letter(one, "confirmation")
    assert now(confirmation).recipient.address == "dai-bieu@example.vn"
    assert files(confirmation) == ["phieu-tham-du.pdf", "lich-buoi-le.ics"]


def test_who_waits_is_told_and_told_again_when_a_seat_comes(event):
    first, _second, third = (come(event) for _n in range(3))
    assert told(third) == ["waiting"]
    transitions.cancel(first)
    assert told(first) == ["confirmation", "cancellation"]
    assert told(third) == ["waiting", "promotion"]
    # what is not sent yet and no longer true is not sent at all
    assert state(letter(first, "confirmation")) == State.OVERTAKEN
    assert state(letter(third, "waiting")) == State.OVERTAKEN


def test_who_awaits_approval_is_told_three_times_at_most(event):
    Seating.objects.update(policy=Seating.Policy.APPROVAL)
    approved, refused = come(event), come(event)
    transitions.approve(approved)
    transitions.decline(refused, reason="Ngoài <thành phần>")
    assert told(approved) == ["received", "confirmation"]
    assert told(refused) == ["received", "declined"]
    assert "Lý do: Ngoài <thành phần>" in words(letter(refused, "declined"))
    assert "Ngoài &lt;thành phần&gt;" in now(letter(refused, "declined")).text.html


def test_who_waited_and_gets_a_reserve_seat_is_promoted(event):
    people = [come(event) for _n in range(3)]
    transitions.give_reserve_seat(people[2], reason="Khách mời")
    assert told(people[2]) == ["waiting", "promotion"]


def test_more_seats_promote_with_a_letter(event):
    people = [come(event) for _n in range(3)]
    capacity.resize(event.seating, public_seats=3, reserve_seats=1)
    assert told(people[2]) == ["waiting", "promotion"]


def test_who_has_no_address_gets_no_letter_and_is_read_the_same_text(event):
    one = make_registration(event)
    transitions.cancel(one)
    assert not Letter.objects.exists()
    other = come(event)
    assert mail.delegates.read_out(other).text == words(letter(other, "confirmation"))


def test_an_organizer_registers_silently(event):
    register(
        event=event,
        delegate=make_delegate(email="a@example.vn"),
        origin=ByHand(silently=True),
    )
    assert not Letter.objects.exists()


def test_a_form_sent_twice_makes_one_letter(event):
    for _n in range(2):
        one = come(event, name="Lê Thị Hòa", submission=SUBMISSION)
    assert told(one) == ["confirmation"]


def test_an_address_mended_in_between_gets_the_letter_and_the_wrong_one_does_not(event):
    before = make_registration(
        event, name="Lê Thị Hòa", submission=SUBMISSION, email="sai@example.vn"
    )
    one = come(event, name="Lê Thị Hòa", submission=SUBMISSION)
    assert states() == ["overtaken", "waiting"]
    assert now(Letter.objects.latest("pk")).recipient.address == one.email
    assert (one.pk, one.token == before.token) == (before.pk, False)


def test_the_same_letter_again_tells_the_state_of_now_not_of_the_page(event):
    shown, other = come(event), come(event)
    transitions.cancel(Registration.objects.get(pk=shown.pk))
    waiting = {letter.key for letter in Letter.objects.waiting()}
    assert reminders.send_again(shown)
    assert reminders.send_again(other)
    again = [letter for letter in Letter.objects.waiting() if letter.key not in waiting]
    assert [letter.key.split("-")[2] for letter in again] == ["confirmation", "cancellation"]


def test_a_corrected_address_gets_the_letter_and_the_wrong_one_does_not(event):
    one = make_registration(event, email="sai@example.vn")
    fields = {name: getattr(one, name) for name in ("name", "organisation", "phone")}

    def correct(**changes: str) -> None:
        transitions.correct(one, delegate=make_delegate(**{**fields, **changes}))

    correct(email="dung@example.vn")
    assert states() == ["overtaken", "waiting"]
    assert now(Letter.objects.latest("pk")).recipient.address == "dung@example.vn"
    correct(email="dung@example.vn", position="Trưởng phòng")
    assert len(states()) == 2
    correct(email="")
    assert states() == ["overtaken", "overtaken"]
    transitions.cancel(one)
    correct(email="khac@example.vn")
    assert len(states()) == 2  # nothing to one who cancelled


def test_a_registration_that_is_rolled_back_makes_no_letter(event):
    with transaction.atomic():
        come(event)
        assert Letter.objects.count() == 1
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_after_the_beginning_nothing_is_queued(event):
    fixed(event, starts_at=timezone.now() - HOUR)
    one = register(
        event=event,
        delegate=make_delegate(email="dai-bieu@example.vn"),
        origin=ByHand(),
    )
    transitions.cancel(one)
    assert not Letter.objects.exists()


def test_who_is_forgotten_leaves_no_letter_behind(event):
    one, other = come(event), come(event)
    mail.delegates.forget(one)
    assert told(one) == []
    assert told(other) == ["confirmation"]
    assert Letter.objects.count() == 1


# what they say


@pytest.mark.parametrize("site", ["", "https://doimoisangtao.example"])
def test_a_letter_says_everything_in_text_and_html(event, site):
    fixed(event)
    one = come(event, name="Lê <b>Thị</b> Hòa", honorific="ms", position="Phó & Trưởng phòng")
    with override_settings(SITE_URL=site):
        sent = now(letter(one, "confirmation")).text
    facts = ["Kính gửi Bà Lê <b>Thị</b> Hòa,", "Phó & Trưởng phòng", one.code, event.when()]
    for fact in [*facts, event.venue, event.title, "Sở Thử nghiệm"]:
        assert fact in sent.text
    assert "Lê &lt;b&gt;Thị&lt;/b&gt; Hòa" in sent.html
    assert "Phó &amp; Trưởng phòng" in sent.html
    link = f"https://doimoisangtao.example/dang-ky/{one.token}/"
    for body in (sent.text, sent.html):
        assert (link in body) == bool(site)
        assert (one.token in body) == bool(site)
        assert not re.search(r"<(img|script|link|style|iframe)|&amp;amp;|\bNone\b", body)


# the hour changes


def queue_at(moment: datetime.datetime) -> int:
    return reminders.queue_due_letters(moment)


def test_who_registered_before_a_change_is_told_once_when_it_has_settled(event):
    seated, _other, waiting = (come(event) for _n in range(3))
    gone = come(event)
    transitions.cancel(gone)
    fixed(event)
    now = timezone.now()
    assert queue_at(now) == 0
    assert queue_at(now + HOUR) == 3
    assert queue_at(now + HOUR) == 0
    assert told(seated) == ["confirmation", "change-1"]
    assert told(waiting) == ["waiting", "change-1"]
    assert "change-1" not in told(gone)
    assert files(letter(seated, "change-1")) == ["phieu-tham-du.pdf", "lich-buoi-le.ics"]
    assert files(letter(waiting, "change-1")) == []
    assert event.when() in words(letter(seated, "change-1"))


def test_who_registers_after_the_change_is_not_told_of_it(event):
    fixed(event)
    come(event)
    assert queue_at(timezone.now() + HOUR) == 0


def test_a_change_of_words_is_no_change(event):
    one = come(event)
    event.title = "Lễ công bố mới"
    event.save()
    assert queue_at(timezone.now() + HOUR) == 0
    assert told(one) == ["confirmation"]


def test_each_change_is_told(event):
    one = come(event)
    for number, venue in enumerate(("Nhà văn hóa", "Hội trường A"), start=1):
        fixed(event, venue=venue)
        assert queue_at(timezone.now() + HOUR) == 1
        assert venue in words(letter(one, f"change-{number}"))


def test_a_revision_cannot_be_lost_by_an_outdated_object(event):
    stale = Event.objects.get(pk=event.pk)
    fixed(event)
    stale.summary = "Giới thiệu"
    stale.save(update_fields=["summary", "revision", "revised_at"])
    event.refresh_from_db()
    assert event.revision == 1
    assert event.revised_at is not None


# the reminder


def test_who_comes_is_reminded_once_on_the_eve(event):
    fixed(event)
    people = [come(event) for _n in range(3)]
    gone = come(event)
    transitions.cancel(gone)
    eve = STARTS_AT - DAY
    assert queue_at(eve - HOUR) == 0
    assert queue_at(eve) == 2
    assert queue_at(eve + HOUR) == 0
    assert told(people[0])[-1] == told(people[1])[-1] == "reminder-2030-02-12"
    assert told(people[2]) == ["waiting"]
    assert "reminder-2030-02-12" not in told(gone)


def test_who_registers_on_the_eve_has_just_been_told(event):
    fixed(event)
    eve = STARTS_AT - DAY
    with time_machine.travel(eve + HOUR, tick=False):
        late = come(event)
    assert queue_at(eve + 2 * HOUR) == 0
    assert told(late) == ["confirmation"]


def test_after_the_beginning_nobody_is_reminded(event):
    fixed(event)
    come(event)
    assert queue_at(STARTS_AT) == 0


def test_a_ceremony_that_was_put_off_reminds_again(event):
    fixed(event)
    one = come(event)
    queue_at(STARTS_AT - DAY)
    fixed(event, starts_at=STARTS_AT + 7 * DAY)
    queue_at(STARTS_AT + 6 * DAY)
    assert told(one) == ["confirmation", "reminder-2030-02-12", "change-2", "reminder-2030-02-19"]


def test_a_reminder_that_waits_is_not_sent_to_who_cancels_meanwhile(event):
    fixed(event)
    one = come(event)
    with mail_server() as server, time_machine.travel(STARTS_AT - DAY):
        sending.send_due()
        reminders.queue_due_letters()
        transitions.cancel(one)
        sending.send_due()
        assert [str(sent["Subject"]) for sent in server.letters] == [
            letter(one, "confirmation").subject,
            letter(one, "cancellation").subject,
        ]


def test_due_letters_of_many_take_few_statements(event, django_assert_max_num_queries):
    fixed(event)
    capacity.resize(event.seating, public_seats=60, reserve_seats=1)
    for _n in range(60):
        come(event)
    with django_assert_max_num_queries(60 * 5 + 40):
        assert queue_at(STARTS_AT - HOUR) == 60


# what arrives


def test_ticket_and_calendar_arrive(event):
    fixed(event)
    one = come(event)
    with mail_server() as server:
        assert sending.send_due() == (1, False)
    files = {part.get_filename(): part for part in server.letters[0].iter_attachments()}
    assert set(files) == {"phieu-tham-du.pdf", "lich-buoi-le.ics"}
    assert files["phieu-tham-du.pdf"].get_content().startswith(b"%PDF")
    kind = files["lich-buoi-le.ics"]["Content-Type"]
    assert (kind.content_type, dict(kind.params)) == (
        "text/calendar",
        {"charset": "utf-8", "method": "PUBLISH"},
    )
    assert str(kind).count("charset") == 1
    assert not kind.defects
    assert one.code in str(files["lich-buoi-le.ics"].get_content())


def test_without_an_hour_there_is_no_calendar(event):
    come(event)
    with mail_server() as server:
        assert sending.send_due() == (1, False)
    names = [part.get_filename() for part in server.letters[0].iter_attachments()]
    assert names == ["phieu-tham-du.pdf"]
