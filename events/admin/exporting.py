"""Lists of the admin, taken along as files for a spreadsheet."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from import_export.admin import ExportMixin
from unfold.contrib.import_export.forms import ExportForm

from events.audit.notes import note
from events.exports.files import FORMATS, Columns, as_list, resource_of
from events.models import AuditEntry, Event
from events.permissions import own
from events.vietnamese.names import fold

EXPORTED = AuditEntry.Act.EXPORTED
LIST = gettext_noop("list “%(name)s”, %(count)s rows")


class ListExport(ExportMixin):
    """Adds the export of what the list shows: with its search and its filters."""

    export_form_class = ExportForm
    formats = FORMATS
    export_columns: ClassVar[Columns] = []
    export_ceremony: ClassVar[str] = ""  # the way from a row to its ceremony, where it has one
    exported_by: ClassVar[str] = "change"  # who may do this to a row may take it along
    may: Any
    right_to: Any

    def get_export_columns(self) -> Columns:
        """Return the columns; overridden where they need something that is read once for all."""
        return self.export_columns

    def get_export_resource_classes(self, request: HttpRequest) -> list[Any]:
        """Return the one list that there is, with its columns."""
        return [resource_of(self.model, self.get_export_columns())]

    def get_data_for_export(
        self, request: HttpRequest, queryset: QuerySet[Any], **kwargs: Any
    ) -> Any:
        """Return the table: numbered, with the title that stands above it on paper."""
        dataset = super().get_data_for_export(request, queryset, **kwargs)
        title = str(self.opts.verbose_name_plural)
        ceremony = self._ceremony(queryset)
        with_name = [f"{title[:1].upper()}{title[1:]}", *([ceremony.title] if ceremony else [])]
        as_list(dataset, " - ".join(with_name))
        note(EXPORTED, LIST, name=str(self.opts.verbose_name_plural), count=dataset.height)
        return dataset

    def _ceremony(self, queryset: QuerySet[Any]) -> Event | None:
        if not self.export_ceremony:
            return None
        return Event.objects.filter(pk__in=queryset.values(self.export_ceremony)[:1]).first()

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """Answer with the form or the file; a list of several ceremonies is none, and is told."""
        if self.export_ceremony and self.has_export_permission(request):
            rows = self.get_export_queryset(request).order_by()
            if len(rows.values_list(self.export_ceremony, flat=True).distinct()[:2]) > 1:
                messages.warning(
                    request,
                    _("The list holds several ceremonies: filter by one of them, then export it."),
                )
                query = request.GET.urlencode()
                there = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
                return redirect(f"{there}?{query}" if query else there)
        return super().export_action(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whoever works on the list may take it along."""
        return bool(self.may(request, self.exported_by))

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return what the list shows, of ceremonies whose rows the user may take along."""
        rows = super().get_export_queryset(request)
        return own(rows, request.user, self.right_to(self.exported_by))

    def get_export_filename(
        self, request: HttpRequest, queryset: QuerySet[Any], file_format: Any
    ) -> str:
        """Return the name of the list and the day."""
        words = fold(str(self.opts.verbose_name_plural)).split()
        return f"{'-'.join(words)}-{timezone.localdate()}.{file_format.get_extension()}"
