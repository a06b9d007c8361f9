"""The sponsors, as the public sees them."""

from itertools import groupby
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.models import Event
from events.permissions import has_right
from events.web import pages
from sponsorship.models import Logo, Sponsor


class Shown(NamedTuple):
    """A sponsor with its logo for the site, if it has one."""

    sponsor: Sponsor
    logo: Logo | None


def public_sponsors(event: Event | None) -> list[tuple[str, list[Shown]]]:
    """Return the public sponsors by tier, the highest first; two statements."""
    if event is None:
        return []
    found = list(Sponsor.objects.public().filter(event=event))
    logos = Logo.objects.filter(sponsor__in=found, size=Logo.Size.WEB).defer("content")
    by_sponsor = {logo.sponsor_id: logo for logo in logos}
    shown = [Shown(sponsor, by_sponsor.get(sponsor.pk)) for sponsor in found]
    tiers = groupby(shown, key=lambda one: one.sponsor.get_tier_display())
    return [(str(tier), list(group)) for tier, group in tiers]


@require_safe
@pages.kept(pages.Content.read)
def sponsors(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Show who supports the contest."""
    event = pages.current_event(*content)
    context = {"event": event, "tiers": public_sponsors(event)}
    return render(request, "sponsorship/sponsor_list.html", context)


@require_safe
def logo(request: HttpRequest, sha256: str) -> HttpResponse:
    """Answer with a logo; those of sponsors who are not public are for the staff."""
    logos = Logo.objects.filter(sha256=sha256).select_related("sponsor")
    found = logos.order_by("-sponsor__public").first()
    if found is None:
        raise Http404
    if found.sponsor.public:
        keeping = "public, max-age=31536000, immutable"
    elif has_right(request.user, "sponsorship.view_sponsor", found.sponsor):
        keeping = "private, no-store"
    else:
        raise Http404
    headers = {"Cache-Control": keeping}
    return HttpResponse(bytes(found.content), content_type="image/png", headers=headers)
