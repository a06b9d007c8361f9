"""The letter to who performs an item of the programme, when a new version changes it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from agenda.models import ProgrammeVersion
from agenda.models.difference import Difference, Line, difference
from agenda.models.difference_words import Names, sentences
from agenda.models.timetable import numbers, timetable
from events import mail
from events.models import CommitteeMember, Event, Letter, Unit

TEMPLATE = "agenda/mail/performer.txt"
Performer = CommitteeMember | Unit


def lines_about(found: Difference, performer: Performer) -> list[Line]:
    """Return what a difference tells a performer of the items that they perform or performed."""
    name = _column(performer)
    return [
        line
        for line in found.lines
        if line.concerns_performers and performer.pk in line.performers(name)
    ]


class ToPerformer(mail.Kind):
    """What became of somebody's items after version `since`, as of the last version."""

    def compose(self, about: Any, letter: Letter) -> mail.Composed:
        """Return the letter: each item with what has become of it."""
        recipient = self.recipient(about)
        found, last = _since(about.event, letter)
        with translation.override("vi"):
            context = {
                "greeting": recipient.greeting,
                "facts": [
                    ("Buổi lễ", about.event.title),
                    ("Thời gian", about.event.when()),
                    ("Địa điểm", about.event.venue),
                    *_facts(about, found, last),
                ],
                "contact": about.event.contact_shown,
                "version": last,
            }
        return mail.Composed(recipient, mail.compose(TEMPLATE, context))

    def why_overtaken(self, about: Any, letter: Letter) -> str:
        """Return that a later version has taken back what was to be told."""
        found, _last = _since(about.event, letter)
        if lines_about(found, about) or found.ceremony_changed:
            return ""
        return _("A later version has taken the change back.")


class ToMember(ToPerformer):
    """To a member of the committee."""

    noun, permission = "member", "events.view_committeemember"

    def rows(self, keys: Iterable[int]) -> Mapping[int, CommitteeMember]:
        """Read members with their ceremony and its versions."""
        return _with_versions(CommitteeMember.objects).in_bulk(keys)

    def recipient(self, about: CommitteeMember) -> mail.Recipient:
        """Return the member."""
        return mail.Recipient(f"Kính gửi Ông/Bà {about.name}", about.email)


class ToUnit(ToPerformer):
    """To the contact of a unit."""

    noun, permission = "unit", "events.view_unit"

    def rows(self, keys: Iterable[int]) -> Mapping[int, Unit]:
        """Read units with their ceremony and its versions."""
        return _with_versions(Unit.objects).in_bulk(keys)

    def recipient(self, about: Unit) -> mail.Recipient:
        """Return the unit at its contact's address."""
        return mail.Recipient(f"Kính gửi {about.name}", about.contact_email)


KINDS: dict[type, ToPerformer] = {
    CommitteeMember: ToMember("programme", TEMPLATE),
    Unit: ToUnit("programme", TEMPLATE),
}
mail.register(*KINDS.values())


def programme(performer: Performer, version: ProgrammeVersion) -> bool:
    """The programme has changed for a performer; once for each version.

    What an earlier letter was to tell and has not told goes into this one.
    """
    kind = KINDS[type(performer)]
    prefix = mail.about_key(kind.noun, performer.pk, kind.name)
    unsent = Letter.objects.filter(
        key__startswith=f"{prefix}-", status__in=(Letter.State.WAITING, Letter.State.FAILED)
    )
    untold = unsent.order_by("pk").values_list("details__since", flat=True).first()
    mail.withdraw(f"{prefix}-")
    return mail.queue(
        f"{kind.noun}.{kind.name}",
        performer,
        event=version.event,
        occasion=str(version.number),
        details={"since": version.number - 1 if untold is None else untold},
    )


def _with_versions(rows: Any) -> Any:
    return rows.select_related("event").prefetch_related("event__programme_versions")


def _since(event: Event, letter: Letter) -> tuple[Difference, ProgrammeVersion]:
    """Return what has changed since the version that was known before, and the last version."""
    versions = {one.number: one for one in event.programme_versions.all()}
    known, last = versions.get(letter.details["since"]), versions[max(versions)]
    return difference(known.contents if known else None, last.contents), last


def _facts(
    performer: Performer, found: Difference, last: ProgrammeVersion
) -> list[tuple[str, str]]:
    names = Names.of(found)
    told = {line.key: line for line in lines_about(found, performer)}
    facts = []
    items = last.read_items()
    slots = timetable(performer.event.starts_at, items)
    for number, item, slot in zip(numbers(items), items, slots, strict=True):
        line = told.pop(item.key, None)
        if performer.pk not in getattr(item, _column(performer)) and line is None:
            continue
        hours = " - ".join(f"{hour:%H:%M}" for hour in slot if hour)
        what = f"{hours}: {item.title}" if hours else item.title
        if line is None:
            what = f"{what} (không thay đổi)"
        elif line.before is not None:
            what = f"{what} ({'; '.join(sentences(line, names))})"
        facts.append((f"Mục {number}" if number else "Nội bộ", what))
    facts += [("Không còn trong chương trình", line.place.item.title) for line in told.values()]
    return facts


def _column(performer: Performer) -> str:
    return "members" if isinstance(performer, CommitteeMember) else "units"
