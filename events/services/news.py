"""What a piece of news needs before it is shown."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from events.models import NewsPost
from events.services.publications import obstacles_of

RESERVED = ("feed",)  # slugs that other pages have


@obstacles_of(NewsPost)
def _half_english(post: NewsPost) -> Iterable[str]:
    """Tell of an English text without its title: the page would be half of each language."""
    if (post.text_en or post.lead_en) and not (post.title_en and post.lead_en):
        yield _("The English text lacks its title or its lead. Add them, or take it out.")
    if post.title_en and post.text and not post.text_en:
        yield _("The English title has no text. Add it, or take the title out.")
