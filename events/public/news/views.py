"""News of the contest: the list, each post, and the feed."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.models import Contest, NewsPost
from events.public.preview.views import shows
from events.web import atom, markdown, pages, pictures
from events.web.language import Words, is_vietnamese_only, words_of

ON_A_PAGE = 12
IN_FEED = 30


class Teaser(NamedTuple):
    """A post as lists show it; `image` is None, or has `url`, `width`, `height` and `alt`."""

    title: Words
    lead: Words
    published_at: Any
    get_absolute_url: str
    picture: Any
    image: dict[str, Any] | None


def newest(contest: Contest | None, count: int = 3) -> list[Teaser]:
    """Return the last posts that everybody may see; three statements at most."""
    if contest is None:
        return []
    return [_teaser(post) for post in NewsPost.objects.of(contest).with_pictures()[:count]]


@require_safe
@pages.kept(pages.Content.read)
def posts(request: HttpRequest, content: pages.Content, number: int = 1) -> HttpResponse:
    """Show what there is, the newest first."""
    contest = pages.current_contest(*content)
    found = NewsPost.objects.of(contest).with_pictures()
    paginator = Paginator(found, ON_A_PAGE)
    if number > paginator.num_pages:
        raise Http404
    if request.resolver_match and request.resolver_match.url_name == "page" and number < 2:
        return redirect("news:posts")
    page = paginator.page(number)
    shown = list(page)
    context = {
        "event": pages.current_event(*content),
        "contest": contest,
        "teasers": [_teaser(post) for post in shown],
        "page": page,
        "newer": _address(number - 1) if page.has_previous() else "",
        "older": _address(number + 1) if page.has_next() else "",
        "some_vietnamese": any(is_vietnamese_only(post, "title") for post in shown),
    }
    return render(request, "events/news/list.html", context)


@require_safe
@pages.kept(pages.Content.read)
def post(request: HttpRequest, content: pages.Content, slug: str) -> HttpResponse:
    """Show a post; a draft has no address but its secret link."""
    contest = pages.current_contest(*content)
    found = NewsPost.objects.of(contest).with_pictures().filter(slug=slug).first()
    if found is None:
        raise Http404
    return _page(request, content, found)


@shows(NewsPost)
def draft(request: HttpRequest, row: NewsPost) -> HttpResponse:
    """Show a post as it would look."""
    content = pages.Content.read()
    found = NewsPost.objects.with_pictures().get(pk=row.pk)
    return _page(request, content, found, is_preview=True)


@require_safe
@pages.kept(pages.Content.read)
def feed(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Answer with the last posts, for programs that tell of new ones."""
    contest = pages.current_contest(*content)
    if contest is None:
        raise Http404
    rows = NewsPost.objects.of(contest)[:IN_FEED]
    entries = [
        atom.Entry(
            key=f"news-{row.pk}",
            title=str(words_of(row, "title")),
            path=_of(row),
            summary=str(words_of(row, "lead")),
            published_at=row.published_at,
        )
        for row in rows
        if row.published_at
    ]
    title = _("News of the contest “%(contest)s”") % {"contest": contest.name}
    return atom.answer(request, contest, title=title, path=reverse("news:posts"), entries=entries)


def _page(
    request: HttpRequest, content: pages.Content, row: NewsPost, *, is_preview: bool = False
) -> HttpResponse:
    text, image = words_of(row, "text"), _image(row)
    context = {
        "event": pages.current_event(*content),
        "row": row,
        "text": text,
        "html": markdown.render(text.text),
        "description": markdown.plain(str(words_of(row, "lead")), 200),
        "share": image,
        "is_preview": is_preview,
        "page_type": "article",  # for social networks
        "structured": _structured(request, row, image),
        "is_vietnamese_only": is_vietnamese_only(row, "title", "lead", "text"),
        "others": [one for one in newest(row.contest, 4) if one.get_absolute_url != _of(row)][:3],
    }
    return render(request, "events/news/post.html", context)


def _structured(
    request: HttpRequest, row: NewsPost, image: dict[str, Any] | None
) -> dict[str, Any]:
    """Return what search engines read of a public post (schema.org, NewsArticle)."""
    if row.published_at is None or row.published_at > timezone.now():
        return {}
    publisher = f"{_('Organizing committee of the contest')} “{row.contest.name}”"
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": str(words_of(row, "title")),
        "datePublished": timezone.localtime(row.published_at).isoformat(),
        "publisher": {"@type": "Organization", "name": publisher},
        "url": request.build_absolute_uri(_of(row)),
    }
    if image:
        data["image"] = request.build_absolute_uri(image["url"])
    return data


def _teaser(row: NewsPost) -> Teaser:
    return Teaser(
        title=words_of(row, "title"),
        lead=words_of(row, "lead"),
        published_at=row.published_at,
        get_absolute_url=_of(row),
        picture=row.picture,
        image=_image(row),
    )


def _image(row: NewsPost) -> dict[str, Any] | None:
    """Return the picture of a post in a middle width, as one file."""
    files = pictures.files_of(row.picture, pictures.Format.JPEG) if row.picture else []
    if row.picture is None or not files:
        return None
    file = files[min(1, len(files) - 1)]
    return {
        "url": pictures.address(file),
        "width": file.width,
        "height": file.height,
        "alt": pictures.alt(row.picture),
    }


def _of(row: NewsPost) -> str:
    return reverse("news:post", args=[row.slug])


def _address(number: int) -> str:
    return reverse("news:page", args=[number]) if number > 1 else reverse("news:posts")
