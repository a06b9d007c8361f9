"""How organizers find a delegate or an invitation: any part of a name, a number or a code."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.by_ceremony import OwnChoices
from events.vietnamese.names import fold
from registrations.models import Invitation, Registration, Substitution
from registrations.models.registration import RegistrationQuerySet

NUMBER = re.compile(r"[\d\s.()+-]*\d[\d\s.()+-]*")

BARE_CODE = re.compile(r"[0-9A-Za-z]{8}")

Rows = TypeVar("Rows", bound=QuerySet[Any])


def as_code(typed: str) -> str:
    """Return what may be a code as codes are written: `k7mp2qxa` gives `k7mp-2qxa`."""
    return f"{typed[:4]}-{typed[4:]}" if BARE_CODE.fullmatch(typed) else typed


def search(rows: QuerySet[Registration], typed: str) -> QuerySet[Registration]:
    """Return the rows in which every word typed is found, accents or not.

    By the name of who was replaced, too: that person may be on the telephone or at the door.
    """
    return _search(rows, typed, phone="phone", replaced=_held_by)


def search_invitations(rows: QuerySet[Invitation], typed: str) -> QuerySet[Invitation]:
    """Return the rows in which every word typed is found, accents or not."""
    return _search(rows, typed, phone="contact_phone")


def _held_by(**before: str) -> Q:
    """Return the condition that somebody held the registration before."""
    return Q(pk__in=Substitution.objects.filter(**before).values("registration"))


def _search(
    rows: Rows, typed: str, *, phone: str, replaced: Callable[..., Q] = lambda **_before: Q()
) -> Rows:
    if NUMBER.fullmatch(typed):
        digits = re.sub(r"\D", "", typed)
        number = digits.lstrip("0")
        return rows.filter(
            Q(**{f"{phone}__contains": number})
            | Q(code__contains=as_code(digits))
            | replaced(phone__contains=number)
        )
    for word in fold(typed).split():
        rows = rows.filter(
            Q(name_search__contains=word)
            | Q(organisation_search__contains=word)
            | Q(code__icontains=as_code(word))
            | replaced(name_search__contains=word)
        )
    return rows


class DelegationFilter(OwnChoices):
    """By delegation; who has none is found by words, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display: Any = _("without delegation")


class NotifiedChairFilter(admin.SimpleListFilter):
    """By whether a letter told the place in the hall that the seat has now."""

    title = _("place in the letter")
    parameter_name = "notified"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return [
            ("other", _("place changed after the letter")),
            ("never", _("no letter with a ticket yet")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Registration]:
        """Return the delegates of the chosen kind."""
        rows: RegistrationQuerySet = queryset
        if self.value() == "other":
            return rows.notified_of_another_chair()
        return rows.coming().filter(notified_row__isnull=True) if self.value() == "never" else rows


class AddressFilter(admin.SimpleListFilter):
    """By whether letters reach the delegate: whom to call about what has changed."""

    title = _("e-mail")
    parameter_name = "address"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return [("no", _("without e-mail address")), ("yes", _("with e-mail address"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Registration]
    ) -> QuerySet[Registration]:
        """Return the delegates of the chosen kind."""
        if self.value() not in ("no", "yes"):
            return queryset
        return queryset.filter(email="") if self.value() == "no" else queryset.exclude(email="")
