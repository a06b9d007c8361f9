"""What was received, in the admin."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from sponsorship.models import Instalment, Memorandum, Receipt
from tests.sponsorship.admin.pages import ABOVE_ZERO, NO_AMOUNT, listing, receive, text_of, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"amount": "0"}, ABOVE_ZERO),
        ({"amount": "-5"}, ABOVE_ZERO),
        ({"amount": "một triệu"}, NO_AMOUNT),
        ({"amount": ""}, "Vui lòng điền nội dung này."),
        ({"amount": "500.000.001"}, "Đợt này chỉ còn phải nhận 500.000.000 đồng"),
        ({"received_on": "20/01/2099"}, "Ngày nhận không được sau ngày hôm nay."),
        ({"received_on": "31/02/2026"}, "Ngày chưa đúng. Vui lòng nhập theo dạng 12/02/2025."),
        ({"received_on": ""}, "Vui lòng điền nội dung này."),
    ],
)
def test_refused_receipt_is_told_and_nothing_typed_is_lost(
    organizer: Client, instalment: Instalment, values: dict[str, str], sentence: str
) -> None:
    response = receive(organizer, instalment, **values)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert sentence in text_of(response)
    assert response.context["form"]["note"].value() == "Đã gõ"
    assert all(value in response.content.decode() for value in values.values())
    assert not Receipt.objects.exists()


def test_receipts_add_up_to_the_instalment(organizer: Client, instalment: Instalment) -> None:
    receive(organizer, instalment, amount="400.000.000")

    assert "100.000.000 đồng" in text_of(receive(organizer, instalment, amount="100.000.001"))
    assert receive(organizer, instalment, amount="100000000").status_code == 302
    late = organizer.get(listing(Instalment), {"coming": "full"})
    assert [row.pk for row in late.context["cl"].result_list] == [instalment.pk]
    assert set(Receipt.objects.values_list("added_by", flat=True)) == {User.objects.get().pk}


def test_nothing_is_received_before_the_signature(organizer: Client, agreed: Memorandum) -> None:
    instalment = Instalment.objects.get(contribution__memorandum=agreed)

    response = receive(organizer, instalment)

    assert "biên bản ghi nhớ đang ở trạng thái “đã thống nhất”." in text_of(response)
    assert not Receipt.objects.exists()


def test_receipt_is_taken_back_once_and_with_a_note(
    organizer: Client, instalment: Instalment
) -> None:
    receive(organizer, instalment)
    back = reverse("admin:sponsorship_receipt_back", args=[Receipt.objects.get().pk])

    assert "Vui lòng điền nội dung này." in text_of(organizer.post(back, {"note": " "}))
    assert Receipt.objects.count() == 1
    assert organizer.post(back, {"note": "Nhầm đợt"}).status_code == 302
    again = organizer.post(back, {"note": "Lần nữa"})

    assert "Khoản ghi nhận này đã được hủy." in text_of(again)
    assert list(Receipt.objects.order_by("pk").values_list("amount", "note")) == [
        (1_000_000, "Đã gõ"),
        (-1_000_000, "Nhầm đợt"),
    ]


def test_amount_due_is_not_edited_once_agreed(organizer: Client, instalment: Instalment) -> None:
    assert organizer.post(url(instalment), {"amount": "1", "due_on": ""}).status_code == 403

    instalment.refresh_from_db()
    assert instalment.amount == 500_000_000
