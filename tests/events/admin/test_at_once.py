"""Two who press the button at the same moment."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from agenda.models import TaskUpdate
from agenda.services import unit_reports
from events import units
from events.models import Plan, Unit
from tests.factories import PlanFactory, PreparationTaskFactory, UnitFactory
from tests.pages import form_data, visible_text
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


def wait_for_waiting(many: int) -> None:
    """Return once so many transactions of this database wait for a lock."""
    waiting = """SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'"""
    until = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchone()[0] >= many:
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits")


@pytest.mark.django_db(transaction=True)
def test_units_merged_twice_at_once_become_one_and_the_second_is_told() -> None:
    stays = UnitFactory()
    gone = UnitFactory(event=stays.event)
    address = f"{reverse('admin:events_unit_merge')}?ids={stays.pk},{gone.pk}"
    client = signed_in("organizer")

    def merge(_n: int) -> str:
        another = Client()
        another.cookies = client.cookies
        try:
            return another.post(address, {"stays": str(stays.pk)})["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            list(Unit.objects.select_for_update())
            answers = pool.map(merge, range(2))
            wait_for_waiting(2)
        listed, change = sorted(answers, key=len)

    assert listed == reverse("admin:events_unit_changelist")
    assert change == reverse("admin:events_unit_change", args=[stays.pk])
    assert Unit.objects.get().pk == stays.pk


@pytest.mark.django_db(transaction=True)
def test_a_unit_reports_while_it_is_merged_and_neither_fails() -> None:
    stays = UnitFactory()
    gone = UnitFactory(event=stays.event)
    task = PreparationTaskFactory(event=stays.event, lead_unit=gone)

    def merge() -> None:
        try:
            units.merge(gone, into=stays)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            unit_reports.report(gone, task, percent=50)
            merged = pool.submit(merge)
            wait_for_waiting(1)
        merged.result()

    assert TaskUpdate.objects.get().unit_id == stays.pk
    task.refresh_from_db()
    assert (task.lead_unit_id, task.percent) == (stays.pk, 50)


@pytest.mark.django_db(transaction=True)
def test_what_is_written_on_a_task_that_is_handed_over_meanwhile_is_told_back() -> None:
    unit = UnitFactory()
    task = PreparationTaskFactory(event=unit.event, lead_unit=unit)

    def send() -> str:
        said = {"task": task.pk, "percent": "0", "words": "Đã in xong", "seen": "0"}
        try:
            return visible_text(Client().post(unit.get_absolute_url(), said).content.decode())
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            task.lead_unit = UnitFactory(event=unit.event)
            task.save()
            page = pool.submit(send)
            wait_for_waiting(1)
        assert "Đã in xong" in page.result()
    assert not TaskUpdate.objects.exists()
