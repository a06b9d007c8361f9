"""A version of everything that public pages show, kept by the database itself.

Whatever writes (admin, import, shell, another host), the version changes at commit. A page kept
in memory under the old version is then never shown again.
"""

from django.db import migrations

FORWARD = """
CREATE TABLE events_content_version (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version uuid NOT NULL
);
CREATE FUNCTION events_renew_content_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO events_content_version (version) VALUES (gen_random_uuid())
    ON CONFLICT (only_row) DO UPDATE SET version = excluded.version;
    RETURN NULL;
END $$;
CREATE FUNCTION events_watch_content(watched regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- deferred to the commit, so that two long edits do not wait for each other
    EXECUTE format(
        'CREATE CONSTRAINT TRIGGER content_version AFTER INSERT OR UPDATE OR DELETE ON %s '
        'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW '
        'EXECUTE FUNCTION events_renew_content_version()', watched);
    EXECUTE format(
        'CREATE TRIGGER content_version_truncate AFTER TRUNCATE ON %s '
        'EXECUTE FUNCTION events_renew_content_version()', watched);
END $$;
SELECT events_watch_content('events_contest');
SELECT events_watch_content('events_event');
SELECT events_watch_content('events_delegation');
"""

BACKWARD = """
DROP FUNCTION events_watch_content(regclass);
DROP FUNCTION events_renew_content_version() CASCADE;
DROP TABLE events_content_version;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
