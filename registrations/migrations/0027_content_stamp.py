"""What public pages show changes by the day and by the hour of what is to be published, too."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("registrations.migrations.0008_allotments").FORWARD
VERSION = "(SELECT content.version FROM events_content_version AS content)"
DROPPED = "DROP FUNCTION registrations_availability(date, timestamptz);"
FUNCTION = BEFORE.partition(";")[2]
FORWARD = DROPPED + FUNCTION.replace(VERSION, "events_content_stamp(today, moment)")


class Migration(migrations.Migration):
    dependencies = [("events", "0026_content"), ("registrations", "0026_audit")]

    operations = [migrations.RunSQL(FORWARD, DROPPED + FUNCTION)]
