"""Rules that wait for their decision, and their addresses; what is handed over is frozen."""

from django.db import migrations, models

import events.fields

PARTS = ("rulesarticle", "contestfield", "criterion", "prize")
FREEZE = """
CREATE FUNCTION events_rules_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    same events_rules;
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        same := OLD;
        IF TG_OP = 'UPDATE' THEN
            same.published_at := NEW.published_at;
            same.token := NEW.token;
        END IF;
        IF same IS DISTINCT FROM NEW THEN
            RAISE EXCEPTION 'rules that were handed over to the public stay as they are'
                USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME,
                      CONSTRAINT = 'events_rules_are_frozen';
        END IF;
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE FUNCTION events_parts_of_rules_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shown timestamptz;
BEGIN
    -- the lock: nobody publishes while a part is being written
    FOR shown IN
        SELECT published_at FROM events_rules
        WHERE id IN (OLD.rules_id, NEW.rules_id) ORDER BY id FOR SHARE
    LOOP
        IF shown IS NOT NULL THEN
            RAISE EXCEPTION 'rules that were handed over to the public stay as they are'
                USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME,
                      CONSTRAINT = 'events_rules_are_frozen';
        END IF;
    END LOOP;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER rules_are_frozen BEFORE UPDATE OR DELETE ON events_rules
    FOR EACH ROW EXECUTE FUNCTION events_rules_frozen();
"""
FREEZE_PARTS = """
CREATE TRIGGER rules_are_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION events_parts_of_rules_frozen();
"""
THAW = """
DROP FUNCTION events_rules_frozen() CASCADE;
DROP FUNCTION events_parts_of_rules_frozen() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0026_content")]

    operations = [
        migrations.RemoveConstraint(model_name="rules", name="events_rules_decision"),
        migrations.AlterModelOptions(
            name="rules",
            options={
                "ordering": [
                    models.OrderBy(models.F("decided_on"), descending=True, nulls_first=True),
                    "-pk",
                ],
                "verbose_name": "rules of the contest",
                "verbose_name_plural": "rules of the contest",
            },
        ),
        migrations.AddField(
            model_name="rules",
            name="slug",
            field=models.SlugField(editable=False, max_length=80, null=True),
        ),
        migrations.AlterField(
            model_name="rules",
            name="decided_by",
            field=events.fields.LineField(
                blank=True,
                help_text="As in “Ban Tổ chức Cuộc thi”.",
                max_length=300,
                verbose_name="promulgated by",
            ),
        ),
        migrations.AlterField(
            model_name="rules",
            name="decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="day of the decision"),
        ),
        migrations.AlterField(
            model_name="rules",
            name="decision",
            field=events.fields.LineField(
                blank=True,
                help_text="As in “16/QĐ-BTCCT”; needed before the rules are published.",
                max_length=60,
                verbose_name="number of the decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="rules",
            constraint=models.UniqueConstraint(
                fields=("contest", "slug"),
                name="events_rules_decision",
                violation_error_message="The rules of this decision exist already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True), ("slug__isnull", False), _connector="OR"
                ),
                name="events_rules_decided",
            ),
        ),
        migrations.RunSQL(
            "SELECT events_audit_watch('events_rules', 'slug', 'token', '', '')",
            "SELECT events_audit_watch('events_rules', '', 'token', '', '')",
        ),
        migrations.RunSQL(
            FREEZE + "".join(FREEZE_PARTS.format(table=f"events_{name}") for name in PARTS), THAW
        ),
    ]
