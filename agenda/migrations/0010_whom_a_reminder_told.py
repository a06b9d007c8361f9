"""Which unit a reminder told, so that another lead is told anew; due days that can be meant."""

import datetime

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

MEANT = (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31))


def told_so_far(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Take it that the present lead was told."""
    tasks = apps.get_model("agenda", "PreparationTask").objects.using(
        schema_editor.connection.alias
    )
    tasks.filter(reminded_on__isnull=False).update(reminded_unit=F("lead_unit"))


def without_slips(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Take out due days of years that nobody means: of them no reminder can be counted."""
    tasks = apps.get_model("agenda", "PreparationTask").objects.using(
        schema_editor.connection.alias
    )
    tasks.exclude(due_on__range=MEANT).update(due_on=None)


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0008_reminders"),
        ("events", "0020_units"),
    ]

    operations = [
        migrations.RunPython(without_slips, migrations.RunPython.noop),
        migrations.AddConstraint(
            "preparationtask",
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__range=MEANT),
                name="agenda_preparationtask_due_on",
                violation_error_message="Please check the year of this day.",
            ),
        ),
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
