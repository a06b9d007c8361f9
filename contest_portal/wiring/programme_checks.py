"""What the programme contradicts in memoranda: no single room knows both."""

import re
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.models import AgendaItem
from agenda.models.timetable import called, numbers
from contest_portal.models import Signing
from events.documents import Obstacle
from events.documents.checks import check
from events.models import Event
from events.vietnamese.names import fold
from sponsorship.models import Memorandum

Status = Memorandum.Status
SIGNING = re.compile(r"\bky\b.*\bbien ban\b")  # in a title without accents


@check("programme")
def signings(event: Event) -> Iterator[Obstacle]:
    """Each signing on stage has a memorandum that can be signed; three statements."""
    own = Signing.objects.filter(item=OuterRef("pk"))
    items = list(AgendaItem.objects.filter(event_id=event.pk).annotate(is_signed=Exists(own)))
    pairs = zip(numbers(items), items, strict=True)
    names = {item.pk: called(number, item.title) for number, item in pairs}
    for item in items:
        if SIGNING.search(fold(item.title)) and not item.is_signed:
            message = _("%(item)s is a signing, but no memorandum is chosen for it.")
            yield Obstacle(message % {"item": names[item.pk]}, _page(item.pk), stops=False)
    in_force = set(Memorandum.objects.in_force().filter(event=event).values_list("pk", flat=True))
    found = Signing.objects.filter(item__event=event).order_by("item__position", "position")
    for signing in found.select_related("memorandum__sponsor"):
        if reason := _why_not(signing.memorandum, in_force):
            about = signing.memorandum.sponsor or signing.memorandum
            values = {"item": names[signing.item_id], "memorandum": about, "reason": reason}
            message = _("%(item)s, memorandum with “%(memorandum)s”: %(reason)s")
            yield Obstacle(message % values, _page(signing.item_id), stops=False)


def _why_not(memorandum: Memorandum, in_force: set[int]) -> str:
    """Return why a memorandum cannot be signed on stage; "" if it can."""
    if memorandum.status == Status.CANCELLED:
        return _("it was cancelled.")
    if memorandum.pk not in in_force:
        return _("there is a newer version of it.")
    if memorandum.status == Status.DRAFT:
        return _("it is still a draft that the two sides have not agreed to.")
    if memorandum.status in (Status.SIGNED, Status.ENDED):
        return _("it is signed already.")
    return ""


def _page(item: int) -> str:
    return reverse("admin:contest_portal_signingitem_change", args=[item])
