"""The page of the programme leads to the paper where a plan is there: it changes with the plan."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0030_appearance")]

    operations = [
        migrations.RunSQL(
            "SELECT events_watch_content('events_plan');",
            "DROP TRIGGER content_version ON events_plan;"
            "DROP TRIGGER content_version_truncate ON events_plan;",
        ),
    ]
