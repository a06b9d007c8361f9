"""The page of the tasks: seen three ways, edited in place, moved by dragging and by keys."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from agenda.admin.preparation import board
from agenda.admin.preparation.editing import Editor
from agenda.admin.preparation.filtering import DUE, Shown
from agenda.errors import AgendaError
from agenda.models import PreparationTask
from agenda.models.preparation import Status
from agenda.services import task_order, tasks
from events.admin.base import as_key, who_is
from events.exports.files import FORMATS
from events.models import Event
from events.permissions import has_right, may_print

VIEW, CHANGE = "agenda.view_preparationtask", "agenda.change_preparationtask"
ADD, DELETE = "agenda.add_preparationtask", "agenda.delete_preparationtask"


def require(request: HttpRequest, permission: str, row: Model) -> None:
    """Refuse who has no right to the tasks of a ceremony. Raises `PermissionDenied`."""
    if not has_right(request.user, permission, row):
        raise PermissionDenied


def board_url(event_id: int, query: str = "") -> str:
    """Return the address of the tasks of a ceremony."""
    address = reverse("admin:agenda_preparation_change", args=[event_id])
    return f"{address}?{query}" if query else address


class BoardPages:
    """Puts the tasks in the place of the form of the ceremony."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those that write."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:event_id>/move/", wrap(self.move_view), name="agenda_preparation_move"),
            path("<int:event_id>/edit/", wrap(self.edit_view), name="agenda_preparation_edit"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra: Any = None
    ) -> Any:
        """Show the tasks; a ceremony is neither made nor edited here."""
        if object_id is None or request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        event = get_object_or_404(Event, pk=as_key(str(object_id)))
        require(request, VIEW, event)
        return self._answer(request, event, as_key(request.GET.get("edit", "")))

    def move_view(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Give a task another state, another place, or both, as it was dropped."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        event = get_object_or_404(Event, pk=event_id)
        require(request, CHANGE, event)
        task = event.preparation_tasks.filter(pk=as_key(request.POST.get("task", ""))).first()
        if task is None:
            return self._written(request, event, _removed(), error=True)
        wanted = request.POST.get("status", task.status)
        is_moved = {"before", "after"} & request.POST.keys()
        if wanted in (Status.BLOCKED, Status.DONE) and wanted != task.status:
            return self._ask(request, event, task, wanted)
        try:
            with transaction.atomic():
                # the ceremony is locked before the task, as wherever tasks are written
                moved = _place(request, task) if is_moved else ""
                said = f"{self._set_state(request, task, wanted)} {moved}".strip()
        except AgendaError as error:
            return self._written(request, event, str(error), error=True)
        return self._written(request, event, said or _("Nothing has changed."))

    def edit_view(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Save what was typed into the row of a task, and what was reported with it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        event = get_object_or_404(Event, pk=event_id)
        require(request, CHANGE, event)
        with transaction.atomic():
            key = as_key(request.POST.get("task", ""))
            rows = event.preparation_tasks.select_for_update(no_key=True, of=("self",))
            task = rows.filter(pk=key).first()
            if task is None:
                return self._written(request, event, _removed(), error=True)
            editor = Editor.sent(request, task)
            is_saved = editor.save(request)
        if is_saved:
            return self._written(request, event, _("Saved: %(task)s") % {"task": task})
        return self._answer(request, event, task.pk, editor=editor)

    # What is answered

    def _ask(
        self, request: HttpRequest, event: Event, task: PreparationTask, wanted: str
    ) -> HttpResponse:
        """Open the task where it stands, since its new state needs a word."""
        if not request.headers.get("HX-Request"):
            address = reverse("admin:agenda_preparationtask_change", args=[task.pk])
            query = Shown.of(event, request.GET).query(wanted=wanted)
            return redirect(f"{address}?{query}#report")
        if wanted == Status.BLOCKED:
            said = _("Please say what blocks the task, then save.")
        else:
            said = _("Please check the day and name who accepted the task, then save.")
        editor = Editor.opened(task, wanted=wanted)
        return self._answer(request, event, task.pk, editor=editor, said=said)

    def _set_state(self, request: HttpRequest, task: PreparationTask, wanted: str) -> str:
        if wanted == task.status:
            return ""
        percent = 0 if wanted == Status.PLANNED else task.percent
        seen = as_key(request.POST.get("seen", ""))
        tasks.report(task, by=who_is(request.user), status=wanted, percent=percent, seen=seen)
        return _("%(task)s: %(state)s.") % {"task": task, "state": task.get_status_display()}

    def _written(
        self, request: HttpRequest, event: Event, said: str, *, error: bool = False
    ) -> HttpResponse:
        """Show the tasks as they are now, and tell what was done."""
        if request.headers.get("HX-Request"):
            return self._answer(request, event, 0, said=said, error=error)
        messages.add_message(request, messages.ERROR if error else messages.SUCCESS, said)
        return redirect(board_url(event.pk, Shown.of(event, request.GET).query()))

    def _answer(
        self,
        request: HttpRequest,
        event: Event,
        editing: int,
        *,
        editor: Editor | None = None,
        said: str = "",
        error: bool = False,
    ) -> HttpResponse:
        """Return the page, or for a script that asks for it only the tasks."""
        shown = Shown.of(event, request.GET)
        rows = list(shown.tasks())
        may_change = has_right(request.user, CHANGE, event)
        if editing and editor is None and may_change:
            found = next((task for task in rows if task.pk == editing), None)
            editor = Editor.opened(found) if found else None
        if editor is not None and all(task.pk != editor.task.pk for task in rows):
            # by what somebody else has changed the filter may leave out what is being edited
            rows += PreparationTask.objects.of_event(event).filter(pk=editor.task.pk)
        context = {
            "event": event,
            "shown": shown,
            "editor": editor,
            "said": said,
            "is_refused": error,
            "may_change": may_change,
            "states": Status.choices,
            "number": len(rows),
            "figures": _figures(shown),
            **board.region(shown.view, rows),
        }
        if request.headers.get("HX-Request"):
            return TemplateResponse(request, "admin/agenda/preparation/_answer.html", context)
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Preparation"),
            "due": DUE.items(),
            "may_add": has_right(request.user, ADD, event),
            "may_print": may_print(request.user, event),
            "formats": [(number, one().get_title()) for number, one in enumerate(FORMATS)],
        }
        return TemplateResponse(request, "admin/agenda/preparation/tasks.html", context)


def _figures(shown: Shown) -> list[tuple[str, int, str, str]]:
    """Return what stands above the tasks: the name, the number, the way there, its look."""
    tally = shown.event.preparation_tasks.tally()
    query = {"unit": "", "state": "", "due": ""}
    return [
        (_("All tasks"), tally["all"], shown.query(**query), ""),
        (_("Done"), tally["done"], shown.query(**{**query, "state": "done"}), ""),
        (_("Late"), tally["late"], shown.query(**{**query, "due": "late"}), "late"),
        (_("Due within 3 days"), tally["soon"], shown.query(**{**query, "due": "soon"}), "soon"),
    ]


def _removed() -> str:
    return _("This task was removed meanwhile by somebody else.")


def _place(request: HttpRequest, task: PreparationTask) -> str:
    """Move a task before or behind another; return in words what was done."""
    before, after = (as_key(request.POST.get(name, "")) for name in ("before", "after"))
    if not before and not after:
        if "before" in request.POST:
            return _("%(task)s stands first here already.") % {"task": task}
        return _("%(task)s stands last here already.") % {"task": task}
    task_order.place(task, before=before, after=after)
    task.refresh_from_db(fields=["position"])
    return _("%(task)s: now number %(number)d.") % {"task": task, "number": task.position}
