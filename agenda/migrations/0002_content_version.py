"""The programme is part of what public pages show: its edits renew the content version."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agenda", "0001_initial"), ("events", "0002_content_version")]

    operations = [
        migrations.RunSQL(
            "SELECT events_watch_content('agenda_agendaitem')",
            """
            DROP TRIGGER content_version ON agenda_agendaitem;
            DROP TRIGGER content_version_truncate ON agenda_agendaitem;
            """,
        )
    ]
