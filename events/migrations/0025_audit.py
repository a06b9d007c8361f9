"""The record: an entry for every row that is added, changed or removed, written by the database.

A table is recorded once `events_audit_watch` was called for it; columns that come later are
recorded by themselves. Entries stay: only `events_audit_forget` takes out what was personal.
"""

import django.db.models.functions.datetime
from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION events_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hidden text[] := TG_ARGV[0];  -- are not recorded at all
    veiled text[] := TG_ARGV[1];  -- of these it is recorded that they changed
    owner text := nullif(TG_ARGV[2], '');
    owner_column text := TG_ARGV[3];
    context jsonb := coalesce(nullif(current_setting('portal.actor', true), ''), '{}');
    user_id bigint := context->>'user';
    who text := coalesce(context->>'who', '');
    way text := coalesce(context->>'way', 'database');
    source text := coalesce(context->>'source', '');
    batch bigint := pg_current_xact_id()::text::bigint;
    was jsonb;
    became jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD IS NOT DISTINCT FROM NEW THEN
            RETURN NULL;
        END IF;
        became := to_jsonb(NEW);
        SELECT jsonb_object_agg(o.key, CASE WHEN o.key = ANY (veiled) THEN '"•"' ELSE o.value END),
               jsonb_object_agg(n.key, CASE WHEN n.key = ANY (veiled) THEN '"•"' ELSE n.value END)
            INTO was, became
            FROM jsonb_each(to_jsonb(OLD) - hidden) AS o JOIN jsonb_each(became) AS n USING (key)
            WHERE o.value IS DISTINCT FROM n.value;
        IF was IS NOT NULL THEN
            INSERT INTO events_auditentry (at, batch, act, "table", key, owner_table, owner_key,
                    before, after, user_id, who, way, source, words)
                VALUES (clock_timestamp(), batch, 'changed', TG_TABLE_NAME, NEW.id, owner,
                    (to_jsonb(NEW)->>owner_column)::bigint,
                    was, became, user_id, who, way, source, '');
        END IF;
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO events_auditentry (at, batch, act, "table", key, owner_table, owner_key,
                before, after, user_id, who, way, source, words)
            SELECT clock_timestamp(), batch, 'added', TG_TABLE_NAME, (line->>'id')::bigint, owner,
                (line->>owner_column)::bigint,
                NULL, jsonb_strip_nulls(line - hidden - veiled), user_id, who, way, source, ''
            FROM (SELECT to_jsonb(added) AS line FROM added) AS lines;
    ELSE
        INSERT INTO events_auditentry (at, batch, act, "table", key, owner_table, owner_key,
                before, after, user_id, who, way, source, words)
            SELECT clock_timestamp(), batch, 'removed', TG_TABLE_NAME, (line->>'id')::bigint, owner,
                (line->>owner_column)::bigint,
                jsonb_strip_nulls(line - hidden - veiled), NULL, user_id, who, way, source, ''
            FROM (SELECT to_jsonb(removed) AS line FROM removed) AS lines;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION events_audit_watch(
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

CREATE FUNCTION events_audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('portal.forgetting', true) = 'on' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what is recorded stays'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME,
              CONSTRAINT = 'events_audit_stays';
END $$;
CREATE TRIGGER recorded_is_recorded BEFORE UPDATE OR DELETE ON events_auditentry
    FOR EACH ROW EXECUTE FUNCTION events_audit_stays();
CREATE TRIGGER recorded_is_kept BEFORE TRUNCATE ON events_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION events_audit_stays();

CREATE FUNCTION events_audit_blanked(line jsonb, columns text[], word text) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_object_agg(key, CASE
        WHEN key = ANY (columns) AND value NOT IN ('null', '""') THEN to_jsonb(word) ELSE value
    END) FROM jsonb_each(line)
$$;

-- Takes the columns out of all entries of some rows; with the number of a batch, out of what was
-- before it alone.
CREATE FUNCTION events_audit_forget(
    of_table text, keys bigint[], columns text[], word text, batch_of_change bigint
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first bigint := (SELECT min(id) FROM events_auditentry WHERE batch = batch_of_change);
BEGIN
    PERFORM set_config('portal.forgetting', 'on', true);
    UPDATE events_auditentry SET
        before = events_audit_blanked(before, columns, word),
        after = CASE WHEN id < first OR first IS NULL
            THEN events_audit_blanked(after, columns, word) ELSE after END,
        source = CASE WHEN user_id IS NULL THEN '' ELSE source END
    WHERE "table" = of_table AND key = ANY (keys)
        AND (first IS NULL OR id < first OR batch = batch_of_change);
    PERFORM set_config('portal.forgetting', 'off', true);
END $$;
"""
NO_FUNCTIONS = """
DROP FUNCTION events_audit() CASCADE;
DROP FUNCTION events_audit_watch(regclass, text, text, text, text);
DROP FUNCTION events_audit_stays() CASCADE;
DROP FUNCTION events_audit_forget(text, bigint[], text[], text, bigint);
DROP FUNCTION events_audit_blanked(jsonb, text[], text);
"""
WATCHED = """
SELECT events_audit_watch('events_contest', '', '', '', '');
SELECT events_audit_watch('events_event', 'revision,revised_at', '', '', '');
SELECT events_audit_watch('events_delegation', '', '', 'events_event', 'event_id');
SELECT events_audit_watch('events_unit', '', 'token', '', '');
SELECT events_audit_watch('events_unitcall', '', '', 'events_unit', 'unit_id');
SELECT events_audit_watch('events_committeemember', '', '', 'events_event', 'event_id');
SELECT events_audit_watch('events_plan', '', '', '', '');
SELECT events_audit_watch('events_legalbasis', '', '', 'events_plan', 'plan_id');
SELECT events_audit_watch('events_purpose', '', '', 'events_plan', 'plan_id');
SELECT events_audit_watch('events_duty', '', '', 'events_plan', 'plan_id');
SELECT events_audit_watch('events_recipient', '', '', 'events_plan', 'plan_id');
SELECT events_audit_watch('events_numberseries', '', '', '', '');
SELECT events_audit_watch(
    'events_officialdocument', 'words_sha256,sha256,code', '', '', '');
SELECT events_audit_watch('events_recall', '', '', 'events_officialdocument', 'document_id');
SELECT events_audit_watch(
    'events_issuedscan', 'sha256', 'content', 'events_officialdocument', 'document_id');
SELECT events_audit_watch(
    'events_signedfile', 'sha256', 'content', 'events_officialdocument', 'document_id');
SELECT events_audit_watch('events_submission', 'words_sha256', '', '', '');
SELECT events_audit_watch('events_correction', '', '', 'events_officialdocument', 'document_id');
SELECT events_audit_watch('events_correctederror', '', '', 'events_correction', 'correction_id');
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0024_sendings")]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="time"
                    ),
                ),
                ("batch", models.BigIntegerField(null=True)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("changed", "Changed"),
                            ("removed", "Removed"),
                            ("signed-in", "Signed in"),
                            ("signed-out", "Signed out"),
                            ("sign-in-failed", "Sign-in refused"),
                            ("exported", "Exported"),
                            ("printed", "Printed"),
                            ("sent", "Letters written"),
                            ("arranged", "Hall arranged"),
                            ("done", "Done"),
                        ],
                        max_length=20,
                        verbose_name="what was done",
                    ),
                ),
                ("table", models.CharField(blank=True, max_length=63)),
                ("key", models.BigIntegerField(null=True)),
                ("owner_table", models.CharField(max_length=63, null=True)),
                ("owner_key", models.BigIntegerField(null=True)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("words", models.CharField(blank=True, max_length=300)),
                ("user_id", models.BigIntegerField(null=True)),
                ("who", models.CharField(blank=True, max_length=300, verbose_name="who")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("admin", "admin"),
                            ("public", "public page"),
                            ("delegate", "delegate's own link"),
                            ("office", "link of an invited office"),
                            ("unit", "link of a unit"),
                            ("command", "command"),
                            ("worker", "background work"),
                            ("database", "directly in the database"),
                        ],
                        max_length=10,
                        verbose_name="from where",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=100)),
            ],
            options={
                "verbose_name": "entry of the record",
                "verbose_name_plural": "record",
                "ordering": ["-pk"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["table", "key"], name="events_audit_object"),
                    models.Index(
                        condition=models.Q(("owner_key__isnull", False)),
                        fields=["owner_table", "owner_key"],
                        name="events_audit_owner",
                    ),
                    models.Index(
                        condition=models.Q(("user_id__isnull", False)),
                        fields=["user_id"],
                        name="events_audit_user",
                    ),
                    models.Index(fields=["at"], name="events_audit_at"),
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(WATCHED, migrations.RunSQL.noop),
    ]
