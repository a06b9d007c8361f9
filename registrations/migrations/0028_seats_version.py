"""A version of everything that decides how many seats are left, beside that of the content.

It stands in the same row, so that two commits that renew both never wait for each other. A
transaction renews it once, however many rows it writes.
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("registrations.migrations.0027_content_stamp").FORWARD

VERSION = """
INSERT INTO events_content_version (version) VALUES (gen_random_uuid()) ON CONFLICT DO NOTHING;
ALTER TABLE events_content_version ADD COLUMN seats uuid NOT NULL DEFAULT gen_random_uuid();
CREATE FUNCTION registrations_renew_seats_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('registrations.seats_renewed', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    UPDATE events_content_version SET seats = gen_random_uuid();
    PERFORM set_config('registrations.seats_renewed', 'yes', true);  -- until the commit
    RETURN NULL;
END $$;
CREATE FUNCTION registrations_watch_seats(watched regclass, changed text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE CONSTRAINT TRIGGER seats_version AFTER INSERT OR DELETE ON %s '
        'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW '
        'EXECUTE FUNCTION registrations_renew_seats_version()', watched);
    EXECUTE format(
        'CREATE CONSTRAINT TRIGGER seats_version_update AFTER UPDATE ON %s '
        'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (%s) '
        'EXECUTE FUNCTION registrations_renew_seats_version()', watched, changed);
    EXECUTE format(
        'CREATE TRIGGER seats_version_truncate AFTER TRUNCATE ON %s '
        'EXECUTE FUNCTION registrations_renew_seats_version()', watched);
END $$;
SELECT registrations_watch_seats('registrations_registration',
    '(old.event_id, old.status, old.seat_id, old.delegation_id) IS DISTINCT FROM '
    '(new.event_id, new.status, new.seat_id, new.delegation_id)');
SELECT registrations_watch_seats('registrations_seat',
    '(old.event_id, old.kind) IS DISTINCT FROM (new.event_id, new.kind)');
"""
WITHOUT_VERSION = """
DROP FUNCTION registrations_watch_seats(regclass, text);
DROP FUNCTION registrations_renew_seats_version() CASCADE;
ALTER TABLE events_content_version DROP COLUMN seats;
"""

# what a page shows is counted anew where this is another row
STAMP = """
CREATE FUNCTION registrations_stamp(
    today date, moment timestamptz, OUT version text, OUT event bigint, OUT seats text
) LANGUAGE plpgsql STABLE AS $$
BEGIN
    version := events_content_stamp(today, moment);
    event := events_current(today);
    seats := (SELECT content.seats FROM events_content_version AS content);
END $$;
"""
WITHOUT_STAMP = "DROP FUNCTION registrations_stamp(date, timestamptz);"

# until when seats are kept is told, not asked, so that what was counted holds as long as the rows
DROPPED = "DROP FUNCTION registrations_availability(date, timestamptz);"
AVAILABILITY = """
CREATE FUNCTION registrations_availability(
    today date, moment timestamptz,
    OUT version text, OUT event bigint, OUT policy text, OUT opens_at timestamptz,
    OUT closes_at timestamptz, OUT total int, OUT taken int, OUT kept int,
    OUT kept_until timestamptz, OUT waiting boolean
) LANGUAGE plpgsql STABLE AS $$
BEGIN
    version := events_content_stamp(today, moment);
    event := events_current(today);
    SELECT seating.policy, seating.opens_at, seating.closes_at, seating.public_seats,
            least(seating.allotments_until, ceremony.starts_at)
        INTO policy, opens_at, closes_at, total, kept_until
        FROM registrations_seating AS seating
        JOIN events_event AS ceremony ON ceremony.id = seating.event_id
        WHERE seating.event_id = event;
    taken := (
        SELECT count(*) FROM registrations_registration AS holder
        JOIN registrations_seat AS seat ON seat.id = holder.seat_id
        WHERE holder.event_id = event AND seat.kind = 'public'
    );
    kept := (
        SELECT coalesce(sum(greatest(delegation.allotment - (
            SELECT count(*) FROM registrations_registration AS holder
            JOIN registrations_seat AS seat ON seat.id = holder.seat_id
            WHERE holder.event_id = event AND holder.delegation_id = delegation.id
                AND seat.kind = 'public'
        ), 0)), 0)
        FROM events_delegation AS delegation
        WHERE delegation.event_id = event AND delegation.allotment > 0
    );
    waiting := EXISTS (
        SELECT FROM registrations_registration AS waiter
        WHERE waiter.event_id = event AND waiter.status = 'waiting'
    );
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registrations", "0027_content_stamp")]

    operations = [
        migrations.RunSQL(VERSION, WITHOUT_VERSION),
        migrations.RunSQL(STAMP, WITHOUT_STAMP),
        migrations.RunSQL(DROPPED + AVAILABILITY, BEFORE),
    ]
