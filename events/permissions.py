"""Who may do what, asked with the ceremony that it is done to; groups and rights: see migrations.

A right is asked for as `app.verb_model`, about a ceremony or any row of one. What belongs to no
ceremony (people, letters, daily operations, the contest) asks without: that is a right in the
whole portal. The backends of `AUTHENTICATION_BACKENDS` answer; `RightsByCeremony` is that of today.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.contrib.auth import get_backends
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model, Q, QuerySet

from events.models import Event
from events.models.event import EventQuerySet

User = AbstractBaseUser | AnonymousUser
Rows = TypeVar("Rows", bound=QuerySet[Any])

EVERY: Final = None  # instead of the keys of some ceremonies: all that are and will be
Ceremonies = frozenset[int] | None


class RightsByCeremony(BaseBackend):
    """Gives a right in every ceremony to who has it in the whole portal.

    Where several committees share one portal, a class of theirs stands in its place in the
    settings and says in which ceremonies somebody has a right; nothing else changes.
    """

    def ceremonies_with(self, user: Any, right: str) -> Ceremonies:
        """Return the keys of the ceremonies in which the user has a right."""
        return EVERY if user.has_perm(right) else frozenset()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Return whether the user has a right in the ceremony of a row; None is left to others."""
        if obj is None:
            return False
        keys = self.ceremonies_with(user_obj, perm)
        return keys is EVERY or key_of_ceremony(obj) in keys


# From a row to its ceremony


def way_to_ceremony(model: type[Model]) -> str:
    """Return the lookup from a model to its ceremony; empty for what belongs to none.

    A model says it as `ceremony_path`, unless it has the key `event` itself.
    """
    if issubclass(model, Event):
        return "pk"
    own = "event" if any(field.name == "event" for field in model._meta.fields) else ""
    return str(getattr(model, "ceremony_path", own))


def key_of_ceremony(row: Model) -> int | None:
    """Return the key of the ceremony of a row; None for what belongs to none."""
    *parents, last = way_to_ceremony(type(row)).split("__")
    found: Any = row
    for name in parents:
        found = getattr(found, name, None)
    return getattr(found, f"{last}_id" if last == "event" else last, None) if last else None


# What is asked


def has_right(user: User, right: str, row: Model | None = None) -> bool:
    """Return whether the user works here and has a right in the ceremony of a row.

    Without a row it is asked for the whole portal.
    """
    return _is_staff(user) and bool(user.has_perm(right, row))  # type: ignore[union-attr]


def ceremonies_with(user: User, *rights: str) -> Ceremonies:
    """Return the keys of the ceremonies in which the user has one of the rights, or EVERY."""
    if not _is_staff(user):
        return frozenset()
    found: set[int] = set()
    for backend in get_backends():
        asked: Callable[[User, str], Ceremonies] | None = getattr(backend, "ceremonies_with", None)
        for right in rights if asked else ():
            keys = asked(user, right)  # type: ignore[misc]
            if keys is EVERY:
                return EVERY
            found |= keys
    return frozenset(found)


def has_right_somewhere(user: User, *rights: str) -> bool:
    """Return whether the user has one of the rights in any ceremony."""
    return ceremonies_with(user, *rights) != frozenset()


def in_own(model: type[Model], user: User, *rights: str) -> Q:
    """Return the condition that a row is of a ceremony in which the user has one of the rights.

    It is empty, and costs nothing, for who has one in every ceremony, and for what is of none.
    """
    keys, way = ceremonies_with(user, *rights), way_to_ceremony(model)
    return Q() if keys is EVERY or not way else Q(**{f"{way}__in": keys})


def own(rows: Rows, user: User, *rights: str) -> Rows:
    """Return the rows for which the condition `in_own` holds."""
    return rows.filter(in_own(rows.model, user, *rights))


def has_right_to_all(user: User, right: str, rows: QuerySet[Any]) -> bool:
    """Return whether the user has a right in the ceremony of each of the rows."""
    keys = ceremonies_with(user, right)
    if keys is EVERY or not keys:
        return keys is EVERY
    return not rows.exclude(**{f"{way_to_ceremony(rows.model)}__in": keys}).exists()


def own_ceremonies(user: User, *rights: str) -> EventQuerySet:
    """Return the ceremonies in which the user has one of the rights."""
    return own(Event.objects.all(), user, *rights)


# Rights that have a name


def may_print(user: User, row: Model) -> bool:
    """Return whether the user may print official papers: whoever may read the plan."""
    return has_right(user, MAY_PRINT, row)


def may_see_registrations(user: User, row: Model) -> bool:
    """Return whether the user may see who comes: names and telephones of delegates."""
    return has_right(user, MAY_SEE_REGISTRATIONS, row)


def may_issue(user: User, row: Model) -> bool:
    """Return whether the user may enter papers in the register."""
    return has_right(user, MAY_ISSUE, row)


def may_approve(user: User, row: Model) -> bool:
    """Return whether the user may approve papers, and issue what nobody approved before."""
    return has_right(user, MAY_APPROVE, row)


def may_see_register(user: User, row: Model) -> bool:
    """Return whether the user may see what was issued."""
    return has_right(user, MAY_SEE_REGISTER, row)


MAY_PRINT = "events.view_plan"
MAY_SEE_REGISTRATIONS = "registrations.view_registration"
MAY_ISSUE = "events.add_officialdocument"
MAY_APPROVE = "events.approve_submission"
MAY_SEE_REGISTER = "events.view_officialdocument"


def _is_staff(user: User) -> bool:
    return bool(user.is_active and getattr(user, "is_staff", False))
