"""Who deletes what others depend on reads why not, and what to do instead."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from agenda.models import PreparationTask
from events.models import Contest, Event, Unit, UnitCall
from registrations.models import Invitation
from sponsorship.models import Sponsor
from tests import whole_portal
from tests.factories import AgendaItemFactory, EventFactory, UnitFactory, published
from tests.pages import english, visible_text
from tests.people import administrator, administrator_client, signed_in, worker

pytestmark = pytest.mark.django_db

NEEDED = {
    Contest: "Buổi lễ: 1. Lễ công bố thử",
    Event: "Đại biểu: 6. Nguyễn Văn Thử",
    Unit: "Công việc chuẩn bị: 1. Công việc",
    User: "Văn bản trình duyệt: 1. Chương trình",
    Invitation: "Đại biểu: 2. Nguyễn Văn Thử",
    PreparationTask: "Báo cáo công việc: 1",
    Sponsor: "Biên bản ghi nhớ: 1. Về việc tài trợ",
}


def page(row: Model, name: str) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk])


def answers(client: Any, row: Model) -> list[Any]:
    """Return what the page of deleting and the action of the list answer to who is sure."""
    lists = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_changelist")
    action = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    deleting = page(row, "delete")
    return [
        client.get(deleting),
        client.post(deleting, {"post": "yes"}),
        client.post(lists, action),
    ]


def test_what_others_need_stays_and_says_why() -> None:
    world = whole_portal.build()
    User.objects.filter(pk=world.rows[User].pk).update(username="le-thi-thu")
    client = administrator_client()
    for model, depends in NEEDED.items():
        row = world.rows[model]
        for answer in answers(client, row):
            if model is PreparationTask and answer.status_code == 302:
                continue  # its list is the board, which has no actions
            text = visible_text(answer.content.decode())
            assert answer.status_code == 200, model
            assert depends in text, (model, text)
            assert str(admin.site._registry[model].instead_of_deleting) in text, model
            assert english(text) == [], model
        assert model._base_manager.filter(pk=row.pk).exists(), model


def test_every_admin_knows_the_words() -> None:
    request = RequestFactory().get("/")
    request.user = administrator()
    for model, model_admin in admin.site._registry.items():
        if model_admin.has_delete_permission(request):
            assert hasattr(model_admin, "instead_of_deleting"), model


def test_calls_go_with_no_unit() -> None:
    unit, free = UnitFactory(), UnitFactory()
    UnitCall.objects.create(unit=unit, caller="Lê Thị Thử", called_at=timezone.now())
    client = signed_in("organizer")

    assert (
        "cuộc gọi tới đơn vị: 1"
        in visible_text(client.get(page(unit, "delete")).content.decode()).lower()
    )
    client.post(page(unit, "delete"), {"post": "yes"})
    client.post(page(free, "delete"), {"post": "yes"})

    left = Unit.objects.filter(pk__in=[unit.pk, free.pk])
    assert [*left.values_list("pk", flat=True)] == [unit.pk]


def test_published_programme_goes_with_no_ceremony() -> None:
    event, empty = EventFactory(), EventFactory()
    published(AgendaItemFactory(event=event).event)
    client = signed_in("organizer")

    for one in (event, empty):
        client.post(page(one, "delete"), {"post": "yes"})

    left = Event.objects.filter(pk__in=[event.pk, empty.pk])
    assert [*left.values_list("pk", flat=True)] == [event.pk]


def test_what_somebody_did_goes_with_no_account() -> None:
    busy, idle = worker("organizer"), worker("reception")
    LogEntry.objects.create(user=busy, action_flag=2, object_repr="x", change_message="[]")
    client = administrator_client()

    for one in (busy, idle):
        client.post(page(one, "delete"), {"post": "yes"})

    assert [*User.objects.filter(pk__in=[busy.pk, idle.pk])] == [busy]
