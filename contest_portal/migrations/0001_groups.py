"""The three roles and what each of them may do in the admin."""

from typing import Any

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

APPS = ("events", "agenda", "registrations")
ALL = ("view", "add", "change", "delete")

EVERYTHING = {
    "events": (
        "contest",
        "event",
        "delegation",
        "plan",
        "legalbasis",
        "purpose",
        "duty",
        "recipient",
    ),
    "agenda": ("programme", "agendaitem", "preparation", "preparationtask"),
    "registrations": ("seating", "seat", "registration"),
}
PLAN_TEXT = ("legalbasis", "purpose", "duty", "recipient")

RIGHTS = {
    "organizer": {model: ALL for models in EVERYTHING.values() for model in models},
    "secretariat": {
        **{model: ("view",) for models in EVERYTHING.values() for model in models},
        **{model: ALL for model in PLAN_TEXT},
        "plan": ("view", "change"),
        "registration": ("view", "add", "change"),
    },
    "reception": {"registration": ("view",)},
}


def make_groups(apps: Any, schema_editor: Any) -> None:
    """Make the groups. Permissions are otherwise made only after the last migration."""
    database = schema_editor.connection.alias
    for label in APPS:
        create_permissions(
            all_apps.get_app_config(label), verbosity=0, using=database, apps=all_apps
        )
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, rights in RIGHTS.items():
        group, _made = Group.objects.using(database).get_or_create(name=name)
        for label, models in EVERYTHING.items():
            names = [f"{verb}_{model}" for model in models for verb in rights.get(model, ())]
            group.permissions.add(
                *Permission.objects.using(database).filter(
                    content_type__app_label=label, codename__in=names
                )
            )


def remove_groups(apps: Any, schema_editor: Any) -> None:
    """Remove the groups."""
    Group = apps.get_model("auth", "Group")
    Group.objects.using(schema_editor.connection.alias).filter(name__in=RIGHTS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_content_version"),
        ("agenda", "0002_content_version"),
        ("registrations", "0002_database_rules"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
