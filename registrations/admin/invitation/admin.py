"""Whom the committee invites, what they answer, and whom to call."""

from typing import Any, ClassVar

import segno
from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import TabularInline
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from events.admin.base import FieldsAsPeopleType, PortalAdmin, as_key, who_is
from events.admin.by_ceremony import AsksByCeremony
from events.admin.exporting import ListExport
from events.admin.fresh_forms import FreshForm
from events.admin.printing import print_batch
from events.admin.sending import AsksOnSaving, asks
from events.models import Event
from events.permissions import MAY_ISSUE
from events.vietnamese import phones
from registrations.admin.consequences import letters_to_offices
from registrations.admin.exports import INVITATION_COLUMNS
from registrations.admin.invitation.filters import AnswerFilter, SentFilter
from registrations.admin.invitation.follow_up import FollowUpMixin, link_of
from registrations.admin.invitation.forms import InvitationForm
from registrations.admin.invitation.issuing import IssuingActions
from registrations.admin.invitation.sending import SendingActions
from registrations.admin.search import DelegationFilter, search_invitations
from registrations.documents.invitations import invitation_papers
from registrations.errors import RegistrationError
from registrations.models import CallLog, ImportDraft, Invitation, Registration
from registrations.services import invitations

State, Sending = Invitation.State, Invitation.Sending


class CallInline(AsksByCeremony, FieldsAsPeopleType, TabularInline):
    """The calls about an invitation."""

    model = CallLog
    form = FreshForm
    extra = 1
    fields = ["called_at", "caller", "said"]


@admin.register(Invitation)
class InvitationAdmin(
    AsksOnSaving, SendingActions, IssuingActions, FollowUpMixin, ListExport, PortalAdmin
):
    """Invitations; the services write, this page shows and asks."""

    instead_of_deleting = gettext_lazy(
        "An invitation that was answered or called about stays. What is wrong in it can be "
        "corrected; its delegates are cancelled on their own pages."
    )

    form = InvitationForm
    rights: ClassVar[dict[str, str]] = {"number": MAY_ISSUE}
    list_display = [
        "organisation",
        "addressee_shown",
        "phone_shown",
        "places_shown",
        "sending_shown",
        "state_shown",
        "deadline",
        "issued_shown",
        "code",
    ]
    list_display_links = ["organisation"]
    list_filter = [AnswerFilter, SentFilter, ("delegation", DelegationFilter), "event"]
    list_per_page = 50
    ordering = ["organisation_search", "pk"]
    search_fields = ["organisation_search"]
    search_help_text = gettext_lazy(
        "Organisation, addressee, contact, telephone or code; accents are not needed."
    )
    actions_list = ["show_follow_up", "issue_all", "import_list"]
    actions = [
        "send_chosen",
        "send_again_chosen",
        "sent_chosen",
        "paper_chosen",
        "present_chosen",
        "issue_chosen",
        "reopen_chosen",
    ]
    long_actions = ["paper_chosen"]
    actions_detail = ["paper_one", "issue_one"]
    export_columns = INVITATION_COLUMNS
    export_ceremony = "event"
    readonly_fields = [
        "issued_shown",
        "code",
        "link_shown",
        "state_in_words",
        "replied_at",
        "decline_reason",
        "delegates_shown",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        """Return the invitations with their state."""
        return super().get_queryset(request).with_state().with_number().with_sending()

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

    @display(description=gettext_lazy("named of quota"), ordering="quota")
    def places_shown(self, invitation: Any) -> str:
        """Return how many of the places are given."""
        return f"{invitation.named}/{invitation.quota}"

    @display(
        description=gettext_lazy("answer"),
        label={State.ACCEPTED: "success", State.OPEN: "warning", State.DECLINED: "danger"},
    )
    def state_shown(self, invitation: Any) -> tuple[str, str]:
        """Return the state for its colour, and in words."""
        return invitation.state, str(State(invitation.state).label)

    @display(
        description=gettext_lazy("sending"),
        label={
            Sending.SENT: "success",
            Sending.WAITING: "info",
            Sending.FAILED: "danger",
            Sending.NOT_YET: "",
        },
    )
    def sending_shown(self, invitation: Any) -> tuple[str, str]:
        """Return how far the invitation is on its way, for its colour, and in words."""
        return invitation.sending, str(Sending(invitation.sending).label)

    @display(description=gettext_lazy("answer"))
    def state_in_words(self, invitation: Any) -> str:
        """Return the state in words."""
        return str(State(invitation.state).label)

    @display(description=gettext_lazy("secret link"))
    def link_shown(self, invitation: Any) -> SafeString:
        """Return the link with its QR, to be copied and printed."""
        picture = segno.make(invitation.link, error="m", micro=False).svg_data_uri(scale=4)
        return format_html(
            '<a href="{0}">{0}</a><span class="portal-note">{2}</span>'
            '<img src="{1}" alt="QR" width="180" height="180">',
            invitation.link,
            picture,
            _(
                "Who answers on the telephone: open the link and write it down for the office. "
                "After the deadline, set a later one first."
            ),
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
            ("quota", "deadline"),
        ]
        contact = [("contact_name", "contact_phone"), "contact_email", "note", "sent_at"]
        answer = ["state_in_words", ("replied_at", "decline_reason"), "delegates_shown"]
        answer.append("issued_shown")
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
        given = super().get_changeform_initial_data(request)
        return {"event": self.at_hand(request, "add"), **given}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write nothing: the service did."""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Note who called."""
        for row in formset.forms:
            if row.has_changed() and not row.instance.caller:
                row.instance.caller = who_is(request.user)
        super().save_formset(request, form, formset, change)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Take back what the service wrote where the page comes again because of a call."""
        response = super().render_change_form(request, context, *args, **kwargs)
        if request.method == "POST":
            transaction.set_rollback(True)
        return response

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Take the invitation off the list, with the letters about it."""
        invitations.remove(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Take the chosen invitations off the list."""
        for invitation in queryset:
            invitations.remove(invitation)

    @asks
    @admin.action(description=gettext_lazy("Take back that they declined"), permissions=["change"])
    def reopen_chosen(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> None:
        """Let the chosen offices be asked again: that they declined was noted by mistake."""
        done = 0
        for invitation in chosen:
            try:
                with letters_to_offices(invitation.event, [invitation.pk]):
                    invitations.reopen(invitation)
            except RegistrationError as error:
                messages.error(request, f"{invitation}: {error}")
            else:
                done += 1
        if done:
            text = ngettext(
                "%(count)d invitation awaits its answer again.",
                "%(count)d invitations await their answers again.",
                done,
            )
            messages.success(request, text % {"count": done})

    # The invitation as a paper

    @action(
        description=gettext_lazy("Print the invitation"),
        icon="print",
        variant=ActionVariant.PRIMARY,
        permissions=["view"],
    )
    def paper_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the paper (giấy mời)."""
        found = get_object_or_404(self.get_queryset(request), pk=as_key(object_id))
        return redirect("admin:events_paper_print", "invitations", found.event_id, found.pk)

    @admin.action(description=gettext_lazy("Print the invitations"), permissions=["view"])
    def paper_chosen(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> Any:
        """Answer with the papers of the chosen ones in one file."""
        events = list(Event.objects.filter(invitations__in=chosen.values("pk")).distinct())
        if len(events) != 1:
            messages.error(request, _("Please choose invitations to one ceremony only."))
            return None
        rows = Invitation.objects.filter(pk__in=chosen.values("pk"))
        try:
            return print_batch(request, invitation_papers(events[0], rows))
        except ObjectDoesNotExist:
            messages.error(request, _("The ceremony has no plan yet, whose head the paper bears."))
            return None

    # Lists in and out

    @action(
        description=gettext_lazy("Import a list"),
        icon="upload",
        variant=ActionVariant.PRIMARY,
        permissions=["import_list"],
    )
    def import_list(self, request: HttpRequest) -> HttpResponse:
        """Go to the page that asks for the file."""
        address = reverse("admin:registrations_import")
        return redirect(f"{address}?kind={ImportDraft.Kind.INVITATIONS}")

    def has_import_list_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """The page is for those who may enter delegates, too."""
        may_add = self.has_add_permission(request)
        return may_add and self.may(request, "registrations.add_registration")

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        """Return the invitations of the filter, each with the last call about it."""
        rows: QuerySet[Invitation] = super().get_export_queryset(request)
        last = CallLog.objects.filter(invitation=OuterRef("pk")).order_by("-called_at", "-pk")
        return rows.select_related("delegation").annotate(
            called_at=Subquery(last.values("called_at")[:1]), said=Subquery(last.values("said")[:1])
        )
