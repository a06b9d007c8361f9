"""What is told after letters were written: that they wait, and where it is seen when they went."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from events.audit.notes import note
from events.models import AuditEntry, Letter

LETTERS = gettext_noop("letters: %(count)s")


def newest_letter() -> int:
    """Return the number of the newest letter: what is written from now on has a higher one."""
    return Letter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def tell_written(request: HttpRequest, count: int, *, after: int) -> None:
    """Tell how many letters wait to be sent, with the way to see what becomes of them.

    `after` is what `newest_letter` was before they were written.
    """
    if not count:
        return
    note(AuditEntry.Act.SENT, LETTERS, count=count)
    text = ngettext(
        "%(count)d letter is written and waits to be sent.",
        "%(count)d letters are written and wait to be sent.",
        count,
    )
    address = f"{reverse('admin:events_letter_changelist')}?since={after + 1}"
    words = (text % {"count": count}, address, _("See which are sent"))
    messages.success(request, format_html('{} <a class="text-link" href="{}">{}</a>', *words))
