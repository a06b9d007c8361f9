"""The outbox, and how often hour, days and venue of a ceremony were changed."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION events_count_revisions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.revision := OLD.revision;
    NEW.revised_at := OLD.revised_at;
    IF (NEW.starts_at, NEW.window_start, NEW.window_end, NEW.venue)
        IS DISTINCT FROM (OLD.starts_at, OLD.window_start, OLD.window_end, OLD.venue)
    THEN
        NEW.revision := OLD.revision + 1;
        NEW.revised_at := now();
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER count_revisions BEFORE UPDATE ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_count_revisions();
"""

BACKWARD = """
DROP TRIGGER count_revisions ON events_event;
DROP FUNCTION events_count_revisions();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0006_throttle"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="revised_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="event",
            name="revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        # once the table of an app that is not in use any more, with more columns: see 0019
        migrations.CreateModel(
            name="Email",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=989, blank=True)),
                ("message", models.TextField(blank=True)),
                ("expires_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "post_office_email"},
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "email_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="events.email",
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=200, verbose_name="occasion")),
                ("until_start", models.BooleanField(default=True, editable=False)),
                ("enclosures", models.JSONField(default=list, editable=False)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="events.event",
                        verbose_name="ceremony",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="events_letter_key_once")
                ],
            },
            bases=("events.email",),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
