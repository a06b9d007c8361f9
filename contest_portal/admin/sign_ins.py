"""Who comes in, goes out and is refused stands in the record; a name that nobody has does not."""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from events.audit import actors
from events.audit.notes import note
from events.models import AuditEntry

Act = AuditEntry.Act


@receiver(user_logged_in)
def _came(user: User, **kwargs: Any) -> None:
    _note(Act.SIGNED_IN, user)


@receiver(user_logged_out)
def _left(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        _note(Act.SIGNED_OUT, user)


@receiver(user_login_failed)
def _was_refused(credentials: dict[str, Any], **kwargs: Any) -> None:
    name = credentials.get("username") or ""
    known = User.objects.filter(username=name).first() if len(name) <= 150 else None
    if known is not None:
        note(Act.SIGN_IN_FAILED, about=known)


def _note(act: Act, user: User) -> None:
    """Write down that it was this user: the request may not know it yet, or not any more."""
    here = actors.current() or actors.Actor("command")
    with actors.acting(actors.Actor(here.way, here.source, user=lambda: user)):
        note(act, about=user)
