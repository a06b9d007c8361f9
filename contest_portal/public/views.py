"""The home page, and pages of the whole site: the search, and what it offers to everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from contest_portal.public.home import Home, heart
from contest_portal.public.searching import LONGEST, MOST, search
from events.models.content.timeline import Timeline
from events.models.plan import Purpose
from events.public.downloads.views import newest as newest_downloads
from events.public.news.views import newest as newest_posts
from events.public.videos.reading import newest as newest_videos
from events.vietnamese.text import clean
from events.web import markdown, pages
from events.web.language import words_of
from sponsorship.views import public_sponsors


@require_safe
@pages.kept(Home.read)
def home(request: HttpRequest, shown: Home) -> HttpResponse:
    """Show what, when, where and why; what one can do today; afterwards what was."""
    event = shown.event
    why = [row.text for row in Purpose.objects.filter(plan__event=event)] if event else []
    about = words_of(event.contest, "about") if event and event.contest.about else None
    context = {
        "event": event,
        "seats": shown.seats,
        "shown": shown,
        "items": shown.items,
        "why": why,
        "timeline": Timeline.of(event.contest_id, shown.today) if event else None,
        "heart": "" if about and about.language != "vi" else heart(why),
        "about": markdown.render(about.text, top=3) if about else "",
        "about_lang": about.lang if about else "",
        "posts": newest_posts(event.contest if event else None),
        "news_url": reverse("news:posts"),
        "tiers": public_sponsors(event),
        "videos": newest_videos(event),
        "videos_url": reverse("videos:videos"),
        "downloads": newest_downloads(event),
        "downloads_url": reverse("downloads:downloads"),
        "contacts": list(event.contest.contacts.all()) if event else [],
    }
    return render(request, "contest_portal/home.html", context)


@require_safe
def site_search(request: HttpRequest) -> HttpResponse:
    """Show where the words of `q` stand; without them only the field."""
    content = pages.Content.read()
    pages.tell(request, content.version)
    question = clean(request.GET.get("q", ""))[:LONGEST]
    found = search(content, question)
    context = {
        "event": pages.current_event(*content),
        "question": question,
        "searched": question,  # what the other language is to look for, too
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


def gone(request: HttpRequest) -> HttpResponse:
    """404, whoever asks."""
    raise Http404
