"""The outbox as organizers see it: what was sent, what waits and why."""

import uuid
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import linebreaksbr
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events import mail
from events.admin.base import BoundedChangeList, NoneByHand, PortalAdmin
from events.admin.exporting import ListExport
from events.admin.sending import asks, part
from events.exports.files import Columns
from events.mail.sending import in_words, queue_state
from events.mail.veil import veiled
from events.models import Letter, Sending
from events.vietnamese.names import fold

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
            State.SENT: lambda: queryset.filter(status=State.SENT),
            State.FAILED: lambda: queryset.filter(status=State.FAILED),
            State.OVERTAKEN: queryset.overtaken,  # type: ignore[attr-defined]
        }.get(self.value(), lambda: queryset)()  # type: ignore[call-overload]


class SendingFilter(admin.SimpleListFilter):
    """The letters that one step wrote: chosen by a link only."""

    title = _("written together")
    parameter_name = "sending"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the one that is chosen."""
        chosen = chosen_sending(request)
        return [(str(chosen.key), str(chosen))] if chosen else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return these letters."""
        if not self.value():
            return queryset
        chosen = chosen_sending(request)
        return queryset.filter(sending=chosen) if chosen else queryset.none()


def chosen_sending(request: HttpRequest) -> Sending | None:
    """Return the sending whose letters the list shows."""
    try:
        key = uuid.UUID(request.GET.get(SendingFilter.parameter_name, ""))
    except ValueError:
        return None
    return Sending.objects.filter(key=key).first()


def trouble(letter: Letter) -> str:
    """Return what went wrong at the last attempt, or why it is not sent any more."""
    if letter.state == State.OVERTAKEN:
        return letter.reason or (letter.outlook.overtaken if letter.outlook else "")
    return in_words(letter.error) if letter.error else ""


def next_attempt(letter: Letter) -> Any:
    """Return when a letter that waits is tried again."""
    return letter.due_at if letter.state == State.WAITING and letter.attempts else None


def address(letter: Letter) -> str:
    """Return the address that the letter went to, or would go to now."""
    if letter.recipient:
        return letter.recipient
    return letter.outlook.recipient.address if letter.outlook else ""


def greeting(letter: Letter) -> str:
    """Return to whom the letter speaks."""
    if letter.text:
        return letter.text.partition("\n")[0].rstrip(",")
    return letter.outlook.recipient.greeting if letter.outlook else ""


def as_it_would_go(letter: Letter) -> mail.Composed | None:
    """Return the letter as it would go now; None where it would not go."""
    try:
        return mail.composed(letter)
    except (mail.Overtaken, mail.UnknownKind):
        return None


class LookedUp(BoundedChangeList):
    """A page of letters, those that wait with what becomes of them now."""

    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        """Look up the letters of the page together."""
        super().get_results(request)
        self.result_list = mail.looked_up(self.result_list)


@admin.register(Letter)
class LetterAdmin(ListExport, NoneByHand, PortalAdmin):
    """A letter, to be seen and to be sent again; never written by hand."""

    export_columns: ClassVar[Columns] = [
        (_("Written at"), "created_at"),
        (_("Address"), address),
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
    list_filter = [StateFilter, SendingFilter, "event"]
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
                    ("recipient_of", "state_in_words"),
                    ("created_shown", "sent_shown", "next_shown"),
                    "error_shown",
                ]
            },
        ),
        (_("Letter"), {"fields": ["subject_shown", "text_shown", "files_shown"]}),
    ]
    readonly_fields = [
        "recipient_of",
        "state_in_words",
        "created_shown",
        "sent_shown",
        "next_shown",
        "error_shown",
        "subject_shown",
        "text_shown",
        "files_shown",
    ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return the page that looks its letters up."""
        return LookedUp

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Letter | None:
        """Return a letter with what becomes of it now."""
        letter = super().get_object(request, object_id, from_field)
        return mail.looked_up([letter])[0] if letter else None

    def get_data_for_export(
        self, request: HttpRequest, queryset: QuerySet[Letter], **kwargs: Any
    ) -> Any:
        """Return the table of letters that were looked up together."""
        rows: Any = mail.looked_up(queryset.defer("text", "html"))
        return super().get_data_for_export(request, rows, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Letter], search_term: str
    ) -> tuple[QuerySet[Letter], bool]:
        """Find by whom the letter speaks to, its address or its subject."""
        for word in fold(search_term).split():
            queryset = queryset.filter(search__contains=word)
        return queryset, False

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with the page of a sending."""
        view = self.admin_site.admin_view(self.sending_view)
        return [
            path("sending/<uuid:key>/", view, name="events_letter_sending"),
            *super().get_urls(),
        ]

    def sending_view(self, request: HttpRequest, key: uuid.UUID) -> HttpResponse:
        """Tell how far the letters of a step are; asked by htmx, with that part alone."""
        sending = get_object_or_404(Sending, pk=key)
        may_see = self.has_view_permission(request)
        if not may_see and sending.by_id != request.user.pk:
            raise PermissionDenied
        if "HX-Request" in request.headers:
            return HttpResponse(part(sending, may_see=may_see))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What has become of the letters"),
            "part": part(sending, may_see=may_see),
            "sending": sending,
        }
        return TemplateResponse(request, "admin/events/sending/result.html", context)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list, above it whether the queue stands still, and how far a sending is."""
        chosen = chosen_sending(request)
        newest = part(chosen, may_see=False) if chosen else ""
        context = {"letters": queue_state(), "newest": newest, **(extra_context or {})}
        response: HttpResponse = super().changelist_view(request, context)
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the letter; there is nothing to save."""
        context = {"show_save": False, "show_save_and_continue": False, **(extra_context or {})}
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response

    @display(description=_("written at"), ordering="created_at")
    def created_shown(self, letter: Letter) -> str:
        """Return when the letter was put into the outbox."""
        return f"{timezone.localtime(letter.created_at):%H:%M %d/%m/%Y}"

    @display(description=_("sent at"), ordering="sent_at")
    def sent_shown(self, letter: Letter) -> str:
        """Return when the mail server took the letter."""
        return f"{timezone.localtime(letter.sent_at):%H:%M %d/%m/%Y}" if letter.sent_at else ""

    @display(description=_("addressee"), ordering="recipient")
    def recipient_shown(self, letter: Letter) -> SafeString:
        """Return the address, and whom the letter speaks to: an office shares its mailbox."""
        return format_html(
            '<div>{}<span class="portal-note">{}</span></div>', address(letter), greeting(letter)
        )

    @display(description=_("addressee"), ordering="recipient")
    def recipient_of(self, letter: Letter) -> str:
        """Return the address."""
        return address(letter)

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
            State.OVERTAKEN: "",
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
        """Return the letter as it went, or as it would go now, but for what opens a page."""
        text, note = letter.text, gettext("The letter as it was sent.")
        if letter.state == State.WAITING or letter.state == State.FAILED:
            now = as_it_would_go(letter)
            text, note = (
                (now.text.text, gettext("The letter as it would go now.")) if now else ("", "")
            )
        if not text:
            return format_html('<span class="portal-note">{}</span>', _("It was never sent."))
        return format_html(
            '<div class="portal-letter">{}</div><span class="portal-note">{} {}</span>',
            linebreaksbr(veiled(text)),
            note,
            _("Secret links and codes are hidden here: they stand on the addressee's own page."),
        )

    @display(description=_("files"))
    def files_shown(self, letter: Letter) -> str:
        """Return the names of the files that went, or would go now."""
        if letter.state in (State.WAITING, State.FAILED):
            now = as_it_would_go(letter)
            return ", ".join(file.name for file in now.files) if now else ""
        return ", ".join(letter.files)

    @asks
    @admin.action(description=_("Send again"), permissions=["change"])
    def again_chosen(self, request: HttpRequest, chosen: QuerySet[Letter]) -> None:
        """Send the chosen letters once more."""
        letters = list(chosen.select_related("event"))
        done = sum(mail.send_again(letter) for letter in letters)
        if over := len(letters) - done:
            text = ngettext(
                "%(count)d letter holds no longer and is not sent again.",
                "%(count)d letters hold no longer and are not sent again.",
                over,
            )
            messages.warning(request, text % {"count": over})
