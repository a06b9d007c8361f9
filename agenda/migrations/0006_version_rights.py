"""A version is a part of the programme: it has no rights of its own."""

from typing import Any

from django.db import migrations


def remove_rights(apps: Any, schema_editor: Any) -> None:
    """Remove the rights that an earlier migration of roles may have made."""
    rights = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    codenames = ["add_programmeversion", "view_programmeversion"]
    rights.filter(content_type__app_label="agenda", codename__in=codenames).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0005_script_is_programme"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="programmeversion",
            options={
                "verbose_name": "version of the programme",
                "verbose_name_plural": "versions of the programme",
                "ordering": ["-number"],
                "default_permissions": (),
            },
        ),
        migrations.RunPython(remove_rights, migrations.RunPython.noop),
    ]
