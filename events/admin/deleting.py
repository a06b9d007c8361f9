"""What cannot be deleted, said in words: what depends on it, and what to do instead."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import model_ngettext
from django.db import connection
from django.db.models import CASCADE, PROTECT, RESTRICT, Model, Q, QuerySet
from django.db.models.deletion import get_candidate_relations_to_delete
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
        depending = [*_depending(objs), *self.also_depending(objs)] if objs else []
        words = Kept(_sentences(depending, request))
        if not words:
            return super().get_deleted_objects(objs, request)  # type: ignore[misc]
        words.instead = str(self.instead_of_deleting)
        return [], {}, set(), words

    def also_depending(self, objs: Any) -> list[QuerySet[Any]]:
        """Return rows that need these though no key says so, for each model."""
        return []


def _depending(objs: Any) -> list[QuerySet[Any]]:
    """Return the rows that would have to stay, for each model; the database looks for them, for
    they may be tens of thousands."""
    model = type(objs[0])._meta.concrete_model
    own = model._base_manager.filter(pk__in=[one.pk for one in objs])
    found: dict[Any, Q] = {}
    for kept, rows in _below(model, own, set()):
        found[kept] = found.get(kept, Q()) | Q(pk__in=rows.values("pk"))
    if model in found:
        found[model] &= ~Q(pk__in=own.values("pk"))
    by_name = sorted(found, key=lambda kept: kept._meta.label)
    return [kept._base_manager.filter(found[kept]).order_by("pk") for kept in by_name]


def _below(model: Any, rows: QuerySet[Any], been: set[Any]) -> Iterator[tuple[Any, QuerySet[Any]]]:
    """Yield what would be deleted with some rows, but has to stay, as deep as deleting goes."""
    relation: Any
    for relation in get_candidate_relations_to_delete(model._meta):
        other, field = relation.related_model, relation.field
        if relation.on_delete not in (CASCADE, PROTECT, RESTRICT) or (field, model) in been:
            continue
        depending = other._base_manager.filter(**{f"{field.name}__in": rows})
        outlives = other is LogEntry or getattr(other, "outlives_parent", False)
        if outlives or relation.on_delete is not CASCADE:
            yield other, depending
        if relation.on_delete is CASCADE:
            yield from _below(other, depending, been | {(field, model)})


def _sentences(depending: list[QuerySet[Any]], request: HttpRequest) -> Iterable[SafeString]:
    for rows in depending:
        if not (count := rows.count()):
            continue
        kind = capfirst(str(model_ngettext(rows.model._meta, count)))
        links = [_link(row) for row in rows[:NAMED]] if _may_see(rows.model, request) else []
        names = format_html_join("; ", "{}", ((link,) for link in links))
        more = "; …" if count > NAMED and links else ""
        yield format_html("{}: {}{}{}{}", kind, count, ". " if links else "", names, more)


def _may_see(model: type[Model], request: HttpRequest) -> bool:
    model_admin = admin.site._registry.get(model)
    return model_admin is not None and model_admin.has_view_permission(request)


def _link(row: Model) -> SafeString:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return format_html('<a class="text-link" href="{}">{}</a>', reverse(name, args=[row.pk]), row)
