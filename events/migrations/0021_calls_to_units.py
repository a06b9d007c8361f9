"""The log of calls to units; the committee has a page of its own."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import events.fields


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0020_units"),
    ]

    operations = [
        migrations.CreateModel(
            name="Committee",
            fields=[],
            options={
                "verbose_name": "committee",
                "verbose_name_plural": "committees",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("events.event",),
        ),
        migrations.CreateModel(
            name="UnitCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "called_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="called at"
                    ),
                ),
                ("caller", events.fields.LineField(max_length=150, verbose_name="who called")),
                ("said", events.fields.LinesField(verbose_name="what was said")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="events.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "call to a unit",
                "verbose_name_plural": "calls to units",
                "ordering": ["-called_at", "-pk"],
                "default_permissions": ("view", "add"),
            },
        ),
    ]
