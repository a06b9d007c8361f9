"""The people who work in the admin, as test persons."""

import importlib
from types import SimpleNamespace

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client

from tests.clerk import Clerk

PASSWORD = "Bốn con vịt bơi 47"


def worker(role: str) -> User:
    """Make a person with a role of the program: organizer, secretariat or reception."""
    if not Group.objects.filter(name=role).exists():  # emptied by a test with real commits
        editor = SimpleNamespace(connection=connection)
        groups = importlib.import_module("contest_portal.migrations.0001_groups")
        groups.make_groups(apps, editor)
        for name in (
            "0003_groups",
            "0004_invitation_rights",
            "0005_personal_data",
            "0006_letters",
            "0008_operations_rights",
            "0010_units_and_versions",
            "0012_approval_rights",
            "0014_audit",
            "0015_content_rights",
            "0017_appearance_rights",
        ):
            importlib.import_module(f"contest_portal.migrations.{name}").give(apps, editor)
    user = User.objects.create_user(f"nguoi-{role}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def signed_in(role: str) -> Client:
    """Return the browser of a person with a role."""
    client = Clerk()
    client.force_login(worker(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def administrator(password: str | None = None) -> User:
    """Make the person who may do everything; without a password nobody can log in as him."""
    return User.objects.create_superuser(
        "quan-tri-vien", password=password, first_name="Trần Thị Thử"
    )


def administrator_client() -> Client:
    """Return the browser of the person who may do everything."""
    client = Clerk()
    client.force_login(administrator(), backend="django.contrib.auth.backends.ModelBackend")
    return client
