"""Questions and answers under their subjects, and the search through them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.models import Event, Question
from events.public.preview.views import shows
from events.vietnamese.names import fold
from events.vietnamese.text import clean
from events.web import markdown, pages
from events.web.language import words_of

LONGEST = 100  # characters that are looked for
ON_A_PAGE = 20  # of what was found
LONGEST_ANSWER = 5000  # characters of an answer in which they are looked for


@dataclass(frozen=True)
class Shown:
    """A question with its answer as HTML, and the words in which it is found."""

    row: Question
    answer: SafeString
    words: str
    plain: str  # the answer without marks

    @property
    def anchor(self) -> str:
        """The stable name of its place on the page."""
        return anchor(self.row)


def anchor(row: Question) -> str:
    """Return the stable name of the place of a question on the page."""
    return f"cau-{row.pk}"


@require_safe
@pages.kept(pages.Content.read)
def questions(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Show all of them."""
    event = pages.current_event(content.version, content.event_id)
    shown = all_shown(content, event)
    context = {"event": event, "subjects": by_subject(shown), "structured": structured(shown)}
    return render(request, "events/questions/questions.html", context)


@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Show those that have all the words in question or answer, with or without accents."""
    content = pages.Content.read()
    pages.tell(request, content.version)
    event = pages.current_event(content.version, content.event_id)
    typed = clean(request.GET.get("q", ""))[:LONGEST]
    wanted = fold(typed).split()
    found = [one for one in all_shown(content, event) if all(word in one.words for word in wanted)]
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "event": event,
        "typed": typed,
        "searched": typed,  # what the other language is to look for, too
        "count": len(found),
        "page": page,
        "subjects": by_subject(page),
        "is_search": True,
    }
    response = render(request, "events/questions/questions.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@shows(Question)
def draft(request: HttpRequest, row: Question) -> HttpResponse:
    """Show a draft alone, opened."""
    shown = [_shown(row, markdown.library_of(words_of(row, "answer").text))]
    context = {
        "event": Event.objects.current(),
        "subjects": by_subject(shown),
        "is_preview": True,
        "row": row,
    }
    return render(request, "events/questions/questions.html", context)


def all_shown(content: pages.Content, event: Event | None) -> list[Shown]:
    """Return the public questions in their order; kept until the content changes."""
    if event is None:
        return []
    return pages.shared(f"questions:{get_language()}", content.stamp, lambda: _read(event))


def public(event: Event) -> QuerySet[Question]:
    """Return the public questions of the contest of a ceremony."""
    found: QuerySet[Question] = Question.objects.public().filter(contest=event.contest_id)
    return found


def _read(event: Event) -> list[Shown]:
    rows = list(public(event))
    library = markdown.library_of(*(words_of(row, "answer").text for row in rows))
    return [_shown(row, library) for row in rows]


def _shown(row: Question, library: markdown.Library) -> Shown:
    answer = words_of(row, "answer").text
    plain = markdown.plain(answer, LONGEST_ANSWER)
    words = fold(" ".join((row.question, row.question_en, row.subject, row.subject_en, plain)))
    return Shown(row, markdown.render(answer, top=3, library=library), words, plain)


def by_subject(shown: Iterable[Shown]) -> list[tuple[Question, list[Shown]]]:
    """Return the questions under the first row of each subject, subjects in their order."""
    groups: dict[str, list[Shown]] = {}
    for one in shown:
        groups.setdefault(one.row.subject, []).append(one)
    return [(group[0].row, group) for group in groups.values()]


def structured(shown: Iterable[Shown]) -> dict[str, Any]:
    """Return what search engines read of the page (schema.org, FAQPage); empty without any."""
    entries = [
        {
            "@type": "Question",
            "name": words_of(one.row, "question").text,
            "acceptedAnswer": {"@type": "Answer", "text": one.plain},
        }
        for one in shown
    ]
    if not entries:
        return {}
    return {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": entries}
