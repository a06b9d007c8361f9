"""Numbers of invitations: one for a batch, with all who are invited as its annex, or one each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from events.documents import COMMITTEE, Draft, Obstacle, Paper, Source, wording
from events.documents.register import verification_text
from events.documents.text import close
from events.models import Event, OfficialDocument, Plan
from events.vietnamese import dates
from registrations.models import Invitation

KIND = "invitations"
ALL = 0  # the key of the paper that invites all of a batch


def numbered(event: Event, drafts: Sequence[tuple[Any, Draft]]) -> list[Draft]:
    """Return the invitations with the numbers that they bear by now; two statements.

    Who was given an own number keeps it as long as the paper says what was issued; who stands in
    the annex of a batch bears its number as long as hour and place are those of then. The others
    stay without one.
    """
    keys = [ALL, *(invitation.pk for invitation, _draft in drafts)]
    issued = OfficialDocument.objects.of(KIND, event, *keys).current().select_related("replaces")
    papers = {paper.key: paper for paper in issued.order_by("revision")}
    return [_numbered(event, invitation, draft, papers) for invitation, draft in drafts]


def _numbered(
    event: Event, invitation: Invitation, draft: Draft, papers: dict[int, OfficialDocument]
) -> Draft:
    own, batch = papers.get(invitation.pk), papers.get(ALL)
    if own is not None:
        found = replace(draft, issued=own)
        as_issued = found.as_issued(own, verification_text(own.code))
        return as_issued if wording.digest(as_issued.html()) == own.words_sha256 else found
    if batch is None or invitation.created_at > batch.issued_at:
        return draft
    found = replace(draft, issued=batch)
    if event.revised_at is not None and event.revised_at > batch.issued_at:
        return found
    return found.as_issued(batch, verification_text(batch.code))


def for_all(event: Event, paper: Paper) -> Draft:
    """Compose the one paper that invites all, who stand in its annex.

    Raises `Invitation.DoesNotExist`.
    """
    rows = list(
        Invitation.objects.filter(event=event)
        .select_related("delegation")
        .order_by("delegation__protocol_rank", "organisation_search", "pk")
    )
    if not rows:
        raise Invitation.DoesNotExist
    before = [
        f"{COMMITTEE} trân trọng kính mời: các cơ quan, đơn vị, đại biểu có tên trong Danh sách "
        "tại Phụ lục kèm theo.",
        f"Tới dự: {event.title}.",
        f"Thời gian: {event.when()}.",
        f"Địa điểm: {event.venue.rstrip('.')}.",
    ]
    behind = [
        "Trân trọng vui lòng các cơ quan, đơn vị xác nhận và gửi danh sách đại biểu theo thời hạn "
        "ghi trong Danh sách, bằng mã giấy mời ghi trên bản gửi từng cơ quan, đơn vị.",
        f"{COMMITTEE} rất hân hạnh được đón tiếp.",
    ]
    parts = [[text] for text in before], [[text] for text in behind]
    close(*parts)
    cells = [[_invited(row), f"{row.quota:02d}", _until(row)] for row in rows]
    return Draft(
        "registrations/pdf/invitation.html",
        paper,
        {
            "before": [text for (text,) in parts[0]],
            "behind": [text for (text,) in parts[1]],
            "invited": cells,
        },
        obstacles=[*obstacles_of(event), *_late(rows)],
        sources=sources_of(event, rows),
        sent_to=["Các cơ quan, đơn vị, đại biểu theo danh sách kèm theo"],
        private=True,
    )


def _invited(row: Invitation) -> str:
    title = row.get_honorific_display() or "Ông/Bà"
    person = f"{title} {row.name}" if row.name else ""
    return ", ".join(filter(None, [row.organisation, person, row.position]))


def _until(row: Invitation) -> str:
    return dates.short(row.deadline) if row.deadline else ""


def obstacles_of(event: Event) -> Iterator[Obstacle]:
    """Yield what an invitation needs to know of its ceremony."""
    page = reverse("admin:events_event_change", args=[event.pk])
    if event.starts_at is None:
        yield Obstacle(gettext("Day and hour of the ceremony are not fixed yet."), page)
    elif event.has_begun():
        yield Obstacle(gettext("The ceremony has begun already: nobody is invited any more."), page)
    if not event.venue.strip():
        yield Obstacle(gettext("The venue of the ceremony is missing."), page)


def _late(rows: Sequence[Invitation]) -> Iterator[Obstacle]:
    today = timezone.localdate()
    for row in rows:
        if row.deadline is not None and row.deadline < today:
            message = gettext("%(organisation)s: the time for the answer is over already.")
            yield Obstacle(message % {"organisation": row.organisation}, _page(row), stops=False)


def own_obstacles(event: Event, invitation: Invitation) -> Iterator[Obstacle]:
    """Yield what stands in the way of giving an invitation a number of its own."""
    yield from obstacles_of(event)
    if invitation.deadline is not None and invitation.deadline < timezone.localdate():
        message = gettext("The time for the answer is over already: set a later day, or none.")
        yield Obstacle(message, _page(invitation))


def sources_of(event: Event, rows: Sequence[Invitation]) -> list[Source]:
    """Return the pages on which the texts of invitations are typed."""
    plan = Plan.objects.get(event=event)
    return [
        Source(reverse("admin:events_plan_change", args=[plan.pk])),
        Source(
            reverse("admin:events_event_change", args=[event.pk]),
            [event.title, event.venue, event.contact_shown],
        ),
        *(Source(_page(row), [row.organisation, row.name, row.position]) for row in rows),
    ]


def _page(invitation: Invitation) -> str:
    return reverse("admin:registrations_invitation_change", args=[invitation.pk])
