"""Which hour and place each office was told last."""

from django.db import migrations, models

# who was invited before knows what stands now, as far as the portal can tell
KNOWN = """
    UPDATE registrations_invitation AS invitation SET told_revision = event.revision
    FROM events_event AS event WHERE event.id = invitation.event_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0012_requests_of_the_replaced"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="told_revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
