"""No page of the admin takes more statements for more rows."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import CommitteeMember, Event, LegalBasis, OfficialDocument, Purpose, Recipient
from tests import whole_portal
from tests.factories import (
    AgendaItemFactory,
    ArticleFactory,
    ContributionFactory,
    DelegationFactory,
    PreparationTaskFactory,
    UnitFactory,
    complete_memorandum,
    make_invitation,
    named,
)
from tests.many import fill
from tests.people import administrator

pytestmark = pytest.mark.django_db


def grow(event: Event, count: int) -> None:
    """Add so many rows of what a ceremony has many of, each with rows that belong to it."""
    fill(event, count)
    for n in range(count):
        unit = UnitFactory(event=event, contact_email=f"don-vi-{unit_count(event)}@so.example")
        unit.calls.create(caller="Trần B", said="Sẽ báo cáo")
        PreparationTaskFactory(event=event, lead_unit=unit).coordinating_units.add(unit)
        AgendaItemFactory(event=event)
        DelegationFactory(event=event)
        CommitteeMember.objects.create(
            event=event,
            name="Trần Thị Hoà",
            role="Thành viên",
            position=50 + row(CommitteeMember),
        )
        for model in (LegalBasis, Purpose, Recipient):
            model.objects.create(plan=event.plan, text=f"Nội dung {n};", position=50 + row(model))
        memorandum = complete_memorandum(event)
        ArticleFactory(memorandum=memorandum, position=50 + n)
        ContributionFactory(memorandum=memorandum, position=50 + n)
        invitation = make_invitation(event, quota=2, name="Lê Thị Hiền")
        invitation.calls.create(caller="Trần B", said="Sẽ trả lời")
        named(invitation, name=f"Đỗ Văn Hà {row(OfficialDocument)}{n}{count}")


def unit_count(event: Event) -> int:
    return event.units.count()


def row(model: Any) -> int:
    return int(model.objects.count())


def statements(client: Client, paths: dict[str, str]) -> dict[str, int]:
    """Return how many statements each page takes, asked twice: the first fills what is kept."""
    found = {}
    for path, name in paths.items():
        for _time in range(2):
            with transaction.atomic(), CaptureQueriesContext(connection) as captured:
                answer = client.get(path)
                if file := getattr(answer, "file_to_stream", None):
                    file.close()
                transaction.set_rollback(True)
        found[f"{name} {path}"] = len(captured)
    return found


def test_no_page_takes_more_statements_for_more_rows(settings: Any) -> None:
    settings.SITE_URL = "https://le-cong-bo.example"
    world = whole_portal.build()
    client = Client()
    client.force_login(administrator(), backend="django.contrib.auth.backends.ModelBackend")
    paths: dict[str, str] = {}
    for one in whole_portal.addresses(world):
        if one.path.startswith(reverse("admin:index")) and one.name != "logout":
            paths.setdefault(one.path, one.name)

    grow(world.event, 1)
    few = statements(client, paths)
    grow(world.event, 3)
    many = statements(client, paths)

    assert {n: (few[n], many[n]) for n in few if many[n] > few[n]} == {}
