"""Who was replaced is found by name, accents or not."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from events.vietnamese import names


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    substitution = apps.get_model("registrations", "Substitution")
    rows = list(substitution.objects.all())
    for row in rows:
        row.name_search = names.fold(row.name)
    substitution.objects.bulk_update(rows, ["name_search"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0013_change_told_to_offices"),
    ]

    operations = [
        migrations.AddField(
            model_name="substitution",
            name="name_search",
            field=models.TextField(default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
