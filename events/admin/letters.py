"""The outbox as organizers see it: what was sent, what waits and why."""

from typing import Any, ClassVar

import post_office.admin  # noqa: F401  (registers what is taken out again below)
from django.contrib import admin, messages
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import linebreaksbr
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from post_office.models import STATUS, Attachment, Email, EmailTemplate, Log
from unfold.decorators import display

from events import mail
from events.admin.base import PortalAdmin
from events.admin.exporting import ListExport
from events.exporting import Columns
from events.models import Letter
from events.sending import in_words, queue_state
from events.veil import veiled
from events.vietnamese.names import fold

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
        return {
            State.WAITING: queryset.waiting,  # type: ignore[attr-defined]
            State.SENT: lambda: queryset.filter(status=STATUS.sent),
            State.FAILED: lambda: queryset.filter(status=STATUS.failed),
            State.WITHDRAWN: queryset.withdrawn,  # type: ignore[attr-defined]
        }.get(self.value(), lambda: queryset)()  # type: ignore[call-overload]


def trouble(letter: Any) -> str:
    """Return what went wrong at the last attempt."""
    if letter.error is None or letter.state == State.SENT:
        return ""
    return str(in_words(letter.error))


def next_attempt(letter: Letter) -> Any:
    """Return when a letter that waits is tried again."""
    return letter.scheduled_time if letter.state == State.WAITING else None


@admin.register(Letter)
class LetterAdmin(ListExport, PortalAdmin):
    """A letter, to be seen and to be sent again; never written by hand."""

    export_columns: ClassVar[Columns] = [
        (_("Written at"), "created"),
        (_("Address"), lambda letter: ", ".join(letter.to)),
        (_("Subject line"), "subject"),
        (_("State"), "state__label"),
        (_("Last trouble"), trouble),
        (_("Next attempt"), next_attempt),
    ]

    list_display = [
        "created_shown",
        "recipient_shown",
        "subject_shown",
        "state_shown",
        "error_shown",
    ]
    list_display_links = ["created_shown"]
    list_filter = [StateFilter, "event"]
    list_select_related = ["event"]
    list_per_page = 50
    search_fields = ["search"]
    search_help_text = _("Name, address or subject; accents are not needed.")
    list_before_template = "admin/events/_letters_queue.html"
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

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Letter], search_term: str
    ) -> tuple[QuerySet[Letter], bool]:
        """Find by whom the letter speaks to, its address or its subject."""
        for word in fold(search_term).split():
            queryset = queryset.filter(Q(search__contains=word) | Q(to__icontains=word))
        return queryset, False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list, above it whether the queue stands still."""
        context = {"letters": queue_state(), **(extra_context or {})}
        response: HttpResponse = super().changelist_view(request, context)
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the letter; there is nothing to save."""
        context = {"show_save": False, "show_save_and_continue": False, **(extra_context or {})}
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response

    @display(description=_("written at"), ordering="created")
    def created_shown(self, letter: Letter) -> str:
        """Return when the letter was put into the outbox."""
        return f"{timezone.localtime(letter.created):%H:%M %d/%m/%Y}"

    @display(description=_("addressee"), ordering="to")
    def recipient_shown(self, letter: Letter) -> SafeString:
        """Return the address, and whom the letter speaks to: an office shares its mailbox."""
        return format_html(
            '{}<span class="portal-note">{}</span>', self.recipient(letter), letter.greeting
        )

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
        label={
            State.SENT: "success",
            State.WAITING: "info",
            State.FAILED: "danger",
            State.WITHDRAWN: "",
        },
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
        return trouble(letter)

    @display(description=_("next attempt"))
    def next_shown(self, letter: Letter) -> str:
        """Return when the letter is tried again."""
        moment = next_attempt(letter)
        return f"{timezone.localtime(moment):%H:%M %d/%m/%Y}" if moment else ""

    @display(description=_("text of the letter"))
    def text_shown(self, letter: Letter) -> SafeString:
        """Return the letter as it is read, but for what would open the page of its addressee."""
        return format_html(
            '<div class="portal-letter">{}</div><span class="portal-note">{}</span>',
            linebreaksbr(veiled(letter.message)),
            _("Secret links and codes are hidden here: they stand on the addressee's own page."),
        )

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
