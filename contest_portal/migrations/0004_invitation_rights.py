"""What the roles may do with invitations, calls and the history of substitutes."""

from typing import Any

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

# model: what organizers and what the secretariat may do
RIGHTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "invitation": (("view", "add", "change", "delete"), ("view", "add", "change")),
    "calllog": (("view", "add", "change", "delete"), ("view", "add", "change")),
    "substitution": (("view",), ("view",)),
}


def give(apps: Any, schema_editor: Any) -> None:
    """Give the rights. Permissions are otherwise made only after the last migration."""
    database = schema_editor.connection.alias
    config = all_apps.get_app_config("registrations")
    create_permissions(config, verbosity=0, using=database, apps=all_apps)
    Group = apps.get_model("auth", "Group")
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    for place, name in enumerate(("organizer", "secretariat")):
        group = Group.objects.using(database).get(name=name)
        names = [f"{verb}_{model}" for model, verbs in RIGHTS.items() for verb in verbs[place]]
        group.permissions.add(
            *permissions.filter(content_type__app_label="registrations", codename__in=names)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("contest_portal", "0003_groups"),
        ("registrations", "0004_invitations"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
