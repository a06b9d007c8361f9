"""What is promised, has come and is due."""

import datetime

import pytest

from sponsorship import services
from sponsorship.errors import NewerVersion, NothingOpen
from sponsorship.models import Instalment
from tests.factories import EventFactory, complete_memorandum, signed_memorandum
from tests.sponsorship.services.steps import (
    MILLION,
    TODAY,
    YESTERDAY,
    Status,
    due,
    instalment_of,
    step,
    to,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("status", "pledged", "overdue"),
    [
        (Status.DRAFT, 0, 0),
        (Status.AGREED, 500, 0),
        (Status.SIGNED, 500, 200),
        (Status.ENDED, 500, 0),
        (Status.CANCELLED, 0, 0),
    ],
)
def test_what_counts_as_pledged_and_as_overdue(status, pledged, overdue):
    draft = complete_memorandum()
    due(draft, (200 * MILLION, YESTERDAY), (300 * MILLION, TODAY))
    if status in (Status.AGREED, Status.SIGNED, Status.ENDED):
        step(draft, Status.AGREED)
    if status in (Status.SIGNED, Status.ENDED):
        step(draft, Status.SIGNED)
    if status in (Status.ENDED, Status.CANCELLED):
        step(draft, status)
    assert services.balance(draft.event, TODAY) == (pledged * MILLION, 0, overdue * MILLION)


def test_what_comes_makes_the_debt_less():
    draft = complete_memorandum()
    due(draft, (200 * MILLION, YESTERDAY), (300 * MILLION, None))
    signed = step(step(draft, Status.AGREED), Status.SIGNED)
    first, second = Instalment.objects.order_by("position")
    receipt = services.record_receipt(first, amount=150 * MILLION, received_on=TODAY)
    services.record_receipt(second, amount=MILLION, received_on=TODAY)

    assert services.balance(signed.event, TODAY) == (500 * MILLION, 151 * MILLION, 50 * MILLION)
    services.take_back(receipt, note="Nhầm")
    assert services.balance(signed.event, TODAY) == (500 * MILLION, MILLION, 200 * MILLION)
    services.record_receipt(first, amount=200 * MILLION, received_on=TODAY)
    assert services.balance(signed.event, TODAY) == (500 * MILLION, 201 * MILLION, 0)


def test_ceremonies_are_counted_apart():
    event = EventFactory()
    signed_memorandum(event)
    draft = complete_memorandum(event)
    due(draft, (500 * MILLION, YESTERDAY))
    step(step(draft, Status.AGREED), Status.SIGNED)
    other = to(Status.SIGNED)
    services.record_receipt(instalment_of(other), amount=1, received_on=TODAY)
    assert services.balance(event, TODAY) == (1000 * MILLION, 0, 500 * MILLION)
    assert services.balance(other.event, TODAY) == (500 * MILLION, 1, 0)
    assert services.balance(EventFactory(), TODAY) == (0, 0, 0)


def test_a_new_version_takes_over_what_was_promised_when_it_is_agreed():
    old = to(Status.SIGNED)
    services.record_receipt(instalment_of(old), amount=MILLION, received_on=TODAY)
    fresh = services.new_version(old)
    fresh.contributions.update(amount=600 * MILLION)

    def pledged_and_received() -> tuple[int, int]:
        return services.balance(old.event, TODAY)[:2]

    assert pledged_and_received() == (500 * MILLION, MILLION)
    step(fresh, Status.AGREED)
    assert pledged_and_received() == (600 * MILLION, MILLION)
    step(fresh, Status.DRAFT)
    assert pledged_and_received() == (500 * MILLION, MILLION)
    step(step(fresh, Status.AGREED), Status.SIGNED)
    assert pledged_and_received() == (600 * MILLION, MILLION)


def test_the_balance_takes_few_statements(django_assert_num_queries):
    event = signed_memorandum().event
    with django_assert_num_queries(3):
        services.balance(event, TODAY)


def test_what_came_under_the_old_version_fills_the_new_one_in_order() -> None:
    first = complete_memorandum()
    contribution = first.contributions.get()
    whole, half = 500 * MILLION, 250 * MILLION
    for position, amount in enumerate((half, whole - half), start=1):
        contribution.instalments.create(
            amount=amount, due_on=datetime.date(2030, 1, position), position=position
        )
    first = services.change_status(
        services.change_status(first, "agreed"), "signed", signing_day=TODAY
    )
    services.record_receipt(contribution.instalments.first(), amount=half, received_on=TODAY)
    second = services.new_version(first)
    services.change_status(services.change_status(second, "agreed"), "signed", signing_day=TODAY)

    one, two = Instalment.objects.filter(contribution__memorandum=second).with_received()
    assert (one.received, two.received) == (half, 0)
    assert services.balance(first.event, TODAY) == (
        whole,
        half,
        whole - half,
    )
    with pytest.raises(NothingOpen):
        services.record_receipt(one, amount=1, received_on=TODAY)
    with pytest.raises(NewerVersion):
        services.record_receipt(contribution.instalments.last(), amount=1, received_on=TODAY)
    services.record_receipt(two, amount=1, received_on=TODAY)
    third = services.new_version(second)
    contributions = third.contributions.prefetch_related("instalments").get()
    received = [row.received for row in contributions.instalments.with_received()]
    assert received == [half, 1]


def test_one_instalment_more_in_the_new_version_is_filled_by_what_came_at_once() -> None:
    first = signed_memorandum()
    row = Instalment.objects.get()
    services.record_receipt(row, amount=row.amount, received_on=TODAY)
    second = services.new_version(first)
    contribution = second.contributions.get()
    contribution.instalments.create(amount=row.amount // 4, position=1)
    contribution.instalments.create(amount=row.amount - row.amount // 4, position=2)

    rows = contribution.instalments.with_received()
    assert [row.received for row in rows] == [row.amount for row in rows]
    assert [row.received for row in Instalment.objects.filter(pk=rows[1].pk).with_received()] == [
        rows[1].amount
    ]
