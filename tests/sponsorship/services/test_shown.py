"""Which sponsors are shown."""

import pytest

from sponsorship.models import Sponsor
from tests.factories import EventFactory, SponsorFactory

pytestmark = pytest.mark.django_db


def test_sponsors_are_shown_by_tier_and_order_and_only_when_public():
    event = EventFactory()
    gold, silver = Sponsor.Tier.GOLD, Sponsor.Tier.SILVER
    for position, (name, tier, public) in enumerate(
        [("D", silver, True), ("B", gold, True), ("Ẩn", gold, False), ("A", 1, True)], start=1
    ):
        SponsorFactory(event=event, position=position, name=name, tier=tier, public=public)
    assert [sponsor.name for sponsor in Sponsor.objects.public()] == ["A", "B", "D"]
    assert [sponsor.name for sponsor in Sponsor.objects.in_order()] == ["A", "B", "Ẩn", "D"]
