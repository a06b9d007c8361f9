"""The admin as a whole: overview, words, roles, the door."""

import importlib
import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse

from events.admin.one_of_ceremony import OneOfCeremony
from events.models import Event, Letter
from registrations.models import DataRequest, Invitation, Registration, Seat, Seating
from sponsorship.models import Memorandum
from tests.factories import (
    AgendaItemFactory,
    DelegationFactory,
    PlanFactory,
    PreparationTaskFactory,
    make_registration,
    make_seating,
)
from tests.pages import form_data, visible_text
from tests.people import PASSWORD, administrator, administrator_client, signed_in, worker

pytestmark = pytest.mark.django_db

INDEX = "admin:index"

# words of the theme and of Django that an untranslated page would show
ENGLISH = """
    Add Save Delete Search Filter Filters Select Change Close Edit Update Cancel Submit Export
    Import Home View History Action Actions Run Clear Remove Today Now Date Time Yes No None All
    Password Username Email Log Login Logout User Users Group Groups Permission Permissions
    Administration Welcome Please This That The You Your Are Sure Objects Summary Show results
    result total Previous Next Back Choose File Required Field Error Errors Name Staff Active
    Superuser Unknown Empty Type Order Light Dark System Toggle Reset Apply Value From To By
    position item items row rows page site current selected successfully
    organizer secretariat reception pending confirmed waiting declined cancelled
"""
ENGLISH_WORD = re.compile(rf"(?<![\w-])({'|'.join(ENGLISH.split())})(?![\w-])")


@pytest.fixture
def event() -> Event:
    event = make_seating(public_seats=2, reserve_seats=1).event
    PlanFactory(event=event)
    for _n in range(2):
        DelegationFactory(event=event)
        AgendaItemFactory(event=event)
        PreparationTaskFactory(event=event)
    for _n in range(3):
        make_registration(event, email="dai-bieu@example.vn")
    return event


def pages(event: Event) -> Iterator[str]:
    """Every kind of page of the admin, with an example of each."""
    rows: list[Any] = [event.contest, event, event.plan, event.seating, Seat.objects.first()]
    rows += [
        Letter.objects.first(),
        Registration.objects.first(),
        User.objects.first(),
        Group.objects.first(),
    ]
    names = [(row._meta.app_label, row._meta.model_name, row.pk) for row in rows]
    names += [("agenda", "programme", event.pk), ("agenda", "preparation", event.pk)]
    for app, model, pk in names:
        one_row = isinstance(admin.site._registry[apps.get_model(app, model)], OneOfCeremony)
        yield reverse(f"admin:{app}_{model}_changelist") + ("?whole" if one_row else "")
        yield reverse(f"admin:{app}_{model}_changelist") + "?q=khong-co"
        yield reverse(f"admin:{app}_{model}_add")
        for page in ("change", "history", "delete"):
            yield reverse(f"admin:{app}_{model}_{page}", args=[pk])
    for app in ("events", "agenda", "registrations", "auth"):
        yield reverse("admin:app_list", args=[app])
    yield reverse("admin:registrations_registration_export")
    for step in ("approve", "decline", "reserve", "cancel"):
        address = reverse("admin:registrations_registration_transition", args=[step])
        yield f"{address}?ids={Registration.objects.first().pk}"
    yield reverse("admin:auth_user_password_change", args=[User.objects.first().pk])
    yield from (reverse("admin:password_change"), reverse("admin:password_change_done"))
    yield reverse(INDEX)
    yield reverse("admin:logout")


def english_on(address: str, response: Any) -> list[str]:
    return [f"{address}: {word}" for word in ENGLISH_WORD.findall(visible(response))]


def visible(response: Any) -> str:
    return visible_text(response.content.decode())


def test_no_english_word_stands_on_any_page(event: Event) -> None:
    client = administrator_client()
    found, seen = [], 0

    for address in pages(event):
        post = address == reverse("admin:logout")
        response = client.post(address) if post else client.get(address)
        if response.status_code == 200:
            seen += 1
            found += english_on(address, response)
        else:
            assert response.status_code == 403, address

    assert found == []
    assert seen > 55


def test_no_english_word_stands_on_a_form_sent_empty(event: Event) -> None:
    client = administrator_client()
    found = []

    for name in ("events_contest", "events_event", "events_plan", "registrations_registration"):
        found += english_on(name, client.post(reverse(f"admin:{name}_add"), {}))
    found += english_on("user", client.post(reverse("admin:auth_user_add"), {"username": "á b"}))
    found += english_on("password", client.post(reverse("admin:password_change"), {}))
    found += english_on("login", Client().post(reverse("admin:login"), {"username": "x"}))

    assert found == []


def test_no_english_word_stands_in_the_answers_to_work(event: Event) -> None:
    client = administrator_client()
    address = reverse("admin:events_plan_change", args=[event.plan.pk])
    data = form_data(client.get(address), "plan_form")
    button = {"_continue": "1", "subject": "Trích yếu khác", "event": event.pk}

    saved = client.post(address, {**data, **button}, follow=True)

    assert "Đã lưu kế hoạch “ Trích yếu khác ”. Có thể sửa tiếp bên dưới." in visible(saved)
    assert english_on(address, saved) == []
    history = client.get(reverse("admin:events_plan_history", args=[event.plan.pk]))
    assert "Trích yếu Tổ chức Lễ công bố thử → Trích yếu khác" in visible(history)
    assert english_on("record", history) == []


def test_overview_of_an_empty_portal_says_how_to_begin() -> None:
    text = visible(signed_in("organizer").get(reverse(INDEX)))

    assert "Chưa có buổi lễ nào." in text


def test_reception_may_do_one_thing_only() -> None:
    reception = worker("reception")

    assert reception.get_all_permissions() == {"registrations.view_registration"}


# what nobody does by hand: what was issued, received or scanned stays, and numbers give themselves
BY_SERVICES_ONLY = {
    *(
        f"{verb}_{model}"
        for verb in ("change", "delete")
        for model in ("officialdocument", "signedfile", "receipt", "signedscan", "substitution")
    ),
    "add_substitution",
    *(
        f"{verb}_{model}"
        for verb in ("add", "change", "delete", "view")
        for model in ("issuedfile", "numberseries", "logo")
    ),
    "add_letter",
    "delete_letter",
}


def test_organizer_may_do_all_but_manage_people() -> None:
    organizer = worker("organizer")

    apps = {permission.split(".")[0] for permission in organizer.get_all_permissions()}
    assert apps == {"events", "agenda", "registrations", "sponsorship", "contest_portal"}
    ours = Permission.objects.filter(content_type__app_label__in=apps)
    missing = set(ours.values_list("codename", flat=True)) - {
        permission.split(".")[1] for permission in organizer.get_all_permissions()
    }
    assert missing == BY_SERVICES_ONLY


@pytest.mark.parametrize("role", ["organizer", "secretariat", "reception"])
def test_people_are_managed_by_the_administrator_only(role: str) -> None:
    client = signed_in(role)
    target = User.objects.get()
    addresses = [
        reverse("admin:auth_user_changelist"),
        reverse("admin:auth_user_add"),
        reverse("admin:auth_user_change", args=[target.pk]),
        reverse("admin:auth_user_password_change", args=[target.pk]),
        reverse("admin:auth_group_changelist"),
        reverse("admin:auth_group_change", args=[Group.objects.first().pk]),
    ]

    answers = {client.post(address, {"is_superuser": "on"}).status_code for address in addresses}

    assert answers == {403}
    target.refresh_from_db()
    assert not target.is_superuser


def test_administrator_makes_a_person_with_a_role() -> None:
    client = administrator_client()
    worker("secretariat")
    add = reverse("admin:auth_user_add")
    data = form_data(client.get(add), "user_form")
    data |= {"username": "thu.ky", "first_name": "Lê Thị Thư"}
    data |= {"password1": PASSWORD, "password2": PASSWORD}
    data["groups"] = [Group.objects.get(name="secretariat").pk]

    refused = client.post(add, {**data, "groups": []})
    assert "Vui lòng chọn vai trò" in visible(refused)
    assert client.post(add, data).status_code == 302

    person = User.objects.get(username="thu.ky")
    assert person.is_staff
    assert (person.get_full_name(), person.is_superuser) == ("Lê Thị Thư", False)
    assert person.has_perm("events.change_plan")


def test_who_is_administrator_no_more_needs_a_role() -> None:
    client, other = administrator_client(), worker("reception")
    User.objects.filter(pk=other.pk).update(is_superuser=True)
    other.groups.clear()
    address = reverse("admin:auth_user_change", args=[other.pk])
    data = form_data(client.get(address), "user_form")

    assert client.post(address, data).status_code == 302  # without a role as before
    data.pop("is_superuser")
    assert "Vui lòng chọn vai trò" in visible(client.post(address, data))
    assert client.post(address, {**data, "is_active": ""}).status_code == 302


def test_a_role_opens_the_admin_whatever_gives_it() -> None:
    group = worker("reception").groups.get()
    person = User.objects.create_user("den-sau", password=PASSWORD)
    person.groups.add(group)
    person.save()  # with what was read before
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse(INDEX)).status_code == 200

    group.user_set.remove(person)
    assert client.get(reverse(INDEX)).status_code == 302
    person.refresh_from_db()
    assert not person.is_staff
    assert administrator().is_staff


def test_role_that_was_taken_does_not_come_back_with_a_page_that_was_open() -> None:
    person, client = worker("organizer"), administrator_client()
    reception = worker("reception").groups.get()
    address = reverse("admin:auth_user_change", args=[person.pk])
    data = form_data(client.get(address), "user_form")

    person.groups.set([reception])
    assert client.post(address, {**data, "first_name": "Trần Thị Tư"}).status_code == 302
    assert list(person.groups.all()) == [reception]

    secretariat = worker("secretariat").groups.get()
    data["groups"] = [secretariat.pk]
    assert "nội dung hiện nay là: “Tổ đón tiếp”" in visible(client.post(address, data))
    assert list(person.groups.all()) == [reception]


def test_role_keeps_the_name_that_the_program_knows() -> None:
    client = administrator_client()
    group = worker("reception").groups.get()
    address = reverse("admin:auth_group_change", args=[group.pk])
    page = client.get(address)
    assert "Tổ đón tiếp" in visible(page)
    seats = Permission.objects.get(codename="view_seating").pk
    data = form_data(page, "group_form")

    client.post(address, {**data, "permissions": [*data["permissions"], seats], "name": "khác"})

    group.refresh_from_db()
    assert group.name == "reception"
    assert group.permissions.count() == 2
    delete = reverse("admin:auth_group_delete", args=[group.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_groups_go_and_come_with_their_migration() -> None:
    groups = importlib.import_module("contest_portal.migrations.0001_groups")
    from types import SimpleNamespace

    from django.apps import apps

    editor = SimpleNamespace(connection=connection)
    groups.remove_groups(apps, editor)
    assert Group.objects.count() == 0
    groups.make_groups(apps, editor)
    groups.make_groups(apps, editor)

    assert sorted(Group.objects.values_list("name", flat=True)) == [
        "organizer",
        "reception",
        "secretariat",
    ]
    assert Group.objects.get(name="reception").permissions.count() == 1


def test_admin_is_vietnamese_whatever_the_browser_asks_for(event: Event) -> None:
    client = administrator_client()

    response = client.get(
        reverse("admin:events_plan_changelist") + "?whole", headers={"Accept-Language": "en"}
    )

    assert english_on("plan", response) == []
    assert "Trích yếu" in visible(response)


def test_login_leads_to_the_overview() -> None:
    administrator(PASSWORD)
    client = Client()
    page = client.get(reverse("admin:login"))
    assert "Tên đăng nhập" in visible(page)
    data = {"username": "quan-tri-vien", "password": PASSWORD}

    response = client.post(reverse("admin:login"), data)

    assert response["Location"] == reverse(INDEX)


def test_door_is_locked_after_ten_wrong_passwords() -> None:
    administrator(PASSWORD)
    client = Client()
    wrong = {"username": "quan-tri-vien", "password": "sai"}

    answers = [client.post(reverse("admin:login"), wrong).status_code for _n in range(10)]
    right = {**wrong, "password": PASSWORD}
    locked = client.post(reverse("admin:login"), right)

    assert answers[:9] == [200] * 9
    assert locked.status_code == 429
    assert english_on("locked", locked) == []
    other = client.post(reverse("admin:login"), {**right, "username": "nguoi-khac"})
    assert other.status_code == 200


def test_words_of_the_database_are_not_offered(event: Event) -> None:
    text = visible(administrator_client().get(reverse(INDEX)))

    assert "Access" not in text
    assert Seating.objects.get().event.title in text


def pages_of_a_row() -> list[str]:
    """Return the names of all pages of the admin whose address names a row."""
    patterns = itertools.chain.from_iterable(
        model_admin.get_urls() for model_admin in admin.site._registry.values()
    )
    return sorted({p.name for p in patterns if p.name and "object_id" in str(p.pattern)})


@pytest.mark.parametrize("key", ["0", "khong-co", "9" * 30, "1 OR 1=1"])
def test_odd_keys_in_addresses_are_no_error(key: str) -> None:
    PlanFactory()
    client = administrator_client()
    pages = pages_of_a_row()
    assert len(pages) > 40
    led_to = set()
    for name in pages:
        answer = client.get(reverse(f"admin:{name}", args=[key]))
        led_to.add(answer.get("Location"))
        assert answer.status_code in (200, 302, 403, 404), name
    for address in led_to - {None}:
        assert client.get(address, follow=True).status_code in (200, 403, 404), address


@pytest.mark.parametrize(
    ("model", "column", "states"),
    [
        (Registration, "state", Registration.Status),
        (Invitation, "state_shown", Invitation.State),
        (DataRequest, "state", DataRequest.Status),
        (Letter, "state_shown", Letter.State),
        (Memorandum, "state", Memorandum.Status),
    ],
)
def test_no_state_is_shown_by_its_code(model: Any, column: str, states: Any) -> None:
    # the theme writes the code of a state that has no colour, instead of its words
    coloured = getattr(admin.site._registry[model], column).label
    assert set(states.values) - set(coloured) == set()
