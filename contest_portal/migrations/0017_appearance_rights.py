"""Organizers choose how the site looks; the secretariat sees what was chosen."""

from typing import Any

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = {"organizer": ("add", "change", "delete", "view"), "secretariat": ("view",)}


def give(apps: Any, schema_editor: Any) -> None:
    """Give the rights. Permissions are otherwise made only after the last migration."""
    database = schema_editor.connection.alias
    config = all_apps.get_app_config("events")
    create_permissions(config, verbosity=0, using=database, apps=all_apps)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    for role, rights in RIGHTS.items():
        names = [f"{right}_appearance" for right in rights]
        wanted = permissions.filter(content_type__app_label="events", codename__in=names)
        apps.get_model("auth", "Group").objects.using(database).get(name=role).permissions.add(
            *wanted
        )


class Migration(migrations.Migration):
    dependencies = [("contest_portal", "0016_record_guard"), ("events", "0030_appearance")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
