"""The roles of the people who work in the admin, and the words for what they may do."""

from django.contrib.auth.models import Permission
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: dict[str, str | Promise] = {
    "organizer": _("Organizing committee"),
    "secretariat": _("Secretariat"),
    "reception": _("Reception team"),
}

VERBS: dict[str, str | Promise] = {
    "add": _("add"),
    "change": _("edit"),
    "delete": _("remove"),
    "view": _("see"),
    "approve": _("approve"),
}


def role_name(name: str) -> str:
    """Return the name of a role in words; a role that users made keeps its own."""
    return str(ROLES.get(name, name))


def permission_name(permission: Permission) -> str:
    """Return what a permission allows, as “Plan: edit”."""
    verb = permission.codename.partition("_")[0]
    model = permission.content_type.model_class()
    subject = model._meta.verbose_name if model else permission.content_type.model
    subject = str(subject)
    return f"{subject[:1].upper()}{subject[1:]}: {VERBS.get(verb, verb)}"
