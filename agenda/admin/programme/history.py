"""Who changed what of the programme: entries of the admin's own history, a line a step."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from agenda.models import AgendaItem, Programme
from agenda.models.difference import Difference, Kind
from agenda.services.programme import Step
from events.admin.base import who_is

ITEM = gettext_noop("agenda item")
LOOKED_AT = 50  # entries of one item


@dataclass(frozen=True)
class Change:
    """Who changed a field last, and when, in local time."""

    by: str
    at: datetime


def write(request: HttpRequest, event: Any, step: Step) -> None:
    """Write down a step, in the form in which Django keeps changes of rows of a page."""
    told: dict[str, Any] = {"name": ITEM, "object": step.title, "key": step.item}
    if step.kind == "added":
        verb = "added"
    elif step.kind == "removed":
        verb = "deleted"
    else:
        verb = "changed"
        told["fields"] = [label_of(name) for name in (step.after or step.before)]
    LogEntry.objects.log_actions(
        user_id=request.user.pk or 0,  # who is not signed in came no further than the door
        queryset=[event],
        action_flag=CHANGE,
        change_message=[{verb: told}],
        single_object=True,
    )


def write_all(request: HttpRequest, event: Programme, found: Difference) -> None:
    """Write down what became of a draft that an older version took the place of."""
    for line in found.lines:
        fields = [change.field for change in line.changes] + ["behind"] * line.moved
        kind = line.kinds[0] if line.kinds[0] in (Kind.ADDED, Kind.REMOVED) else "edited"
        if fields or kind != "edited":
            after = dict.fromkeys(fields, "")
            write(request, event, Step(str(kind), line.key, line.place.item.title, after=after))


def last_change(event: Any, key: int, name: str) -> Change | None:
    """Return who changed a field of an item last; None where the editor did not do it.

    With `name` empty, who removed it.
    """
    entries = LogEntry.objects.filter(
        content_type=get_content_type_for_model(event),
        object_id=str(event.pk),
        change_message__contains=f'"key": {key}' + (", " if name else "}"),
    )
    for entry in entries.select_related("user").order_by("-action_time", "-pk")[:LOOKED_AT]:
        told = json.loads(entry.change_message)[0]
        is_it = label_of(name) in told["changed"]["fields"] if "changed" in told else not name
        if is_it:
            by = who_is(entry.user)
            return Change(by, timezone.localtime(entry.action_time))
    return None


def label_of(name: str) -> str:
    """Return the label of a field as the history keeps it: as the catalog has it, untranslated."""
    field: Any = AgendaItem._meta.get_field("position" if name in ("", "behind") else name)
    with translation.override(None):
        return str(field.verbose_name)
