"""What takes more than one table to say, and the seating as part of what pages show.

A seat and a delegation belong to the ceremony of the registration that names them. These keys
are checked at once, so that a step inside a longer transaction learns of the fault itself.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE events_delegation ADD CONSTRAINT registrations_delegation_event UNIQUE (id, event_id);
ALTER TABLE registrations_registration
    ADD CONSTRAINT registrations_seat_of_event
        FOREIGN KEY (seat_id, event_id) REFERENCES registrations_seat (id, event_id)
        DEFERRABLE INITIALLY IMMEDIATE,
    ADD CONSTRAINT registrations_delegation_of_event
        FOREIGN KEY (delegation_id, event_id) REFERENCES events_delegation (id, event_id)
        DEFERRABLE INITIALLY IMMEDIATE;
SELECT events_watch_content('registrations_seating');
"""

BACKWARD = """
ALTER TABLE registrations_registration
    DROP CONSTRAINT registrations_seat_of_event,
    DROP CONSTRAINT registrations_delegation_of_event;
ALTER TABLE events_delegation DROP CONSTRAINT registrations_delegation_event;
DROP TRIGGER content_version ON registrations_seating;
DROP TRIGGER content_version_truncate ON registrations_seating;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0001_initial"),
        ("events", "0002_content_version"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
