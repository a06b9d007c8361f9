"""Whom the committee invites, what they answer, and whom to call."""

from typing import Any

import segno
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import action, display

from events.admin.base import FreshForm, PortalAdmin, RoomForWords
from events.models import Event
from events.vietnamese import phones
from registrations.admin.chasing import chase_page, link_of
from registrations.admin.searching import search_invitations
from registrations.invitation_admin_forms import InvitationForm
from registrations.models import CallLog, Invitation, Registration

State = Invitation.State


class AnswerFilter(admin.SimpleListFilter):
    """By what was answered."""

    title = gettext_lazy("answer")
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices."""
        return [*((value, str(label)) for value, label in State.choices), ("late", _("overdue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the invitations of the chosen kind."""
        if self.value() == "late":
            return queryset.filter(state=State.OPEN, deadline__lt=timezone.localdate())
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset


class CallInline(RoomForWords, TabularInline):
    """The calls about an invitation."""

    model = CallLog
    form = FreshForm
    extra = 1
    fields = ["called_at", "caller", "said"]


@admin.register(Invitation)
class InvitationAdmin(PortalAdmin):
    """Invitations; the services write, this page shows and asks."""

    form = InvitationForm
    list_display = [
        "organisation",
        "addressee_shown",
        "phone_shown",
        "places_shown",
        "state_shown",
        "deadline",
        "code",
    ]
    list_display_links = ["organisation"]
    list_filter = [AnswerFilter, "delegation", "event"]
    list_per_page = 50
    ordering = ["organisation_search", "pk"]
    search_fields = ["organisation_search"]
    search_help_text = gettext_lazy(
        "Organisation, addressee, contact, telephone or code; accents are not needed."
    )
    actions_list = ["chase_all"]
    readonly_fields = [
        "code",
        "link_shown",
        "state_in_words",
        "replied_at",
        "decline_reason",
        "delegates_shown",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        """Return the invitations with their state."""
        return super().get_queryset(request).with_state()

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Invitation | None:
        """Return the invitation, with its whole address for the page to show."""
        found: Any = super().get_object(request, *args, **kwargs)
        if found is not None:
            found.link = link_of(request, found)
        return found

    # What is shown

    @display(description=gettext_lazy("addressee"), ordering="name_search")
    def addressee_shown(self, invitation: Invitation) -> str:
        """Return the addressee with honorific and position."""
        person = f"{invitation.get_honorific_display()} {invitation.name}".strip()
        return ", ".join(filter(None, [person, invitation.position]))

    @display(description=gettext_lazy("telephone"), ordering="contact_phone")
    def phone_shown(self, invitation: Invitation) -> str:
        """Return the number as people read it."""
        return phones.display(invitation.contact_phone)

    @display(description=gettext_lazy("named of places"), ordering="places")
    def places_shown(self, invitation: Any) -> str:
        """Return how many of the places are given."""
        return f"{invitation.named}/{invitation.places}"

    @display(
        description=gettext_lazy("answer"),
        label={State.ACCEPTED: "success", State.OPEN: "warning", State.DECLINED: "danger"},
    )
    def state_shown(self, invitation: Any) -> tuple[str, str]:
        """Return the state for its colour, and in words."""
        return invitation.state, str(State(invitation.state).label)

    @display(description=gettext_lazy("answer"))
    def state_in_words(self, invitation: Any) -> str:
        """Return the state in words."""
        return str(State(invitation.state).label)

    @display(description=gettext_lazy("secret link"))
    def link_shown(self, invitation: Any) -> SafeString:
        """Return the link with its QR, to be copied and printed."""
        picture = segno.make(invitation.link, error="m", micro=False).svg_data_uri(scale=4)
        return format_html(
            '<a href="{0}">{0}</a><br><img src="{1}" alt="QR" width="180" height="180">',
            invitation.link,
            picture,
        )

    @display(description=gettext_lazy("delegates named"))
    def delegates_shown(self, invitation: Invitation) -> SafeString | str:
        """Return who is named, each with a link to the own page."""
        rows: list[Registration] = list(invitation.registrations.order_by("pk"))
        address = "admin:registrations_registration_change"
        return (
            format_html_join(
                "",
                '<div><a href="{}">{}</a> ({})</div>',
                ((reverse(address, args=[r.pk]), r.name, r.get_status_display()) for r in rows),
            )
            or "–"
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """An invitation never moves to another ceremony."""
        return ["event", *self.readonly_fields] if obj else self.readonly_fields

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the answer only of an invitation that there is."""
        invited = [
            "event",
            "organisation",
            "delegation",
            ("honorific", "name"),
            "position",
            ("places", "deadline"),
        ]
        contact = [("contact_name", "contact_phone"), "contact_email", "note", "sent_at"]
        answer = ["state_in_words", ("replied_at", "decline_reason"), "delegates_shown"]
        return [
            (_("Invited"), {"fields": invited}),
            (_("Contact"), {"fields": contact}),
            *([(_("Answer"), {"fields": [*answer, "code", "link_shown"]})] if obj else []),
        ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Invitation], search_term: str
    ) -> tuple[QuerySet[Invitation], bool]:
        """Find by any part, without accents."""
        return search_invitations(queryset, search_term), False

    # What is written

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Ask for calls only about an invitation that there is."""
        return [CallInline] if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        """Begin with the ceremony at hand."""
        return {"event": Event.objects.current(), **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write nothing: the service did."""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Note who called."""
        user: Any = request.user
        for row in formset.forms:
            if row.has_changed() and not row.instance.caller:
                row.instance.caller = user.get_full_name() or user.get_username()
        super().save_formset(request, form, formset, change)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Take back what the service wrote where the page comes again because of a call."""
        response = super().render_change_form(request, context, *args, **kwargs)
        if request.method == "POST":
            transaction.set_rollback(True)
        return response

    # Who has not answered

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with the chase list."""
        view = self.admin_site.admin_view(self.chase_view)
        name = "registrations_invitation_chase"
        return [path("chase/", view, name=name), *super().get_urls()]

    @action(description=gettext_lazy("Who has not answered"), permissions=["view"])
    def chase_all(self, request: HttpRequest) -> HttpResponse:
        """Lead to the chase list."""
        return redirect("admin:registrations_invitation_chase")

    def chase_view(self, request: HttpRequest) -> HttpResponse:
        """Show whom to call for the ceremony at hand, with the text to send."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        invitations = Invitation.objects.unanswered().filter(event=Event.objects.current())
        page, rows = chase_page(request, invitations)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Who has not answered"),
            "page": page,
            "rows": rows,
            "today": timezone.localdate(),
        }
        return TemplateResponse(request, "admin/registrations/chase.html", context)
