"""Which unit a reminder told: where another one leads the task by now, it is told anew."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def told_so_far(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Take it that the present lead was told."""
    tasks = apps.get_model("agenda", "PreparationTask").objects.using(
        schema_editor.connection.alias
    )
    tasks.filter(reminded_on__isnull=False).update(reminded_unit=F("lead_unit"))


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0008_reminders"),
        ("events", "0020_units"),
    ]

    operations = [
        migrations.AddField(
            "preparationtask",
            "reminded_unit",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="reminded_tasks",
                to="events.unit",
            ),
        ),
        migrations.RunPython(told_so_far, migrations.RunPython.noop),
    ]
