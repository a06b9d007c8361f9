"""Several committees in one portal: rights in one ceremony, by a backend as a portal may have."""

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from events.models import Event
from events.permissions import EVERY, Ceremonies, RightsByCeremony
from tests.people import worker

BACKENDS = ["django.contrib.auth.backends.ModelBackend", "tests.committees.Committees"]


class Committees(RightsByCeremony):
    """Gives who is in the group “organizer le-1” the rights of organizers in the ceremony le-1."""

    def ceremonies_with(self, user: Any, right: str) -> Ceremonies:
        """Return the keys of the ceremonies."""
        everywhere = super().ceremonies_with(user, right)
        if everywhere is EVERY:
            return EVERY
        return frozenset(key for key, rights in _rights(user).items() if right in rights)


def _rights(user: Any) -> dict[int, set[str]]:
    """Return the rights by the key of the ceremony; they are read once for a user."""
    if not hasattr(user, "committees"):
        found: dict[int, set[str]] = {}
        for name in user.groups.values_list("name", flat=True):
            role, _space, slug = name.partition(" ")
            for event in Event.objects.filter(slug=slug):
                rights = Permission.objects.filter(group__name=role)
                codes = rights.values_list("content_type__app_label", "codename")
                found.setdefault(event.pk, set()).update(f"{app}.{code}" for app, code in codes)
        user.committees = found
    committees: dict[int, set[str]] = user.committees
    return committees


def member(**roles: Event) -> User:
    """Make a person with roles that hold in one ceremony each: `organizer=event`."""
    user = User.objects.create_user("nguoi-cua-ban-to-chuc", is_staff=True)
    for role, event in roles.items():
        if not Group.objects.filter(name=role).exists():
            worker(role)
        user.groups.add(Group.objects.get_or_create(name=f"{role} {event.slug}")[0])
    return user


def reader() -> str:
    """Make a role that may see all and write nothing; return its name."""
    group = Group.objects.create(name="reader")
    group.permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return group.name


def client_of(user: User) -> Client:
    """Return the browser of somebody."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
