"""What organizers write, on public pages: in the page's language, with its pictures."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from events.models import Picture
from events.web import language, markdown, pictures
from events.web.language import Words

register = template.Library()


@register.simple_tag
def words(row: Any, name: str) -> Words:
    """Return a text of a row: `{{ it }}` says it, `{{ it.lang }}` is its attribute.

    `{% words post "title" as title %}<h1{{ title.lang }}>{{ title }}</h1>`
    """
    return language.words_of(row, name)


@register.simple_tag
def only_vietnamese(row: Any, *names: str) -> bool:
    """Return whether this English page has to say that there is no English text."""
    return language.is_vietnamese_only(row, *names)


@register.filter(name="markdown")
def as_html(text: object, top: int = 2) -> SafeString:
    """Return the HTML of a text in Markdown, with its highest headings at a level."""
    return markdown.render(str(text), top=top)


@register.filter
def plain(text: object, limit: int = 200) -> str:
    """Return the words of a text in Markdown, cut."""
    return markdown.plain(str(text), limit)


@register.simple_tag
def picture(
    row: Picture | None, sizes: str = "100vw", lazy: bool = True, cut: bool = False
) -> SafeString | str:
    """Return the element of a picture, read `with_files`; see `events.web.pictures.tag`."""
    return pictures.tag(row, sizes=sizes, lazy=lazy, cut=cut) if row else ""
