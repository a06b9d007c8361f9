"""The home page says why, in the words of the plan: it changes with them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0028_media")]

    operations = [
        migrations.RunSQL(
            "SELECT events_watch_content('events_purpose');",
            "DROP TRIGGER content_version ON events_purpose;"
            "DROP TRIGGER content_version_truncate ON events_purpose;",
        ),
    ]
