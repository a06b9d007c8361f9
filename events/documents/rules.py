"""The rules on paper: the annex of the decision that promulgates them."""

import re

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from events.documents.kinds import kind
from events.documents.paper import Draft, Sheet
from events.documents.text import END
from events.models import Contest, Event, Rules
from events.models.content.rules import Shelf
from events.models.content.rules_reading import Reading
from events.vietnamese import amounts, dates

_CLOSING = "a|blockquote|code|div|em|li|ol|p|s|strong|ul"
_LAST_WORDS = re.compile(rf"[\s.;,:/]*(?P<tags>(?:\s*</(?:{_CLOSING})>)+)\s*$")


def several(event: Event) -> list[tuple[int, str]]:
    """Return key and name of the versions of a contest, the one in force first."""
    every = list(Rules.objects.filter(contest=event.contest_id).newest_first())
    shown = Shelf.of(event.contest_id, timezone.localdate()).shown
    every.sort(key=lambda rules: rules != shown)
    return [(rules.pk, str(rules)) for rules in every]


@kind("rules", _("Rules of the contest"), permission="events.view_rules", several=several)
def rules(event: Event, key: int = 0) -> Draft:
    """Compose the version of this key, 0 the one in force, else the newest.

    Raises `Rules.DoesNotExist`.
    """
    every = Rules.objects.filter(contest=event.contest_id).select_related("contest")
    return annex(every.get(pk=key or next((pk for pk, _name in several(event)), 0)))


def annex(rules: Rules) -> Draft:
    """Compose a version as the annex of its decision; what is not known of that stays blank."""
    day = rules.decided_on
    sheet = Sheet(kind="THỂ LỆ", subject=named(rules.contest), author=rules.decided_by)
    values = {"reading": Reading.of(rules)}
    by = f" của {rules.decided_by}" if rules.decided_by else ""
    body = {
        "attached": f"(Ban hành kèm theo Quyết định số {rules.decision} {dates.official(day)}{by})"
        if rules.decision and day
        else "",
        "decision": rules.decision,
        "day": dates.official(day) if day else "",
        "by": rules.decided_by,
        "is_draft": not rules.is_frozen,
        "text": closed(render_to_string("events/pdf/_rules_text.html", values)),
    }
    return Draft("events/pdf/rules.html", sheet, body)


def named(contest: Contest) -> str:
    """Return what a contest is called in a title."""
    edition = f"lần thứ {amounts.ordinal(contest.edition)}"
    return f"Cuộc thi “{contest.name}” {edition}, năm {contest.year}"


def closed(text: str) -> SafeString:
    """Put the end mark behind the last words of a text in HTML."""
    found = _LAST_WORDS.search(text)
    if found is None or text[: found.start()].endswith(">"):  # a table has no last words
        return mark_safe(f"{text}<p>{END}</p>")  # noqa: S308  (of our own template)
    return mark_safe(text[: found.start()] + END + found["tags"])  # noqa: S308  (likewise)
