"""The committee of a ceremony and its secretariat: people, in their order."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.ordered import OrderedRowForm, OrderedStackedInline
from events.admin.seen import SeenCeremonyAdmin
from events.models import Committee, CommitteeMember
from events.vietnamese import phones
from events.web.form_fields import PhoneField, TypedField


class MemberForm(OrderedRowForm):
    """Somebody of the committee; the number is typed as people type it."""

    phone = PhoneField(label=_("Telephone"))

    class Meta:
        model = CommitteeMember
        fields = ["name", "body", "role", "office", "phone", "email"]
        field_classes = dict.fromkeys(["name", "role", "office"], TypedField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["phone"] = phones.display(self.instance.phone)


class MemberInline(OrderedStackedInline):
    """Those who sign, speak and get the weekly digest."""

    model = CommitteeMember
    form = MemberForm
    fields = [("name", "body"), ("role", "office"), ("phone", "email"), "position"]


@admin.register(Committee)
class CommitteeAdmin(SeenCeremonyAdmin):
    """The people of a ceremony's committee."""

    inlines = [MemberInline]
    list_display = ["title", "when", "member_count"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the ceremonies with the number of their people."""
        return super().get_queryset(request).annotate(member_count=Count("members"))

    @admin.display(description=_("people"), ordering="member_count")
    def member_count(self, event: Any) -> int:
        """Return how many people there are."""
        return int(event.member_count)
