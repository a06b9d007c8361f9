"""Papers that are presented, and the decisions about them."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import display_for_value
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from unfold.decorators import display

from events.admin.base import PortalAdmin, who_is
from events.admin.issuing import asked_for, no_such_paper
from events.documents import KINDS, approvals
from events.documents.errors import RegisterError
from events.models import Submission
from events.permissions import MAY_APPROVE, may_approve
from events.web.forms import RemarksForm

Decision = Submission.Decision


@require_POST
def decide_paper(request: HttpRequest, kind: str, event_id: int, key: int = 0) -> HttpResponse:
    """Present a paper, or approve or return what was presented; the page of issuing asks for it."""
    wanted, event = asked_for(request, kind, event_id, key)
    user: Any = request.user
    form = RemarksForm(request.POST)
    here = redirect("admin:events_paper_issue", kind, event.pk, *([key] if key else []))
    if not form.is_valid():
        messages.error(request, _("The remarks take at most 500 characters."))
        return here
    remarks = form.cleaned_data["remarks"]
    try:
        if "present" in request.POST:
            approvals.present(wanted, event, key, by=user, remarks=remarks)
            messages.success(request, _("The paper was presented and waits for a decision."))
        elif decision := next((each for each in Decision if each in request.POST), None):
            if not may_approve(user, event):
                raise PermissionDenied
            if decision == Decision.RETURNED and not remarks:
                messages.error(request, _("Please say what is to be mended, then return it."))
                return here
            _decide(request, kind, event.pk, key, decision, remarks)
    except ObjectDoesNotExist:
        return no_such_paper(request, event)
    except RegisterError as error:
        messages.error(request, str(error))
    return here


def _decide(
    request: HttpRequest, kind: str, event: int, key: int, decision: Decision, remarks: str
) -> None:
    """Decide about the paper that the page showed, and about no other."""
    user: Any = request.user
    typed = request.POST.get("submission", "")
    known = Submission.objects.of(kind, event, key)
    shown = known.filter(pk=int(typed) if typed.isdecimal() and len(typed) < 19 else 0).first()
    if shown is None:
        messages.error(request, _("The paper was presented anew meanwhile. Please look again."))
        return
    approvals.decide(shown, decision, by=user, remarks=remarks)
    said = {
        Decision.APPROVED: _("The paper is approved and can be issued."),
        Decision.RETURNED: _("The paper was returned."),
    }
    messages.success(request, said[decision])


class DecisionFilter(admin.SimpleListFilter):
    """Papers that wait, and those about which was decided."""

    title = gettext_lazy("decision")
    parameter_name = "decision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices."""
        decided = [(value, str(label)) for value, label in Decision.choices]
        return [("waits", _("waits for a decision")), *decided]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the papers of the chosen kind."""
        value = self.value()
        if value == "waits":
            return queryset.filter(decision="")
        return queryset.filter(decision=value) if value in Decision.values else queryset


@admin.register(Submission)
class SubmissionAdmin(PortalAdmin):
    """The papers that were presented; one opens where it is approved and issued."""

    rights: ClassVar[dict[str, str]] = {"approve": MAY_APPROVE}
    list_display = ["paper", "presented", "state", "decided", "issued_as"]
    fields = ["paper", "presented", "decision", "decided", "issued_as"]
    list_display_links = None
    list_filter = [DecisionFilter, "event"]
    list_select_related = ["presented_by", "decided_by", "document", "event"]
    list_per_page = 50
    search_fields = ["subject"]
    actions = ["approve_chosen"]

    @display(description=gettext_lazy("paper"))
    def paper(self, row: Submission) -> SafeString:
        """Return kind and subject, with the way to the page of the paper."""
        kind = KINDS.get(row.kind)
        if kind is None:  # a later program knows it no more
            return format_html("{}", row)
        keys = [row.kind, row.event_id, *([row.key] if row.key else [])]
        url = reverse("admin:events_paper_issue", args=keys)
        return format_html('<a class="text-link" href="{}">{}: {}</a>', url, kind.label, row)

    @display(description=gettext_lazy("presented"), ordering="presented_at")
    def presented(self, row: Submission) -> str:
        """Return who presented it, when, and what was said."""
        return _told(row.presented_by, row.presented_at, row.remarks)

    @display(
        description=gettext_lazy("state"),
        label={"": "warning", "approved": "success", "returned": "danger"},
    )
    def state(self, row: Submission) -> tuple[str, str]:
        """Return what was decided."""
        return row.decision, row.get_decision_display() or _("waits for a decision")

    @display(description=gettext_lazy("decided"))
    def decided(self, row: Submission) -> str:
        """Return who decided, when, and what was said."""
        if row.decided_by is None:
            return "–"
        return _told(row.decided_by, row.decided_at, row.decision_remarks)

    @display(description=gettext_lazy("issued as"))
    def issued_as(self, row: Submission) -> SafeString | str:
        """Return the number that the paper got."""
        if row.document is None:
            return "–"
        url = reverse("admin:events_officialdocument_change", args=[row.document.pk])
        text = row.document.number_and_symbol
        return format_html('<a class="text-link" href="{}">{}</a>', url, text)

    @admin.action(description=gettext_lazy("Approve"), permissions=["approve"])
    def approve_chosen(self, request: HttpRequest, chosen: QuerySet[Submission]) -> None:
        """Approve what was chosen; say by name what could not be."""
        user: Any = request.user
        done = 0
        for row in chosen.order_by("pk"):
            try:
                approvals.decide(row, Decision.APPROVED, by=user)
                done += 1
            except RegisterError as error:
                messages.error(request, f"{row}: {error}")
            except ObjectDoesNotExist:
                messages.error(request, _("%(paper)s: this paper is no more.") % {"paper": row})
        if done:
            text = ngettext("%(count)d paper is approved.", "%(count)d papers are approved.", done)
            messages.success(request, text % {"count": done})

    def has_approve_permission(self, request: HttpRequest) -> bool:
        """Return whether the user may approve."""
        return self.may(request, "approve")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Papers are presented on their own page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was said stays as it was said."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was said stays."""
        return False


def _told(user: Any, at: Any, words: str) -> str:
    when = display_for_value(at, "–")
    return " · ".join(filter(None, [who_is(user), when, words]))
