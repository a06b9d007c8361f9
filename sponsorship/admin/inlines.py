"""The rows of a memorandum; all can be edited in a draft only."""

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.forms import HiddenInput
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline
from unfold.forms import PaginationInlineFormSet

from events.admin.base import FieldsAsPeopleType
from events.admin.by_ceremony import AsksByCeremony
from events.admin.committee import SignerForm
from events.admin.ordered import OrderedStackedInline, OrderedTabularInline
from events.models import CommitteeMember
from events.vietnamese import amounts
from events.vietnamese.signers import collective
from sponsorship.forms import ContributionForm, InstalmentForm
from sponsorship.models import Article, Basis, Contribution, Instalment, Memorandum, Party


class OnlyInDrafts:
    """Lets rows be written while the memorandum is a draft."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether a row may be added."""
        return _open(obj) and super().has_add_permission(request, obj)  # type: ignore[misc]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether a row may be changed."""
        return _open(obj) and super().has_change_permission(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether a row may be removed."""
        return _open(obj) and super().has_delete_permission(request, obj)  # type: ignore[misc]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show amounts as on the paper, and no places, where rows are only read."""
        fields = super().get_fields(request, obj)  # type: ignore[misc]
        if self.has_change_permission(request, obj):
            return fields
        shown = {"amount": "amount_shown"}
        return [shown.get(name, name) for name in fields if name != "position"]

    @admin.display(description=_("amount or value"))
    def amount_shown(self, row: Any) -> str:
        """Return the amount in figures."""
        return "–" if row.amount is None else amounts.figures(row.amount)


def _open(parent: Any) -> bool:
    memorandum = getattr(parent, "memorandum", parent)
    return not isinstance(memorandum, Memorandum) or memorandum.is_editable


class PartyForm(SignerForm):
    """A side stays what it is: two rows that change places would stand double for a moment.

    For side A somebody of the committee signs; who signs for the sponsor is typed.
    """

    event_id: int | None = None  # of the memorandum; set by its page

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "side" in self.fields:
            self.fields["side"].disabled = True
        if self.instance.side == Party.Side.B and "signer" in self.fields:
            self.fields["signer"].widget = HiddenInput()
        else:
            self.offer(self.event_id)

    def signature(self, member: CommitteeMember) -> dict[str, str]:
        """Return name and position: the role in the committee, or the office held elsewhere."""
        names = [member.role, member.office]
        if (body := self.cleaned_data.get("name", "")) and not collective(body):
            names.reverse()
        return {"representative": member.name, "position": next(filter(None, names), "")}


class PartyFormSet(PaginationInlineFormSet):
    """The two sides."""

    def get_unique_error_message(self, unique_check: Any) -> str:
        """Say it in the words of the constraint: Django would name the field in English."""
        return gettext("Each side stands once in a memorandum.")


class PartyInline(OnlyInDrafts, AsksByCeremony, FieldsAsPeopleType, StackedInline):
    """The two sides."""

    model = Party
    form = PartyForm
    formset = PartyFormSet
    extra = 0
    max_num = 2
    can_delete = False
    fields = [
        ("side", "role"),
        "name",
        "signer",
        ("honorific", "representative"),
        ("position", "authority"),
        ("address", "phone"),
        ("account_number", "bank", "tax_code"),
    ]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Offer the committee where a side can be written."""
        fields = super().get_fields(request, obj)
        may_write = self.has_change_permission(request, obj)
        return fields if may_write else [name for name in fields if name != "signer"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the sides, which know of what ceremony the committee is."""
        made = super().get_formset(request, obj, **kwargs)
        known = {"event_id": obj.event_id if obj else None}
        made.form = type(made.form.__name__, (made.form,), known)
        return made


class BasisInline(OnlyInDrafts, OrderedTabularInline):
    """Căn cứ."""

    model = Basis
    fields = ["text", "position"]


class ArticleInline(OnlyInDrafts, OrderedStackedInline):
    """Điều."""

    model = Article
    fields = ["title", "text", "position"]


class ContributionInline(OnlyInDrafts, OrderedTabularInline):
    """What the sponsor gives."""

    model = Contribution
    form = ContributionForm
    readonly_fields = ["amount_shown", "instalments_link"]
    fields = ["kind", "name", "quantity", "unit", "amount", "instalments_link", "position"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the contributions with the number of their instalments."""
        return super().get_queryset(request).annotate(instalment_count=Count("instalments"))

    @admin.display(description=_("instalments"))
    def instalments_link(self, row: Any) -> SafeString | str:
        """Return the way to the page of the instalments."""
        if row.pk is None:
            return gettext("Save first")
        count = row.instalment_count
        text = ngettext("%(count)d instalment", "%(count)d instalments", count) % {"count": count}
        url = reverse("admin:sponsorship_contribution_change", args=[row.pk])
        label = text if count else gettext("Plan instalments")
        return format_html('<a class="text-link" href="{}">{}</a>', url, label)


class InstalmentInline(OnlyInDrafts, OrderedTabularInline):
    """When it is given."""

    model = Instalment
    form = InstalmentForm
    readonly_fields = ["amount_shown"]
    fields = ["amount", "due_on", "position"]
