"""Who may open and who may send each address of the admin: a table, read by eye, held by a test.

A page that is new, or that answers somebody else than before, fails in `test_every_address` until
its line in `access.txt` is written. The message is the line; whether it is right is for whoever
adds it.
"""

from functools import cache
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.people import administrator, worker

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("access.txt")
PEOPLE = ("administrator", "organizer", "secretariat", "reception", "staff", "stranger")
LET_IN, REFUSED, ABSENT = "+", "-", "."


@cache
def table() -> dict[str, dict[str, str]]:
    """Return the lines: by address or action, by person, two signs: to open it, to send it."""
    lines = [line.split() for line in TABLE.read_text().splitlines() if line.strip()]
    head, *rest = [line for line in lines if not line[0].startswith("#")]
    assert tuple(head[1:]) == PEOPLE
    return {name: dict(zip(PEOPLE, signs, strict=True)) for name, *signs in rest}


def is_action(name: str) -> bool:
    """Whether a line is that of an action, `app.model:action`, and not that of an address."""
    return ":" in name and "/" not in name


def person(name: str) -> User | None:
    """Return who has the role; `staff` has none, and `stranger` has not signed in."""
    if name == "stranger":
        return None
    if name == "administrator":
        return administrator()
    if name == "staff":
        return User.objects.create_user("nguoi-khong-vai-tro", is_staff=True)
    return User.objects.filter(username=f"nguoi-{name}").first() or worker(name)


def sign(client: Client, path: str, method: str) -> str:
    """Return how an address answers to a person; what it did is taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(path)
        if file := getattr(answer, "file_to_stream", None):
            file.close()
        transaction.set_rollback(True)
    return sign_of(answer)


def sign_of(answer: HttpResponse) -> str:
    """Return what an answer means."""
    to_door = answer.headers.get("Location", "").startswith(reverse("admin:login"))
    if answer.status_code == 403 or to_door:
        return REFUSED
    return ABSENT if answer.status_code in (404, 405) else LET_IN


def together(signs: set[str]) -> str:
    """Return one sign for all the addresses of a name; who is let into one is let in."""
    return next(each for each in (LET_IN, REFUSED, ABSENT) if each in signs)


def test_every_action_of_a_list_has_its_line() -> None:
    found: dict[str, dict[str, str]] = {}
    for who in PEOPLE[:-1]:
        request = RequestFactory().get("/")
        user = person(who)
        assert user
        request.user = user
        for model, model_admin in admin.site._registry.items():
            for action in model_admin.get_actions(request):
                found.setdefault(f"{model._meta.label_lower}:{action}", {})[who] = LET_IN
    wrong = []
    for who in PEOPLE:
        offered = {name: people.get(who, REFUSED) for name, people in found.items()}
        wrong += differences(who, offered, [each for each in table() if is_action(each)])
    assert not wrong, "\n".join(wrong)


def differences(person: str, found: dict[str, str], known: list[str]) -> list[str]:
    """Return the lines that are not in the table, or say something else there."""
    expected = {name: table()[name][person] for name in known}
    return [
        f"{person}: {name} {found.get(name, 'is gone')}, in the table {expected.get(name, '?')}"
        for name in sorted(found.keys() | expected.keys())
        if found.get(name) != expected.get(name)
    ]
