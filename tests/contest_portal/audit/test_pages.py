"""Every page and action of the admin that writes, or hands out people's data, leaves an entry."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from events.audit import words
from events.models import AuditEntry
from tests import whole_portal
from tests.clerk import Clerk
from tests.contest_portal.audit.written import tables_written
from tests.people import administrator, worker

pytestmark = pytest.mark.django_db

NAMES_NOBODY = {  # files that hold no data of delegates, or that are public
    "events_paper_print": "the papers that are private are looked at below",
    "events_paper_issue": "an official paper, before it is issued",
    "events_officialdocument_download": "a paper that was issued",
    "events_scan": "a paper that was issued",
    "events_signed_file": "a paper that was issued",
    "sponsorship_scan": "a memorandum that was signed",
    "agenda_preparationtask_file": "what a unit has handed in",
    "jsi18n": "words of the theme",
}
ENTRIES = AuditEntry.objects


def is_file(answer: HttpResponse) -> bool:
    return "attachment" in answer.headers.get("Content-Disposition", "")


def sent(client: Client, path: str, method: str, data: Any = None) -> tuple[bool, set[str], int]:
    """Return whether a file came, which tables were written and how many entries were left."""
    with transaction.atomic():
        before = ENTRIES.count()
        with tables_written() as written:
            answer = getattr(client, method)(path, data)
            gives = is_file(answer)
            if answer.streaming:
                b"".join(answer.streaming_content)
        left = ENTRIES.count() - before
        transaction.set_rollback(True)
    return gives, written, left


def test_no_action_writes_or_hands_out_in_silence() -> None:
    world = whole_portal.build()
    user = administrator()
    client = Clerk()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    request = RequestFactory().get("/")
    request.user = user
    silent, acted = [], 0
    for model, page in admin.site._registry.items():
        where = f"/quan-tri/{model._meta.app_label}/{model._meta.model_name}/"
        for name in page.get_actions(request):
            keys = list(model._base_manager.values_list("pk", flat=True)[:3])
            form = {"action": name, "_selected_action": keys, "post": "yes"}
            gives, written, left = sent(client, where, "post", form)
            acted += bool(left)
            if (gives or written) and not left:
                silent.append((model._meta.label, name, sorted(written)))
    assert silent == []
    assert acted > 10
    assert world.event.pk


def test_private_papers_are_told() -> None:
    world = whole_portal.build()
    client = Client()
    client.force_login(administrator(), "django.contrib.auth.backends.ModelBackend")

    client.get(reverse("admin:events_paper_print", args=["hall", world.event.pk]))

    assert list(ENTRIES.filter(act="printed").values_list("act", "way")) == [("printed", "admin")]


def test_roles_and_rights_are_told_in_words() -> None:
    user = worker("secretariat")
    group = user.groups.get()
    group.permissions.remove(group.permissions.get(codename="view_plan"))

    removed = ENTRIES.filter(table="auth_group_permissions", act="removed")
    names = words.Names([ENTRIES.get(table="auth_user_groups"), removed.get()])

    assert [words.title(entry, names) for entry in names.entries] == ["Tổ thư ký", "Kế hoạch: xem"]
