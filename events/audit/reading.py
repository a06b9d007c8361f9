"""The record, to be read: what was done together is a deed, with a line for each row."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.audit import words
from events.models import AuditEntry
from events.permissions import EVERY, ceremonies_with, has_right

Act, Way = AuditEntry.Act, AuditEntry.Way
OWNERS = 500  # rows below a row, of which what belongs to them is shown as well
LINES = 40  # of one deed that are shown,
AT_ONCE = 8  # and of these without a click


@dataclass(frozen=True)
class Line:
    """What became of one row; `values` is empty for who may not see what stands in it."""

    entry: AuditEntry
    kind: str
    title: str
    values: tuple[words.Value, ...] = ()
    is_hidden: bool = False

    def address(self) -> str:
        """Return the page of the row's own record, or of what it belongs to; "" without one."""
        pairs = ((self.entry.table, self.entry.key), (self.entry.owner_table, self.entry.owner_key))
        for table, key in pairs:
            model = words.model_of(table or "")
            if model is None or key is None:
                continue
            with suppress(NoReverseMatch):
                name = f"admin:{model._meta.app_label}_{model._meta.model_name}_history"
                return reverse(name, args=[key])
        return ""


@dataclass
class Deed:
    """What somebody did at once."""

    at: datetime
    who: str
    where: str
    lines: list[Line] = field(default_factory=list)
    more: int = 0  # lines that are not shown
    said: str = ""  # of a deed that changed no row, and of what an older history tells

    @property
    def first_lines(self) -> list[Line]:
        """The lines that are seen at once."""
        return self.lines[:AT_ONCE]

    @property
    def further_lines(self) -> list[Line]:
        """Those that a click shows."""
        return self.lines[AT_ONCE:]

    @property
    def further(self) -> int:
        """How many rows are not seen at once."""
        return len(self.further_lines) + self.more


def of_object(row: Any, tables: Iterable[str] | None = None) -> QuerySet[AuditEntry]:
    """Return the entries of a row, and of those that belong to it; only of `tables`, where given.

    What belongs to a row below it is there too.
    """
    table = row._meta.db_table
    below = Q(owner_table=table, owner_key=row.pk)
    if tables is not None:
        below &= Q(table__in=[*tables])
    pairs = AuditEntry.objects.filter(below).order_by().values_list("table", "key").distinct()
    found = Q(table=table, key=row.pk) | below
    for owner, keys in groupby(sorted(pairs[:OWNERS]), key=lambda pair: pair[0]):
        found |= Q(owner_table=owner, owner_key__in=[key for _table, key in keys])
    return AuditEntry.objects.filter(found)


def deeds(entries: Iterable[AuditEntry], user: Any) -> Iterator[Deed]:
    """Yield what entries, newest first, tell to this user; constant statements for all of them."""
    kept = list(entries)
    names = words.Names(kept)
    for _same, group in groupby(kept, key=lambda e: (e.batch or -e.pk, e.user_id, e.who)):
        together = list(group)
        yield deed(together[:LINES], names, user, len(together[LINES:]))


def deed(together: list[AuditEntry], names: words.Names, user: Any, more: int) -> Deed:
    """Return what was done at once, newest first; `more` entries of it are left out."""
    first = together[0]
    made = Deed(first.at, who(first), where(first), more=more, said=said(first))
    if not made.said:
        made.lines = [line(entry, names, user) for entry in reversed(together)]
    return made


def line(entry: AuditEntry, names: words.Names, user: Any) -> Line:
    """Return what became of a row, as far as the user may see it."""
    kind = capfirst(words.name_of_kind(entry.table))
    if not may_read(user, entry, names):
        return Line(entry, kind, "", is_hidden=True)
    return Line(entry, kind, words.title(entry, names), tuple(words.values(entry, names)))


def may_read(user: Any, entry: AuditEntry, names: words.Names) -> bool:
    """Return whether a user may see what stands in the row, or in that which it belongs to.

    It is asked with their ceremony; of what has none, in the whole portal.
    """
    for table in (entry.table, entry.owner_table):
        model = words.model_of(table or "")
        if model is None or model._meta.auto_created:
            continue
        if "view" in model._meta.default_permissions:
            right = f"{model._meta.app_label}.view_{model._meta.model_name}"
            if ceremonies_with(user, right) is EVERY:
                return True
            return has_right(user, right, names.ceremony(entry))
    return bool(user.is_superuser)


def said(entry: AuditEntry) -> str:
    """Return in words what was done, where no row was changed."""
    if entry.act in (Act.ADDED, Act.CHANGED, Act.REMOVED):
        return ""
    if not entry.words:
        return str(Act(entry.act).label)
    known = entry.after or {}
    text = _(entry.words) % {
        name: _(str(value)) if value else value for name, value in known.items()
    }
    return f"{Act(entry.act).label}: {text}"


def who(entry: AuditEntry) -> str:
    """Return who did it: a name, or what stands for one."""
    if entry.who:
        return entry.who
    if entry.way in (Way.COMMAND, Way.WORKER):
        return _("The portal itself")
    return "" if entry.way != Way.PUBLIC else _("A visitor")


def where(entry: AuditEntry) -> str:
    """Return the way in, and the network or the command."""
    way = str(Way(entry.way).label)
    return f"{way}, {entry.source}" if entry.source else way
