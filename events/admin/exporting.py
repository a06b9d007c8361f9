"""Lists of the admin, taken along as files for a spreadsheet."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from import_export.admin import ExportMixin
from unfold.contrib.import_export.forms import ExportForm

from events.exporting import FORMATS, Columns, resource_of
from events.vietnamese.names import fold


class ListExport(ExportMixin):
    """Adds the export of what the list shows: with its search and its filters."""

    export_form_class = ExportForm
    formats = FORMATS
    export_columns: ClassVar[Columns] = []

    def get_export_columns(self) -> Columns:
        """Return the columns; overridden where they need something that is read once for all."""
        return self.export_columns

    def get_export_resource_classes(self, request: HttpRequest) -> list[Any]:
        """Return the one list that there is, with its columns."""
        return [resource_of(self.model, self.get_export_columns())]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whoever works on the list may take it along."""
        return bool(self.has_change_permission(request))

    def get_export_filename(
        self, request: HttpRequest, queryset: QuerySet[Any], file_format: Any
    ) -> str:
        """Return the name of the list and the day."""
        words = fold(str(self.opts.verbose_name_plural)).split()
        return f"{'-'.join(words)}-{timezone.localdate()}.{file_format.get_extension()}"
