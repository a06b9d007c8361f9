"""Everything on the site that anybody can find: the search and the map for engines read it."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.models.timetable import announced
from events.models import Event, NewsPost
from events.models.content.rules import Shelf
from events.models.content.rules_reading import Reading
from events.models.content.timeline import Timeline
from events.public.downloads.views import public as public_downloads
from events.public.questions.views import anchor
from events.public.questions.views import public as public_questions
from events.public.videos.reading import public as public_videos
from events.web.language import words_of
from sponsorship.views import public_sponsors


@dataclass(frozen=True, slots=True)
class Entry:
    """A page, or a part of one where the address has a fragment; in the language that is active."""

    title: str
    url: str  # a path, with a fragment for a part of a page
    kind: str = ""  # what the page is one of, as “News”
    text: str = ""  # what stands on it
    markdown: str = ""  # and behind that, as it was typed
    changed: datetime.datetime | datetime.date | None = None

    @property
    def is_page(self) -> bool:
        """Whether it is more than a part of a page."""
        return "#" not in self.url


def entries(event: Event | None) -> Iterator[Entry]:
    """Yield the pages of the ceremony that the site shows, and of its contest."""
    if event is None:
        return
    for tell in TELLERS:
        yield from tell(event)


def _home(event: Event) -> Iterator[Entry]:
    text = f"{event.summary}\n{event.when()}\n{event.venue}"
    yield Entry(event.title, reverse("home"), _("Home page"), text)


def _programme(event: Event) -> Iterator[Entry]:
    lines = [f"{item.title} {item.performer}" for item, _slot in announced(event)]
    bodies = [one.text for one in event.delegations.all()]
    yield Entry(_("Programme"), reverse("agenda:programme"), "", "\n".join([*lines, *bodies]))


def _registration(event: Event) -> Iterator[Entry]:
    yield Entry(_("Registration of delegates"), reverse("registrations:register"))
    yield Entry(_("Personal data"), reverse("personal_data"))
    yield Entry(_("Accessibility"), reverse("accessibility"))
    yield Entry(_("Verify a paper"), reverse("events:verification"))


def _sponsors(event: Event) -> Iterator[Entry]:
    shown = [one.sponsor for _tier, tier in public_sponsors(event) for one in tier]
    text = "\n".join(f"{one.name} {one.introduction}" for one in shown)
    yield Entry(_("Sponsors"), reverse("sponsorship:sponsors"), "", text)


def _rules(event: Event) -> Iterator[Entry]:
    rules = Shelf.of(event.contest_id, timezone.localdate()).shown
    if rules is None:
        return
    page, name, reading = reverse("rules:shown"), _("Rules of the contest"), Reading.of(rules)
    criteria = [row.name for judged in reading.judged for row in judged.criteria]
    names = [field.name for field in reading.contest_fields]
    names += [prize.name for prize in reading.prizes]
    text = "\n".join([rules.decision, *names, *criteria])
    typed = f"{rules.eligibility}\n\n{rules.submission}"
    yield Entry(name, page, "", text, typed, rules.published_at)
    for article in reading.articles:
        yield Entry(str(article), f"{page}#dieu-{article.position}", name, markdown=article.text)


def _milestones(event: Event) -> Iterator[Entry]:
    page, name = reverse("milestones:milestones"), _("Milestones of the contest")
    yield Entry(name, page)
    for moment in Timeline.of(event.contest_id).moments:
        if moment.event is None:
            text = f"{moment.days}\n{moment.description}"
            yield Entry(str(moment.title), f"{page}#{moment.key}", name, text)


def _news(event: Event) -> Iterator[Entry]:
    shown = NewsPost.objects.of(event.contest)
    name = _("News")
    for number, post in enumerate(shown):
        if number == 0:
            yield Entry(name, reverse("news:posts"), changed=post.published_at)
        title, lead, text = (words_of(post, field).text for field in ("title", "lead", "text"))
        yield Entry(title, post.get_absolute_url(), name, lead, text, post.published_at)


def _questions(event: Event) -> Iterator[Entry]:
    address, name = reverse("questions:questions"), _("Questions and answers")
    for number, row in enumerate(public_questions(event)):
        if number == 0:
            yield Entry(name, address)
        title, answer = (words_of(row, field).text for field in ("question", "answer"))
        yield Entry(title, f"{address}#{anchor(row)}", name, markdown=answer)


def _videos(event: Event) -> Iterator[Entry]:
    shown = public_videos(event)
    if shown:
        yield Entry(_("Videos"), reverse("videos:videos"))
    for one in shown:
        text = words_of(one, "description").text
        title = words_of(one, "title").text
        yield Entry(title, one.get_absolute_url(), _("Videos"), text, changed=one.published_at)


def _downloads(event: Event) -> Iterator[Entry]:
    address = reverse("downloads:downloads")
    shown = public_downloads(event.contest)
    if shown:
        yield Entry(_("Documents"), address)
    for one in shown:
        text = f"{one.kind} {one.number} {words_of(one, 'description').text}"
        # the list, not the file: it says what became of a paper
        title = words_of(one, "title").text
        yield Entry(title, f"{address}#{one.anchor}", _("Documents"), text, changed=one.dated)


def _contact(event: Event) -> Iterator[Entry]:
    text = f"{event.contact_shown}\n{event.venue}\n{event.venue_address}"
    yield Entry(_("Contact"), reverse("contact:contact"), "", text)


TELLERS: list[Callable[[Event], Iterator[Entry]]] = [
    _home,
    _programme,
    _rules,
    _milestones,
    _news,
    _videos,
    _questions,
    _downloads,
    _registration,
    _sponsors,
    _contact,
]
