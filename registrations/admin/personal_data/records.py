"""The proofs by the law on personal data: who agreed to what, and what was erased."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events.admin.base import PortalAdmin
from events.admin.exporting import ListExport
from events.exports.files import Columns
from events.vietnamese import names
from registrations.admin.search import as_code
from registrations.models import Consent, Erasure


class ReadOnly(PortalAdmin):
    """Rows that are looked at here and written elsewhere."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find without accents, and a code without its dash."""
        typed = names.fold(search_term)
        found, twice = super().get_search_results(request, queryset, typed)
        if as_code(typed) == typed:
            return found, twice
        also, also_twice = super().get_search_results(request, queryset, as_code(typed))
        return found | also, twice or also_twice

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


@admin.register(Consent)
class ConsentAdmin(ListExport, ReadOnly):
    """The proof: who agreed to what, when, to which words."""

    export_columns: ClassVar[Columns] = [
        (_("Registration code"), "registration__code"),
        (_("Full name"), "person__name"),
        (_("Organisation"), "person__organisation"),
        (_("Purpose"), "get_purpose_display"),
        (_("Given"), lambda row: _("yes") if row.given else _("no")),
        (_("Version of the text"), "version"),
        (_("Came through"), "get_channel_display"),
        (_("At"), "at"),
    ]

    exported_by = "registrations.change_datarequest"  # names go along

    list_display = ["delegate", "purpose", "given", "version", "channel", "at"]
    list_display_links = ["delegate"]
    list_filter = ["purpose", "given", "version"]
    search_fields = [
        "registration__name_search",
        "registration__code",
        "registration__substitutions__name_search",
    ]
    ordering = ["-pk"]
    fields = ["delegate", ("purpose", "given"), ("version", "channel", "at"), "words"]
    readonly_fields = ["delegate", "words"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consent]:
        """Return the answers, with all who ever held the registration."""
        rows: QuerySet[Consent] = super().get_queryset(request)
        return rows.select_related("registration").prefetch_related("registration__substitutions")

    @display(description=_("delegate"), ordering="registration__name_sort")
    def delegate(self, consent: Consent) -> str:
        """Return who answered, with the code."""
        return f"{consent.person.name} ({consent.registration.code})"

    @display(description=_("text"))
    def words(self, consent: Consent) -> str:
        """Return the very words."""
        return consent.text.text if consent.text else ""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


@admin.register(Erasure)
class ErasureAdmin(ReadOnly):
    """When data were erased, and of how many."""

    list_display = ["at", "event", "cause", "registrations"]
    list_filter = ["cause", "event"]
    list_select_related = ["event"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False
