"""Organizers and the secretariat see the letters and may send them again."""

from typing import Any

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations


def give(apps: Any, schema_editor: Any) -> None:
    """Give the rights. Permissions are otherwise made only after the last migration."""
    database = schema_editor.connection.alias
    config = all_apps.get_app_config("events")
    create_permissions(config, verbosity=0, using=database, apps=all_apps)
    Group = apps.get_model("auth", "Group")
    rights = apps.get_model("auth", "Permission").objects.using(database)
    for group in Group.objects.using(database).filter(name__in=("organizer", "secretariat")):
        group.permissions.add(*rights.filter(codename__in=("view_letter", "change_letter")))


class Migration(migrations.Migration):
    dependencies = [
        ("contest_portal", "0005_personal_data"),
        ("events", "0007_letters"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
