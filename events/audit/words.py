"""What stands in the record, as its reader knows it: names of tables, labels, values."""

import datetime
import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, localize
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.documents.kinds import KINDS
from events.models import AuditEntry, Event
from events.permissions import key_of_ceremony, way_to_ceremony
from events.vietnamese import comparing

VEILED = "•"  # written by the trigger in the place of what opens something
LONG = 60  # characters: two longer texts are compared word by word
LONGEST = 4000  # characters of a text that is compared; longer ones stand as they are
NAMES = (
    "name",
    "title",
    "text",
    "organisation",
    "subject",
    "symbol",
    "username",
    "number",
    "wrong",
)
# what rows are called that do not say it themselves, by label; filled by the apps that know it
CALLED: dict[str, Callable[[Any], str]] = {}


@dataclass(frozen=True)
class Value:
    """What became of one field."""

    label: str
    before: str
    after: str
    pieces: tuple[comparing.Piece, ...] = ()  # where both are long, instead of the two
    field: str = ""  # its name, where the earlier text can be put back
    is_veiled: bool = False


@functools.cache
def models_by_table() -> dict[str, type[Model]]:
    """Return the models, those between two others too, by table."""
    every = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in every if not model._meta.proxy}


def model_of(table: str) -> type[Model] | None:
    """Return the model of a table; None for one that there is no more."""
    return models_by_table().get(table)


def name_of_kind(table: str) -> str:
    """Return what a row of a table is called."""
    model = model_of(table)
    if model is None:
        return table
    if link := _link(model):
        return str(link.verbose_name)
    return str(model._meta.verbose_name)


def _link(model: type[Model]) -> Any:
    """Return the field of many rows that a table between two others belongs to."""
    if not model._meta.auto_created:
        return None
    owner: Any = model._meta.auto_created
    return next(field for field in owner._meta.many_to_many if field.remote_field.through is model)


class Names:
    """What rows are called that are pointed to: read in one statement for each kind of row."""

    def __init__(self, entries: Iterable[AuditEntry]) -> None:
        self.entries = list(entries)
        wanted: dict[type[Model], set[Any]] = defaultdict(set)
        for entry in self.entries:
            model = model_of(entry.table)
            if model is None:
                continue
            if entry.key is not None and not model._meta.auto_created:
                wanted[model].add(entry.key)
            for values in (entry.before, entry.after):
                for column, value in (values or {}).items() if not entry.words else ():
                    field = _field(model, column)
                    if isinstance(field, ForeignKey) and value is not None:
                        wanted[field.related_model].add(value)
        self.rows = {model: _named(model, keys) for model, keys in wanted.items()}

    def of(self, model: type[Model] | None, key: Any) -> str:
        """Return what a row is called now; "" for one that is gone."""
        row = self.rows.get(model, {}).get(key) if model else None
        if model is None or row is None:
            return ""
        return CALLED.get(model._meta.label_lower, str)(row)

    def ceremony(self, entry: AuditEntry) -> Event | None:
        """Return the ceremony of an entry's row, or else of that which it belongs to."""
        places = ((entry.table, entry.key), (entry.owner_table, entry.owner_key))
        for (table, key), rows in zip(places, (self.rows, self.owners), strict=True):
            model = model_of(table or "")
            row = rows.get(model, {}).get(key) if model else None
            found = key_of_ceremony(row) if row is not None else _kept_ceremony(entry, model)
            if found is not None:
                return Event(pk=found)
        return None

    @functools.cached_property
    def owners(self) -> dict[type[Model], dict[Any, Model]]:
        """What the rows of the entries belong to."""
        wanted: dict[type[Model], set[Any]] = defaultdict(set)
        for entry in self.entries:
            if (model := model_of(entry.owner_table or "")) and entry.owner_key is not None:
                wanted[model].add(entry.owner_key)
        return {model: _named(model, keys) for model, keys in wanted.items()}


def _kept_ceremony(entry: AuditEntry, model: type[Model] | None) -> int | None:
    """Return the key of the ceremony of a row that is gone, as far as its entry tells it."""
    if model is None or model._meta.db_table != entry.table:
        return None
    if model is Event:
        return entry.key
    values = entry.after or entry.before or {}
    return values.get("event_id") if way_to_ceremony(model) == "event" else None


def _named(model: type[Model], keys: set[Any]) -> dict[Any, Model]:
    parents = [field.name for field in model._meta.fields if isinstance(field, ForeignKey)]
    *above, _last = way_to_ceremony(model).split("__")
    joined = {*parents, *(["__".join(above)] if above else [])}
    rows = model._base_manager.select_related(*joined).filter(pk__in=keys)
    heavy = [f.name for f in model._meta.fields if f.get_internal_type() == "BinaryField"]
    return {row.pk: row for row in rows.defer(*heavy)}


def title(entry: AuditEntry, names: Names) -> str:
    """Return what the row of an entry is called, now or when it was removed."""
    model = model_of(entry.table)
    if model is not None and (link := _link(model)):
        values = entry.after or entry.before or {}
        column = f"{link.m2m_reverse_field_name()}_id"
        return names.of(link.related_model, values.get(column))
    if entry.key is None and entry.before is entry.after is None:
        return _("all rows at once")  # the table was emptied
    kept = entry.before or {} if entry.act == AuditEntry.Act.REMOVED else entry.after or {}
    found = names.of(model, entry.key)
    if not found and entry.act != AuditEntry.Act.CHANGED:
        found = next((str(kept[name]) for name in NAMES if kept.get(name)), "")
    return found if len(found) <= 120 else f"{found[:119]}…"


def values(entry: AuditEntry, names: Names) -> Iterator[Value]:
    """Yield what became of each field of an entry, in the order of the model."""
    model = model_of(entry.table)
    if model is None or model._meta.auto_created or entry.words:
        return
    before, after = entry.before or {}, entry.after or {}
    changed = entry.act == AuditEntry.Act.CHANGED
    owner = f"{entry.owner_table}.{entry.owner_key}"
    for field in model._meta.concrete_fields:
        column = field.column
        if column not in before and column not in after:
            continue
        old, new = before.get(column), after.get(column)
        if not changed and (_is_plain(field, old or new, owner) or new in (None, "") == old):
            continue
        said = (in_words(field, old, names), in_words(field, new, names))
        if not changed and not any(said):
            continue
        # a column without a name of its own is known to the program only
        is_named = bool(field._verbose_name)  # type: ignore[attr-defined]
        label = capfirst(str(field.verbose_name)) if is_named else _("Internal data")
        if VEILED in (old, new):
            yield Value(label, "", "", is_veiled=True)
            continue
        texts = isinstance(old, str) and isinstance(new, str) and not field.choices
        compared = texts and min(map(len, said)) > LONG and max(map(len, said)) <= LONGEST
        pieces = tuple(comparing.compared(*said)) if compared else ()
        restorable = changed and isinstance(old, str) and _is_text(field)
        yield Value(label, *said, pieces, field.name if restorable else "")


def _is_plain(field: Any, value: Any, owner: str) -> bool:
    """Return whether it goes without saying: the place among others, and what it belongs to."""
    if isinstance(field, ForeignKey):
        target: Any = field.related_model
        return f"{target._meta.db_table}.{value}" == owner
    return field.name == "position" and isinstance(value, int)


def _is_text(field: Any) -> bool:
    is_text = field.get_internal_type() in ("CharField", "TextField", "SlugField")
    return bool(is_text and field.editable and not field.choices)


def _field(model: type[Model], column: str) -> Field | None:
    return next((f for f in model._meta.concrete_fields if f.column == column), None)


def in_words(field: Any, value: Any, names: Names) -> str:
    """Return a value as the database's JSON has it, as pages show it."""
    if value is None or value == "":
        return ""
    if isinstance(field, ForeignKey):
        target: Any = field.related_model
        return names.of(target, value) or _("(no longer there)")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.name == "kind" and value in KINDS:
        return str(KINDS[value].label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    kind = field.get_internal_type()
    if kind == "DateTimeField" and (moment := parse_datetime(value)):
        return date_format(localtime(moment), "H:i d/m/Y")
    if kind == "DateField" and (day := parse_date(value)):
        return date_format(day, "d/m/Y")
    if kind == "TimeField":
        return str(datetime.time.fromisoformat(value).strftime("%H:%M"))
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    if isinstance(value, int) and kind == "BigIntegerField":
        return str(localize(value, use_l10n=True))
    return str(value)
