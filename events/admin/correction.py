"""Letters of correction (công văn đính chính): drafted here, issued like every paper."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.enums import ActionVariant

from events.admin.base import as_key
from events.admin.ordered import OrderedRowsAdmin, OrderedTabularInline
from events.models import CorrectedError, Correction, OfficialDocument
from events.permissions import MAY_ISSUE, MAY_SEE_REGISTER, own


class WhoIssues:
    """Who may issue papers writes letters of correction, until they are issued."""

    rights: ClassVar[dict[str, str]] = {
        "view": MAY_SEE_REGISTER,
        "print": MAY_SEE_REGISTER,
        **dict.fromkeys(["add", "change", "delete", "issue"], MAY_ISSUE),
    }
    may: Any

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may see the register."""
        return bool(self.may(request, "view", obj))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may issue, and the letter is still a draft."""
        return self.may(request, "add", obj) and not _is_issued(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As to add."""
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As to add."""
        return self.has_add_permission(request, obj)


def _is_issued(correction: Correction | None) -> bool:
    if correction is None or correction.pk is None:
        return False
    return OfficialDocument.objects.filter(kind="correction", key=correction.pk).exists()


class CorrectedErrorInline(WhoIssues, OrderedTabularInline):
    """The errors and the right words."""

    model = CorrectedError
    fields = ["place", "wrong", "right", "position"]


@admin.register(Correction)
class CorrectionAdmin(WhoIssues, OrderedRowsAdmin):
    """A letter of correction."""

    is_printed = True
    list_display = ["__str__", "document"]
    list_select_related = ["document"]
    fields = ["document", "addressees"]
    inlines = [CorrectedErrorInline]
    actions_detail = ["pdf", "issue"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A letter never moves to another paper."""
        return ["document"] if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the bodies that had the paper."""
        values = super().get_changeform_initial_data(request)
        key = as_key(str(values.get("document", "")))
        papers = own(OfficialDocument.objects.filter(pk=key), request.user, MAY_SEE_REGISTER)
        document = papers.first()
        return {"addressees": document.recipients, **values} if document else values

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the papers that are in force."""
        if db_field.name == "document":
            kwargs["queryset"] = OfficialDocument.objects.current()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_print_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the user may have the paper."""
        return self.may(request, "print", object_id)

    def has_issue_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the user may issue papers."""
        return self.may(request, "issue", object_id)

    @action(
        description=_("Print (PDF)"),
        icon="picture_as_pdf",
        variant=ActionVariant.PRIMARY,
        permissions=["print"],
    )
    def pdf(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the paper."""
        return self._to_paper("admin:events_paper_print", object_id)

    @action(
        description=_("Issue"),
        icon="verified",
        variant=ActionVariant.PRIMARY,
        permissions=["issue"],
    )
    def issue(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that issues the letter."""
        return self._to_paper("admin:events_paper_issue", object_id)

    def _to_paper(self, name: str, object_id: str) -> HttpResponse:
        rows = Correction.objects.select_related("document")
        row = get_object_or_404(rows, pk=as_key(object_id))
        return redirect(name, "correction", row.document.event_id, row.pk)
