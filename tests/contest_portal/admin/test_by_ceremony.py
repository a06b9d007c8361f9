"""Somebody with rights in one of two ceremonies works there as ever, and nowhere else."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from events.models import Event, Unit
from events.permissions import key_of_ceremony, way_to_ceremony
from registrations.models import DataRequest, Registration
from tests import whole_portal
from tests.committees import BACKENDS, client_of, member, reader
from tests.contest_portal.admin.test_access import sign
from tests.people import worker
from tests.whole_portal import World

pytestmark = pytest.mark.django_db

INDEX = "/quan-tri/"
SITE = "https://le-cong-bo.example"
# of the admin, so that several can be walked at once
PARTS = ("events/officialdocument/", "events/", "registrations/", "")
# they belong to no ceremony: that is a right in the whole portal
OF_THE_PORTAL = (
    "auth_",
    "events_appearance_",
    "events_auditentry_",
    "events_contest_",
    "events_download_",
    "events_milestone_",
    "events_newspost_",
    "events_paper_publish",
    "events_picture_",
    "events_question_",
    "events_rules_",
    "events_video_",
    "events_event_add",
    "events_letter_",
    "contest_portal_operationrun_",
)


@pytest.fixture(scope="module")
def kept_worlds(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[World, World]]:
    """Two ceremonies for all tests of this module, each of which takes back what it wrote."""
    with django_db_blocker.unblock(), override_settings(SITE_URL=SITE), transaction.atomic():
        yield whole_portal.build(), whole_portal.build()
        transaction.set_rollback(True)


@pytest.fixture
def worlds(kept_worlds: tuple[World, World], settings: Any) -> tuple[World, World]:
    """Return the ceremony at hand, which is that of others, and the own one, which is not."""
    settings.AUTHENTICATION_BACKENDS = BACKENDS
    settings.SITE_URL = SITE
    other, own = kept_worlds
    return _anew(other), _anew(own)


def _anew(world: World) -> World:
    """Return the ceremony as no other test has held it."""
    return replace(world, event=Event.objects.get(pk=world.event.pk))


def paths(world: World) -> dict[str, str]:
    """Return the name of each address of the admin."""
    found = {each.path: each.name for each in whole_portal.addresses(world)}
    return {p: n for p, n in found.items() if p.startswith(INDEX) and n != "logout"}


def part_of(path: str) -> str:
    """Return which part of the admin an address belongs to."""
    inside = path.removeprefix(INDEX)
    return next(part for part in PARTS if inside.startswith(part))


def answer(client: Client, path: str, method: str, **sent: Any) -> tuple[int, str]:
    """Return the status and where it leads; what it did is taken back."""
    with transaction.atomic():
        response = getattr(client, method)(path, sent)
        if file := getattr(response, "file_to_stream", None):
            file.close()
        transaction.set_rollback(True)
    return response.status_code, response.headers.get("Location", "")


def test_addresses_of_another_ceremony_refuse(worlds: tuple[World, World]) -> None:
    other, own = worlds
    user = member(organizer=own.event)
    whole_portal.hand_over(user)
    client = client_of(user)
    theirs = {p: n for p, n in paths(other).items() if p not in paths(own)}
    not_listed = (INDEX, reverse("admin:registrations_import"))
    assert len(theirs) > 150

    let_in = [
        f"{method} {name} {path}: {status} {leads}"
        for path, name in theirs.items()
        for method in ("get", "post")
        for status, leads in [answer(client, path, method)]
        if status not in (403, 404, 405) and leads not in not_listed and leads not in theirs
    ]

    assert not let_in, "\n".join(let_in)


@pytest.mark.parametrize("part", PARTS)
def test_own_addresses_answer_as_to_an_organizer_of_the_whole_portal(
    worlds: tuple[World, World], part: str
) -> None:
    _other, own = worlds
    people = [User.objects.get(username="nguoi-organizer"), member(organizer=own.event)]
    answers: list[dict[str, str]] = []

    for user in people:
        whole_portal.hand_over(user)
        client = client_of(user)
        found = {
            f"{method} {path}": sign(client, path, method)
            for path, name in paths(own).items()
            for method in ("get", "post")
            if part_of(path) == part
            if not name.startswith((*OF_THE_PORTAL, "security"))  # the own account
        }
        answers.append(found)

    of_all, of_one = answers
    assert len(of_all) > 100
    wrong = [
        f"{each}: {of_one[each]}, not {of_all[each]}"
        for each in of_all
        if of_all[each] != of_one[each]
    ]
    assert not wrong, "\n".join(wrong)


def test_what_belongs_to_no_ceremony_refuses(worlds: tuple[World, World]) -> None:
    _other, own = worlds
    client = client_of(member(organizer=own.event))
    mine = {p: n for p, n in paths(own).items() if n.startswith(OF_THE_PORTAL)}
    mine = {p: n for p, n in mine.items() if n != "events_letter_sending"}  # numbers alone
    assert {n.split("_")[0] for n in mine.values()} == {"auth", "events", "contest"}
    answers = {
        name: {answer(client, path, method)[0] for method in ("get", "post")}
        for path, name in mine.items()
    }
    assert {n for n, got in answers.items() if not {403} <= got <= {403, 405}} == set()


def request_of(user: User) -> Any:
    request = RequestFactory().get("/")
    request.user = user
    return request


def registered() -> Iterator[tuple[type[Model], Any]]:
    """Yield the pages of rows that belong to a ceremony."""
    for model, page in admin.site._registry.items():
        if way_to_ceremony(model):
            yield model, page


def test_lists_hold_own_rows_only(worlds: tuple[World, World]) -> None:
    _other, own = worlds
    request = request_of(member(organizer=own.event))
    for _model, page in registered():
        keys = {key_of_ceremony(row) for row in page.get_queryset(request)}
        assert keys == {own.event.pk}, page


def test_forms_offer_own_rows_only(worlds: tuple[World, World]) -> None:
    _other, own = worlds
    request = request_of(member(organizer=own.event))
    looked_at = 0
    for model, page in registered():
        if not page.has_add_permission(request):
            continue
        for name, field in page.get_form(request)().fields.items():
            if isinstance(field, forms.ModelChoiceField) and way_to_ceremony(field.queryset.model):
                keys = {key_of_ceremony(row) for row in field.queryset}
                assert keys <= {own.event.pk}, (model, name)
                looked_at += bool(keys)
    assert looked_at > 3


def test_filters_offer_own_ceremonies_only(worlds: tuple[World, World]) -> None:
    other, own = worlds
    other_name, own_name = "Lễ của ban khác", "Lễ của ban này"
    Event.objects.filter(pk=other.event.pk).update(title=other_name)
    Event.objects.filter(pk=own.event.pk).update(title=own_name)
    client = client_of(member(organizer=own.event))
    for name in ("events_unit", "registrations_registration", "events_submission"):
        page = client.get(reverse(f"admin:{name}_changelist")).content.decode()
        assert other_name not in page, name


def rows_of(event: Event) -> dict[str, list[Any]]:
    """Return all that is written about a ceremony."""
    found = {}
    for model, _page in registered():
        rows = model._default_manager.filter(**{f"{way_to_ceremony(model)}__in": [event.pk]})
        found[model._meta.label] = list(rows.order_by("pk").values())
    return found


def test_actions_touch_own_rows_only(worlds: tuple[World, World]) -> None:
    """Who sees both ceremonies, but works in one, chooses rows of both."""
    other, own = worlds
    user = member(**{"organizer": own.event, reader(): other.event})
    client, request = client_of(user), request_of(user)
    before, mine_before = rows_of(other.event), rows_of(own.event)
    done = []
    for model, page in registered():
        chosen = [row.pk for row in page.get_queryset(request)]
        for action in page.get_actions(request):
            sent = {"action": action, ACTION_CHECKBOX_NAME: chosen, "post": "yes"}
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            with transaction.atomic():
                client.post(address, {**sent, "confirmed": "1", "day": "2029-01-05"})
                assert rows_of(other.event) == before, f"{model} {action}"
                done += [f"{model._meta.model_name}:{action}"] * (rows_of(own.event) != mine_before)
                transaction.set_rollback(True)
    assert {
        "registration:verify_chosen",
        "correction:delete_selected",
        "datarequest:finish_chosen",
    } <= {*done}


def test_a_step_with_delegates_of_both_ceremonies_takes_own_ones_only(
    worlds: tuple[World, World],
) -> None:
    other, own = worlds
    client = client_of(member(**{"organizer": own.event, reader(): other.event}))
    keys = [
        Registration.objects.filter(event=event, status="waiting").order_by("pk")[0].pk
        for event in (other.event, own.event)
    ]
    address = reverse("admin:registrations_registration_transition", args=["cancel"])
    client.post(address, {"ids": ",".join(map(str, keys)), "reason": "Bận", "silently": "on"})
    assert [Registration.objects.get(pk=key).status for key in keys] == ["waiting", "cancelled"]


def test_exports_hold_own_rows_only(worlds: tuple[World, World]) -> None:
    other, own = worlds
    client = client_of(member(**{"organizer": own.event, reader(): other.event}))
    address = reverse("admin:registrations_registration_export")
    file = client.post(address, {"format": "1"})  # .csv
    text = file.content.decode("utf-8-sig")
    assert all(one.code in text for one in own.event.registrations.all())
    assert not any(one.code in text for one in other.event.registrations.all())


def test_nothing_is_added_to_another_ceremony(worlds: tuple[World, World]) -> None:
    other, own = worlds
    client = client_of(member(organizer=own.event))
    sent = {"name": "Sở Mới", "short_name": "", "spellings": ""}
    address = reverse("admin:events_unit_add")
    assert client.post(address, {**sent, "event": other.event.pk}).status_code == 200
    assert not Unit.objects.filter(name="Sở Mới").exists()
    assert client.post(address, {**sent, "event": own.event.pk}).status_code == 302
    assert Unit.objects.get(name="Sở Mới").event == own.event

    before = DataRequest.objects.count()
    asked = {"code": other.event.registrations.first().code, "kind": "correct", "words": "Sửa"}
    address = reverse("admin:registrations_datarequest_add")
    assert client.post(address, asked).status_code == 403
    assert DataRequest.objects.count() == before
    asked["code"] = own.event.registrations.first().code
    assert client.post(address, asked).status_code == 302
    assert DataRequest.objects.count() == before + 1


def test_pages_of_the_ceremony_at_hand_show_the_own_one(worlds: tuple[World, World]) -> None:
    other, own = worlds
    Event.objects.filter(pk=other.event.pk).update(title="Lễ của ban khác")
    Event.objects.filter(pk=own.event.pk).update(title="Lễ của ban này")
    client = client_of(member(organizer=own.event))
    for name in ("index", "registrations_waiting", "registrations_seat_hall", "events_papers"):
        page = client.get(reverse(f"admin:{name}"))
        assert page.context["event"] == own.event, name
        assert "Lễ của ban khác" not in page.content.decode(), name
    calls = client.get(reverse("admin:registrations_invitation_follow_up"))
    assert {line.row.event for line in calls.context["lines"]} == {own.event}
    board = client.get(reverse("admin:agenda_preparationtask_changelist"))
    assert board["Location"] == reverse("admin:agenda_preparation_change", args=[own.event.pk])


def test_rights_are_read_in_a_constant_number_of_statements(
    worlds: tuple[World, World], django_assert_max_num_queries: Any
) -> None:
    _other, own = worlds
    address = reverse("admin:registrations_registration_changelist")
    whole = client_of(worker("reception"))
    one = client_of(member(reception=own.event))
    with django_assert_max_num_queries(100) as of_all:
        whole.get(address)
    with django_assert_max_num_queries(100) as of_one:
        one.get(address)
    assert len(of_one) <= len(of_all) + 4
