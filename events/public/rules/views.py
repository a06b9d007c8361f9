"""The rules as pages and on paper; what an address names must be public."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.documents.rules import annex
from events.documents.rules_difference import Fate, difference
from events.models import Event, Rules
from events.models.content.rules import Shelf
from events.models.content.rules_reading import Reading
from events.web import pages


@require_safe
@pages.kept(pages.Content.read)
def shown(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Show the version in force."""
    event = pages.current_event(*content)
    shelf = _shelf(event)
    return _page(request, event, shelf, shelf.shown)


@require_safe
@pages.kept(pages.Content.read)
def version(request: HttpRequest, content: pages.Content, slug: str) -> HttpResponse:
    """Show one version, and say whether it is in force."""
    event = pages.current_event(*content)
    shelf = _shelf(event)
    return _page(request, event, shelf, _found(shelf, slug))


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Go to the comparing of two versions; without names, of the last with the one before."""
    shelf = _shelf(pages.current_event(*pages.Content.read()))
    if len(shelf.every) < 2 or shelf.shown is None:
        return redirect("rules:shown")
    newer = _named(shelf, request.GET.get("new", "")) or shelf.shown
    older = _named(shelf, request.GET.get("old", "")) or shelf.before(newer) or shelf.every[0]
    return redirect("rules:compare", older.slug, newer.slug)


@require_safe
@pages.kept(pages.Content.read)
def compare(request: HttpRequest, content: pages.Content, old: str, new: str) -> HttpResponse:
    """Show what two versions do not have in common."""
    event = pages.current_event(*content)
    shelf = _shelf(event)
    older, newer = _found(shelf, old), _found(shelf, new)
    parts = difference(Reading.of(older), Reading.of(newer))
    context = {
        "event": event,
        "shelf": shelf,
        "older": older,
        "newer": newer,
        "parts": [part for part in parts if part.fate is not Fate.SAME],
        "same": sum(part.fate is Fate.SAME for part in parts),
    }
    return render(request, "events/rules/compare.html", context)


@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer a version as the annex of its decision."""
    rules = _found(_shelf(pages.current_event(*pages.Content.read())), slug)
    response = HttpResponse(annex(rules).pdf(), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="the-le-{rules.slug}.pdf"'
    response["Cache-Control"] = "no-cache"
    return response


def _page(
    request: HttpRequest, event: Event | None, shelf: Shelf, rules: Rules | None
) -> HttpResponse:
    context: dict[str, Any] = {"event": event, "shelf": shelf, "rules": rules}
    if rules is not None:
        context["reading"] = Reading.of(rules)
        context["before"] = shelf.before(rules)
        context["is_current"] = rules == shelf.current
        context["is_coming"] = rules in shelf.coming
    return render(request, "events/rules/rules.html", context)


def _shelf(event: Event | None) -> Shelf:
    return Shelf.of(event.contest_id if event else None, timezone.localdate())


def _named(shelf: Shelf, slug: str) -> Rules | None:
    return next((rules for rules in shelf.every if rules.slug == slug), None)


def _found(shelf: Shelf, slug: str) -> Rules:
    rules = _named(shelf, slug)
    if rules is None:
        raise Http404
    return rules
