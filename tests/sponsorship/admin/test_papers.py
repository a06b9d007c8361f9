"""Issued memoranda in the admin."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.documents import KINDS, register
from tests.factories import PlanFactory, signed_memorandum
from tests.people import signed_in
from tests.sponsorship.admin.pages import LOGIN, url

pytestmark = pytest.mark.django_db


def test_issued_memorandum_goes_to_staff_only_and_as_a_download(client: Client) -> None:
    plan = PlanFactory(event__published=True)
    day = timezone.localdate()
    memorandum = signed_memorandum(plan.event, day=day)
    entry = register.Entry(kind=KINDS["memorandum"], event=plan.event, key=memorandum.pk, day=day)
    document = register.issue(entry)
    address = url(document, "download")

    for role in ("organizer", "secretariat"):
        response = signed_in(role).get(address)
        assert response.content == bytes(document.file.content)
        assert response["Content-Disposition"].startswith("attachment; filename=")
        assert response["X-Content-Type-Options"] == "nosniff"
    assert signed_in("reception").get(address).status_code == 403
    assert client.get(address)["Location"].startswith(LOGIN)
    paper = reverse("admin:events_paper_print", args=["memorandum", plan.event_id, memorandum.pk])
    assert client.get(paper)["Location"].startswith(LOGIN)
