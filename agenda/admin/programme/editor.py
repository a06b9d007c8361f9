"""The editor of the programme: a page whose every change is saved at once, line by line."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agenda.admin.programme import history, lines, steps
from agenda.admin.programme.forms import ItemForm
from agenda.admin.programme.troubles import Field, fields_of
from agenda.errors import AgendaError, ItemGone
from agenda.models import AgendaItem, Programme
from agenda.services import programme
from events.admin.base import as_key
from events.permissions import has_right, may_print

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
            steps.note(request, event, done.step)
        fields = fields_of(event, done.item, form.sent, form, done.conflicts, theirs=theirs)
        wrong = [one for one in fields if one.trouble]
        said = " ".join(f"{one.label}: {one.trouble}" for one in wrong)
        return self._answer(
            request, event, fields=fields, said=said, failed=bool(wrong), item=done.item
        )

    def step_view(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Insert, move, duplicate, remove or take back; answer the list anew."""
        event = self._event(request, event_id, to_edit=True)
        try:
            said, focus = steps.do(request, event)
        except AgendaError as error:
            return self._list(request, event, str(error), "", failed=True)
        return self._list(request, event, said, focus)

    # what the answers have in common

    def _event(self, request: HttpRequest, key: int, *, to_edit: bool = False) -> Programme:
        event = get_object_or_404(Programme, pk=key)
        may = (
            self._may_edit(request, event) if to_edit else self.has_view_permission(request, event)
        )
        if not may:
            raise PermissionDenied
        return event

    def _may_edit(self, request: HttpRequest, event: Programme) -> bool:
        may = self.has_change_permission(request, event)
        return bool(may and has_right(request.user, "agenda.change_agendaitem", event))

    def _basics(self, request: HttpRequest, event: Programme) -> dict[str, Any]:
        last = steps.kept(request, event)[-1:]
        return {
            "event": event,
            "may_edit": self._may_edit(request, event),
            "may_add": has_right(request.user, "agenda.add_agendaitem", event),
            "may_remove": has_right(request.user, "agenda.delete_agendaitem", event),
            "undo": steps.in_words(last[0]) if last else "",
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
            "may_print": may_print(request.user, event),
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

    def _who_removed(self, event: Programme, key: int) -> str:
        change = history.last_change(event, key, "")
        if change is None:
            return str(ItemGone())
        text = _(
            "%(who)s removed this item at %(hour)s. What you typed still stands here: copy it "
            "where it is needed, then open the page anew."
        )
        return text % {"who": change.by, "hour": f"{change.at:%H:%M}"}
