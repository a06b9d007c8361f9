"""Issued is issued: the database itself refuses to change or remove what the register holds."""

from django.db import migrations

TABLES = ("events_officialdocument", "events_issuedfile", "events_signedfile")

FORWARD = """
CREATE FUNCTION events_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was issued is never changed or removed'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME,
              CONSTRAINT = 'events_issued_is_issued';
END $$;
"""
WATCH = """
CREATE TRIGGER issued_is_issued BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION events_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0004_register")]

    operations = [
        migrations.RunSQL(
            FORWARD + "".join(WATCH.format(table=table) for table in TABLES),
            "DROP FUNCTION events_refuse_change() CASCADE",
        )
    ]
