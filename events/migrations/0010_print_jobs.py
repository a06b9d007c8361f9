"""Long papers that the worker prints part by part, with their files for a day."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import events.fields


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0009_letters_of_a_mailbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bundle", models.CharField(max_length=30)),
                ("keys", models.JSONField(default=list)),
                ("options", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                ("file_name", events.fields.LineField(max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting to be printed"),
                            ("working", "being printed"),
                            ("done", "ready to be downloaded"),
                            ("failed", "could not be printed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("total", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("failure", models.TextField(default="")),
                (
                    "asked_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                ),
                ("worked_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="print_jobs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "long paper",
                "verbose_name_plural": "long papers",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PrintPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="events.printjob",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a long paper",
                "verbose_name_plural": "parts of long papers",
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="printjob",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "working"])),
                fields=("user", "digest"),
                name="events_printjob_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="printjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "working", "done", "failed", "cancelled"])
                ),
                name="events_printjob_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="printjob",
            constraint=models.CheckConstraint(
                condition=models.Q(("done__lte", models.F("total")), ("total__gte", 1)),
                name="events_printjob_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="printjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    models.Q(("done", models.F("total")), ("size__gt", 0)),
                    _connector="OR",
                ),
                name="events_printjob_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="printpart",
            constraint=models.UniqueConstraint(
                fields=("job", "number"), name="events_printpart_once"
            ),
        ),
    ]
