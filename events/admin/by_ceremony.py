"""Pages of the admin that ask for a right with the ceremony of the row that they show."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from events.models import Event
from events.permissions import (
    EVERY,
    ceremonies_with,
    has_right,
    has_right_somewhere,
    in_own,
    own,
    own_ceremonies,
    way_to_ceremony,
)


class AsksByCeremony:
    """Asks for the rights of a page or an inline with the ceremony of the row, or of its parent.

    Without a row, as for a list, it is enough to have the right in one ceremony; of what belongs
    to none it is the right in the whole portal that counts.
    """

    model: type[Model]
    opts: Any
    rights: ClassVar[dict[str, str]] = {}  # by what is done, where it is not `app.verb_model`

    def right_to(self, do: str) -> str:
        """Return the right that something asks for: "view", "issue", or a right itself."""
        if "." in do:
            return do
        codename = get_permission_codename(do, self.opts)
        return self.rights.get(do, f"{self.opts.app_label}.{codename}")

    def may(self, request: HttpRequest, do: str, row: Any = None) -> bool:
        """Return whether the user may do it to a row, which may be given by its key."""
        user, right = request.user, self.right_to(do)
        if not way_to_ceremony(self.model):
            return has_right(user, right)
        if row is None or ceremonies_with(user, right) is EVERY:
            return has_right_somewhere(user, right)
        if not isinstance(row, Model):
            key = int(row) if str(row).isdecimal() and len(str(row)) < 20 else 0
            row = self.model._base_manager.filter(pk=key).first()
        return row is not None and has_right(user, right, row)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may see the row; who may change it, may."""
        return self.may(request, "view", obj) or self.may(request, "change", obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may add a row; `obj` is the parent of an inline's."""
        return self.may(request, "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may change the row."""
        return self.may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may remove the row."""
        return self.may(request, "delete", obj)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the rows of the ceremonies in which the user may see them."""
        rows = super().get_queryset(request)  # type: ignore[misc]
        return own(rows, request.user, self.right_to("view"), self.right_to("change"))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer rows of the ceremonies in which the user may write this one."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        return self._of_own(field, request)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Likewise."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
        return self._of_own(field, request)

    def _of_own(self, field: Any, request: HttpRequest) -> Any:
        if field is not None and way_to_ceremony(self.model):
            rights = (self.right_to("add"), self.right_to("change"))
            field.queryset = own(field.queryset, request.user, *rights)
        return field


class ByCeremony(AsksByCeremony):
    """Adds what only a page has: its place in the admin, what is saved, actions on many rows."""

    def at_hand(self, request: HttpRequest, *do: str) -> Event | None:
        """Return the ceremony at hand among those in which the user may do one of these."""
        return own_ceremonies(request.user, *map(self.right_to, do)).current()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether the user may do anything here."""
        return True in self.get_model_perms(request).values()  # type: ignore[attr-defined]

    def history_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        """Refuse who has no right here, before Django says that there is no such row."""
        if not self.has_view_or_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        return super().history_view(request, object_id, *args)  # type: ignore[misc]

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """Return the row as it will be; refuse to put it into a ceremony of others."""
        row = super().save_form(request, form, change)  # type: ignore[misc]
        if way_to_ceremony(self.model) and not self.may(
            request, "change" if change else "add", row
        ):
            raise PermissionDenied
        return row

    def _get_list_editable_queryset(self, request: HttpRequest, prefix: str) -> QuerySet[Any]:
        rows = super()._get_list_editable_queryset(request, prefix)  # type: ignore[misc]
        return own(rows, request.user, self.right_to("change"))

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Let an action touch only rows of ceremonies in which the user may do it."""
        actions = self.get_actions(request)  # type: ignore[attr-defined]
        for name in request.POST.getlist("action"):
            function = actions.get(name, [None])[0]
            for do in getattr(function, "allowed_permissions", ()):
                queryset = own(queryset, request.user, self.right_to(do))
        return super().response_action(request, queryset)  # type: ignore[misc]


class OwnChoices(admin.RelatedFieldListFilter):
    """A filter of a list that offers what is of the reader's own ceremonies."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        """Return the choices."""
        order = self.field_admin_ordering(field, request, model_admin)
        rights = [model_admin.right_to(do) for do in ("view", "change")]
        limit = in_own(field.related_model, request.user, *rights)
        return field.get_choices(include_blank=False, ordering=order, limit_choices_to=limit)


admin.FieldListFilter.register(
    lambda field: bool(field.remote_field), OwnChoices, take_priority=True
)
