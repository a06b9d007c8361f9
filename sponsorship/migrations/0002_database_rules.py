"""What is agreed or signed does not change, and public pages see the sponsors' edits."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION sponsorship_refuse(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', what
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sponsorship_only_drafts_change';
END $$;

-- The state is read under a lock that a change of state waits for: a row that is written while
-- somebody agrees the memorandum comes either before it or not at all.
CREATE FUNCTION sponsorship_check_draft(memorandum bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE state text;
BEGIN
    SELECT status INTO state FROM sponsorship_memorandum WHERE id = memorandum FOR SHARE;
    IF FOUND AND state <> 'draft' THEN
        PERFORM sponsorship_refuse('only a draft memorandum can be edited');
    END IF;
END $$;

CREATE FUNCTION sponsorship_guard_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM sponsorship_check_draft(OLD.memorandum_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM sponsorship_check_draft(NEW.memorandum_id); END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION sponsorship_guard_instalment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE key bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        SELECT memorandum_id INTO key FROM sponsorship_contribution WHERE id = OLD.contribution_id;
        PERFORM sponsorship_check_draft(key);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        SELECT memorandum_id INTO key FROM sponsorship_contribution WHERE id = NEW.contribution_id;
        PERFORM sponsorship_check_draft(key);
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

-- Of a memorandum that is no draft only the state, and with it the reason, can change; the day of
-- signing is fixed by signing, not before.
CREATE FUNCTION sponsorship_guard_memorandum() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted sponsorship_memorandum;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.status <> 'draft' THEN
            PERFORM sponsorship_refuse('only a draft memorandum can be removed');
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
        ('draft', 'agreed'), ('draft', 'cancelled'), ('agreed', 'draft'), ('agreed', 'signed'),
        ('agreed', 'cancelled'), ('signed', 'ended')
    ) THEN
        PERFORM sponsorship_refuse('this state cannot follow the other');
    END IF;
    IF OLD.status <> 'draft' THEN
        wanted := OLD;
        wanted.status := NEW.status;
        wanted.reason := NEW.reason;
        IF OLD.status = 'agreed' AND NEW.status = 'signed' THEN
            wanted.signing_day := NEW.signing_day;
        END IF;
        IF wanted IS DISTINCT FROM NEW THEN
            PERFORM sponsorship_refuse('only a draft memorandum can be edited');
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER only_drafts_change BEFORE UPDATE OR DELETE ON sponsorship_memorandum
FOR EACH ROW EXECUTE FUNCTION sponsorship_guard_memorandum();
CREATE TRIGGER only_drafts_change BEFORE INSERT OR UPDATE OR DELETE ON sponsorship_instalment
FOR EACH ROW EXECUTE FUNCTION sponsorship_guard_instalment();

CREATE FUNCTION sponsorship_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sponsorship_refuse('this record is never changed or removed');
END $$;
CREATE TRIGGER kept_for_good BEFORE UPDATE OR DELETE ON sponsorship_receipt
FOR EACH ROW EXECUTE FUNCTION sponsorship_refuse_change();
CREATE TRIGGER kept_for_good BEFORE UPDATE OR DELETE ON sponsorship_signedscan
FOR EACH ROW EXECUTE FUNCTION sponsorship_refuse_change();

SELECT events_watch_content('sponsorship_sponsor');
SELECT events_watch_content('sponsorship_logo');
"""
GUARD = """
CREATE TRIGGER only_drafts_change BEFORE INSERT OR UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION sponsorship_guard_text();
"""
BACKWARD = """
DROP TRIGGER content_version ON sponsorship_sponsor;
DROP TRIGGER content_version_truncate ON sponsorship_sponsor;
DROP TRIGGER content_version ON sponsorship_logo;
DROP TRIGGER content_version_truncate ON sponsorship_logo;
DROP FUNCTION sponsorship_refuse_change() CASCADE;
DROP FUNCTION sponsorship_guard_memorandum() CASCADE;
DROP FUNCTION sponsorship_guard_instalment() CASCADE;
DROP FUNCTION sponsorship_guard_text() CASCADE;
DROP FUNCTION sponsorship_check_draft(bigint);
DROP FUNCTION sponsorship_refuse(text);
"""
GUARDED = (
    "sponsorship_party",
    "sponsorship_basis",
    "sponsorship_article",
    "sponsorship_contribution",
)


class Migration(migrations.Migration):
    dependencies = [("sponsorship", "0001_initial"), ("events", "0005_register_rules")]

    operations = [
        migrations.RunSQL(
            FORWARD + "".join(GUARD.format(table=table) for table in GUARDED), BACKWARD
        )
    ]
