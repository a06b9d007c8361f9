"""A seat belongs to the ceremony of who holds it; the seating is part of what pages show."""

from django.db import migrations

FORWARD = """
ALTER TABLE registrations_registration ADD CONSTRAINT registrations_seat_of_event
    FOREIGN KEY (seat_id, event_id) REFERENCES registrations_seat (id, event_id)
    DEFERRABLE INITIALLY DEFERRED;
SELECT events_watch_content('registrations_seating');
"""

BACKWARD = """
ALTER TABLE registrations_registration DROP CONSTRAINT registrations_seat_of_event;
DROP TRIGGER content_version ON registrations_seating;
DROP TRIGGER content_version_truncate ON registrations_seating;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0001_initial"),
        ("events", "0002_content_version"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
