"""A field of an item as the editor shows it: its value, and why what was typed is not saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.admin.programme import history
from agenda.admin.programme.forms import ItemForm
from agenda.models import AgendaItem
from agenda.services import programme
from events.models import Event

LONGEST_SHOWN = 1000  # characters of what the other one wrote


@dataclass(frozen=True)
class Choice:
    """A person or a unit that can perform an item."""

    key: int
    name: str
    note: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """A field, what the database has for it, and what is to be told beside it.

    `now` is what somebody else wrote meanwhile; None where nobody did. Where there is trouble the
    page goes on comparing with what it showed before.
    """

    name: str
    label: str
    help_text: str
    value: str
    trouble: str = ""
    typed: str = ""
    now: str | None = None
    choices: Sequence[Choice] = ()


def fields_of(
    event: Event,
    item: AgendaItem,
    names: Sequence[str],
    form: ItemForm | None = None,
    conflicts: Mapping[str, str] | None = None,
    *,
    theirs: str = "",
) -> list[Field]:
    """Return the fields of an item; with a form, those that it sent and what became of them."""
    found = []
    for name in names:
        own: Any = AgendaItem._meta.get_field(name)
        told: dict[str, Any] = {}
        if form is not None:
            told["typed"] = form.typed_raw(name)
            if name != theirs and name in form.errors:
                told["trouble"] = " ".join(map(str, form.errors[name]))
            elif conflicts and name in conflicts:
                told["now"] = conflicts[name]
                told["trouble"] = _conflict(event, item, name, conflicts[name])
        if name in programme.PERFORMERS:
            told["choices"] = _choices(event, item, name)
        value = programme.as_text(item, name)
        found.append(Field(name, capfirst(own.verbose_name), str(own.help_text), value, **told))
    return found


def _conflict(event: Event, item: AgendaItem, name: str, now: str) -> str:
    change = history.last_change(event, item.pk, name)
    told = {"now": now[:LONGEST_SHOWN] or _("(empty)")}
    if change is None:
        text = _(
            "Somebody else has changed this meanwhile; it is now: “%(now)s”. What you typed "
            "still stands here."
        )
        return text % told
    told |= {"who": change.by, "hour": f"{change.at:%H:%M}"}
    text = _(
        "%(who)s changed this at %(hour)s; it is now: “%(now)s”. What you typed still stands here."
    )
    return text % told


def _choices(event: Event, item: AgendaItem, name: str) -> list[Choice]:
    chosen = {row.pk for row in getattr(item, name).all()}
    rows: Any = getattr(event, name).all()
    return [
        Choice(row.pk, row.name, getattr(row, "office", "") or getattr(row, "role", ""),
               row.pk in chosen)
        for row in rows
    ]  # fmt: skip
