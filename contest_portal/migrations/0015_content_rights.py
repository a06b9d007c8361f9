"""Organizers write what the site tells about the contest; the secretariat reads the drafts."""

from typing import Any

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

CONTENT = ("contact", "contestfield", "criterion", "download", "milestone", "newspost",
           "picture", "prize", "question", "rules", "rulesarticle", "video")  # fmt: skip
RIGHTS = {"organizer": ("add", "change", "delete", "view"), "secretariat": ("view",)}


def give(apps: Any, schema_editor: Any) -> None:
    """Give the rights. Permissions are otherwise made only after the last migration."""
    database = schema_editor.connection.alias
    config = all_apps.get_app_config("events")
    create_permissions(config, verbosity=0, using=database, apps=all_apps)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    for role, rights in RIGHTS.items():
        names = [f"{right}_{name}" for right in rights for name in CONTENT]
        wanted = permissions.filter(content_type__app_label="events", codename__in=names)
        apps.get_model("auth", "Group").objects.using(database).get(name=role).permissions.add(
            *wanted
        )


class Migration(migrations.Migration):
    dependencies = [("contest_portal", "0014_audit"), ("events", "0026_content")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
