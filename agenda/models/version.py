"""The programme as it was published: frozen, numbered, and what everybody but organizers sees."""

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models.programme import AgendaItem
from events.fields import LineField
from events.models import Event


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """An item as a version holds it; `key` is that of the `AgendaItem` that it was made of."""

    key: int
    title: str
    performer: str = ""
    minutes: int | None = None
    fixed_start: datetime.time | None = None
    only_script: bool = False
    mc_text: str = ""
    sound: str = ""
    screen: str = ""
    video: str = ""
    logistics: str = ""
    members: tuple[int, ...] = ()  # keys of the committee's members who perform it, ascending
    units: tuple[int, ...] = ()  # likewise of units

    @classmethod
    def of(cls, item: AgendaItem, *, performers: bool = True) -> Self:
        """Return what a row of the draft says, on request without the keys of its performers."""
        own = {name: getattr(item, name) for name in COLUMNS}
        keys: dict[str, Any] = {
            name: tuple(sorted(one.pk for one in getattr(item, name).all()))
            for name in (PERFORMERS if performers else ())
        }
        return cls(key=item.pk, **own, **keys)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """Return what a version has kept; what a later portal added to items is empty."""
        hour = kept.get("fixed_start")
        known = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        known["fixed_start"] = datetime.time.fromisoformat(hour) if hour else None
        return cls(**known | {name: tuple(kept.get(name, ())) for name in PERFORMERS})


PERFORMERS = ("members", "units")
COLUMNS = tuple(
    name for name in ProgrammeItem.__dataclass_fields__ if name not in {"key", *PERFORMERS}
)


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a version says: its items in their order, and the ceremony as it was then."""

    items: tuple[ProgrammeItem, ...] = ()
    starts_at: datetime.datetime | None = None
    venue: str = ""

    @classmethod
    def drafted(cls, event: Event) -> Self:
        """Return what would be published now; three statements for however many items."""
        rows = AgendaItem.objects.filter(event_id=event.pk).prefetch_related(*PERFORMERS)
        return cls(tuple(map(ProgrammeItem.of, rows)), event.starts_at, event.venue)

    def digest(self) -> str:
        """Return what tells these contents from others."""
        kept = json.dumps(asdict(self), cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.sha256(kept.encode()).hexdigest()


class VersionQuerySet(models.QuerySet["ProgrammeVersion"]):
    """Reads about versions."""

    def of(self, event_id: int) -> Self:
        """Return the versions of a ceremony, the last one first."""
        return self.filter(event_id=event_id).order_by("-number")


class ProgrammeVersion(models.Model):
    """A programme as it was published once. A trigger refuses every change."""

    outlives_parent = True

    event = models.ForeignKey(
        Event,
        on_delete=models.CASCADE,
        related_name="programme_versions",
        verbose_name=_("ceremony"),
    )
    number = models.PositiveIntegerField(_("number"))
    published_at = models.DateTimeField(_("published at"), default=timezone.now)
    published_by = LineField(_("published by"), max_length=150, blank=True, printed=False)
    note = LineField(_("note"), max_length=300, blank=True, printed=False)
    starts_at = models.DateTimeField(_("beginning of the ceremony"), null=True)
    venue = models.CharField(_("venue"), max_length=300, blank=True)
    items = models.JSONField(_("agenda items"), encoder=DjangoJSONEncoder, default=list)

    objects = VersionQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # a part of the programme, with its rights
        verbose_name = _("version of the programme")
        verbose_name_plural = _("versions of the programme")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number"], name="agenda_programmeversion_number"
            )
        ]

    def __str__(self) -> str:
        return str(self.number)

    def read_items(self) -> list[ProgrammeItem]:
        """Return the items in their order."""
        return [ProgrammeItem.from_json(kept) for kept in self.items]

    @property
    def contents(self) -> Contents:
        """All that it says."""
        return Contents(tuple(self.read_items()), self.starts_at, self.venue)

    @staticmethod
    def to_json(items: Iterable[ProgrammeItem]) -> list[dict[str, Any]]:
        """Return items as `items` keeps them."""
        return [asdict(item) for item in items]
