"""The outbox against a real mail server: nothing is lost and nothing is sent twice."""

import datetime
import logging
import ssl
from collections import Counter
from functools import partial
from typing import ClassVar

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from events import mail
from events.mail import sending
from events.models import Event, Letter
from tests.factories import EventFactory
from tests.mail_server import mail_server, sends_to
from tests.registrations.crowd import committed, together
from tests.scratch_portal import free_port

State = Letter.State
SUBJECT = "Cổng thông tin chưa có bản sao lưu mới dùng được"
HOUR = datetime.timedelta(hours=1)


class Trial(mail.Kind):
    """A letter to an account; `files` is what goes with it."""

    noun = "user"
    files: ClassVar[tuple[mail.File, ...]] = ()

    def rows(self, keys):
        return User.objects.in_bulk(keys)

    def recipient(self, about):
        return mail.Recipient("Kính gửi Ông/Bà", about.email)

    def why_overtaken(self, about, letter):
        return "" if about.is_active else "Tài khoản đã đóng"

    def compose(self, about, letter):
        text = mail.Text(self.subject, "Kính gửi Ông/Bà,\n", "<p>Kính gửi Ông/Bà,</p>")
        note = partial(User.objects.filter(pk=about.pk).update, last_name="đã báo")
        return mail.Composed(self.recipient(about), text, self.files, note)


class AnyTime(Trial):
    until_start = False


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    template = "contest_portal/mail/backup_late.txt"
    monkeypatch.setitem(mail.KINDS, "user.trial", Trial("trial", template))
    monkeypatch.setitem(mail.KINDS, "user.any_time", AnyTime("any_time", template))


def account(number: int) -> User:
    address = f"dai-bieu-{number}@example.vn"
    return User.objects.get_or_create(username=f"n{number}", defaults={"email": address})[0]


def put(number: int = 1, event: Event | None = None, kind: str = "user.trial") -> Letter:
    user = account(number)
    assert mail.queue(kind, user, event=event or Event.objects.first() or EventFactory())
    return Letter.objects.get(about=user.pk)


def states() -> list[str]:
    return [letter.state for letter in Letter.objects.order_by("pk")]


@pytest.fixture
def server():
    with mail_server() as running:
        yield running


# the outbox


@committed
def test_a_letter_of_a_transaction_that_is_rolled_back_never_existed(server):
    EventFactory()
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()
    assert sending.send_due() == (0, False)
    assert server.letters == []


@pytest.mark.django_db
def test_the_same_letter_is_queued_once():
    put()
    assert mail.queue("user.trial", account(1), event=Event.objects.get()) is False
    assert Letter.objects.count() == 1
    assert mail.queue("user.trial", account(1), event=Event.objects.get(), occasion="khác")


@committed
def test_the_same_letter_is_queued_once_by_two_at_once():
    event, user = EventFactory(), account(1)

    def one() -> bool:
        return mail.queue("user.trial", user, event=event)

    assert sorted(together(*[one] * 8)) == [False] * 7 + [True]
    assert Letter.objects.count() == 1


@pytest.mark.django_db
def test_a_fault_besides_the_key_is_not_swallowed():
    event = EventFactory()
    Event.objects.filter(pk=event.pk).delete()
    mail.queue("user.trial", account(1), event=event)
    with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
        connection.check_constraints()
    Letter.objects.all().delete()


@pytest.mark.django_db
def test_withdrawn_letters_are_not_sent(server):
    one, other, third = put(1), put(2), put(3)
    assert mail.withdraw(one.key, other.key) == 2
    assert sending.send_due() == (1, False)
    assert states() == [State.OVERTAKEN, State.OVERTAKEN, State.SENT]
    assert mail.withdraw(third.key) == 0


@pytest.mark.django_db
def test_a_letter_that_is_true_no_more_when_its_turn_comes_is_marked_with_the_reason(server):
    put(1), put(2)
    User.objects.filter(username="n1").update(is_active=False)
    User.objects.filter(username="n2").delete()
    put(3)
    User.objects.filter(username="n3").update(email="")
    assert sending.send_due() == (0, False)
    assert server.letters == []
    assert list(Letter.objects.order_by("pk").values_list("status", "reason")) == [
        (State.OVERTAKEN, "Tài khoản đã đóng"),
        (State.OVERTAKEN, "Nội dung mà thư nói tới không còn nữa."),
        (State.OVERTAKEN, "Không còn địa chỉ thư điện tử."),
    ]


@pytest.mark.django_db
def test_a_letter_goes_to_the_address_of_now_and_is_kept_as_it_went(server):
    letter = put(1)
    User.objects.filter(username="n1").update(email="moi@example.vn")
    assert sending.send_due() == (1, False)
    letter.refresh_from_db()
    assert server.recipients == ["moi@example.vn"] == [letter.recipient]
    assert (letter.sender, letter.text) == ("webmaster@localhost", "Kính gửi Ông/Bà,\n")
    assert User.objects.get(username="n1").last_name == "đã báo"
    User.objects.filter(username="n1").update(email="khac@example.vn")
    assert Letter.objects.get().recipient == "moi@example.vn"


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "sent"), [("user.trial", 0), ("user.any_time", 1)])
def test_what_is_pointless_after_the_beginning_is_not_sent(server, kind, sent):
    put(event=EventFactory(starts_at=timezone.now() - HOUR), kind=kind)
    assert sending.send_due() == (sent, False)
    assert states() == [State.SENT if sent else State.OVERTAKEN]


# sending


@pytest.mark.django_db
def test_a_letter_arrives_as_it_was_written(server):
    letter = put()
    assert sending.send_due() == (1, False)
    (arrived,) = server.letters
    assert server.recipients == ["dai-bieu-1@example.vn"]
    assert arrived["Subject"].strip() == SUBJECT
    assert arrived["Message-ID"] == letter.message_id
    assert arrived["Auto-Submitted"] == "auto-generated"
    plain, html = (arrived.get_body((kind,)) for kind in ("plain", "html"))
    assert "Kính gửi Ông/Bà" in plain.get_content()
    assert "<p>Kính gửi Ông/Bà,</p>" in html.get_content()
    assert states() == [State.SENT]
    assert sending.send_due() == (0, False)
    assert len(server.letters) == 1


@pytest.mark.django_db
def test_without_a_mail_server_letters_wait():
    put()
    assert sending.send_due() == (0, False)
    assert states() == [State.WAITING]


@pytest.mark.django_db
def test_an_unreachable_server_loses_nothing_and_is_asked_less_and_less_often(caplog):
    for number in range(3):
        put(number)
    with time_machine.travel(timezone.now(), tick=False) as clock, sends_to(free_port()):
        tried = []
        for _minute in range(60):
            if sending.send_due()[1]:
                tried.append(timezone.now())
            clock.shift(datetime.timedelta(minutes=1))
        assert states() == [State.WAITING] * 3
        assert 5 < len(tried) < 30
        queue = sending.queue_state()
        assert queue.stands_still
        assert (queue.waiting, queue.failed) == (3, 0)
        assert queue.last_error == sending.in_words("ConnectionRefusedError")
        with mail_server() as server:
            clock.shift(HOUR)
            assert sending.send_due() == (3, False)
            assert len(set(server.recipients)) == len(server.recipients) == 3
            assert not sending.queue_state().stands_still
    assert "example.vn" not in caplog.text


@pytest.mark.django_db
def test_a_server_that_breaks_off_in_the_middle_gets_the_rest_later(server):
    letters = [put(number) for number in range(5)]
    server.breaks_off_after = 2
    assert sending.send_due() == (2, True)
    assert states() == [State.SENT] * 2 + [State.WAITING] * 3
    server.breaks_off_after = None
    with time_machine.travel(timezone.now() + HOUR):
        assert sending.send_due() == (3, False)
    assert sorted(arrived["Message-ID"] for arrived in server.letters) == sorted(
        letter.message_id for letter in letters
    )
    assert Counter(server.recipients).most_common(1)[0][1] == 1
    assert len(server.letters) == 5


@pytest.mark.django_db
def test_a_refused_recipient_stops_nobody_else(server, caplog):
    for number in range(3):
        put(number)
    server.on_recipient = lambda to: "550 No such user" if to.startswith("dai-bieu-1@") else None
    with caplog.at_level(logging.DEBUG):
        assert sending.send_due() == (2, False)
    assert states() == [State.SENT, State.FAILED, State.SENT]
    assert Letter.objects.get(status=State.FAILED).error == "SMTPRecipientsRefused"
    with time_machine.travel(timezone.now() + HOUR):
        assert sending.send_due() == (0, False)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("events")]
    assert ours
    assert not any("example.vn" in line for line in ours)


@pytest.mark.django_db
def test_an_address_that_is_none_stops_nobody_else(server):
    put(1), put(2)
    User.objects.filter(username="n1").update(email="a@example.vn, b@example.vn")
    assert sending.send_due() == (1, False)
    assert states() == [State.FAILED, State.SENT]
    assert server.recipients == ["dai-bieu-2@example.vn"]


@pytest.mark.django_db
def test_a_certificate_that_is_not_valid_is_trouble_of_the_server():
    error = ssl.SSLCertVerificationError()
    assert sending._is_trouble(error)
    assert not sending._is_refused(error, 99)


@pytest.mark.django_db
@pytest.mark.parametrize("when", ["on_recipient", "on_data"])
def test_a_recipient_who_is_busy_gets_the_letter_later(server, when):
    put(1), put(2)
    setattr(server, when, lambda to: "451 Try later" if to.startswith("dai-bieu-1@") else None)
    assert sending.send_due() == (1, False)
    assert states() == [State.WAITING, State.SENT]
    setattr(server, when, lambda to: None)
    with time_machine.travel(timezone.now() + HOUR):
        assert sending.send_due() == (1, False)
    assert Counter(server.recipients) == {"dai-bieu-1@example.vn": 1, "dai-bieu-2@example.vn": 1}


@pytest.mark.django_db
def test_one_answer_554_is_no_end_of_the_whole_outbox(server):
    """A server that takes no letters at all for an hour says it of each of them."""
    for number in range(3):
        put(number)
    server.on_data = lambda to: "554 Not today"
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _n in range(sending.TEXT_ATTEMPTS - 1):
            assert sending.send_due() == (0, False)
            clock.shift(HOUR)
        assert states() == [State.WAITING] * 3
        server.on_data = lambda to: "554 A virus" if to.startswith("dai-bieu-1@") else None
        assert sending.send_due() == (2, False)
    assert states() == [State.SENT, State.FAILED, State.SENT]


@pytest.mark.django_db
def test_a_server_that_passes_nothing_on_for_us_refuses_no_letter_for_good(server):
    """It says of every recipient what is the fault of our settings."""
    for number in range(2):
        put(number)
    server.on_recipient = lambda to: "554 5.7.1 Relay access denied"
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _n in range(sending.TEXT_ATTEMPTS + 2):
            assert sending.send_due() == (0, False)
            clock.shift(HOUR)
        assert states() == [State.WAITING] * 2
        server.on_recipient = lambda to: "550 5.7.1 Not you" if "bieu-1@" in to else None
        for _n in range(2):
            sending.send_due()
            clock.shift(HOUR)
    assert states() == [State.SENT, State.FAILED]


@pytest.mark.django_db
def test_a_sender_who_is_refused_is_never_the_end_of_a_letter(server, settings):
    put(1), put(2)
    settings.DEFAULT_FROM_EMAIL = "Ban Tổ chức <cu@btc.example>"
    server.on_sender = lambda sender: None if sender == "moi@btc.example" else "553 Not yours"
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _n in range(sending.TEXT_ATTEMPTS + 2):
            assert sending.send_due() == (0, False)
            clock.shift(HOUR)
        assert states() == [State.WAITING, State.WAITING]
        settings.DEFAULT_FROM_EMAIL = "Ban Tổ chức <moi@btc.example>"
        assert sending.send_due() == (2, False)
    assert {letter["From"] for letter in server.letters} == {"Ban Tổ chức <moi@btc.example>"}
    assert set(Letter.objects.values_list("sender", flat=True)) == {settings.DEFAULT_FROM_EMAIL}


@pytest.mark.django_db
def test_a_fault_of_ours_refuses_no_letter_for_good(server, settings):
    put(1)
    settings.DEFAULT_FROM_EMAIL = "Ban Tổ chức\n<cu@btc.example>"
    assert sending.send_due() == (0, False)
    assert states() == [State.WAITING]


@pytest.mark.django_db
def test_who_was_put_off_waits_behind_who_was_not(server):
    put(1), put(2)
    server.on_data = lambda to: "451 Try later" if to.startswith("dai-bieu-1@") else None
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sending.send_due()
        clock.shift(HOUR)
        put(3)
        Letter.objects.filter(about=account(3).pk).update(due_at=timezone.now() - 2 * HOUR)
        server.on_data = lambda to: None
        sending.send_due()
    assert server.recipients == [f"dai-bieu-{number}@example.vn" for number in (2, 3, 1)]


@pytest.mark.django_db
def test_a_letter_is_sent_again_on_demand(server):
    letter = put()
    server.on_recipient = lambda to: "550 No such user"
    assert sending.send_due() == (0, False)
    assert states() == [State.FAILED]
    server.on_recipient = lambda to: None
    letter.refresh_from_db()
    assert mail.send_again(letter)
    assert sending.send_due() == (1, False)
    assert states() == [State.SENT]


@pytest.mark.django_db
def test_what_was_sent_is_kept_and_goes_once_more_as_another_letter(server):
    letter = put()
    sending.send_due()
    letter.refresh_from_db()
    assert mail.send_again(letter)
    assert sending.send_due() == (1, False)
    assert states() == [State.SENT, State.SENT]
    assert len({arrived["Message-ID"] for arrived in server.letters}) == 2
    User.objects.update(is_active=False)
    assert not mail.send_again(letter)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["closed", "gone", "no address", "begun"])
def test_what_was_refused_and_holds_no_longer_is_not_sent_again(server, fault):
    letter = put()
    server.on_recipient = lambda to: "550 No such user"
    sending.send_due()
    if fault == "begun":
        Event.objects.update(starts_at=timezone.now() - HOUR)
    elif fault == "gone":
        User.objects.all().delete()
    else:
        User.objects.update(**({"email": ""} if fault == "no address" else {"is_active": False}))
    assert not mail.send_again(Letter.objects.get(pk=letter.pk))
    assert states() == [State.FAILED]


@pytest.mark.django_db
def test_what_is_sent_again_twice_before_it_goes_goes_once(server):
    letter = put()
    sending.send_due()
    letter.refresh_from_db()
    assert mail.send_again(letter)
    assert mail.send_again(letter)
    assert sending.send_due() == (1, False)
    assert len(server.letters) == 2


@pytest.mark.django_db
def test_what_a_worker_has_in_hand_is_not_sent_again(server):
    letter = put()
    sending._take()
    letter.refresh_from_db()
    assert mail.send_again(letter)
    assert sending.send_due() == (0, False)
    assert server.letters == []


@committed
def test_workers_at_once_send_each_letter_once(server):
    for number in range(30):
        put(number)
    results = together(*[sending.send_due] * 4)
    assert sum(sent for sent, _trouble in results) == 30
    assert len(server.recipients) == len(set(server.recipients)) == 30
    assert states() == [State.SENT] * 30


@committed
def test_a_letter_that_a_worker_has_in_hand_is_nobody_elses(server):
    put()
    seen = []

    def look(to: str) -> None:
        seen.append(Letter.objects.due().count())
        connection.close()

    server.on_data = look
    assert sending.send_due() == (1, False)
    assert seen == [0]


@committed
@pytest.mark.parametrize(("answer", "sent"), [(None, 2), ("451 later", 1), ("550 never", 1)])
def test_a_letter_that_is_erased_in_the_very_moment_stops_nobody(server, caplog, answer, sent):
    put(1), put(2)

    def erase(to: str) -> str | None:
        if to != "dai-bieu-1@example.vn":
            return None
        mail.forget(f"user-{User.objects.get(email=to).pk}-")
        connection.close()
        return answer

    server.on_data = erase
    assert sending.send_due() == (sent, False)
    assert [letter.state for letter in Letter.objects.all()] == [State.SENT]


@pytest.mark.django_db
def test_what_is_taken_back_while_its_files_are_made_is_not_sent(server, monkeypatch):
    one = put(1)

    def cancel() -> bytes:
        mail.withdraw(one.key)
        return b"PDF"

    monkeypatch.setattr(Trial, "files", (mail.File("a.pdf", "application/pdf", cancel),))
    assert sending.send_due() == (0, False)
    assert server.recipients == []
    assert states() == [State.OVERTAKEN]


@pytest.mark.django_db
def test_what_changes_while_its_files_are_made_is_composed_once_more(server, monkeypatch):
    put(1)

    def move() -> bytes:
        User.objects.filter(username="n1").update(email="moi@example.vn")
        return b"PDF"

    monkeypatch.setattr(Trial, "files", (mail.File("a.pdf", "application/pdf", move),))
    assert sending.send_due() == (1, False)
    assert server.recipients == ["moi@example.vn"]
    assert Letter.objects.get().files == ["a.pdf"]


@pytest.mark.django_db
def test_the_letter_of_a_worker_that_died_goes_to_the_next_when_the_lease_is_over(server):
    letter = put()
    now = timezone.now()
    Letter.objects.filter(pk=letter.pk).update(in_hand_until=now + sending.LEASE)
    assert sending.send_due() == (0, False)
    with time_machine.travel(now + sending.LEASE):
        assert sending.send_due() == (1, False)
    assert server.letters[0]["Message-ID"] == letter.message_id


@pytest.mark.django_db
def test_the_state_of_the_queue_takes_a_constant_number_of_statements(
    server, django_assert_num_queries
):
    for number in range(3):
        put(number)
    with django_assert_num_queries(3):
        assert sending.queue_state().waiting == 3


@pytest.mark.django_db
def test_a_letter_of_a_kind_that_only_another_version_knows_waits_for_it(server, monkeypatch):
    put(1), put(2)
    known = mail.KINDS["user.trial"]
    Letter.objects.filter(about=account(1).pk).update(kind="user.later")
    assert sending.send_due() == (1, False)
    assert states() == [State.WAITING, State.SENT]
    monkeypatch.setitem(mail.KINDS, "user.later", known)
    with time_machine.travel(timezone.now() + HOUR):
        assert sending.send_due() == (1, False)
