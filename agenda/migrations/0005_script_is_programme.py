"""The script has no page of its own: it is the programme, read with all that happens."""

from typing import Any

from django.db import migrations


def forget(apps: Any, schema_editor: Any) -> None:
    """Give the history of scripts to programmes, and remove the rights that nobody can use now."""
    database = schema_editor.connection.alias
    kinds = apps.get_model("contenttypes", "ContentType").objects.using(database)
    script = kinds.filter(app_label="agenda", model="script").first()
    programme = kinds.filter(app_label="agenda", model="programme").first()
    if script is None:
        return
    entries = apps.get_model("admin", "LogEntry").objects.using(database)
    entries.filter(content_type=script).update(content_type=programme)
    apps.get_model("auth", "Permission").objects.using(database).filter(
        content_type=script
    ).delete()
    script.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0004_versions_and_reports"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("contest_portal", "0003_groups"),  # which gives these rights
        ("auth", "0012_alter_user_first_name_max_length"),
        ("admin", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.DeleteModel(name="Script"),
    ]
