"""The rules of a contest: drafts are written, what was handed over to the public is looked at."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from events.admin.base import as_key
from events.admin.content.of_contest import OfContest
from events.admin.content.publication import PublicationAdmin
from events.admin.fresh_forms import FreshForm
from events.admin.ordered import OrderedRowsAdmin, OrderedStackedInline, OrderedTabularInline
from events.documents.rules_difference import Fate, difference
from events.models import ContestField, Criterion, Event, Prize, Rules, RulesArticle
from events.models.content.rules_reading import Reading
from events.services import rules as service


class RulesForm(FreshForm):
    """A version of the rules."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse to write what somebody has published since the page was opened."""
        if self.instance.is_frozen:
            raise ValidationError(
                gettext(
                    "These rules were published meanwhile, so nothing was saved: what is public "
                    "stays as it is. Withdraw them first, or make a new version from them; copy "
                    "what you have written from this page."
                )
            )
        return super().clean()


class FrozenWithRules:
    """Lets the parts of a version be looked at only while it is handed over to the public.

    What is sent all the same is not refused here: its page tells why it was not saved.
    """

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may add a part."""
        return super().has_add_permission(request, obj) and not _is_looked_at(request, obj)  # type: ignore[misc]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may change a part."""
        return super().has_change_permission(request, obj) and not _is_looked_at(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may remove a part."""
        return super().has_delete_permission(request, obj) and not _is_looked_at(request, obj)  # type: ignore[misc]


def _is_looked_at(request: HttpRequest, rules: Any) -> bool:
    return isinstance(rules, Rules) and rules.is_frozen and request.method != "POST"


class ArticleInline(FrozenWithRules, OrderedStackedInline):
    """The articles."""

    model = RulesArticle
    tab = True


class FieldInline(FrozenWithRules, OrderedTabularInline):
    """The fields of the contest."""

    model = ContestField
    tab = True


class CriterionInline(FrozenWithRules, OrderedTabularInline):
    """The criteria."""

    model = Criterion
    tab = True


class PrizeInline(FrozenWithRules, OrderedTabularInline):
    """The prizes."""

    model = Prize
    tab = True


@admin.register(Rules)
class RulesAdmin(PublicationAdmin, OfContest, OrderedRowsAdmin):
    """A version of the rules."""

    form = RulesForm
    is_printed = True
    inlines = [ArticleInline, FieldInline, CriterionInline, PrizeInline]
    list_display = ["named", "decided_on", "in_force_from", "contest"]
    list_display_links = ["named"]
    list_filter = ["contest"]
    list_select_related = ["contest"]
    search_fields = ["decision"]
    actions_detail: ClassVar[list[str]] = [
        *PublicationAdmin.actions_detail,
        "new_version",
        "changes_page",
        "paper_pdf",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "contest",
                    ("decision", "decided_on"),
                    ("decided_by", "in_force_from"),
                    "changes",
                    "eligibility",
                    "submission",
                ]
            },
        )
    ]

    @admin.display(description=pgettext_lazy("rules", "decision"), ordering="decided_on")
    def named(self, rules: Rules) -> str:
        """Return number and day."""
        return str(rules)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of copying and comparing."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/copy/", wrap(self.copy_view), name="events_rules_copy"),
            path("<int:pk>/changes/", wrap(self.changes_view), name="events_rules_changes"),
            *super().get_urls(),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may change it; what is public is looked at."""
        return super().has_change_permission(request, obj) and not _is_looked_at(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may remove it: only what the public does not see."""
        frozen = isinstance(obj, Rules) and obj.is_frozen
        return super().has_delete_permission(request, obj) and not frozen

    # The buttons

    @action(description=_("New version from this one"), icon="content_copy", permissions=["add"])
    def new_version(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that asks."""
        return redirect("admin:events_rules_copy", as_key(object_id))

    @action(description=_("What this version changes"), icon="difference", permissions=["view"])
    def changes_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the comparing with the version before."""
        return redirect("admin:events_rules_changes", as_key(object_id))

    @action(
        description=_("Annex of the decision (PDF)"), icon="picture_as_pdf", permissions=["view"]
    )
    def paper_pdf(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the version on paper."""
        rules = get_object_or_404(Rules, pk=as_key(object_id))
        event = Event.objects.filter(contest=rules.contest_id).order_by("-window_start").first()
        if event is None:
            messages.error(request, gettext("The contest has no ceremony yet."))
            return redirect("admin:events_rules_change", rules.pk)
        return redirect("admin:events_paper_print", "rules", event.pk, rules.pk)

    # The pages

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then make the draft that follows."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        rules = get_object_or_404(Rules, pk=pk)
        if request.method == "POST":
            draft, made = service.new_version(rules)
            if made:
                text = gettext("This draft says what “%(rules)s” says. Please change it.")
                messages.success(request, text % {"rules": rules})
            else:
                text = gettext("There is a draft without a decision already: this one.")
                messages.warning(request, text)
            return redirect("admin:events_rules_change", draft.pk)
        title = gettext("New version of the rules")
        return self._page_of(request, "copy", title, rules, {})

    def changes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what the version changes of the one before it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rules = get_object_or_404(Rules, pk=pk)
        before = _before(rules)
        parts = difference(Reading.of(before), Reading.of(rules)) if before else []
        more = {
            "before": before,
            "parts": [part for part in parts if part.fate is not Fate.SAME],
            "same": sum(part.fate is Fate.SAME for part in parts),
        }
        return self._page_of(request, "changes", gettext("What this version changes"), rules, more)

    def _page_of(
        self, request: HttpRequest, name: str, title: str, rules: Rules, more: dict[str, Any]
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "rules": rules,
            "back": reverse("admin:events_rules_change", args=[rules.pk]),
            **more,
        }
        return TemplateResponse(request, f"admin/events/content/rules_{name}.html", context)


def _before(rules: Rules) -> Rules | None:
    """Return the version that a version follows: of a draft the one in force."""
    others = Rules.objects.filter(contest=rules.contest_id, slug__isnull=False).newest_first()
    older = [one for one in others if one != rules]
    day = rules.in_force_since
    if day is not None:
        return next((one for one in older if _rank(one) < _rank(rules)), None)
    today = timezone.localdate()
    begun = [one for one in older if one.in_force_since and one.in_force_since <= today]
    return next(iter(begun or older), None)


def _rank(rules: Rules) -> Any:
    return rules.in_force_since, rules.decided_on, rules.pk
