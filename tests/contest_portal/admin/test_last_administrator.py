"""Somebody can always manage the accounts: the last one who can is neither removed nor shut out."""

from functools import partial

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.pages import form_data, visible_text
from tests.people import PASSWORD, administrator, worker
from tests.registrations.crowd import committed, together

SAID = "Đây là quản trị viên cuối cùng"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def another() -> User:
    return User.objects.create_superuser("quan-tri-vien-2", password=PASSWORD)


def sent(client: Client, user: User, **changes: object) -> str:
    """Save a person's page without the ticks that are named; return what the page says."""
    address = reverse("admin:auth_user_change", args=[user.pk])
    data = form_data(client.get(address), "user_form")
    for name in changes:
        data.pop(name, None)
    answer = client.post(address, data)
    return "" if answer.status_code == 302 else visible_text(answer.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("tick", ["is_superuser", "is_active"])
def test_last_administrator_keeps_the_rights(tick: str) -> None:
    person = administrator(PASSWORD)
    person.groups.set(worker("organizer").groups.all())
    assert SAID in sent(browser(person), person, **{tick: None})
    person.refresh_from_db()
    assert person.is_superuser
    assert person.is_active
    other = another()
    assert sent(browser(other), person, **{tick: None}) == ""


@pytest.mark.django_db
def test_last_administrator_is_not_deleted() -> None:
    person = administrator(PASSWORD)
    client = browser(person)
    delete = reverse("admin:auth_user_delete", args=[person.pk])
    people = reverse("admin:auth_user_changelist")
    for address, data in (
        (delete, {"post": "yes"}),
        (people, {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"}),
    ):
        assert SAID in visible_text(client.post(address, data).content.decode())
        assert User.objects.filter(pk=person.pk).exists()
    other = another()
    both = {"action": "delete_selected", "_selected_action": [person.pk, other.pk], "post": "yes"}
    assert SAID in visible_text(client.post(people, both).content.decode())
    assert client.post(delete.replace(str(person.pk), str(other.pk)), {"post": "yes"})
    assert list(User.objects.filter(is_superuser=True)) == [person]


@committed
def test_two_who_remove_each_other_leave_one() -> None:
    first, second = administrator(PASSWORD), another()
    one, two = browser(first), browser(second)

    together(partial(sent, one, second, is_active=None), partial(sent, two, first, is_active=None))

    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


@pytest.mark.django_db
def test_nobody_is_left_without_a_password() -> None:
    person = administrator(PASSWORD)
    address = reverse("admin:auth_user_password_change", args=[person.pk])
    client = browser(person)
    assert "usable_password" not in client.get(address).content.decode()
    client.post(address, {"usable_password": "false", "unset-password": "1"})
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.django_db
def test_who_has_no_password_manages_nothing() -> None:
    person = administrator(PASSWORD)
    silent = User.objects.create_superuser("chua-dang-nhap-duoc")
    password = reverse("admin:auth_user_password_change", args=[silent.pk])
    assert "usable_password" not in browser(person).get(password).content.decode()
    assert SAID in sent(browser(silent), person, is_active=None)
    assert sent(browser(person), silent, is_active=None) == ""
