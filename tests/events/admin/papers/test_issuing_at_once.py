"""Two who issue at once."""

import pytest

from events.models import NumberSeries, OfficialDocument
from tests.events.admin.papers.pages import GOOD, issue_page, page_of
from tests.factories import PlanFactory
from tests.people import administrator_client, signed_in
from tests.registrations.crowd import check_everything, committed, together

pytestmark = pytest.mark.django_db


@committed
def test_two_who_issue_at_once_get_two_numbers():
    pages = [issue_page(PlanFactory(event__published=False).event) for _n in range(2)]
    clients = [signed_in("organizer"), administrator_client()]

    statuses = together(
        *(
            lambda c=client, p=page: c.post(p, GOOD).status_code
            for client, page in zip(clients, pages, strict=True)
        )
    )

    assert statuses == [302, 302]
    numbers = OfficialDocument.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2]
    assert NumberSeries.objects.get().next == 3
    check_everything()


@committed
def test_button_pressed_twice_issues_once():
    page = issue_page(PlanFactory(event__published=False).event)
    clients = [signed_in("organizer"), administrator_client()]

    places = together(*(lambda c=client: c.post(page, GOOD)["Location"] for client in clients))

    document = OfficialDocument.objects.get()
    assert places == [page_of(document)] * 2
    assert NumberSeries.objects.get().next == 2
    check_everything()
