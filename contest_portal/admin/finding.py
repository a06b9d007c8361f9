"""The search over the whole admin: pages by their titles, rows by the searches of their lists."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from unfold.dataclasses import SearchResult

from contest_portal.admin.navigation import HALVES
from events.vietnamese.names import fold

# model and icon of the rows that are searched, in the order in which they are shown
SEARCHED = (
    ("registrations.registration", "person"),
    ("registrations.invitation", "mail"),
    ("events.unit", "apartment"),
    ("sponsorship.sponsor", "volunteer_activism"),
    ("events.officialdocument", "description"),
)
SHOWN = 10  # rows of a model
LONGEST = 200  # characters of what is looked for


def found(site: AdminSite, request: HttpRequest, typed: str) -> list[SearchResult]:
    """Return what the user may see of what was typed, accents or not: as of now, nothing is kept.

    One statement for each model.
    """
    typed = typed.strip()[:LONGEST]
    return [*_pages(request, typed), *_rows(site, request, typed)] if typed else []


def _pages(request: HttpRequest, typed: str) -> Iterator[SearchResult]:
    words = fold(typed).split()
    for entry in (entry for half in HALVES for entry in half):
        for tab in entry.tabs:
            title = fold(f"{entry.title} {tab.title}")
            if words and all(word in title for word in words) and tab.may_see(request):
                yield SearchResult(
                    title=str(tab.title),
                    description=str(entry.title),
                    link=tab.address(),
                    icon=entry.icon,
                )


def _rows(site: AdminSite, request: HttpRequest, typed: str) -> Iterator[SearchResult]:
    for label, icon in SEARCHED:
        model = apps.get_model(label)
        model_admin = site.get_model_admin(model)
        if not model_admin.has_view_permission(request):
            continue
        rows, _twice = model_admin.get_search_results(
            request, model_admin.get_queryset(request), typed
        )
        for row in rows[:SHOWN]:
            kind = str(model._meta.verbose_name)
            body = getattr(row, "organisation", "")
            name = f"{model._meta.app_label}_{model._meta.model_name}_change"
            yield SearchResult(
                title=str(row),
                description=f"{kind}, {body}" if body and body != str(row) else kind,
                link=reverse(f"{site.name}:{name}", args=[row.pk]),
                icon=icon,
            )
