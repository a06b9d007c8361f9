"""Which memoranda are signed on stage, during which item, in which order and by whom."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from contest_portal.models import Signing, SigningItem
from events.admin.base import NoneByHand
from events.admin.committee import Suggesting
from events.admin.ordered import OrderedRowsAdmin, OrderedTabularInline
from events.models import CommitteeMember
from sponsorship.models import Memorandum


def _label(memorandum: Memorandum) -> str:
    """Return what tells a memorandum from the others: most have the same subject."""
    label = f"{memorandum.sponsor}: {memorandum}" if memorandum.sponsor else str(memorandum)
    return label if memorandum.version == 1 else f"{label} ({_('version')} {memorandum.version})"


class SigningInline(OrderedTabularInline):
    """What is signed during an item."""

    model = Signing
    fields = ["memorandum", "signer_a", "signer_b", "position"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Offer what is in force of the same ceremony, and what stands here already."""
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None and "signer_a" in formset.form.base_fields:
            formset.form.base_fields["signer_a"].widget = widget = Suggesting()
            widget.members = CommitteeMember.objects.filter(event=obj.event_id)
        field = formset.form.base_fields.get("memorandum")
        if field is not None and obj is not None:
            in_force = Q(pk__in=Memorandum.objects.in_force().filter(event=obj.event_id))
            offered = Memorandum.objects.filter(in_force | Q(signings__item=obj))
            field.queryset = offered.select_related("sponsor").order_by("pk")
            field.label_from_instance = _label
            field.choices = list(field.choices)  # read once, not once for each row
        return formset


@admin.register(SigningItem)
class SigningItemAdmin(NoneByHand, OrderedRowsAdmin):
    """An item of the programme, seen as the signing that happens during it."""

    inlines = [SigningInline]
    list_display = ["title", "position", "signing_count"]
    list_filter = ["event"]
    search_fields = ["title"]
    ordering = ["event", "position"]
    fields = ["title", "performer"]
    readonly_fields = ["title", "performer"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the items, in the list those of the ceremony at hand, counting their signings."""
        rows = super().get_queryset(request).annotate(signing_count=Count("signings"))
        match = request.resolver_match
        listed = match is not None and match.url_name == "contest_portal_signingitem_changelist"
        event = self.at_hand(request, "view", "change") if listed and not request.GET else None
        return rows.filter(event=event) if event else rows

    @admin.display(description=_("memoranda signed"), ordering="signing_count")
    def signing_count(self, item: Any) -> int:
        """Return how many memoranda are signed during it."""
        return int(item.signing_count)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Leave the item alone: only what is signed is edited here."""
