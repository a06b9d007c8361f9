"""Clerks at once: real connections, real locks. Every test ends with a sweep."""

import datetime
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from sponsorship import services
from sponsorship.errors import SponsorshipError
from sponsorship.models import Contribution, Instalment, Memorandum, Receipt
from tests.factories import EventFactory, complete_memorandum, signed_memorandum
from tests.pages import form_data
from tests.people import signed_in
from tests.registrations.crowd import check_everything, committed, together

pytestmark = committed

Status = Memorandum.Status
DAY = datetime.date(2026, 1, 15)
CLERKS = 4


@pytest.fixture(autouse=True)
def sweep():
    yield
    check_everything()


def a_draft() -> Memorandum:
    return complete_memorandum(EventFactory(published=False))


def a_signed_one() -> Memorandum:
    return signed_memorandum(EventFactory(published=False))


def outcome(work: Callable[[], object]) -> Callable[[], str]:
    """Return `work` as one that says what came of it: the result's class, or the error's."""

    def run() -> str:
        try:
            return type(work()).__name__
        except (SponsorshipError, IntegrityError) as error:
            return type(error).__name__

    return run


def all_do(work: Callable[[], object]) -> Counter:
    """Let several clerks do the same at the same time."""
    return Counter(together(*[outcome(work)] * CLERKS))


def step(memorandum: Memorandum, status: str) -> Callable[[], Memorandum]:
    return lambda: services.change_status(memorandum, status, reason="Đổi ý", signing_day=DAY)


def somebody_waits() -> None:
    """Return when another connection waits for a lock."""
    for _n in range(1000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN "
                "(SELECT pid FROM pg_stat_activity WHERE datname = current_database())"
            )
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


def renamed(memorandum: Memorandum) -> Memorandum:
    memorandum.subject = "Khác"
    return memorandum


def test_of_many_who_agree_at_once_one_does():
    draft = a_draft()
    assert all_do(step(draft, Status.AGREED)) == {"Memorandum": 1, "NotAllowed": CLERKS - 1}
    assert Instalment.objects.count() == 1


def test_of_many_who_sign_a_new_version_at_once_one_does():
    old = a_signed_one()
    fresh = step(services.new_version(old), Status.AGREED)()
    assert all_do(step(fresh, Status.SIGNED)) == {"Memorandum": 1, "NotAllowed": CLERKS - 1}
    assert set(Memorandum.objects.values_list("version", "status")) == {
        (1, Status.ENDED),
        (2, Status.SIGNED),
    }


@pytest.mark.parametrize("_round", range(3))
def test_what_is_signed_was_not_reopened_or_cancelled_at_the_same_time(_round):
    agreed = step(a_draft(), Status.AGREED)()
    ways = (Status.SIGNED, Status.CANCELLED, Status.DRAFT)
    results = together(*(outcome(step(agreed, status)) for status in ways))
    now = Memorandum.objects.get().status
    # who reopened it may be followed by who cancels the draft; whoever signs is alone
    assert results[ways.index(now)] == "Memorandum"
    if now == Status.SIGNED:
        assert results == ["Memorandum", "NotAllowed", "NotAllowed"]


@pytest.mark.parametrize("_round", range(3))
def test_agreeing_while_another_edits(_round):
    """Either the edit comes first and counts, or it comes too late and is refused."""
    draft = a_draft()

    def forget_the_amount() -> int:
        return Contribution.objects.update(amount=None)

    agreed, edited = together(outcome(step(draft, Status.AGREED)), outcome(forget_the_amount))
    amount = Contribution.objects.get().amount
    if (agreed, edited) == ("Incomplete", "int"):
        assert (Memorandum.objects.get().status, amount) == (Status.DRAFT, None)
    else:
        assert (agreed, edited) == ("Memorandum", "IntegrityError")
        assert (Memorandum.objects.get().status, amount) == (Status.AGREED, 500_000_000)


def test_who_agrees_waits_for_an_edit_that_has_begun():
    draft = a_draft()
    written = threading.Event()

    def edit() -> str:
        with transaction.atomic():
            Contribution.objects.update(amount=None)
            written.set()
            somebody_waits()
        return "edited"

    def agree() -> str:
        assert written.wait(60)
        return outcome(step(draft, Status.AGREED))()

    assert together(edit, agree) == ["edited", "Incomplete"]
    assert Memorandum.objects.get().status == Status.DRAFT


@pytest.mark.parametrize(
    "edit",
    [
        lambda draft: draft.articles.update(text="Khác"),
        lambda draft: Instalment.objects.create(
            contribution=draft.contributions.get(), position=2, amount=1
        ),
        lambda draft: Memorandum.objects.filter(status=Status.DRAFT).update(subject="Khác"),
        lambda draft: draft.save(),
        lambda draft: renamed(draft).save(),
    ],
    ids=["article", "instalment", "head", "same old head", "other old head"],
)
def test_an_edit_waits_for_who_has_begun_to_agree_and_comes_too_late(edit):
    draft = a_draft()
    subject = draft.subject
    stale = Memorandum.objects.get(pk=draft.pk)
    taken = threading.Event()

    def agree() -> str:
        with transaction.atomic():
            services.change_status(draft, Status.AGREED)
            taken.set()
            somebody_waits()
        return "agreed"

    def change() -> str:
        assert taken.wait(60)
        return outcome(lambda: edit(stale))()

    agreed, changed = together(agree, change)
    assert agreed == "agreed"
    now = Memorandum.objects.get()
    assert (now.status, now.subject) == (Status.AGREED, subject)
    assert changed in ("IntegrityError", "int", "NoneType")
    assert not now.articles.filter(text="Khác").exists()
    assert list(Instalment.objects.values_list("amount", flat=True)) == [500_000_000]


def test_a_page_that_was_sent_while_another_agrees_does_not_reopen_it():
    draft = a_draft()
    client = signed_in("organizer")
    address = reverse("admin:sponsorship_memorandum_change", args=[draft.pk])
    page = form_data(client.get(address), "memorandum_form")
    taken = threading.Event()

    def agree() -> int:
        with transaction.atomic():
            services.change_status(draft, Status.AGREED)
            taken.set()
            somebody_waits()
        return 0

    def send() -> int:
        assert taken.wait(60)
        return client.post(address, page).status_code

    assert together(agree, send) == [0, 302]
    assert Memorandum.objects.get().status == Status.AGREED


def test_the_same_money_is_noted_once():
    row = Instalment.objects.get(contribution__memorandum=a_signed_one())
    services.record_receipt(row, amount=200_000_000, received_on=DAY)
    noted = all_do(lambda: services.record_receipt(row, amount=300_000_000, received_on=DAY))
    assert noted == {"Receipt": 1, "NothingOpen": CLERKS - 1}
    assert Instalment.objects.with_received().get().received == row.amount


def test_the_last_part_goes_to_as_many_as_it_holds():
    row = Instalment.objects.get(contribution__memorandum=a_signed_one())
    noted = all_do(lambda: services.record_receipt(row, amount=200_000_000, received_on=DAY))
    assert noted == {"Receipt": 2, "NothingOpen": CLERKS - 2}


def test_a_receipt_is_taken_back_once():
    row = Instalment.objects.get(contribution__memorandum=a_signed_one())
    receipt = services.record_receipt(row, amount=5, received_on=DAY)
    taken = all_do(lambda: services.take_back(receipt, note="Nhầm"))
    assert taken == {"Receipt": 1, "TakenBack": CLERKS - 1}
    assert sum(Receipt.objects.values_list("amount", flat=True)) == 0


def test_of_many_who_make_a_new_version_at_once_one_does():
    old = a_signed_one()
    made = all_do(lambda: services.new_version(old))
    assert made == {"Memorandum": 1, "NewerVersion": CLERKS - 1}
    assert list(Memorandum.objects.in_force().values_list("version", flat=True)) == [2]
