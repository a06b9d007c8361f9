"""What must be there before the public is shown something: told with the page that mends it."""

import re
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from events.documents.checks import check, found
from events.documents.paper import Obstacle
from events.models import Contest, Event

CEREMONY = "ceremony"  # what `checks.found` calls the checks of a ceremony that becomes public
SENDS_TO_COMMITTEE = re.compile(
    r"liên\s+hệ\s+(?:với\s+|tới\s+|đến\s+)?(?:ban\s+tổ\s+chức|btc\b|cơ\s+quan\s+thường\s+trực|"
    r"tổ\s+thư\s+ký)|contact\s+(?:the\s+)?(?:organi[sz]ing\s+committee|organi[sz]ers|secretariat)",
    re.IGNORECASE,
)


@check(CEREMONY)
def somebody_to_ask(event: Event) -> Iterator[Obstacle]:
    """A ceremony that names nobody sends its guests to nobody."""
    if not event.contact_shown:
        yield Obstacle(
            _(
                "The ceremony names nobody whom delegates can ask. Enter the contact for "
                "delegates on its page, or contacts on the page of the contest."
            ),
            reverse("admin:events_event_change", args=[event.pk]) if event.pk else "",
        )


def of_ceremony(event: Event) -> list[Obstacle]:
    """Return what speaks against showing a ceremony to the public."""
    return found(CEREMONY, event)


def of_texts(contest: Contest, texts: Iterable[str]) -> list[Obstacle]:
    """Return what speaks against showing texts of a contest: they may send people to nobody."""
    sent = next((words for text in texts if (words := SENDS_TO_COMMITTEE.search(text))), None)
    if sent is None or has_contact(contest):
        return []
    message = _(
        "The text says “%(words)s”, but the site names nobody whom people can ask. Enter contacts "
        "on the page of the contest first, or leave the sentence out."
    )
    url = reverse("admin:events_contest_change", args=[contest.pk]) if contest.pk else ""
    return [Obstacle(message % {"words": sent[0]}, url)]


def has_contact(contest: Contest) -> bool:
    """Return whether the public pages of a contest name somebody."""
    if not contest.pk:
        return False
    if contest.contacts.exists():
        return True
    return Event.objects.published().filter(contest=contest).exclude(contact="").exists()
