"""Two organizers who press the button at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from events.models import Plan
from tests.factories import PlanFactory
from tests.pages import form_data
from tests.people import signed_in


@pytest.mark.django_db(transaction=True)
def test_rows_added_at_once_get_different_places() -> None:
    PlanFactory()
    plan = Plan.objects.get()
    plan.legal_bases.create(position=1, text="Căn cứ một;")
    address = reverse("admin:events_plan_change", args=[plan.pk])
    client = signed_in("organizer")
    page = form_data(client.get(address), "plan_form")
    start = Barrier(2)

    def add(text: str) -> int:
        another = Client()
        another.cookies = client.cookies
        data: dict[str, Any] = {**page, "legal_bases-TOTAL_FORMS": "2"}
        data |= {"legal_bases-1-plan": plan.pk, "legal_bases-1-text": text, "legal_bases-1-id": ""}
        start.wait()
        try:
            return another.post(address, data).status_code
        finally:
            connection.close()

    for _round in range(3):
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(add, ("Căn cứ của An;", "Căn cứ của Bình;")))
        assert answers == [302, 302]

    places = plan.legal_bases.values_list("position", flat=True)
    assert list(places) == [1, 2, 3, 4, 5, 6, 7]
