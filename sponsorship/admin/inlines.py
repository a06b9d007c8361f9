"""The rows of a memorandum; all can be edited in a draft only."""

from typing import Any

from django.http import HttpRequest
from unfold.admin import StackedInline

from events.admin.base import FreshForm, RoomForWords
from events.admin.ordered import OrderedStackedInline, OrderedTabularInline
from sponsorship.forms import ContributionForm, InstalmentForm
from sponsorship.models import Article, Basis, Contribution, Instalment, Memorandum, Party


class OnlyInDrafts:
    """Lets rows be written while the memorandum is a draft."""

    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:
        """Return whether a row may be added."""
        return _open(obj) and super().has_add_permission(request, obj)  # type: ignore[misc]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether a row may be changed."""
        return _open(obj) and super().has_change_permission(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether a row may be removed."""
        return _open(obj) and super().has_delete_permission(request, obj)  # type: ignore[misc]


def _open(parent: Any) -> bool:
    memorandum = getattr(parent, "memorandum", parent)
    return not isinstance(memorandum, Memorandum) or memorandum.is_editable


class PartyInline(OnlyInDrafts, RoomForWords, StackedInline):
    """The two sides."""

    model = Party
    form = FreshForm
    extra = 0
    max_num = 2
    can_delete = False
    fields = [
        ("side", "role"),
        "name",
        ("honorific", "representative"),
        ("position", "authority"),
        ("address", "phone"),
        ("account_number", "bank", "tax_code"),
    ]


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
    fields = ["kind", "name", "quantity", "unit", "amount", "position"]
    show_change_link = True


class InstalmentInline(OnlyInDrafts, OrderedTabularInline):
    """When it is given."""

    model = Instalment
    form = InstalmentForm
    fields = ["amount", "due_on", "position"]
