"""Who forgets writes nothing else into the record; a table that is emptied is told.

The word that stands in the place of what was personal is that of `registrations.services.erasure`.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION events_audit_is_forgotten(was jsonb, became jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT was IS NULL AND became IS NULL OR coalesce(bool_and(
        o.value IS NOT DISTINCT FROM n.value
        OR o.value IS NOT NULL AND coalesce(n.value = '"Đã xóa dữ liệu"', FALSE)
    ), was = became)
    FROM jsonb_each(was) AS o FULL JOIN jsonb_each(became) AS n USING (key)
$$;

CREATE OR REPLACE FUNCTION events_audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    personal text[] := ARRAY['before', 'after', 'source'];
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('portal.forgetting', true) = 'on' THEN
        IF to_jsonb(OLD) - personal = to_jsonb(NEW) - personal
            AND NEW.source IN (OLD.source, '')
            AND events_audit_is_forgotten(OLD.before, NEW.before)
            AND events_audit_is_forgotten(OLD.after, NEW.after)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'what is recorded stays'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME,
              CONSTRAINT = 'events_audit_stays';
END $$;
"""
NO_GUARD = """
CREATE OR REPLACE FUNCTION events_audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('portal.forgetting', true) = 'on' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what is recorded stays'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME,
              CONSTRAINT = 'events_audit_stays';
END $$;
DROP FUNCTION events_audit_is_forgotten(jsonb, jsonb);
"""
WATCH_ROWS = """
CREATE OR REPLACE FUNCTION events_audit_watch(
    watched regclass, hidden text, veiled text, owner text, owner_column text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    told text := format(
        'EXECUTE FUNCTION events_audit(%L, %L, %L, %L)',
        array_remove(regexp_split_to_array('id,' || hidden, '\\s*,\\s*'), ''),
        array_remove(regexp_split_to_array(veiled, '\\s*,\\s*'), ''), owner, owner_column
    );
BEGIN
    EXECUTE format('CREATE OR REPLACE TRIGGER audit_added AFTER INSERT ON %s '
        'REFERENCING NEW TABLE AS added FOR EACH STATEMENT ', watched) || told;
    EXECUTE format('CREATE OR REPLACE TRIGGER audit_changed AFTER UPDATE ON %s FOR EACH ROW ', watched)
        || told;
    EXECUTE format('CREATE OR REPLACE TRIGGER audit_removed AFTER DELETE ON %s '
        'REFERENCING OLD TABLE AS removed FOR EACH STATEMENT ', watched) || told;
END $$;
"""
WATCH_EMPTIED = """
    EXECUTE format('CREATE OR REPLACE TRIGGER audit_emptied AFTER TRUNCATE ON %s '
        'EXECUTE FUNCTION events_audit_emptied()', watched);
END $$;
"""
EMPTIED = """
CREATE FUNCTION events_audit_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    context jsonb := coalesce(nullif(current_setting('portal.actor', true), ''), '{}');
BEGIN
    INSERT INTO events_auditentry (at, batch, act, "table", user_id, who, way, source, words)
        VALUES (clock_timestamp(), pg_current_xact_id()::text::bigint, 'removed', TG_TABLE_NAME,
            (context->>'user')::bigint, coalesce(context->>'who', ''),
            coalesce(context->>'way', 'database'), coalesce(context->>'source', ''), '');
    RETURN NULL;
END $$;
"""
EVERY = """
DO $$
DECLARE
    watched regclass;
BEGIN
    FOR watched IN SELECT tgrelid FROM pg_trigger WHERE tgname = 'audit_added' LOOP
        EXECUTE format('CREATE TRIGGER audit_emptied AFTER TRUNCATE ON %s '
            'EXECUTE FUNCTION events_audit_emptied()', watched);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("contest_portal", "0015_content_rights"), ("events", "0026_content")]

    operations = [
        migrations.RunSQL(GUARD, NO_GUARD),
        migrations.RunSQL(EMPTIED, "DROP FUNCTION events_audit_emptied() CASCADE"),
        migrations.RunSQL(WATCH_ROWS.replace("END $$;\n", "") + WATCH_EMPTIED, WATCH_ROWS),
        migrations.RunSQL(EVERY, migrations.RunSQL.noop),
    ]
