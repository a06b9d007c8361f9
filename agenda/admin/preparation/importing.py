"""A table of tasks is brought in: chosen or pasted, looked at, then confirmed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget

from agenda.admin.preparation.pages import ADD, board_url, require
from agenda.admin.preparation.pages import CHANGE as MAY_CHANGE
from agenda.errors import AgendaError
from agenda.importing import table
from agenda.importing.table import TaskRow
from agenda.models import PreparationTask
from agenda.services import task_import
from agenda.services.task_import import Outcome, Planned
from events.admin.base import who_is
from events.importing.sheets import Unreadable
from events.models import Event
from events.sizes import MEBIBYTE
from events.web.uploads import MOST_BYTES, TooLarge

HOUR = 3600  # seconds that a preview holds
LONGEST_PASTED = 200_000  # characters


class ListForm(forms.Form):
    """A table of tasks: in a file, or copied out of one."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("Excel (.xlsx), LibreOffice (.ods) or .csv; nothing is saved yet."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.ods,.csv,.txt"}),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or lines copied out of a table, with their headings"),
        required=False,
        strip=False,
        max_length=LONGEST_PASTED,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        self.event = event
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Read the table; what cannot be read is told beside where it came from."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file, pasted = cleaned.get("file"), cleaned.get("pasted") or ""
        if self.errors:
            return cleaned
        if bool(file) == bool(pasted.strip()):
            raise ValidationError(_("Please choose a file or paste lines: one of the two."))
        try:
            if file:
                cleaned["table"] = table.read(file, self.event.window_end)
            else:
                cleaned["table"] = table.read_pasted(pasted, self.event.window_end)
        except Unreadable as error:
            self.add_error("file" if file else "pasted", str(error))
        return cleaned

    def clean_file(self) -> Any:
        """Return the file, unless its bytes were dropped on the way."""
        file = self.cleaned_data["file"]
        if isinstance(file, TooLarge):
            text = _("The file is too large. The most is %(most)d MB; choose a smaller file.")
            raise ValidationError(text % {"most": MOST_BYTES // MEBIBYTE})
        return file


class ImportPage:
    """Adds the page to the admin of the preparation."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with that of the import."""
        view = self.admin_site.admin_view(self.import_view)
        name = "agenda_preparation_import"
        return [
            path("<int:event_id>/import/", view, name=name),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def import_view(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Ask for the table; show what becomes of each row; write it when it is confirmed."""
        event = get_object_or_404(Event, pk=event_id)
        require(request, ADD, event)
        require(request, MAY_CHANGE, event)
        if request.method == "POST" and "kept" in request.POST:
            return self._confirmed(request, event)
        is_sent = request.method == "POST"
        form = ListForm(
            request.POST if is_sent else None, request.FILES if is_sent else None, event=event
        )
        if form.is_valid():
            read = form.cleaned_data["table"]
            return self._preview(request, event, read.rows, read.skipped)
        return self._page(request, event, {"form": form})

    def _confirmed(self, request: HttpRequest, event: Event) -> HttpResponse:
        try:
            kept = signing.loads(request.POST["kept"], salt=_salt(request, event), max_age=HOUR)
        except signing.BadSignature:
            messages.warning(
                request, _("This list was kept for an hour only. Please choose it again.")
            )
            return redirect("admin:agenda_preparation_import", event.pk)
        rows = [TaskRow.from_dict(row) for row in kept["rows"]]
        try:
            made, changed = task_import.carry_out(
                event, rows, by=who_is(request.user), expected=kept["expected"]
            )
        except AgendaError as error:
            messages.error(request, str(error))
            return self._preview(request, event, rows, kept["skipped"])
        _log(request, made, ADDITION, [{"added": {}}])
        _log(request, changed, CHANGE, [{"changed": {"fields": []}}])
        text = _("Imported: %(new)d new tasks, %(changed)d changed.")
        messages.success(request, text % {"new": len(made), "changed": len(changed)})
        return redirect(board_url(event.pk, "view=list"))

    def _preview(
        self, request: HttpRequest, event: Event, rows: list[TaskRow], skipped: list[str]
    ) -> HttpResponse:
        planned = task_import.compare(event, rows)
        kept = {
            "rows": [row.as_dict() for row in rows],
            "skipped": skipped,
            "expected": [one.as_key() for one in planned],
        }
        context = {
            "planned": planned,
            "skipped": skipped,
            "counts": _counts(planned),
            "units": list(dict.fromkeys(name for one in planned for name in one.new_units)),
            "good": sum(one.outcome in (Outcome.NEW, Outcome.CHANGED) for one in planned),
            "kept": signing.dumps(kept, salt=_salt(request, event), compress=True),
        }
        return self._page(request, event, context)

    def _page(self, request: HttpRequest, event: Event, context: dict[str, Any]) -> HttpResponse:
        name = "import_preview" if "planned" in context else "import_upload"
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import a list of tasks"),
            "event": event,
            "board_url": board_url(event.pk),
            **context,
        }
        return TemplateResponse(request, f"admin/agenda/preparation/{name}.html", context)


def _salt(request: HttpRequest, event: Event) -> str:
    """A preview holds for who has seen it, and for its ceremony."""
    return f"agenda.preparation.import.{request.user.pk}.{event.pk}"


def _counts(planned: list[Planned]) -> list[tuple[str, int]]:
    found = [(one.label, sum(row.outcome == one for row in planned)) for one in Outcome]
    return [(str(label), count) for label, count in found if count]


def _log(request: HttpRequest, rows: list[PreparationTask], flag: int, words: Any) -> None:
    user: Any = request.user
    for row in rows:
        LogEntry.objects.log_actions(user.pk, [row], flag, words, single_object=True)
