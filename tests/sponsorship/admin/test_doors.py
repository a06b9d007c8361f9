"""Who may open which page of sponsorship in the admin."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contest_portal.models import Signing, SigningItem
from events.models import Event
from sponsorship import services
from sponsorship.models import Contribution, Instalment, Memorandum, Receipt, SignedScan, Sponsor
from tests.factories import AgendaItemFactory, SponsorFactory
from tests.pages import form_data
from tests.people import signed_in
from tests.sponsorship.admin.pages import (
    LOGIN,
    Status,
    adding,
    keep_scan,
    listing,
    new_row,
    opened,
    status,
    step,
    url,
)

pytestmark = pytest.mark.django_db


def pages_of(models: list[Any], keys: dict[Any, int]) -> Iterator[tuple[str, str]]:
    """Every address that these models have in the admin, with its name."""
    for model in models:
        for pattern in admin.site._registry[model].get_urls():
            if pattern.name:
                arguments = {
                    name: "agree" if name == "name" else keys.get(pattern.name, keys[model])
                    for name in pattern.pattern.converters
                }
                yield pattern.name, reverse(f"admin:{pattern.name}", kwargs=arguments)


@pytest.fixture
def doors(signed: Memorandum) -> dict[str, str]:
    """Every page of sponsorship, of a memorandum that has all that there can be."""
    contribution = signed.contributions.get()
    instalment = contribution.instalments.get()
    receipt = services.record_receipt(instalment, amount=1, received_on=timezone.localdate())
    item = AgendaItemFactory(event=signed.event)
    Signing.objects.create(item=item, memorandum=signed, position=1)
    keys = {
        Sponsor: signed.sponsor_id,
        Memorandum: signed.pk,
        Contribution: contribution.pk,
        Instalment: instalment.pk,
        SigningItem: item.pk,
        "sponsorship_scan": keep_scan(signed).pk,
        "sponsorship_receipt_back": receipt.pk,
    }
    models = [Sponsor, Memorandum, Contribution, Instalment, SigningItem]
    return dict(pages_of(models, keys))


def test_visitors_find_every_door_closed(client: Client, doors: dict[str, str]) -> None:
    before = counts()

    for send in (client.get, client.post):
        for name, address in doors.items():
            response = send(address)
            assert response.status_code == 302, name
            assert response["Location"].startswith(LOGIN), name

    assert counts() == before


def test_reception_finds_every_door_closed(doors: dict[str, str]) -> None:
    reception = signed_in("reception")
    before = counts()

    answers = {
        name: (reception.get(address).status_code, reception.post(address).status_code)
        for name, address in doors.items()
    }

    assert set(answers.values()) == {(403, 403)}, answers
    assert counts() == before


def counts() -> list[int]:
    models = [Sponsor, Memorandum, Contribution, Instalment, Receipt, SignedScan, Signing]
    return [model.objects.count() for model in models]


@pytest.mark.parametrize("key", ["0", "khong-co", "9" * 30, "-1", "1 OR 1=1"])
def test_rows_that_there_are_not_are_no_error(organizer: Client, event: Event, key: str) -> None:
    for model in (Sponsor, Memorandum, Contribution, Instalment, SigningItem):
        for page in ("change", "delete", "history"):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
            assert organizer.get(reverse(name, args=[key])).status_code in (302, 403, 404), name
    for button in ("memorandum_print_one", "memorandum_version_one", "instalment_memorandum_one"):
        address = reverse(f"admin:sponsorship_{button}", args=[key])
        assert organizer.get(address, follow=True).status_code == 404


# what is made, kept and removed on other pages, or not at all once it is signed
NOBODY = {
    "sponsorship_memorandum_delete",
    "sponsorship_contribution_add",
    "sponsorship_contribution_delete",
    "sponsorship_instalment_add",
    "sponsorship_instalment_delete",
    "contest_portal_signingitem_add",
    "contest_portal_signingitem_delete",
}

NOT_THE_SECRETARIAT = NOBODY | {"sponsorship_sponsor_add", "sponsorship_sponsor_delete"}


@pytest.mark.parametrize(
    ("role", "closed"), [("organizer", NOBODY), ("secretariat", NOT_THE_SECRETARIAT)]
)
def test_who_works_here_finds_the_doors_open(
    doors: dict[str, str], role: str, closed: set[str]
) -> None:
    client = signed_in(role)

    answers = {name: client.get(address).status_code for name, address in doors.items()}

    assert {name for name, code in answers.items() if code == 403} == closed
    assert {code for name, code in answers.items() if name not in closed} <= {200, 302}


@pytest.mark.parametrize(
    ("role", "code", "left"),
    [("organizer", 302, 0), ("secretariat", 403, 1), ("reception", 403, 1)],
)
def test_only_organizers_remove_a_draft(draft: Memorandum, role: str, code: int, left: int) -> None:
    response = signed_in(role).post(url(draft, "delete"), {"post": "yes"})

    assert response.status_code == code
    assert Memorandum.objects.count() == left


@pytest.mark.parametrize("role", ["secretariat", "reception"])
def test_others_cannot_add_or_remove_sponsors(draft: Memorandum, role: str) -> None:
    client, sponsor = signed_in(role), draft.sponsor
    data = {"event": draft.event_id, "name": "Công ty Lạ", "tier": 1, "position": 9}

    assert client.post(adding(Sponsor), data).status_code == 403
    assert client.post(url(sponsor, "delete"), {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": sponsor.pk, "post": "yes"}
    client.post(listing(Sponsor), action)

    assert Sponsor.objects.get() == sponsor


def test_secretariat_writes_a_memorandum_from_draft_to_receipt(event: Event) -> None:
    secretary = signed_in("secretariat")
    data = form_data(secretary.get(adding(Memorandum)), "memorandum_form")
    assert data["event"] == str(event.pk)
    secretary.post(adding(Memorandum), {**data, "sponsor": SponsorFactory(event=event).pk})
    draft = Memorandum.objects.get()
    assert draft.articles.count() > 3

    data = opened(secretary, draft) | {"place": "Phổ Yên", "ends_on": "31/12/2030"}
    for row in ("0", "1"):
        data |= {f"parties-{row}-{name}": "Thử" for name in ("representative", "position")}
        data |= {f"parties-{row}-{name}": "1 Thử" for name in ("address", "account_number", "bank")}
    data = new_row(data, "contributions", kind="money", name="Kinh phí", amount="1.000.000")
    assert secretary.post(url(draft), data).status_code == 302
    secretary.post(step(draft, "agree"))
    secretary.post(step(draft, "sign"), {"signing_day": "15/01/2026"})
    assert (status(draft), Memorandum.objects.get().place) == (Status.SIGNED, "Phổ Yên")

    address = reverse("admin:sponsorship_receipt_add", args=[Instalment.objects.get().pk])
    secretary.post(address, {"amount": "400 000", "received_on": "20/01/2026"})
    assert Receipt.objects.get().amount == 400_000
