"""The letters to offices: the invitation, and the reminder of the answer."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from events.mail import sending
from events.models import Event, Letter
from registrations.errors import INVITATION_GONE, InvitationClosed, NoAddress
from registrations.models import Invitation
from registrations.services import erasure, invitations, reminders, transitions
from tests.factories import make_invitation, make_seating, named
from tests.letters import now, state, states, words
from tests.mail_server import mail_server
from tests.refusals import not_allowed
from tests.registrations.crowd import check_everything, committed, together

pytestmark = pytest.mark.django_db

State = Letter.State
HERE = timezone.get_default_timezone()
DEADLINE = datetime.date(2030, 2, 1)
STARTS_AT = datetime.datetime(2030, 2, 12, 8, tzinfo=HERE)
INVITED_AT = datetime.datetime(2030, 1, 2, 9, tzinfo=HERE)
HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR


def at(day: int, hour: int = 8, month: int = 1) -> datetime.datetime:
    return datetime.datetime(2030, month, day, hour, tzinfo=HERE)


def due(moment: datetime.datetime) -> int:
    with time_machine.travel(moment, tick=False):
        return reminders.queue_due_letters()


@pytest.fixture
def event() -> Event:
    return make_seating(public_seats=9).event


def deliver() -> list[str]:
    """Send what is due; return to whom."""
    with mail_server() as server:
        sending.send_due()
    return server.recipients


def invited(event: Event, **kwargs: Any) -> Invitation:
    """Invite an office, some weeks before the ceremony."""
    kwargs = {"contact_email": "van-phong@example.vn", "deadline": DEADLINE, **kwargs}
    with time_machine.travel(INVITED_AT, tick=False):
        return make_invitation(event, **kwargs)


def fix(event: Event, starts_at: datetime.datetime = STARTS_AT) -> None:
    event.starts_at = starts_at
    event.save()


# the reminder


def test_an_office_is_reminded_once_three_days_before_the_deadline(event):
    one = invited(event)
    assert due(at(29, 7)) == 0
    assert due(at(29)) == 1
    assert due(at(29, 9)) == due(at(31)) == due(at(1, 23, month=2)) == 0
    letter = Letter.objects.get()
    assert letter.key == f"invitation-{one.pk}-answer_reminder-2030-02-01"
    assert now(letter).recipient.address == "van-phong@example.vn"
    one.refresh_from_db()
    assert one.reminded_for == DEADLINE


@pytest.mark.parametrize(
    ("moment", "count"), [(at(31, 20), 1), (at(1, 23, 2), 1), (at(2, 0, 2), 0), (at(13, 0, 2), 0)]
)
def test_a_worker_that_was_down_does_it_later_but_not_after_the_deadline(event, moment, count):
    invited(event)
    assert due(moment) == count


def test_without_a_deadline_it_is_a_week_before_the_first_possible_day(event):
    one = invited(event, deadline=None)
    assert due(at(3, 7, month=2)) == 0
    assert due(at(3, month=2)) == 1
    one.refresh_from_db()
    assert one.reminded_for == event.window_start
    fix(event)  # two days later than the first possible day: no news for who was just reminded
    assert due(at(6, month=2)) == 0
    event.window_end = datetime.date(2030, 3, 31)
    fix(event, STARTS_AT + 28 * DAY)
    assert due(at(5, month=3)) == 1


def test_without_a_deadline_it_is_a_week_before_the_day(event):
    fix(event)
    invited(event, deadline=None)
    assert due(at(5, 7, month=2)) == 0
    assert due(at(5, month=2)) == 1


@pytest.mark.parametrize("deadline", [None, DEADLINE, STARTS_AT.date()])
def test_nobody_is_reminded_once_the_ceremony_has_begun(event, deadline):
    invited(event, deadline=deadline)
    fix(event)
    assert due(STARTS_AT) == 0
    assert due(STARTS_AT + HOUR) == 0


def test_who_answered_or_declined_or_has_no_address_is_left_in_peace(event):
    for answer in (named, invitations.decline):
        with time_machine.travel(INVITED_AT):
            answer(invited(event))
    with time_machine.travel(INVITED_AT):
        transitions.cancel(named(invited(event)))  # an answer, though nobody comes now
    invitations.remove(invited(event))
    invited(event, contact_email="")
    Letter.objects.all().delete()
    assert due(at(30)) == 0


def test_who_was_invited_only_yesterday_is_left_in_peace(event):
    one = invited(event)
    with time_machine.travel(at(30, 9), tick=False):
        make_invitation(event, contact_email="moi@example.vn", deadline=DEADLINE)
        invitations.send(one)
        deliver()
    assert due(at(31)) == 0
    assert due(at(31, 9)) == 2


def test_who_waits_for_the_invitation_itself_is_not_reminded_of_it(event):
    one = invited(event)
    with time_machine.travel(at(28), tick=False):
        invitations.send(one)
    assert due(at(31)) == 0
    with time_machine.travel(at(31), tick=False):
        deliver()
    assert due(at(1, 9, month=2)) == 1


def test_a_changed_deadline_reminds_once_more(event):
    one = invited(event)
    assert due(at(29)) == 1
    invitations.change(one, deadline=DEADLINE + 3 * DAY)
    assert due(at(30)) == 0
    assert due(at(1, month=2)) == 1
    days = [letter.key[-10:] for letter in Letter.objects.order_by("pk")]
    assert days == ["2030-02-01", "2030-02-04"]
    # the first was not sent yet, and names a day that holds no longer
    with time_machine.travel(at(1, month=2)):
        assert states() == [State.OVERTAKEN, State.WAITING]


@pytest.mark.parametrize("answer", [named, invitations.decline, invitations.remove])
def test_a_reminder_that_waits_is_not_sent_to_who_answers_meanwhile(event, answer):
    one = invited(event)
    with mail_server() as server, time_machine.travel(at(29)):
        reminders.queue_due_letters()
        assert Letter.objects.count() == 1
        answer(one)
        assert sending.send_due() == (0, False)
        assert server.letters == []


def test_a_reminder_that_waited_for_the_mail_server_too_long_is_not_sent(event):
    invited(event)
    assert due(at(1, 23, month=2)) == 1
    with mail_server() as server, time_machine.travel(at(2, 0, month=2), tick=False):
        assert states() == [State.OVERTAKEN]
        assert sending.send_due() == (0, False)
    assert len(server.letters) == 0
    assert Letter.objects.get().reason == "Đã hết hạn xác nhận."


@pytest.mark.parametrize("site", ["", "https://doimoisangtao.example"])
def test_a_reminder_says_what_a_caller_would_say(event, site):
    one = invited(event, name="Lê Thị Hòa", honorific="ms", position="Giám đốc", quota=4)
    due(at(29))
    with override_settings(SITE_URL=site), time_machine.travel(at(29)):
        text = words(Letter.objects.get())
    for fact in (
        f"Kính gửi {one.organisation},",
        "Kính mời: Bà Lê Thị Hòa, Giám đốc",
        f"Buổi lễ: {event.title}",
        f"Thời gian: {event.when()}",
        f"Địa điểm: {event.venue}",
        "Số đại biểu được mời: 4",
        "Hạn xác nhận: hết ngày 01/02/2030",
        f"Mã giấy mời: {one.code}",
    ):
        assert fact in text
    assert (f"{site}/moi/{one.token}/" in text) == bool(site)
    assert ("cổng thông tin của Cuộc thi" in text) != bool(site)


def test_many_reminders_take_few_statements(event, django_assert_max_num_queries):
    for _n in range(60):
        invited(event)
    with django_assert_max_num_queries(60 * 5 + 30):
        assert due(at(30)) == 60


# the hour or place changes


def move(event: Event, venue: str) -> None:
    """Change the place; to the database that was years ago, in which nobody mends a slip."""
    event.venue = venue
    event.save()
    event.refresh_from_db()


def moved(invitation: Invitation) -> list[str]:
    """Return the letters of a changed hour or place to an office, by what follows its key."""
    start = f"invitation-{invitation.pk}-"
    letters = Letter.objects.filter(key__startswith=f"{start}moved-").order_by("pk")
    return [letter.key.removeprefix(start) for letter in letters]


def test_an_office_is_told_once_that_hour_or_place_changed(event):
    sent, answered = invited(event), invited(event)
    silent, mute = invited(event), invited(event, contact_email="", sent_at=at(3))
    declined, cancelled = invited(event), invited(event)
    with time_machine.travel(INVITED_AT, tick=False):
        invitations.send(sent)
        named(answered)
        invitations.send(declined)
        deliver()
        invitations.decline(declined)
        transitions.cancel(named(cancelled))
    move(event, "Hội trường khác")
    assert reminders.queue_due_letters() == 0  # a slip may still be mended
    assert due(at(11)) == 3
    assert due(at(12)) == 0
    assert moved(sent) == moved(answered) == moved(cancelled) == ["moved-1"]
    assert moved(silent) == moved(mute) == moved(declined) == []
    with time_machine.travel(at(12)):
        text = words(Letter.objects.get(key=f"invitation-{sent.pk}-moved-1"))
        assert "Địa điểm: Hội trường khác" in text
        assert "Hạn xác nhận: hết ngày 01/02/2030" in text
        assert "mã giấy mời giữ nguyên" in text
        text = words(Letter.objects.get(key=f"invitation-{answered.pk}-moved-1"))
        assert "báo cho các đại biểu còn lại" in text


def test_after_the_deadline_only_an_office_whose_delegates_come_is_told(event):
    come, nobody = invited(event), invited(event)
    with time_machine.travel(INVITED_AT, tick=False):
        invitations.send(nobody)
        invitations.send(come)
        named(come)
    move(event, "Hội trường khác")
    assert due(at(3, month=2)) == 1
    assert moved(come) == ["moved-1"]
    assert moved(nobody) == []
    letter = Letter.objects.get(key=f"invitation-{come.pk}-moved-1")
    with time_machine.travel(at(3, month=2)):
        assert "Hạn xác nhận" not in words(letter)


def test_who_is_invited_or_answers_after_the_change_knows_it(event):
    one, other = invited(event), invited(event)
    move(event, "Hội trường khác")
    later = invited(event)
    with time_machine.travel(at(11), tick=False):
        invitations.send(one)
        invitations.note_sent([later])
        named(other)
    assert due(at(12)) == 0


def test_an_answer_leaves_the_letter_of_the_change_and_declining_does_not(event):
    one, other = invited(event), invited(event)
    with time_machine.travel(INVITED_AT, tick=False):
        invitations.send(one)
        invitations.send(other)
        deliver()
    move(event, "Hội trường khác")
    assert due(at(11)) == 2
    with time_machine.travel(at(12), tick=False):
        named(one)
        invitations.decline(other)
        states = [
            (letter.key.partition("-moved-")[0], state(letter))
            for letter in Letter.objects.filter(key__contains="-moved-").order_by("pk")
        ]
    assert states == [
        (f"invitation-{one.pk}", State.WAITING),
        (f"invitation-{other.pk}", State.OVERTAKEN),
    ]


@committed
def test_an_answer_and_the_reminder_at_once():
    """Whoever is first: an office that has answered is never sent a reminder that waits."""
    for number in range(5):
        event = make_seating(public_seats=9).event
        one = invited(event)
        with time_machine.travel(at(29), tick=False):
            together(lambda one=one: named(one), reminders.queue_due_letters)
            letters = Letter.objects.filter(key__startswith=f"invitation-{one.pk}-")
            assert [state(letter) for letter in letters] in ([], [State.OVERTAKEN]), number
    check_everything()


# the invitation


def test_an_invitation_is_sent_and_noted(event):
    one = invited(event, quota=4)
    site = override_settings(SITE_URL="https://doimoisangtao.example")
    with mail_server() as server, site, time_machine.travel(at(5), tick=False):
        invitations.send(one)
        assert sending.send_due() == (1, False)
    one.refresh_from_db()
    assert one.sent_at == at(5)
    (arrived,) = server.letters
    text = arrived.get_body(("plain",)).get_content()
    assert f"https://doimoisangtao.example/moi/{one.token}/" in text
    assert f"Mã giấy mời: {one.code}" in text
    assert "Số đại biểu được mời: 4" in text


def test_sent_again_the_newest_is_the_one_that_goes(event):
    one = invited(event)
    for hour in (8, 9):
        with time_machine.travel(at(5, hour), tick=False):
            invitations.send(one)
            found = states()
    assert found == [State.OVERTAKEN, State.WAITING]
    one.refresh_from_db()
    assert one.sent_at is None
    with time_machine.travel(at(5, 10), tick=False):
        assert deliver() == ["van-phong@example.vn"]
    one.refresh_from_db()
    assert one.sent_at == at(5, 10)


def test_how_far_an_invitation_is_is_said_by_the_outbox(event):
    def sending_of(one: Invitation) -> str:
        return Invitation.objects.with_sending().get(pk=one.pk).sending

    one, paper = invited(event), invited(event)
    invitations.note_sent([paper])
    assert (sending_of(one), sending_of(paper)) == ("no", "yes")
    with time_machine.travel(at(5), tick=False):
        invitations.send(one)
        assert sending_of(one) == "waiting"
        with mail_server() as server:
            server.on_recipient = lambda _to: "550 No such user"
            sending.send_due()
        assert sending_of(one) == "failed"
    with time_machine.travel(at(6), tick=False):
        invitations.send(one)
        deliver()
    assert sending_of(one) == "yes"


def test_a_change_that_the_invitation_tells_itself_is_not_told_once_more(event):
    one = invited(event)
    with time_machine.travel(INVITED_AT, tick=False):
        invitations.send(one)
    move(event, "Hội trường khác")
    with time_machine.travel(at(11), tick=False):
        deliver()
    assert due(at(12)) == 0
    assert "Hội trường khác" in Letter.objects.get().text


def test_an_invitation_that_cannot_be_sent_says_why(event):
    nobody, late, gone = invited(event, contact_email=""), invited(event), invited(event)
    invitations.remove(gone)
    with time_machine.travel(at(2, month=2)), pytest.raises(InvitationClosed):
        invitations.send(late)
    with pytest.raises(NoAddress, match="chưa có địa chỉ thư điện tử"):
        invitations.send(nobody)
    with not_allowed(INVITATION_GONE):
        invitations.send(gone)
    assert not Letter.objects.exists()
    assert not Invitation.objects.filter(sent_at__isnull=False).exists()


def test_an_invitation_that_waits_when_the_deadline_moves_is_still_sent(event):
    one = invited(event)
    invitations.send(one)
    invitations.change(one, deadline=DEADLINE + 7 * DAY)
    assert states() == [State.WAITING]


def test_what_was_sent_on_paper_is_noted_where_nothing_is_noted(event):
    one, other = invited(event, sent_at=at(3)), invited(event)
    with time_machine.travel(at(5), tick=False):
        assert invitations.note_sent([one, other]) == 1
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.sent_at, other.sent_at) == (at(3), at(5))
    assert not Letter.objects.exists()


def test_erased_contacts_leave_no_letter_behind(event):
    invitations.send(invited(event))
    assert Letter.objects.count() == 1
    with time_machine.travel(STARTS_AT + 365 * DAY):
        erasure.erase_due(event)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "left",
    [
        {"decline_reason": "Đồng chí Kín đang nằm viện"},
        {"position": "Trưởng ban Kín"},
        {"honorific": "mr", "name": "Kín"},
        {"contact_name": "Kín"},
        {"contact_phone": "+84912345678"},
        {"contact_email": "kin@example.vn"},
        {"note": "Hỏi ông Kín"},
    ],
)
def test_whatever_alone_is_left_of_a_person_is_erased_with_the_contacts(event, left):
    office, other = make_invitation(event), make_invitation(event)
    blank = dict.fromkeys(["name", "position", "honorific", "contact_name", "contact_phone"], "")
    answered = {"declined_at": timezone.now(), "replied_at": timezone.now()}
    Invitation.objects.filter(pk=office.pk).update(
        **{**blank, "contact_email": "", "note": "", **answered, **left}
    )
    erasure.erase_due(event, event.window_end + 91 * DAY)
    erased = Invitation.objects.get(pk=office.pk)
    assert erased.token != office.token
    assert {getattr(erased, name) for name in left} <= {"", "Đã xóa dữ liệu"}
    assert Invitation.objects.with_state().get(pk=office.pk).state == "declined"
    erasure.erase_due(event, event.window_end + 92 * DAY)
    assert Invitation.objects.get(pk=office.pk).token == erased.token  # once is enough
    assert Invitation.objects.get(pk=other.pk).organisation == other.organisation


def test_letters_to_an_address_that_was_taken_out_go_with_the_contacts(event):
    office = invited(event)
    invitations.send(office)
    invitations.change(office, contact_email="", deadline=None)
    erasure.erase_due(event, event.window_end + 91 * DAY)
    assert not Letter.objects.exists()


def test_what_waits_goes_to_the_address_that_was_mended(event):
    office, other = invited(event), invited(event)
    for one in (office, other):
        invitations.send(one)
    invitations.change(office, contact_email="moi@example.vn")
    invitations.change(other, contact_email="")
    with mail_server() as server:
        sending.send_due()
    assert server.recipients == ["moi@example.vn"]
    invitations.change(office, contact_email="lai-moi@example.vn")
    letter = Letter.objects.get(key__startswith=f"invitation-{office.pk}-")
    assert letter.recipient == "moi@example.vn"
