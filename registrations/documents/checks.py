"""What the hours of registration and invitations contradict."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.documents import Obstacle
from events.documents.checks import check
from events.models import Event
from events.vietnamese import dates
from registrations.models import Invitation, Seating


@check("programme", "plan")
def registration_hours(event: Event) -> Iterator[Obstacle]:
    """Registration opens and closes before the ceremony begins."""
    seating = Seating.objects.filter(event_id=event.pk).first()
    if seating is None:
        return
    page = reverse("admin:registrations_seating_change", args=[seating.pk])
    begins = dates.short(event.last_day())
    messages = {
        "closes_at": _("Registration closes on %(day)s, after the ceremony begins (%(begins)s)."),
        "opens_at": _("Registration opens on %(day)s, after the ceremony begins (%(begins)s)."),
        "promotion_until": _(
            "Promotion from the waiting list ends on %(day)s, after the ceremony begins "
            "(%(begins)s)."
        ),
    }
    for name, message in messages.items():
        moment = getattr(seating, name)
        if moment is not None and event.has_begun(moment):
            values = {"day": dates.short(timezone.localdate(moment)), "begins": begins}
            yield Obstacle(message % values, page, stops=False)


@check("programme", "plan")
def answers_after_the_ceremony(event: Event) -> Iterator[Obstacle]:
    """Offices answer before the ceremony."""
    late = Invitation.objects.filter(event_id=event.pk, deadline__gt=event.last_day()).count()
    if late:
        message = _("%(count)d invitations may be answered after the ceremony (%(day)s).")
        values = {"count": late, "day": dates.short(event.last_day())}
        yield Obstacle(
            message % values, reverse("admin:registrations_invitation_changelist"), stops=False
        )
