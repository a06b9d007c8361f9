"""The buttons beside the lines: insert, move, duplicate, remove, and the step back."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from agenda.admin.programme import history
from agenda.errors import ItemGone
from agenda.models import AgendaItem, Programme
from agenda.services import programme
from agenda.services.programme import Step
from events.admin.base import as_key
from events.permissions import has_right

UNDO = "programme_undo"  # in the session: by the key of a ceremony, the steps of this user
MOST_STEPS = 20

Told = tuple[str, str]  # what is said, and the id of the element that has the focus then


def do(request: HttpRequest, event: Programme) -> Told:
    """Carry out what a button asks for. Raises `AgendaError` where it cannot be done."""
    step = DO.get(request.POST.get("do", ""))
    if step is None:
        raise Http404
    return step(request, event)


def kept(request: HttpRequest, event: Programme) -> list[Step]:
    """Return what this user did to a draft and can take back, the last step last."""
    return [Step(**told) for told in request.session.get(UNDO, {}).get(str(event.pk), [])]


def note(request: HttpRequest, event: Programme, step: Step) -> None:
    """Write down who did it, and keep the step so that this user can take it back."""
    history.write(request, event, step)
    _keep(request, event, [*kept(request, event), step])


def in_words(step: Step) -> str:
    """Return what a step was, as the button that takes it back says it."""
    words = {
        "added": _("insert “%(item)s”"),
        "removed": _("remove “%(item)s”"),
        "moved": _("move “%(item)s”"),
        "edited": _("edit “%(item)s”"),
    }
    return words[step.kind] % {"item": step.title}


def _insert(request: HttpRequest, event: Programme) -> Told:
    _require(request, event, "add")
    step = programme.insert(event, _key(request, "behind") or None, {"title": _("New item")})
    note(request, event, step)
    return _("A new item was inserted; please write what happens."), f"field-{step.item}-title"


def _duplicate(request: HttpRequest, event: Programme) -> Told:
    _require(request, event, "add")
    step = programme.duplicate(event, _key(request))
    note(request, event, step)
    said = _("A copy of “%(item)s” stands behind it.") % {"item": step.title}
    return said, f"field-{step.item}-title"


def _remove(request: HttpRequest, event: Programme) -> Told:
    _require(request, event, "delete")
    step = programme.remove(event, _key(request))
    note(request, event, step)
    said = _("“%(item)s” was removed. It comes back with “Undo”.") % {"item": step.title}
    return said, "programme-undo"


def _up(request: HttpRequest, event: Programme) -> Told:
    step = programme.shift(event, _key(request), -1)
    return _moved(request, event, step), f"up-{_key(request)}"


def _down(request: HttpRequest, event: Programme) -> Told:
    step = programme.shift(event, _key(request), 1)
    return _moved(request, event, step), f"down-{_key(request)}"


def _move(request: HttpRequest, event: Programme) -> Told:
    step = programme.move(event, _key(request), _key(request, "behind") or None)
    return _moved(request, event, step), ""


def _undo(request: HttpRequest, event: Programme) -> Told:
    steps = kept(request, event)
    if not steps:
        return _("There is nothing to undo."), ""
    step = steps.pop()
    if needed := {"added": "delete", "removed": "add"}.get(step.kind):
        _require(request, event, needed)
    _keep(request, event, steps)  # what cannot be undone is not offered again
    programme.take_back(event, step)
    back = {"added": "removed", "removed": "added"}.get(step.kind, step.kind)
    history.write(request, event, Step(back, step.item, step.title, step.after, step.before))
    return _("Undone: %(step)s.") % {"step": in_words(step)}, "programme-undo"


DO = {
    "insert": _insert,
    "duplicate": _duplicate,
    "remove": _remove,
    "up": _up,
    "down": _down,
    "move": _move,
    "undo": _undo,
}


def _moved(request: HttpRequest, event: Programme, step: Step | None) -> str:
    if step is not None:
        note(request, event, step)
    items = AgendaItem.objects.filter(event_id=event.pk)
    item = items.filter(pk=_key(request)).first()
    if item is None:  # removed since by somebody else
        raise ItemGone
    told = {"item": item.title, "place": item.position, "count": items.count()}
    if step is None:
        return _("“%(item)s” stands at place %(place)s of %(count)s already.") % told
    return _("“%(item)s” stands at place %(place)s of %(count)s now.") % told


def _keep(request: HttpRequest, event: Programme, steps: list[Step]) -> None:
    told: dict[str, Any] = request.session.setdefault(UNDO, {})
    told[str(event.pk)] = [asdict(step) for step in steps[-MOST_STEPS:]]
    request.session.modified = True


def _key(request: HttpRequest, name: str = "item") -> int:
    return as_key(request.POST.get(name, ""))


def _require(request: HttpRequest, event: Programme, verb: str) -> None:
    if not has_right(request.user, f"agenda.{verb}_agendaitem", event):
        raise PermissionDenied
