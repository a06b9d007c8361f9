"""Versions of the programme, reports on tasks; tasks point to their units."""

from typing import Any

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import events.fields
from events.models.unit import new_token
from events.vietnamese.units import split_units

RULES = """
CREATE TRIGGER published_is_published BEFORE UPDATE ON agenda_programmeversion
    FOR EACH ROW EXECUTE FUNCTION events_refuse_change();
CREATE TRIGGER reported_is_reported BEFORE UPDATE ON agenda_taskupdate
    FOR EACH ROW EXECUTE FUNCTION events_refuse_change();
CREATE TRIGGER reported_is_reported BEFORE UPDATE ON agenda_taskfile
    FOR EACH ROW EXECUTE FUNCTION events_refuse_change();
-- the public sees what is published: the draft does not renew its pages
SELECT events_watch_content('agenda_programmeversion');
DROP TRIGGER content_version ON agenda_agendaitem;
DROP TRIGGER content_version_truncate ON agenda_agendaitem;
"""
BACK = """
DROP TRIGGER published_is_published ON agenda_programmeversion;
DROP TRIGGER reported_is_reported ON agenda_taskupdate;
DROP TRIGGER reported_is_reported ON agenda_taskfile;
DROP TRIGGER content_version ON agenda_programmeversion;
DROP TRIGGER content_version_truncate ON agenda_programmeversion;
SELECT events_watch_content('agenda_agendaitem');
"""
KEPT = [
    "title",
    "performer",
    "minutes",
    "fixed_start",
    "only_script",
    "mc_text",
    "sound",
    "screen",
    "logistics",
]


def name_units(apps: Any, schema_editor: Any) -> None:
    """Make a unit of each office that a task names, and let the task point to it."""
    Task = apps.get_model("agenda", "PreparationTask")
    Unit = apps.get_model("events", "Unit")
    database = schema_editor.connection.alias

    def unit(event_id: int, name: str) -> Any:
        found, _made = Unit.objects.using(database).get_or_create(
            event_id=event_id, name=name[:300], defaults={"token": new_token()}
        )
        return found

    for task in Task.objects.using(database).order_by("event", "position"):
        if task.lead_unit_text:
            task.lead_unit = unit(task.event_id, task.lead_unit_text)
            task.save(update_fields=["lead_unit"])
        for name in split_units(task.coordinating_units_text):
            task.coordinating_units.add(unit(task.event_id, name))


def publish(apps: Any, schema_editor: Any) -> None:
    """Publish the programme that everybody has seen until now as its first version."""
    Event, Item = apps.get_model("events", "Event"), apps.get_model("agenda", "AgendaItem")
    Version = apps.get_model("agenda", "ProgrammeVersion")
    database = schema_editor.connection.alias
    for event in Event.objects.using(database).filter(agenda_items__isnull=False).distinct():
        rows = Item.objects.using(database).filter(event=event).order_by("position")
        items = [{"key": row.pk} | {name: getattr(row, name) for name in KEPT} for row in rows]
        Version.objects.using(database).create(
            event=event,
            number=1,
            note="Chương trình đang công bố khi nâng cấp phần mềm",
            starts_at=event.starts_at,
            venue=event.venue,
            items=items,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0003_script"),
        ("events", "0020_units"),
    ]

    operations = [
        migrations.RenameField("preparationtask", "lead_unit", "lead_unit_text"),
        migrations.RenameField("preparationtask", "coordinating_units", "coordinating_units_text"),
        migrations.CreateModel(
            name="ProgrammeVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "published_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="published at"
                    ),
                ),
                (
                    "published_by",
                    events.fields.LineField(
                        blank=True, max_length=150, verbose_name="published by"
                    ),
                ),
                ("note", events.fields.LineField(blank=True, max_length=300, verbose_name="note")),
                (
                    "starts_at",
                    models.DateTimeField(null=True, verbose_name="beginning of the ceremony"),
                ),
                ("venue", models.CharField(blank=True, max_length=300, verbose_name="venue")),
                (
                    "items",
                    models.JSONField(
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="agenda items",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of the programme",
                "verbose_name_plural": "versions of the programme",
                "ordering": ["-number"],
                "default_permissions": ("add", "view"),
            },
        ),
        migrations.CreateModel(
            name="TaskFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("content", models.BinaryField()),
                ("content_type", models.CharField(max_length=100)),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
            ],
            options={
                "verbose_name": "file of a report",
                "verbose_name_plural": "files of reports",
                "ordering": ["pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="TaskUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="reported at"
                    ),
                ),
                ("by", events.fields.LineField(max_length=300, verbose_name="reported by")),
                (
                    "status_before",
                    models.CharField(
                        choices=[
                            ("planned", "not begun"),
                            ("under_way", "under way"),
                            ("blocked", "blocked"),
                            ("done", "done"),
                        ],
                        max_length=10,
                        verbose_name="state before",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "not begun"),
                            ("under_way", "under way"),
                            ("blocked", "blocked"),
                            ("done", "done"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("percent_before", models.PositiveSmallIntegerField(verbose_name="percent before")),
                ("percent", models.PositiveSmallIntegerField(verbose_name="percent done")),
                ("words", events.fields.LinesField(blank=True, verbose_name="what is reported")),
                ("nonce", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "report on a task",
                "verbose_name_plural": "reports on tasks",
                "ordering": ["-at", "-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="members",
            field=models.ManyToManyField(
                blank=True,
                help_text="They are told when a new version of the programme is published.",
                related_name="agenda_items",
                to="events.committeemember",
                verbose_name="committee members who perform it",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="units",
            field=models.ManyToManyField(
                blank=True,
                related_name="agenda_items",
                to="events.unit",
                verbose_name="units that perform it",
            ),
        ),
        migrations.AddField(
            model_name="preparationtask",
            name="accepted_by",
            field=events.fields.LineField(blank=True, max_length=150, verbose_name="accepted by"),
        ),
        migrations.AddField(
            model_name="preparationtask",
            name="blocked_reason",
            field=events.fields.LinesField(blank=True, verbose_name="what blocks it"),
        ),
        migrations.AddField(
            model_name="preparationtask",
            name="done_on",
            field=models.DateField(blank=True, null=True, verbose_name="done on"),
        ),
        migrations.AddField(
            model_name="preparationtask",
            name="lead_unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="led_tasks",
                to="events.unit",
                verbose_name="lead unit",
            ),
        ),
        migrations.AlterField(
            model_name="preparationtask",
            name="status",
            field=models.CharField(
                choices=[
                    ("planned", "not begun"),
                    ("under_way", "under way"),
                    ("blocked", "blocked"),
                    ("done", "done"),
                ],
                default="planned",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="preparationtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "blocked"), _negated=True),
                    models.Q(("blocked_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="agenda_preparationtask_blocked",
                violation_error_message="Please say what blocks the task.",
            ),
        ),
        migrations.AddConstraint(
            model_name="preparationtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "done"),
                    models.Q(("accepted_by", ""), ("done_on__isnull", True)),
                    _connector="OR",
                ),
                name="agenda_preparationtask_done_on",
                violation_error_message="Only a task that is done has a day when it was done.",
            ),
        ),
        migrations.AddField(
            model_name="programmeversion",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="programme_versions",
                to="events.event",
                verbose_name="ceremony",
            ),
        ),
        migrations.AddField(
            model_name="taskupdate",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="updates",
                to="agenda.preparationtask",
                verbose_name="preparation task",
            ),
        ),
        migrations.AddField(
            model_name="taskupdate",
            name="unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="updates",
                to="events.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddField(
            model_name="taskfile",
            name="update",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="agenda.taskupdate",
                verbose_name="report",
            ),
        ),
        migrations.AddField(
            model_name="preparationtask",
            name="coordinating_units",
            field=models.ManyToManyField(
                blank=True,
                related_name="coordinated_tasks",
                to="events.unit",
                verbose_name="coordinating units",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeversion",
            constraint=models.UniqueConstraint(
                fields=("event", "number"), name="agenda_programmeversion_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="taskupdate",
            constraint=models.UniqueConstraint(fields=("nonce",), name="agenda_taskupdate_once"),
        ),
        migrations.RunSQL(RULES, BACK),
        migrations.RunPython(name_units, migrations.RunPython.noop),
        migrations.RunPython(publish, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveField("preparationtask", "lead_unit_text"),
        migrations.RemoveField("preparationtask", "coordinating_units_text"),
    ]
