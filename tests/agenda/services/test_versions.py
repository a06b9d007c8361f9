"""Publishing, and taking an older version back."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from agenda.errors import DraftChangedMeanwhile, NothingToPublish, PublishedMeanwhile
from agenda.models import Contents, ProgrammeVersion
from agenda.models.difference import difference
from agenda.services import versions
from contest_portal.models import Signing
from events.models import CommitteeMember, Event
from tests.factories import AgendaItemFactory, EventFactory, UnitFactory, signed_memorandum
from tests.registrations.crowd import committed, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    event = EventFactory()
    for position, title in enumerate(["Khai mạc", "Ký kết", "Bế mạc"], start=1):
        AgendaItemFactory(event=event, position=position, title=title, minutes=10)
    return event


def titles(event: Event) -> list[str]:
    return list(event.agenda_items.order_by("position").values_list("title", flat=True))


def test_versions_are_counted_and_frozen(event: Event) -> None:
    first = versions.publish(event, by="Lê Thị Hòa", note="Bản đầu", seen=0)
    event.agenda_items.filter(position=1).update(title="Chào cờ")
    second = versions.publish(event, seen=1)
    assert [first.number, second.number] == [1, 2]
    assert [item.title for item in first.read_items()] == ["Khai mạc", "Ký kết", "Bế mạc"]
    with pytest.raises(DatabaseError), transaction.atomic():
        ProgrammeVersion.objects.filter(pk=first.pk).update(note="Khác")


@pytest.mark.parametrize("change", [{"venue": "Nhà hát"}, {}])
def test_what_says_the_same_is_not_published_twice(event: Event, change: dict[str, str]) -> None:
    versions.publish(event)
    Event.objects.filter(pk=event.pk).update(**change or {"summary": "Lời dẫn"})
    if change:
        assert versions.publish(event).venue == "Nhà hát"
    else:
        with pytest.raises(NothingToPublish):
            versions.publish(event)


def test_what_was_not_seen_is_not_published(event: Event) -> None:
    seen = Contents.drafted(event).digest()
    event.agenda_items.filter(position=2).update(performer="Sở Thử")
    with pytest.raises(DraftChangedMeanwhile):
        versions.publish(event, seen=0, seen_draft=seen)
    assert versions.publish(event, seen_draft=Contents.drafted(event).digest()).number == 1


@committed
def test_of_two_who_publish_at_once_one_is_told(event: Event) -> None:
    def attempt() -> str:
        try:
            return f"bản {versions.publish(event, seen=0).number}"
        except PublishedMeanwhile as error:
            return str(error.number)

    assert sorted(together(attempt, attempt)) == ["1", "bản 1"]
    assert ProgrammeVersion.objects.count() == 1


@committed
def test_publishing_waits_for_who_saves_the_draft(event: Event) -> None:
    """An editor locks the ceremony, as its pages do; what was saved is what is compared."""
    seen, entered = Contents.drafted(event).digest(), threading.Event()

    def edit() -> str:
        with transaction.atomic():
            Event.objects.select_for_update(no_key=True).get(pk=event.pk)
            event.agenda_items.filter(position=1).update(title="Chào cờ")
            entered.set()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.3)")
        return "saved"

    def publish() -> str:
        entered.wait(10)
        try:
            return str(versions.publish(event, seen=0, seen_draft=seen))
        except DraftChangedMeanwhile:
            return "told"

    assert together(edit, publish) == ["saved", "told"]


def test_taken_back_rows_keep_their_keys_and_what_hangs_on_them(event: Event) -> None:
    opening, signing, closing = event.agenda_items.order_by("position")
    member = CommitteeMember.objects.create(event=event, name="Lê Thị Hòa", position=1)
    opening.members.add(member)
    opening.units.add(UnitFactory(event=event))
    kept = Signing.objects.create(item=signing, memorandum=signed_memorandum(event), position=1)
    first = versions.publish(event)
    opening.delete()
    signing.title, signing.position = "Trao tặng", 3
    signing.save()
    AgendaItemFactory(event=event, position=2, title="Mục mới")

    versions.take_back(first)

    assert titles(event) == ["Khai mạc", "Ký kết", "Bế mạc"]
    assert list(event.agenda_items.values_list("pk", flat=True)) == [
        item.key for item in first.read_items()
    ]
    assert not difference(first.contents, Contents.drafted(event))
    assert Signing.objects.get().pk == kept.pk
    # nothing but the draft has changed, and a new row finds a free key
    assert versions.latest(event.pk) == first
    assert AgendaItemFactory(event=event, position=4).pk > closing.pk


def test_a_draft_that_changed_is_not_overwritten(event: Event) -> None:
    first = versions.publish(event)
    seen = Contents.drafted(event).digest()
    event.agenda_items.filter(position=1).update(title="Chào cờ")
    with pytest.raises(DraftChangedMeanwhile):
        versions.take_back(first, seen_draft=seen)
    assert titles(event)[0] == "Chào cờ"


def test_performers_who_are_gone_are_left_out(event: Event) -> None:
    member = CommitteeMember.objects.create(event=event, name="Lê Thị Hòa", position=1)
    event.agenda_items.get(position=1).members.add(member)
    first = versions.publish(event)
    member.delete()
    versions.take_back(first)
    assert event.agenda_items.get(position=1).members.count() == 0


@pytest.mark.parametrize("count", [1, 20])
def test_the_draft_is_read_in_three_statements(count: int, django_assert_num_queries) -> None:
    event = EventFactory()
    AgendaItemFactory.create_batch(count, event=event)
    with django_assert_num_queries(3):
        assert len(Contents.drafted(event).items) == count
