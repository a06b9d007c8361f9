"""Signing on stage, in the admin."""

import pytest
from django.test import Client

from contest_portal.models import Signing, SigningItem
from sponsorship.models import Memorandum
from tests.factories import AgendaItemFactory, complete_memorandum
from tests.pages import form_data
from tests.sponsorship.admin.pages import new_row, opened, url

pytestmark = pytest.mark.django_db


def test_memorandum_of_another_ceremony_is_not_signed_here(
    organizer: Client, draft: Memorandum
) -> None:
    item = SigningItem.objects.get(pk=AgendaItemFactory(event=draft.event).pk)
    data = new_row(opened(organizer, item), "signings", signer_a="Đã gõ")
    stranger = complete_memorandum()

    response = organizer.post(url(item), {**data, "signings-0-memorandum": stranger.pk})

    assert response.status_code == 200
    assert response.context["errors"]
    assert form_data(response, "signingitem_form")["signings-0-signer_a"] == "Đã gõ"
    assert not Signing.objects.exists()
    assert organizer.post(url(item), {**data, "signings-0-memorandum": draft.pk}).status_code == 302
    assert Signing.objects.get().memorandum == draft


def test_title_of_the_item_is_not_edited_here(organizer: Client, draft: Memorandum) -> None:
    item = SigningItem.objects.get(pk=AgendaItemFactory(event=draft.event).pk)

    organizer.post(url(item), {**opened(organizer, item), "title": "Khác", "performer": "Khác"})

    assert SigningItem.objects.get().title == item.title
