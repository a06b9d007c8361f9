"""The letters of the daily operations to the organizers."""

from django.contrib.auth.models import User
from django.utils import timezone

from contest_portal.operations.state import proof
from events import mail
from events.models import Event, Letter


def backup_late() -> int:
    """No good backup is young enough: tell the organizers, each once a day; return how many."""
    state = proof()
    # a letter belongs to a ceremony: where there is none, there is nothing to lose either
    event = Event.objects.current() or Event.objects.order_by("-window_end").first()
    if not state.problem or event is None:
        return 0
    occasion = f"backup_late-{timezone.localdate():%Y-%m-%d}-"
    told = set(Letter.objects.filter(key__startswith=occasion).values_list("key", flat=True))
    organizers = User.objects.filter(is_active=True, groups__name="organizer").exclude(email="")
    keys = {f"{occasion}{user.pk}": user for user in organizers.order_by("pk")}
    return sum(
        mail.queue(
            key=key,
            event=event,
            to=user.email,
            letter=mail.compose(
                "contest_portal/mail/backup_late.txt",
                {
                    "greeting": f"Kính gửi Ông/Bà {user.get_full_name() or user.username}",
                    "facts": [],
                    "contact": "",
                    "backup_at": state.backup_at,
                },
            ),
            until_start=False,
        )
        for key, user in keys.items()
        if key not in told
    )
