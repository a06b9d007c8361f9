"""Whom to ask: said only where there is somebody to be asked."""

from typing import Any

from django.db import Error
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from events.models import Event


def whom_to_ask(event: Event | None = None) -> str:
    """Return a sentence with the contact of a ceremony, of the current one by itself.

    Empty where it has none: nobody is sent to somebody who is not named.
    """
    try:
        event = event or Event.objects.current()
    except Error:  # an error page must not fail for it
        return ""
    lines = event.contact_shown.splitlines() if event else []
    contact = ", ".join(line.strip().rstrip(",.;") for line in lines if line.strip())
    if not contact:
        return ""
    text = _("For help, please contact the organizing committee: %(contact)s.")
    return text % {"contact": contact}


def _with_help(text: Any) -> str:
    return f"{text} {whom_to_ask()}".strip()


with_help = lazy(_with_help, str)  # a refusal, and whom to ask about it when it is shown
