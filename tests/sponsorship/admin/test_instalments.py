"""Instalments of a contribution in the admin."""

import pytest
from django.test import Client

from sponsorship.models import Instalment, Memorandum
from tests.pages import form_data
from tests.sponsorship.admin.pages import ABOVE_ZERO, NO_AMOUNT, new_row, opened, step, text_of, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("0", ABOVE_ZERO),
        ("-1", ABOVE_ZERO),
        ("ba trăm", NO_AMOUNT),
        ("", "Vui lòng điền nội dung này."),
    ],
)
def test_bad_instalment_is_told_and_nothing_is_lost(
    organizer: Client, draft: Memorandum, amount: str, sentence: str
) -> None:
    contribution = draft.contributions.get()
    data = new_row(opened(organizer, contribution), "instalments", amount="300.000.000")
    data = new_row(data, "instalments", amount=amount, due_on="01/03/2030")

    response = organizer.post(url(contribution), data)

    assert response.status_code == 200
    assert sentence in text_of(response)
    again = form_data(response, "contribution_form")
    assert (again["instalments-0-amount"], again["instalments-1-amount"]) == ("300.000.000", amount)
    assert not Instalment.objects.exists()


def test_instalments_are_saved_in_order_and_must_make_the_whole(
    organizer: Client, draft: Memorandum
) -> None:
    contribution = draft.contributions.get()
    data = new_row(opened(organizer, contribution), "instalments", amount="300.000.000")
    data = new_row(data, "instalments", amount="100.000.000", due_on="01/03/2030")

    response = organizer.post(url(contribution), data)

    assert response["Location"] == url(draft)
    assert list(contribution.instalments.values_list("position", "amount")) == [
        (1, 300_000_000),
        (2, 100_000_000),
    ]
    refused = text_of(organizer.post(step(draft, "agree")))
    assert "các đợt cộng lại là 400.000.000 đồng nhưng giá trị là 500.000.000 đồng" in refused
