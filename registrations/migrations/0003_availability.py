"""What public pages show of the seats, as a function: its plan is kept by each connection."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION registrations_availability(
    today date,
    OUT version text, OUT event bigint, OUT policy text, OUT opens_at timestamptz,
    OUT closes_at timestamptz, OUT total int, OUT taken int, OUT waiting boolean
) LANGUAGE plpgsql STABLE AS $$
BEGIN
    version := (SELECT content.version FROM events_content_version AS content);
    event := events_current(today);
    SELECT seating.policy, seating.opens_at, seating.closes_at, seating.public_seats
        INTO policy, opens_at, closes_at, total
        FROM registrations_seating AS seating WHERE seating.event_id = event;
    taken := (
        SELECT count(*) FROM registrations_registration AS holder
        JOIN registrations_seat AS seat ON seat.id = holder.seat_id
        WHERE holder.event_id = event AND seat.kind = 'public'
    );
    waiting := EXISTS (
        SELECT FROM registrations_registration AS waiter
        WHERE waiter.event_id = event AND waiter.status = 'waiting'
    );
END $$;
"""

BACKWARD = "DROP FUNCTION registrations_availability(date)"


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0002_database_rules"),
        ("events", "0003_current_event"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
