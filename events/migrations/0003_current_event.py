"""The ceremony of the public pages, as a function: its plan is kept by each connection.

Every public page asks for it, and planning the statement would take longer than running it.
`Event.objects.current()` says the same; a test compares the two.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION events_current(today date) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT id FROM events_event WHERE published
        ORDER BY window_end >= today DESC,
            CASE WHEN window_end >= today THEN window_start END,
            CASE WHEN window_end >= today THEN id END,
            window_end DESC, id DESC
        LIMIT 1
    );
END $$;
"""

BACKWARD = "DROP FUNCTION events_current(date)"


class Migration(migrations.Migration):
    dependencies = [("events", "0002_content_version")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
