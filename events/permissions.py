"""Who may do what outside the pages of the admin; groups and their rights: see migrations."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


def may_print(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Return whether the user may print official papers: whoever may read the plan."""
    return _is_staff(user) and user.has_perm("events.view_plan")  # type: ignore[union-attr]


def may_see_registrations(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Return whether the user may see who comes: names and telephones of delegates."""
    return _is_staff(user) and user.has_perm("registrations.view_registration")  # type: ignore[union-attr]


def may_issue(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Return whether the user may enter papers in the register."""
    return _is_staff(user) and user.has_perm("events.add_officialdocument")  # type: ignore[union-attr]


def may_approve(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Return whether the user may approve papers, and issue what nobody approved before."""
    return has_right(user, "events.approve_submission")


def may_see_register(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Return whether the user may see what was issued."""
    return _is_staff(user) and user.has_perm("events.view_officialdocument")  # type: ignore[union-attr]


def has_right(user: AbstractBaseUser | AnonymousUser, permission: str) -> bool:
    """Return whether the user works here and has a right, as `app.verb_model`."""
    return _is_staff(user) and user.has_perm(permission)  # type: ignore[union-attr]


def _is_staff(user: AbstractBaseUser | AnonymousUser) -> bool:
    return bool(user.is_active and getattr(user, "is_staff", False))
