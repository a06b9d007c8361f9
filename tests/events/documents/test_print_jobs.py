"""Long papers are printed part by part, once, in turn, and kept for a day."""

import datetime
import io
import threading
from collections.abc import Iterator
from typing import Any

import psycopg2
import pypdf
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from events.documents import print_jobs
from events.documents.bundles import BUNDLES, Batch
from events.documents.errors import TooManyPapers, TooManyPrintJobs
from events.models import Event, Plan, PrintJob, PrintPart
from events.models.printing import KEPT
from registrations.documents.invitations import all_invitations
from registrations.documents.tickets import tickets_of
from registrations.models import Invitation, Registration
from registrations.services.erasure import erase_due
from tests.factories import PlanFactory, make_invitation, make_registration, make_seating
from tests.papers import Reading
from tests.people import administrator

State = PrintJob.State


@pytest.fixture
def event(db: None) -> Event:
    ceremony = PlanFactory().event
    make_seating(ceremony, public_seats=20)
    return ceremony


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("invitations", "tickets"):
        monkeypatch.setattr(BUNDLES[name], "part", 2)


def invited(event: Event, count: int = 5) -> Batch:
    for number in range(count):
        make_invitation(event, organisation=f"Sở {number}")
    return all_invitations(event)


def asked(event: Event, count: int = 5, user: User | None = None) -> PrintJob:
    return print_jobs.ask(user or administrator(), invited(event, count))


def content(job: PrintJob) -> bytes:
    return b"".join(print_jobs.content_of(job))


def state(job: PrintJob) -> tuple[str, int]:
    job.refresh_from_db()
    return job.state, job.done


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_job_gives_the_same_pages_as_all_at_once(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = invited(event, 25)
    monkeypatch.setattr(batch.bundle, "part", 10)
    job = print_jobs.ask(administrator(), batch)

    assert print_jobs.work_off() == 4  # three parts are made, then put together

    monkeypatch.setattr(batch.bundle, "part", 25)
    whole, printed = batch.pdf(), content(job)
    assert pages(printed) == pages(whole)
    assert len(pages(printed)) == 25
    texts = [[(b.tag, b.text) for b in Reading(pdf).blocks] for pdf in (printed, whole)]
    assert texts[0] == texts[1]
    job.refresh_from_db()
    assert (job.state, job.done, job.pages, job.size) == (State.DONE, 25, 25, len(printed))
    outline: Any = pypdf.PdfReader(io.BytesIO(printed)).outline
    assert [entry.title for entry in outline] == sorted(f"Sở {n}" for n in range(25))


def test_finished_file_is_kept_in_pieces(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_jobs, "PIECE", 10_000)
    job = asked(event, 3)

    print_jobs.work_off()

    job.refresh_from_db()
    assert PrintPart.objects.filter(job=job).count() == -(-job.size // 10_000)
    assert len(pages(content(job))) == 3


def test_tickets_of_those_who_still_have_a_seat_are_printed(event: Event) -> None:
    people = [make_registration(event) for _n in range(5)]
    job = print_jobs.ask(administrator(), tickets_of(Registration.objects.order_by("-pk")))
    print_jobs.work_off(most=1)
    Registration.objects.filter(pk=people[1].pk).update(seat=None, status="cancelled")

    print_jobs.work_off()

    left = [people[4], people[3], people[2], people[0]]
    printed = "".join(pages(content(job)))
    assert sorted(printed.index(person.code) for person in left) == [
        printed.index(person.code) for person in left
    ]
    assert people[1].code not in printed


def test_each_part_is_kept_as_it_is_made(event: Event) -> None:
    job = asked(event)
    assert state(job) == (State.WAITING, 0)

    found = []
    for _part in range(4):
        assert print_jobs.work_off(most=1) == 1
        found.append(state(job))

    assert found == [(State.WORKING, 2), (State.WORKING, 4), (State.WORKING, 5), (State.DONE, 5)]
    assert print_jobs.work_off() == 0


def test_worker_is_stopped_between_parts(event: Event) -> None:
    job = asked(event)
    turns = iter([False, False, True])

    assert print_jobs.work_off(lambda: next(turns)) == 2

    assert state(job) == (State.WORKING, 4)


def test_part_at_hand_of_a_cancelled_job_is_thrown_away(event: Event) -> None:
    job = asked(event)
    print_jobs.work_off(most=1)
    at_hand = PrintJob.objects.get()
    print_jobs.cancel(job)

    print_jobs._print_part(at_hand)

    assert state(job) == (State.CANCELLED, 2)
    assert not PrintPart.objects.exists()
    assert print_jobs.work_off() == 0


def test_part_that_another_has_made_is_not_kept_twice(event: Event) -> None:
    asked(event)
    at_hand = PrintJob.objects.get()
    print_jobs.work_off(most=1)

    print_jobs._print_part(at_hand)

    assert list(PrintPart.objects.values_list("number", flat=True)) == [0]
    assert PrintJob.objects.get().done == 2


# who asks


def test_who_asks_twice_has_one_job_while_it_is_under_way(event: Event) -> None:
    user, other = administrator(), User.objects.create_superuser("khac")
    batch = invited(event)
    job = print_jobs.ask(user, batch)

    assert print_jobs.ask(user, batch) == job
    assert print_jobs.ask(other, batch) != job
    print_jobs.cancel(job)
    assert print_jobs.ask(user, batch) != job
    assert PrintJob.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_job() -> None:
    event = PlanFactory(event__published=False).event
    make_seating(event)
    user, batch = administrator(), invited(event, 3)
    gate, found = threading.Barrier(2), []

    def click() -> None:
        gate.wait(30)
        found.append(print_jobs.ask(user, batch).pk)
        connection.close()

    threads = [threading.Thread(target=click) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [PrintJob.objects.get().pk] * 2


def test_too_long_a_file_is_refused(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_jobs, "LONGEST", 1234)
    batch = Batch(bundle=BUNDLES["tickets"], keys=range(1235), file_name="phieu")

    with pytest.raises(TooManyPapers) as caught:
        print_jobs.ask(administrator(), batch)

    assert str(caught.value) == "Mỗi tệp in được tối đa 1.234 bản. Vui lòng chọn ít hơn."


def test_nobody_keeps_all_others_waiting(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_jobs, "OF_A_USER", 1)
    user = administrator()
    asked(event, user=user)

    with pytest.raises(TooManyPrintJobs) as caught:
        asked(event, user=user)

    assert str(caught.value) == (
        "Đang có 1 tệp chờ in xong. Vui lòng đợi một tệp in xong rồi in tiếp."
    )


def test_users_take_turns_after_each_part(event: Event) -> None:
    user, other = administrator(), User.objects.create_superuser("khac")
    first = asked(event, 4, user)
    second = print_jobs.ask(user, tickets_of(registered(event, 3)))
    late = print_jobs.ask(other, all_invitations(event))

    turns = []
    for _n in range(7):
        before = dict(PrintJob.objects.values_list("pk", "done"))
        print_jobs.work_off(most=1)
        after = dict(PrintJob.objects.values_list("pk", "done"))
        turns += [key for key in after if after[key] != before[key]]

    # the fifth and the sixth turn put the parts together
    assert turns == [first.pk, late.pk, first.pk, late.pk, second.pk]
    assert (state(first)[0], state(late)[0]) == (State.DONE, State.DONE)


def registered(event: Event, count: int) -> Any:
    for _n in range(count):
        make_registration(event)
    return Registration.objects.filter(event=event).order_by("pk")


@pytest.fixture
def elsewhere(db: None) -> Iterator[Any]:
    """A worker on another connection."""
    other = psycopg2.connect(**connection.get_connection_params())
    yield other
    other.close()


def test_job_that_another_works_on_is_passed_by(event: Event, elsewhere: Any) -> None:
    job = asked(event)
    elsewhere.cursor().execute("SELECT pg_advisory_lock(%s, %s)", [print_jobs.LOCKS, job.pk])
    other = print_jobs.ask(job.user, tickets_of(registered(event, 3)))

    print_jobs.work_off()

    assert (state(job)[0], state(other)[0]) == (State.WAITING, State.DONE)
    elsewhere.close()  # as when that worker is killed
    until_free(job)
    print_jobs.work_off()
    assert state(job)[0] == State.DONE


def until_free(job: PrintJob) -> None:
    for _n in range(100):
        with print_jobs._alone_with(job.pk) as alone:
            if alone:
                return
        threading.Event().wait(0.1)


def test_job_is_stalled_when_nobody_works(event: Event, elsewhere: Any) -> None:
    job = asked(event)
    assert not print_jobs.is_stalled(job)
    job.asked_at -= print_jobs.SILENCE

    assert print_jobs.is_stalled(job)
    elsewhere.cursor().execute("SELECT pg_advisory_lock(%s, %s)", [print_jobs.LOCKS, 0])
    assert not print_jobs.is_stalled(job)


# what goes wrong


def test_part_that_kills_its_worker_again_and_again_is_given_up(event: Event) -> None:
    job = asked(event)
    print_jobs.work_off(most=1)
    PrintJob.objects.update(tries=print_jobs.TRIES)  # noted before each of the deaths

    print_jobs.work_off()

    assert state(job) == (State.FAILED, 2)
    assert job.failure.startswith("Việc in bị gián đoạn nhiều lần ở cùng một chỗ.")
    assert not PrintPart.objects.exists()


def test_part_that_succeeds_has_its_tries_again(event: Event) -> None:
    asked(event)
    PrintJob.objects.update(tries=print_jobs.TRIES - 1)

    print_jobs.work_off(most=1)

    assert PrintJob.objects.get().tries == 0


@pytest.mark.parametrize("gone", [Plan, Invitation])
def test_what_is_gone_is_told(event: Event, gone: Any) -> None:
    job = asked(event)
    gone.objects.all().delete()

    print_jobs.work_off()

    assert state(job)[0] == State.FAILED
    assert job.failure == "Nội dung cần in không còn nữa."


def test_fault_of_the_portal_is_told_and_keeps_no_other_job(event: Event) -> None:
    job = asked(event)
    PrintJob.objects.update(options={})
    other = print_jobs.ask(User.objects.create_superuser("khac"), all_invitations(event))

    print_jobs.work_off()

    assert (state(job)[0], state(other)[0]) == (State.FAILED, State.DONE)
    assert job.failure == "Việc in bị gián đoạn do lỗi của cổng thông tin. Vui lòng thử lại."


# what is kept


def test_file_goes_after_a_day(event: Event) -> None:
    asked(event)
    print_jobs.work_off()
    PrintJob.objects.update(asked_at=timezone.now() - KEPT + datetime.timedelta(minutes=1))
    print_jobs.forget_outdated()
    assert PrintPart.objects.exists()
    PrintJob.objects.update(asked_at=timezone.now() - KEPT)

    print_jobs.forget_outdated()

    assert not PrintJob.objects.exists()
    assert not PrintPart.objects.exists()


def test_job_that_is_outdated_is_not_begun(event: Event) -> None:
    asked(event)
    PrintJob.objects.update(asked_at=timezone.now() - KEPT)

    assert print_jobs.work_off() == 0


def test_files_go_with_who_is_erased(event: Event) -> None:
    registered(event, 3)
    job = asked(event, 3)
    print_jobs.work_off()

    assert erase_due(event, datetime.date(2031, 1, 1)) == 3

    assert state(job)[0] == State.FAILED
    assert job.failure == "Dữ liệu cá nhân đã được xóa sau khi in tệp này. Vui lòng in lại."
    assert not PrintPart.objects.exists()
