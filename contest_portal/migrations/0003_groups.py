"""What the roles may do with sponsors, memoranda and the register."""

from typing import Any

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

ALL = ("view", "add", "change", "delete")
WRITE = ("view", "add", "change")

# app, model: what organizers and what the secretariat may do
RIGHTS: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("events", "officialdocument"): (("view", "add"), ("view", "add")),
    ("events", "signedfile"): (("view", "add"), ("view", "add")),
    ("agenda", "script"): (ALL, ("view", "change")),
    ("sponsorship", "sponsor"): (ALL, ("view", "change")),
    ("sponsorship", "memorandum"): (ALL, WRITE),
    ("sponsorship", "party"): (ALL, WRITE),
    ("sponsorship", "basis"): (ALL, ALL),
    ("sponsorship", "article"): (ALL, ALL),
    ("sponsorship", "contribution"): (ALL, ALL),
    ("sponsorship", "instalment"): (ALL, ALL),
    ("sponsorship", "receipt"): (("view", "add"), ("view", "add")),
    ("sponsorship", "signedscan"): (("view", "add"), ("view", "add")),
    ("contest_portal", "signing"): (ALL, ALL),
    ("contest_portal", "signingitem"): (ALL, ("view", "change")),
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
        ("contest_portal", "0001_groups"),
        ("contest_portal", "0002_signing"),
        ("events", "0005_register_rules"),
        ("agenda", "0003_script"),
        ("sponsorship", "0002_database_rules"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
