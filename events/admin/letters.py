"""The outbox as organizers see it: what was sent, what waits and why."""

from typing import Any

import post_office.admin  # noqa: F401  (registers what is taken out again below)
from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from post_office.models import STATUS, Attachment, Email, EmailTemplate, Log
from unfold.decorators import display

from events import mail
from events.admin.base import PortalAdmin
from events.models import Letter
from events.sending import in_words

for model in (Email, EmailTemplate, Attachment, Log):
    admin.site.unregister(model)

State = Letter.State


class StateFilter(admin.SimpleListFilter):
    """Letters by where they stand."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the states."""
        return list(State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the letters of the chosen state."""
        waiting = Letter.objects.waiting()
        unsent = (STATUS.queued, STATUS.requeued)
        return {
            State.WAITING: lambda: queryset.filter(pk__in=waiting),
            State.SENT: lambda: queryset.filter(status=STATUS.sent),
            State.FAILED: lambda: queryset.filter(status=STATUS.failed),
            State.WITHDRAWN: lambda: queryset.filter(status__in=unsent).exclude(pk__in=waiting),
        }.get(self.value(), lambda: queryset)()  # type: ignore[call-overload]


@admin.register(Letter)
class LetterAdmin(PortalAdmin):
    """A letter, to be seen and to be sent again; never written by hand."""

    list_display = ["created_shown", "recipient", "subject_shown", "state_shown", "error_shown"]
    list_display_links = ["created_shown"]
    list_filter = [StateFilter, "event"]
    list_select_related = ["event"]
    list_per_page = 50
    search_fields = ["to", "subject"]
    search_help_text = _("Address of the recipient or subject.")
    actions = ["again_chosen"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("recipient", "state_in_words"),
                    ("created_shown", "next_shown"),
                    "error_shown",
                ]
            },
        ),
        (_("Letter"), {"fields": ["subject_shown", "text_shown"]}),
    ]
    readonly_fields = [
        "recipient",
        "state_in_words",
        "created_shown",
        "next_shown",
        "error_shown",
        "subject_shown",
        "text_shown",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        """Return the letters, each with what went wrong last."""
        last = Log.objects.filter(email=OuterRef("pk"), status=STATUS.failed).order_by("-pk")
        return (
            super()
            .get_queryset(request)
            .annotate(error=Subquery(last.values("exception_type")[:1]))
        )

    @display(description=_("written at"), ordering="created")
    def created_shown(self, letter: Letter) -> str:
        """Return when the letter was put into the outbox."""
        return f"{timezone.localtime(letter.created):%H:%M %d/%m/%Y}"

    @display(description=_("addressee"), ordering="to")
    def recipient(self, letter: Letter) -> str:
        """Return the address."""
        return ", ".join(letter.to)

    @display(description=_("subject line"), ordering="subject")
    def subject_shown(self, letter: Letter) -> str:
        """Return the subject."""
        return letter.subject

    @display(
        description=_("state"),
        ordering="status",
        label={State.SENT: "success", State.WAITING: "info", State.FAILED: "danger"},
    )
    def state_shown(self, letter: Letter) -> tuple[str, str]:
        """Return the state for its colour, and in words."""
        return letter.state.value, str(letter.state.label)

    @display(description=_("state"))
    def state_in_words(self, letter: Letter) -> str:
        """Return the state for the letter's own page."""
        return str(letter.state.label)

    @display(description=_("last trouble"))
    def error_shown(self, letter: Any) -> str:
        """Return what went wrong at the last attempt."""
        if letter.error is None or letter.state == State.SENT:
            return ""
        return in_words(letter.error)

    @display(description=_("next attempt"))
    def next_shown(self, letter: Letter) -> str:
        """Return when the letter is tried again."""
        if letter.state != State.WAITING or letter.scheduled_time is None:
            return ""
        return f"{timezone.localtime(letter.scheduled_time):%H:%M %d/%m/%Y}"

    @display(description=_("text of the letter"))
    def text_shown(self, letter: Letter) -> str:
        """Return the letter as it is read."""
        return format_html('<div class="portal-letter">{}</div>', linebreaksbr(letter.message))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Letters are written by what happens."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A letter stays as long as what it tells of."""
        return False

    @admin.action(description=_("Send again"), permissions=["change"])
    def again_chosen(self, request: HttpRequest, chosen: QuerySet[Letter]) -> None:
        """Send the chosen letters once more."""
        letters = list(chosen.select_related("event"))
        sent = sum(mail.send_again(letter) for letter in letters)
        if sent:
            text = ngettext(
                "%(count)d letter will be sent at once.",
                "%(count)d letters will be sent at once.",
                sent,
            )
            messages.success(request, text % {"count": sent})
        if over := len(letters) - sent:
            text = ngettext(
                "%(count)d letter holds no longer and is not sent again.",
                "%(count)d letters hold no longer and are not sent again.",
                over,
            )
            messages.warning(request, text % {"count": over})
