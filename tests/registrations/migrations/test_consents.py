"""Consents that were columns become rows."""

from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from registrations.models import Consent
from registrations.services.origins import ByHand, PublicForm
from registrations.services.registration import register
from tests.factories import make_delegate, make_registration, make_seating

pytestmark = pytest.mark.django_db


def test_earlier_consents_become_rows():
    event = make_seating().event
    plain = make_registration(event)
    news = register(event=event, delegate=make_delegate(), origin=PublicForm(news_consent=True))
    register(event=event, delegate=make_delegate(), origin=ByHand())
    Consent.objects.all().delete()
    migration = import_module("registrations.migrations.0005_personal_data")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE registrations_registration ADD news_consent boolean")
        cursor.execute("UPDATE registrations_registration SET news_consent = id = %s", [news.pk])
        cursor.execute(migration.CONSENTS_SO_FAR)
    rows: Any = Consent.objects.values_list(
        "registration", "purpose", "given", "at", "version", "text"
    )
    assert list(rows) == [
        (plain.pk, "attend", True, plain.consented_at, plain.consent_version, None),
        (news.pk, "attend", True, news.consented_at, news.consent_version, None),
        (news.pk, "news", True, news.consented_at, news.consent_version, None),
    ]
