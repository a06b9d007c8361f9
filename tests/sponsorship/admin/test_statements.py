"""What pages of sponsorship in the admin cost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contest_portal.models import Signing, SigningItem
from events.models import Event
from events.web.uploads import Upload
from sponsorship import logos, services
from sponsorship.models import Contribution, Instalment, Memorandum, Sponsor
from tests.factories import (
    AgendaItemFactory,
    ContributionFactory,
    complete_memorandum,
    signed_memorandum,
)
from tests.files import picture
from tests.sponsorship.admin.pages import keep_scan, listing, url

pytestmark = pytest.mark.django_db


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def fill(event: Event) -> Memorandum:
    """Make one more of everything, and a draft of which every table grows."""
    memorandum = signed_memorandum(event)
    logos.save_logo(memorandum.sponsor, Upload("a.png", picture(), "image/png"))
    keep_scan(memorandum)
    instalment = Instalment.objects.get(contribution__memorandum=memorandum)
    services.record_receipt(instalment, amount=5, received_on=timezone.localdate())
    item = AgendaItemFactory(event=event)
    Signing.objects.create(item=item, memorandum=memorandum, position=1)
    return memorandum


def test_lists_cost_the_same_for_one_and_for_many(organizer: Client, event: Event) -> None:
    addresses = [listing(m) for m in (Sponsor, Memorandum, Contribution, Instalment, SigningItem)]
    fill(event)
    one = {address: statements(organizer, address) for address in addresses}
    for _n in range(3):
        fill(event)

    assert {address: statements(organizer, address) for address in addresses} == one
    assert max(one.values()) <= 14


def test_pages_cost_the_same_for_few_rows_and_for_many(organizer: Client, event: Event) -> None:
    draft, signed = complete_memorandum(event), fill(event)
    contribution = draft.contributions.get()
    contribution.instalments.create(position=1, amount=1)
    instalment = Instalment.objects.get(contribution__memorandum=signed)
    item = SigningItem.objects.get()
    rows = [draft, contribution, signed, signed.contributions.get(), instalment, item]
    few = {url(row): statements(organizer, url(row)) for row in rows}
    for n in range(2, 5):
        draft.articles.create(position=n + 50, title="Thêm", text="Thêm")
        draft.bases.create(position=n + 50, text="Thêm")
        ContributionFactory(memorandum=draft, position=n).instalments.create(position=1, amount=1)
        contribution.instalments.create(position=n, amount=1)
        keep_scan(signed)
        receipt = services.record_receipt(instalment, amount=5, received_on=timezone.localdate())
        services.take_back(receipt, note="Nhầm")
        Signing.objects.create(item=item, memorandum=complete_memorandum(event), position=n)

    many = {url(row): statements(organizer, url(row)) for row in rows}

    assert many == few
    assert max(few.values()) <= 30
