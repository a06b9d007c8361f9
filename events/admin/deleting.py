"""What cannot be deleted, said in words: what depends on it, and what to do instead."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import NestedObjects, model_ngettext
from django.db import connection, router
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

NAMED = 5  # of the rows that depend on one, so many are named
INSTEAD = gettext_lazy(
    "These are kept as records. What was entered by mistake can be corrected, or deleted on its "
    "own page first; what is no longer needed may simply stay."
)


class Kept(list[SafeString]):
    """Sentences about what stands in the way; `instead` says what can be done."""

    instead: str = ""


class DeletesWithWords:
    """Refuses to delete what others need, and what would take records or people's data along.

    A model whose rows must outlive their parent says `outlives_parent = True`.
    """

    instead_of_deleting: str | Promise = INSTEAD

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Return what Django asks for; the last part says in words what must be kept."""
        if objs and request.method == "POST" and connection.in_atomic_block:
            keys = [one.pk for one in objs]  # nobody adds a report while its task is deleted
            list(type(objs[0])._base_manager.select_for_update().filter(pk__in=keys).order_by("pk"))
        rows, counts, missing, kept = super().get_deleted_objects(objs, request)  # type: ignore[misc]
        depends = _depending(objs)
        if not depends:
            return rows, counts, set() if kept else missing, kept
        words = Kept(_sentences(depends, request))
        words.instead = str(self.instead_of_deleting)
        return rows, counts, set(), words


def _depending(objs: Any) -> list[Model]:
    if not objs:
        return []
    using = router.db_for_write(type(objs[0]))
    collector = NestedObjects(using=using, origin=objs)
    collector.collect(objs)
    found = {*collector.protected}
    by_model: dict[Any, set[Model]] = collector.model_objs
    for model, rows in by_model.items():
        if model is LogEntry or getattr(model, "outlives_parent", False):
            found |= rows
    return sorted(found - {*objs}, key=lambda row: (row._meta.label, str(row.pk).zfill(20)))


def _sentences(depends: list[Model], request: HttpRequest) -> Iterable[SafeString]:
    for _label, group in groupby(depends, key=lambda row: row._meta.label):
        rows = list(group)
        kind = capfirst(str(model_ngettext(rows[0]._meta, len(rows))))
        links = [_link(row) for row in rows[:NAMED]] if _may_see(rows[0], request) else []
        names = format_html_join("; ", "{}", ((link,) for link in links))
        more = "; …" if len(rows) > NAMED and links else ""
        yield format_html("{}: {}{}{}{}", kind, len(rows), ". " if links else "", names, more)


def _may_see(row: Model, request: HttpRequest) -> bool:
    model_admin = admin.site._registry.get(type(row))
    return model_admin is not None and model_admin.has_view_permission(request)


def _link(row: Model) -> SafeString:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return format_html('<a class="text-link" href="{}">{}</a>', reverse(name, args=[row.pk]), row)
