"""Organizers approve papers; the secretariat presents them."""

from typing import Any

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = {
    "organizer": ("view_submission", "approve_submission"),
    "secretariat": ("view_submission",),
}


def give(apps: Any, schema_editor: Any) -> None:
    """Give the rights. Permissions are otherwise made only after the last migration."""
    database = schema_editor.connection.alias
    config = all_apps.get_app_config("events")
    create_permissions(config, verbosity=0, using=database, apps=all_apps)
    Group = apps.get_model("auth", "Group")
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    for name, rights in RIGHTS.items():
        wanted = permissions.filter(content_type__app_label="events", codename__in=rights)
        Group.objects.using(database).get(name=name).permissions.add(*wanted)


class Migration(migrations.Migration):
    dependencies = [
        ("contest_portal", "0010_units_and_versions"),
        ("events", "0023_submissions"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
