"""The head of a page of the admin: what can be done there, and where it belongs."""

from typing import Any

from django import template
from django.db.models import Model
from django.template import Context
from django.urls import NoReverseMatch, reverse
from unfold.enums import ActionVariant

register = template.Library()


@register.simple_tag(takes_context=True)
def actions_of_page(context: Context) -> dict[str, list[Any]]:
    """Return the buttons of a page: `main` are those that their `@action` marks as primary."""
    found = [*(context.get("actions_list") or []), *(context.get("actions_detail") or [])]
    main = [one for one in found if one.get("variant") == ActionVariant.PRIMARY]
    return {"main": main, "others": [one for one in found if one not in main]}


@register.simple_tag(takes_context=True)
def path_of_page(context: Context) -> list[dict[str, Any]]:
    """Return the pages above this one: the list, and below the row's own page the row."""
    opts, tabs = context.get("opts"), context.get("tab_list") or [{}]
    if not opts or context.get("cl"):
        return []
    steps = []
    row = context.get("original") or context.get("object")
    if isinstance(row, Model):
        opts = row._meta
        if not context.get("adminform"):
            steps.append(_step(opts, "change", str(row), row.pk))
    if not tabs[0].get("others"):
        steps.insert(0, _step(opts, "changelist", opts.verbose_name_plural))
    here = context["request"].path
    return [step for step in steps if step and step["link"] != here]


def _step(opts: Any, page: str, title: Any, *args: Any) -> dict[str, Any] | None:
    try:
        link = reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)
    except NoReverseMatch:  # rows without pages of their own
        return None
    return {"link": link, "title": title}
