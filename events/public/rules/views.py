"""The rules as pages and on paper; what an address names must be public."""

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from events.documents.rules import annex
from events.documents.rules_difference import Fate, difference
from events.models import Contest, Event, Rules, RulesArticle
from events.models.content.rules import Shelf
from events.models.content.rules_reading import Reading
from events.public.preview.views import shows
from events.web import markdown, pages


class Written(NamedTuple):
    """The texts in Markdown as HTML."""

    eligibility: SafeString
    submission: SafeString
    articles: list[tuple[RulesArticle, SafeString]]


@require_safe
@pages.kept(pages.Content.read)
def shown(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Show the version in force."""
    contest = pages.current_contest(*content)
    shelf = _shelf(contest)
    return _page(request, contest, shelf, shelf.shown, event=pages.current_event(*content))


@require_safe
@pages.kept(pages.Content.read)
def version(request: HttpRequest, content: pages.Content, slug: str) -> HttpResponse:
    """Show one version, and say whether it is in force."""
    contest = pages.current_contest(*content)
    shelf = _shelf(contest)
    found = _found(shelf, slug)
    return _page(request, contest, shelf, found, event=pages.current_event(*content))


@shows(Rules)
def draft(request: HttpRequest, rules: Rules) -> HttpResponse:
    """Show a version as its page would say it."""
    event = Event.objects.current()
    return _page(request, rules.contest, _shelf(None), rules, event=event, is_preview=True)


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Go to the comparing of two versions; without names, of the last with the one before."""
    shelf = _shelf(pages.current_contest(*pages.Content.read()))
    if len(shelf.every) < 2 or shelf.shown is None:
        return redirect("rules:shown")
    newer = _named(shelf, request.GET.get("new", "")) or shelf.shown
    older = _named(shelf, request.GET.get("old", "")) or shelf.before(newer)
    if older is None:  # nothing came before: what comes next
        older, newer = newer, shelf.every[-2]
    return redirect("rules:compare", older.slug, newer.slug)


@require_safe
@pages.kept(pages.Content.read)
def compare(request: HttpRequest, content: pages.Content, old: str, new: str) -> HttpResponse:
    """Show what two versions do not have in common."""
    contest = pages.current_contest(*content)
    shelf = _shelf(contest)
    older, newer = _found(shelf, old), _found(shelf, new)
    parts = difference(Reading.of(older), Reading.of(newer))
    context = {
        "event": pages.current_event(*content),
        "contest": contest,
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
    rules = _found(_shelf(pages.current_contest(*pages.Content.read())), slug)
    response = HttpResponse(annex(rules).pdf(), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="the-le-{rules.slug}.pdf"'
    response["Cache-Control"] = "no-cache"
    return response


def _page(
    request: HttpRequest,
    contest: Contest | None,
    shelf: Shelf,
    rules: Rules | None,
    **context: Any,
) -> HttpResponse:
    context |= {"contest": contest, "shelf": shelf, "rules": rules}
    if rules is not None:
        reading = Reading.of(rules)
        context |= {
            "reading": reading,
            "written": _written(reading),
            "before": shelf.before(rules),
            "is_current": rules == shelf.current,
            "is_coming": rules in shelf.coming,
        }
    return render(request, "events/rules/rules.html", context)


def _written(reading: Reading) -> Written:
    """Return the texts; their pictures are looked up for all of them together."""
    own = (reading.rules.eligibility, reading.rules.submission)
    library = markdown.library_of(*own, *(article.text for article in reading.articles))
    html = [markdown.render(text, top=3, library=library) for text in own]
    articles = [
        (article, markdown.render(article.text, top=3, library=library))
        for article in reading.articles
    ]
    return Written(html[0], html[1], articles)


def _shelf(contest: Contest | None) -> Shelf:
    return Shelf.of(contest.pk if contest else None, timezone.localdate())


def _named(shelf: Shelf, slug: str) -> Rules | None:
    return next((rules for rules in shelf.every if rules.slug == slug), None)


def _found(shelf: Shelf, slug: str) -> Rules:
    rules = _named(shelf, slug)
    if rules is None:
        raise Http404
    return rules
