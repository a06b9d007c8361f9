"""Invitations by what was answered, and by whether they have gone out."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.models import Invitation

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


class SentFilter(admin.SimpleListFilter):
    """By whether the invitation has gone out."""

    title = gettext_lazy("sending")
    parameter_name = "sent"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices."""
        return [(value, str(label)) for value, label in Invitation.Sending.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the invitations of the chosen kind."""
        known = self.value() in Invitation.Sending.values
        return queryset.filter(sending=self.value()) if known else queryset
