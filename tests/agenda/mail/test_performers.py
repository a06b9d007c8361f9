"""Who performs an item is told of a new version, once."""

import datetime
from typing import Any

import pytest

from agenda.services import versions
from agenda.services.performers import Performers
from events import mail
from events.models import CommitteeMember, Event, Letter
from tests import letters
from tests.factories import AgendaItemFactory, EventFactory, UnitFactory

pytestmark = pytest.mark.django_db

TELL = [Performers.name]


@pytest.fixture
def event() -> Event:
    starts_at = datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC)
    event = EventFactory(starts_at=starts_at, title="Lễ công bố", venue="Hội trường A")
    for position, title in enumerate(["Khai mạc", "Phát biểu", "Bế mạc"], start=1):
        AgendaItemFactory(event=event, position=position, title=title, minutes=10)
    return event


def member(event: Event, *positions: int, **values: str) -> CommitteeMember:
    """Make a member who performs the items at some places."""
    values = {"name": "Lê Thị Hòa", "email": "hoa@example.vn", **values}
    made = CommitteeMember.objects.create(event=event, position=event.members.count() + 1, **values)
    made.agenda_items.set(event.agenda_items.filter(position__in=positions))
    return made


def change(event: Event, position: int, **values: object) -> None:
    event.agenda_items.filter(position=position).update(**values)


def told() -> list[tuple[str, str]]:
    """Return to whom letters wait, by kind."""
    return [
        (letter.kind, letters.now(letter).recipient.address)
        for letter in mail.looked_up(Letter.objects.order_by("pk"))
        if letter.state == Letter.State.WAITING
    ]


def test_only_those_whose_items_changed_get_a_letter(event: Event) -> None:
    member(event, 1)
    member(event, 3, name="Trần Văn Đức", email="duc@example.vn")
    unit = UnitFactory(event=event, name="Sở Thử", contact_email="so@example.vn")
    unit.agenda_items.add(event.agenda_items.get(position=3))
    versions.publish(event)
    assert told() == []
    change(event, 3, title="Kết thúc", mc_text="Lời dẫn")
    versions.publish(event, tell=TELL)
    assert told() == [("member.programme", "duc@example.vn"), ("unit.programme", "so@example.vn")]
    text = letters.words(Letter.objects.latest("pk"))
    assert "Kính gửi Sở Thử" in text
    assert "Mục 3: 08:20 - 08:30: Kết thúc (nội dung: từ “Bế mạc” thành “Kết thúc”" in text
    assert "bản số 2" in text


@pytest.mark.parametrize(("field", "count"), [("mc_text", 0), ("sound", 0), ("performer", 1)])
def test_what_only_the_stage_needs_is_told_to_nobody(event: Event, field: str, count: int) -> None:
    member(event, 2)
    versions.publish(event)
    change(event, 2, **{field: "Khác"})
    versions.publish(event, tell=TELL)
    assert len(told()) == count


def test_who_loses_an_item_is_told_so(event: Event) -> None:
    member(event, 2)
    versions.publish(event)
    event.agenda_items.get(position=2).delete()
    versions.publish(event, tell=TELL)
    text = letters.words(Letter.objects.get())
    assert "Không còn trong chương trình: Phát biểu" in text


def test_another_hour_or_place_concerns_everybody(event: Event) -> None:
    member(event, 1)
    versions.publish(event)
    Event.objects.update(venue="Nhà hát")
    versions.publish(event, tell=TELL)
    text = letters.words(Letter.objects.get())
    assert "Địa điểm: Nhà hát" in text
    assert "Khai mạc (không thay đổi)" in text


def test_one_letter_tells_what_two_versions_changed(event: Event) -> None:
    member(event, 2)
    versions.publish(event)
    change(event, 2, title="Tham luận")
    versions.publish(event, tell=TELL)
    change(event, 2, performer="Sở Thử")
    versions.publish(event, tell=TELL)
    assert told() == [("member.programme", "hoa@example.vn")]
    text = letters.words(Letter.objects.latest("pk"))
    assert "từ “Phát biểu” thành “Tham luận”" in text
    assert "Sở Thử" in text


def test_what_is_taken_back_before_it_was_told_is_not_told(event: Event) -> None:
    member(event, 2)
    versions.publish(event)
    change(event, 2, title="Tham luận")
    versions.publish(event, tell=TELL)
    change(event, 2, title="Phát biểu")
    versions.publish(event)
    assert told() == []


def test_what_was_refused_is_told_with_the_next_version(event: Event) -> None:
    member(event, 2)
    versions.publish(event)
    change(event, 2, title="Tham luận")
    versions.publish(event, tell=TELL)
    Letter.objects.update(status=Letter.State.FAILED)
    change(event, 2, performer="Sở Thử")
    versions.publish(event, tell=TELL)
    assert "từ “Phát biểu” thành “Tham luận”" in letters.words(Letter.objects.latest("pk"))


def test_who_loses_an_item_before_the_first_version_was_told_gets_no_empty_letter(
    event: Event,
) -> None:
    one = member(event, 2)
    versions.publish(event, tell=TELL)
    assert told() == [("member.programme", "hoa@example.vn")]
    one.agenda_items.clear()
    versions.publish(event)
    assert told() == []


@pytest.mark.parametrize("count", [1, 5])
def test_letters_are_looked_up_in_two_statements(
    event: Event, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        member(event, 2, name=f"Người {number}", email=f"{number}@example.vn")
    versions.publish(event, tell=TELL)
    written = list(Letter.objects.all())
    assert len(written) == count
    with django_assert_num_queries(2):
        mail.looked_up(written)


def test_a_version_is_told_once(event: Event) -> None:
    one = member(event, 2)
    version = versions.publish(event, tell=TELL)
    from agenda.mail.performers import programme

    programme(one, version)
    assert Letter.objects.count() == 1


def test_a_member_who_is_the_contact_of_a_unit_gets_one_letter(event: Event) -> None:
    member(event, 1, 2)
    unit = UnitFactory(event=event, contact_name="LÊ THỊ HOÀ", contact_email="Hoa@example.vn")
    unit.agenda_items.add(event.agenda_items.get(position=1))
    versions.publish(event, tell=TELL)
    assert told() == [("member.programme", "hoa@example.vn")]


def test_nobody_is_told_after_the_ceremony(event: Event) -> None:
    member(event, 1)
    Event.objects.update(starts_at=datetime.datetime(2020, 2, 12, 1, tzinfo=datetime.UTC))
    versions.publish(event, tell=TELL)
    assert not Letter.objects.exists()
