"""The editor of the programme: a page whose every change is saved at once, line by line."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agenda.admin.programme import history, lines
from agenda.admin.programme.forms import ItemForm
from agenda.admin.programme.troubles import Field, fields_of
from agenda.errors import AgendaError, ItemGone
from agenda.models import AgendaItem, Programme
from agenda.services import programme
from agenda.services.programme import Step
from events.admin.base import as_key

UNDO = "programme_undo"  # in the session: by the key of a ceremony, the steps of this user
MOST_STEPS = 20
TEMPLATES = "admin/agenda/programme"


class EditorPages:
    """The pages of the editor, in the place of the form that the admin would show."""

    admin_site: Any
    opts: Any
    has_view_permission: Any
    has_change_permission: Any

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of the editor."""
        wrap = self.admin_site.admin_view
        pages = [
            ("item/", require_POST(self.save_view), "item"),
            ("item/<int:item_id>/", self.drawer_view, "drawer"),
            ("hours/", require_POST(self.hours_view), "hours"),
            ("step/", require_POST(self.step_view), "step"),
        ]
        return [
            *(
                path(f"<int:event_id>/{route}", wrap(view), name=f"agenda_programme_{name}")
                for route, view, name in pages
            ),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the editor; it is saved through the other addresses."""
        event = self._event(request, as_key(object_id), to_edit=request.method == "POST")
        if request.method == "POST":
            return redirect("admin:agenda_programme_change", event.pk)
        return TemplateResponse(request, f"{TEMPLATES}/editor.html", self._page(request, event))

    def drawer_view(self, request: HttpRequest, event_id: int, item_id: int) -> HttpResponse:
        """Show all that happens during an item; for htmx only the drawer."""
        event = self._event(request, event_id)
        item = AgendaItem.objects.filter(event_id=event.pk, pk=item_id).first()
        is_part = "HX-Request" in request.headers
        if item is None:
            if not is_part:
                raise Http404
            return self._answer(request, event, said=str(ItemGone()), failed=True)
        context = {
            **(self._basics(request, event) if is_part else self._page(request, event)),
            "item": item,
            "fields": fields_of(event, item, lines.IN_THE_DRAWER),
        }
        part = "_drawer" if is_part else "drawer"
        return TemplateResponse(request, f"{TEMPLATES}/{part}.html", context)

    def hours_view(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Answer the hours as they would be with what is typed just now; write nothing."""
        event = self._event(request, event_id, to_edit=True)
        typed = ItemForm(event, request.POST)
        typed.is_valid()
        times: dict[str, Any] = {
            name: value
            for name, value in typed.cleaned_data.items()
            if name in ("minutes", "fixed_start")
        }
        draft = lines.read(event, {as_key(request.POST.get("item", "")): times})
        context = {**self._basics(request, event), "draft": draft, "only_hours": True}
        return TemplateResponse(request, f"{TEMPLATES}/_answer.html", context)

    def save_view(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Save what was changed of an item, and tell what was not, with the reason."""
        event = self._event(request, event_id, to_edit=True)
        key = as_key(request.POST.get("item", ""))
        form = ItemForm(event, request.POST)
        theirs = request.POST.get("theirs", "")
        typed = {name: text for name, text in form.typed().items() if name != theirs}
        try:
            done = programme.edit(event, key, typed, form.shown(), form.meant())
        except ItemGone:
            return self._answer(request, event, said=self._who_removed(event, key), failed=True)
        if done.step:
            self._note(request, event, done.step)
        fields = fields_of(event, done.item, form.sent, form, done.conflicts, theirs=theirs)
        wrong = [one for one in fields if one.trouble]
        said = " ".join(f"{one.label}: {one.trouble}" for one in wrong)
        return self._answer(
            request, event, fields=fields, said=said, failed=bool(wrong), item=done.item
        )

    def step_view(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Insert, move, duplicate, remove or take back; answer the list anew."""
        event = self._event(request, event_id, to_edit=True)
        do = request.POST.get("do", "")
        if do not in DO:
            raise Http404
        needed = {"insert": "add", "duplicate": "add", "remove": "delete"}.get(do)
        if needed and not request.user.has_perm(f"agenda.{needed}_agendaitem"):
            raise PermissionDenied
        try:
            said, focus = DO[do](self, request, event)
        except AgendaError as error:
            return self._list(request, event, str(error), "", failed=True)
        return self._list(request, event, said, focus)

    # what `step_view` does: each returns what is said, and which element has the focus then

    def _insert(self, request: HttpRequest, event: Programme) -> tuple[str, str]:
        behind = as_key(request.POST.get("behind", "")) or None
        step = programme.insert(event, behind, {"title": _("New item")})
        self._note(request, event, step)
        return _("A new item was inserted; please write what happens."), f"field-{step.item}-title"

    def _duplicate(self, request: HttpRequest, event: Programme) -> tuple[str, str]:
        step = programme.duplicate(event, self._item(request))
        self._note(request, event, step)
        return _("A copy of “%(item)s” stands behind it.") % {"item": step.title}, (
            f"field-{step.item}-title"
        )

    def _remove(self, request: HttpRequest, event: Programme) -> tuple[str, str]:
        step = programme.remove(event, self._item(request))
        self._note(request, event, step)
        return _("“%(item)s” was removed. It comes back with “Undo”.") % {"item": step.title}, (
            "programme-undo"
        )

    def _up(self, request: HttpRequest, event: Programme) -> tuple[str, str]:
        return self._moved(request, event, programme.shift(event, self._item(request), -1)), (
            f"up-{self._item(request)}"
        )

    def _down(self, request: HttpRequest, event: Programme) -> tuple[str, str]:
        return self._moved(request, event, programme.shift(event, self._item(request), 1)), (
            f"down-{self._item(request)}"
        )

    def _move(self, request: HttpRequest, event: Programme) -> tuple[str, str]:
        behind = as_key(request.POST.get("behind", "")) or None
        return self._moved(request, event, programme.move(event, self._item(request), behind)), ""

    def _undo(self, request: HttpRequest, event: Programme) -> tuple[str, str]:
        steps = self._steps(request, event)
        if not steps:
            return _("There is nothing to undo."), ""
        step = Step(**steps.pop())
        needed = {"added": "delete", "removed": "add"}.get(step.kind)
        if needed and not request.user.has_perm(f"agenda.{needed}_agendaitem"):
            raise PermissionDenied
        request.session.modified = True
        programme.take_back(event, step)  # a step that cannot be undone is not offered again
        back = {"added": "removed", "removed": "added"}.get(step.kind, step.kind)
        history.write(request, event, Step(back, step.item, step.title, step.after, step.before))
        return _("Undone: %(step)s.") % {"step": in_words(step)}, "programme-undo"

    def _moved(self, request: HttpRequest, event: Programme, step: Step | None) -> str:
        if step is not None:
            self._note(request, event, step)
        draft = lines.read(event)
        line = draft.line_of(self._item(request))
        told = {"item": line.item.title, "place": line.place} if line else {}
        told["count"] = len(draft.lines)
        if step is None:
            return _("“%(item)s” stands at place %(place)s of %(count)s already.") % told
        return _("“%(item)s” stands at place %(place)s of %(count)s now.") % told

    def _item(self, request: HttpRequest) -> int:
        return as_key(request.POST.get("item", ""))

    # what the answers have in common

    def _event(self, request: HttpRequest, key: int, *, to_edit: bool = False) -> Programme:
        if not (self._may_edit(request) if to_edit else self.has_view_permission(request)):
            raise PermissionDenied
        return get_object_or_404(Programme, pk=key)

    def _may_edit(self, request: HttpRequest) -> bool:
        may = self.has_change_permission(request)
        return bool(may and request.user.has_perm("agenda.change_agendaitem"))

    def _basics(self, request: HttpRequest, event: Programme) -> dict[str, Any]:
        steps = self._steps(request, event)
        return {
            "event": event,
            "may_edit": self._may_edit(request),
            "may_add": request.user.has_perm("agenda.add_agendaitem"),
            "may_remove": request.user.has_perm("agenda.delete_agendaitem"),
            "undo": in_words(Step(**steps[-1])) if steps else "",
        }

    def _page(self, request: HttpRequest, event: Programme) -> dict[str, Any]:
        performers = [*event.members.values_list("name", flat=True)]
        performers += event.units.values_list("name", flat=True)
        return {
            **self.admin_site.each_context(request),
            **self._basics(request, event),
            "opts": self.opts,
            "title": _("Programme and script"),
            "draft": lines.read(event),
            "performers": performers,
            "may_print": request.user.has_perm("events.view_plan"),
        }

    def _list(
        self, request: HttpRequest, event: Programme, said: str, focus: str, *, failed: bool = False
    ) -> HttpResponse:
        if "HX-Request" not in request.headers:
            return redirect("admin:agenda_programme_change", event.pk)
        context = {
            **self._basics(request, event),
            "draft": lines.read(event),
            "focus": focus,
            **self._status(said, failed=failed),
        }
        return TemplateResponse(request, f"{TEMPLATES}/_list_answer.html", context)

    def _answer(
        self,
        request: HttpRequest,
        event: Programme,
        *,
        said: str = "",
        failed: bool = False,
        fields: list[Field] | None = None,
        item: AgendaItem | None = None,
    ) -> HttpResponse:
        if "HX-Request" not in request.headers:
            return redirect("admin:agenda_programme_change", event.pk)
        context = {
            **self._basics(request, event),
            "draft": lines.read(event),
            "fields": fields or [],
            "item": item,
            "key": item.pk if item else 0,
            **self._status(said, failed=failed),
        }
        return TemplateResponse(request, f"{TEMPLATES}/_answer.html", context)

    def _status(self, said: str, *, failed: bool) -> dict[str, Any]:
        now = timezone.localtime()
        saved = _("Saved at %(hour)s.") % {"hour": f"{now:%H:%M}"}
        told = _("Not saved.") if failed else saved
        return {"said": f"{told} {said}".strip(), "failed": failed}

    def _steps(self, request: HttpRequest, event: Programme) -> list[dict[str, Any]]:
        steps: list[dict[str, Any]] = request.session.get(UNDO, {}).get(str(event.pk), [])
        return steps

    def _note(self, request: HttpRequest, event: Programme, step: Step) -> None:
        """Write down who did it, and keep the step so that this user can take it back."""
        history.write(request, event, step)
        kept = request.session.setdefault(UNDO, {})
        kept[str(event.pk)] = [*self._steps(request, event), asdict(step)][-MOST_STEPS:]
        request.session.modified = True

    def _who_removed(self, event: Programme, key: int) -> str:
        change = history.last_change(event, key, "")
        if change is None:
            return str(ItemGone())
        text = _(
            "%(who)s removed this item at %(hour)s. What you typed still stands here: copy it "
            "where it is needed, then open the page anew."
        )
        return text % {"who": change.by, "hour": f"{change.at:%H:%M}"}


DO = {
    "insert": EditorPages._insert,
    "duplicate": EditorPages._duplicate,
    "remove": EditorPages._remove,
    "up": EditorPages._up,
    "down": EditorPages._down,
    "move": EditorPages._move,
    "undo": EditorPages._undo,
}


def in_words(step: Step) -> str:
    """Return what a step was, as the button that takes it back says it."""
    words = {
        "added": _("insert “%(item)s”"),
        "removed": _("remove “%(item)s”"),
        "moved": _("move “%(item)s”"),
        "edited": _("edit “%(item)s”"),
    }
    return words[step.kind] % {"item": step.title}
