"""What is received, and taken back."""

import pytest
from django.contrib.auth.models import User

from sponsorship import services
from sponsorship.errors import DayInFuture, NotAllowed, NothingOpen, TakenBack, WrongAmount
from sponsorship.models import Instalment, Receipt
from tests.factories import complete_memorandum
from tests.sponsorship.services.steps import (
    MILLION,
    TODAY,
    TOMORROW,
    YESTERDAY,
    Status,
    due,
    instalment_of,
    step,
    to,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("amount", [0, -1])
def test_less_than_one_dong_is_no_receipt(amount):
    row = instalment_of(to(Status.SIGNED))
    with pytest.raises(WrongAmount, match=r"Số tiền phải lớn hơn 0\."):
        services.record_receipt(row, amount=amount, received_on=TODAY)
    assert not Receipt.objects.exists()


def test_no_more_can_come_than_is_due():
    row = instalment_of(to(Status.SIGNED))
    services.record_receipt(row, amount=200 * MILLION, received_on=YESTERDAY)
    with pytest.raises(
        NothingOpen,
        match=r"chỉ còn phải nhận 300\.000\.000 đồng: vui lòng nhập bằng hoặc ít hơn số đó\.",
    ):
        services.record_receipt(row, amount=300 * MILLION + 1, received_on=TODAY)
    services.record_receipt(row, amount=300 * MILLION, received_on=TODAY)
    with pytest.raises(NothingOpen, match="còn phải nhận 0 đồng"):
        services.record_receipt(row, amount=10**18, received_on=TODAY)
    assert Instalment.objects.with_received().get().received == 500 * MILLION


def test_nothing_has_come_tomorrow():
    row = instalment_of(to(Status.SIGNED))
    with pytest.raises(DayInFuture, match="Ngày nhận không được sau ngày hôm nay"):
        services.record_receipt(row, amount=1, received_on=TOMORROW)
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.AGREED, Status.CANCELLED])
def test_nothing_comes_before_it_is_signed(status):
    draft = complete_memorandum()
    due(draft, (500 * MILLION, None))
    if status != Status.DRAFT:
        step(draft, status)
    with pytest.raises(NotAllowed):
        services.record_receipt(instalment_of(draft), amount=1, received_on=TODAY)


def test_what_comes_late_comes_under_an_ended_memorandum_as_well():
    row = instalment_of(to(Status.ENDED))
    assert services.record_receipt(row, amount=1, received_on=TODAY).amount == 1


def test_a_receipt_tells_who_noted_it():
    user = User.objects.create_user("thu-quy")
    row = instalment_of(to(Status.SIGNED))
    services.record_receipt(row, amount=5, received_on=YESTERDAY, note="UNC 12", by=user)
    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.received_on, receipt.note, receipt.added_by) == (
        5,
        YESTERDAY,
        "UNC 12",
        user,
    )


def test_a_receipt_is_taken_back_by_another():
    user = User.objects.create_user("thu-quy")
    row = instalment_of(to(Status.SIGNED))
    wrong = services.record_receipt(row, amount=500 * MILLION, received_on=YESTERDAY)
    back = services.take_back(wrong, note=" Nhập nhầm ", by=user)
    assert (back.amount, back.takes_back, back.received_on) == (-500 * MILLION, wrong, TODAY)
    assert (back.note, back.added_by) == ("Nhập nhầm", user)
    assert Receipt.objects.get(pk=wrong.pk).is_taken_back
    assert not Receipt.objects.get(pk=back.pk).is_taken_back
    services.record_receipt(row, amount=500 * MILLION, received_on=TODAY)


def test_a_receipt_is_taken_back_once_and_not_in_turn():
    row = instalment_of(to(Status.SIGNED))
    wrong = services.record_receipt(row, amount=1, received_on=TODAY)
    back = services.take_back(wrong, note="Nhầm")
    for receipt in (wrong, back):
        with pytest.raises(TakenBack, match=r"Khoản ghi nhận này đã được hủy\."):
            services.take_back(receipt, note="Nhầm")
    assert Receipt.objects.count() == 2


@pytest.mark.parametrize("note", ["", "  "])
def test_taking_back_is_explained(note):
    receipt = services.record_receipt(instalment_of(to(Status.SIGNED)), amount=1, received_on=TODAY)
    with pytest.raises(WrongAmount, match=r"Vui lòng ghi rõ lý do hủy khoản đã ghi nhận\."):
        services.take_back(receipt, note=note)
    assert Receipt.objects.count() == 1
