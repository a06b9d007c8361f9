"""Organizers see what the portal did by itself."""

from typing import Any

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations


def give(apps: Any, schema_editor: Any) -> None:
    """Give the right. Permissions are otherwise made only after the last migration."""
    database = schema_editor.connection.alias
    config = all_apps.get_app_config("contest_portal")
    create_permissions(config, verbosity=0, using=database, apps=all_apps)
    Group = apps.get_model("auth", "Group")
    rights = apps.get_model("auth", "Permission").objects.using(database)
    organizers = Group.objects.using(database).get(name="organizer")
    organizers.permissions.add(*rights.filter(codename="view_operationrun"))


class Migration(migrations.Migration):
    dependencies = [("contest_portal", "0007_operations")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
