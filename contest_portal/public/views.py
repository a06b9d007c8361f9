"""Pages of the whole site: the search, and what it offers to everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from contest_portal.public.searching import LONGEST, MOST, search
from events.vietnamese.text import clean
from events.web import pages


@require_safe
def site_search(request: HttpRequest) -> HttpResponse:
    """Show where the words of `q` stand; without them only the field."""
    content = pages.Content.read()
    question = clean(request.GET.get("q", ""))[:LONGEST]
    found = search(content, question)
    context = {
        "event": pages.current_event(*content),
        "question": question,
        "found": found,
        "longest": LONGEST,
        "most": MOST if len(found) == MOST else None,
    }
    answer = render(request, "contest_portal/search.html", context)
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


@require_safe
@pages.kept(pages.Content.read)
def accessibility(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Say what everybody can rely on, and what is not so good yet."""
    context = {"event": pages.current_event(*content)}
    return render(request, "contest_portal/accessibility.html", context)
