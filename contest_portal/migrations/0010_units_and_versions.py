"""What the roles may do with units, the committee and reports."""

from typing import Any

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

ALL = ("view", "add", "change", "delete")

# app, model: what organizers and what the secretariat may do
RIGHTS: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("events", "unit"): (ALL, ("view",)),
    ("events", "unitcall"): (("view", "add"), ("view", "add")),
    ("events", "committee"): (ALL, ("view",)),
    ("events", "committeemember"): (ALL, ("view",)),
    ("agenda", "taskupdate"): (("view",), ("view",)),
    ("agenda", "taskfile"): (("view",), ("view",)),
}


def give(apps: Any, schema_editor: Any) -> None:
    """Give the rights. Permissions are otherwise made only after the last migration."""
    database = schema_editor.connection.alias
    for label in {label for label, _model in RIGHTS}:
        config = all_apps.get_app_config(label)
        create_permissions(config, verbosity=0, using=database, apps=all_apps)
    Group = apps.get_model("auth", "Group")
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    for place, name in enumerate(("organizer", "secretariat")):
        group = Group.objects.using(database).get(name=name)
        for (label, model), verbs in RIGHTS.items():
            names = [f"{verb}_{model}" for verb in verbs[place]]
            group.permissions.add(
                *permissions.filter(content_type__app_label=label, codename__in=names)
            )


class Migration(migrations.Migration):
    dependencies = [
        ("contest_portal", "0009_roles_open_the_admin"),
        ("agenda", "0008_reminders"),
        ("events", "0021_calls_to_units"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
