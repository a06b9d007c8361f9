from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from events.models import Event, Letter, Unit
from events.permissions import (
    EVERY,
    ceremonies_with,
    has_right,
    has_right_somewhere,
    has_right_to_all,
    key_of_ceremony,
    own,
    own_ceremonies,
)
from sponsorship.models import Instalment
from tests.committees import BACKENDS, member
from tests.factories import EventFactory, UnitFactory, signed_memorandum
from tests.people import administrator, worker

pytestmark = pytest.mark.django_db

RIGHT = "events.change_unit"


def test_a_row_is_of_the_ceremony_that_its_parents_lead_to() -> None:
    event = EventFactory()
    memorandum = signed_memorandum(event)
    instalment = Instalment.objects.get(contribution__memorandum=memorandum)
    assert [key_of_ceremony(row) for row in (event, memorandum, instalment)] == [event.pk] * 3
    assert key_of_ceremony(Unit()) is None
    assert key_of_ceremony(Letter(event=event)) is None  # mail is of the portal
    assert key_of_ceremony(event.contest) is None


def test_a_role_of_today_holds_in_every_ceremony(django_assert_num_queries: Any) -> None:
    unit, organizer = UnitFactory(), worker("organizer")
    assert has_right(organizer, RIGHT)
    assert ceremonies_with(organizer, RIGHT) is EVERY
    with django_assert_num_queries(0):
        assert has_right(organizer, RIGHT, unit)
        assert has_right(organizer, RIGHT, Event(pk=unit.event_id + 1))
        assert "WHERE" not in str(own(Unit.objects.order_by(), organizer, RIGHT).query)
    assert has_right(administrator(), RIGHT, unit)


def test_who_has_no_right_has_it_nowhere() -> None:
    unit = UnitFactory()
    away = worker("organizer")
    away.is_active = False
    outside = worker("secretariat")
    outside.is_staff = False
    for nobody in (worker("reception"), away, outside, AnonymousUser()):
        assert not has_right(nobody, RIGHT)
        assert not has_right(nobody, RIGHT, unit)
        assert not has_right_somewhere(nobody, RIGHT)
        assert not has_right_to_all(nobody, RIGHT, Unit.objects.none())
        assert not own(Unit.objects.all(), nobody, RIGHT)


def test_a_backend_may_give_it_in_one_ceremony(settings: Any) -> None:
    settings.AUTHENTICATION_BACKENDS = BACKENDS
    mine: Any = UnitFactory()
    other: Any = UnitFactory()
    user = member(organizer=mine.event)
    assert has_right(user, RIGHT, mine)
    assert has_right(user, RIGHT, mine.event)
    assert user.has_perm(RIGHT, mine)  # Django's own question
    assert not has_right(user, RIGHT, other)
    assert not has_right(user, RIGHT)  # in the whole portal
    assert has_right_somewhere(user, RIGHT)
    assert list(own(Unit.objects.all(), user, RIGHT)) == [mine]
    assert list(own_ceremonies(user, RIGHT)) == [mine.event]
    assert has_right_to_all(user, RIGHT, Unit.objects.filter(pk=mine.pk))
    assert not has_right_to_all(user, RIGHT, Unit.objects.all())
