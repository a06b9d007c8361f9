"""Accounts and roles are recorded; organizers may read the record."""

from typing import Any

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

WATCHED = """
SELECT events_audit_watch('contest_portal_signing', '', '', 'agenda_agendaitem', 'item_id');
SELECT events_audit_watch(
    'contest_portal_authenticatorapp', 'last_step,last_used_at', 'secret', 'auth_user', 'user_id');
SELECT events_audit_watch(
    'contest_portal_passkey', 'sign_count,last_used_at', 'credential_id,credential', 'auth_user', 'user_id');
SELECT events_audit_watch('auth_user', 'last_login,date_joined', 'password', '', '');
SELECT events_audit_watch('auth_user_groups', '', '', 'auth_user', 'user_id');
SELECT events_audit_watch('auth_user_user_permissions', '', '', 'auth_user', 'user_id');
SELECT events_audit_watch('auth_group', '', '', '', '');
SELECT events_audit_watch('auth_group_permissions', '', '', 'auth_group', 'group_id');
"""


def give(apps: Any, schema_editor: Any) -> None:
    """Give the right. Permissions are otherwise made only after the last migration."""
    database = schema_editor.connection.alias
    config = all_apps.get_app_config("events")
    create_permissions(config, verbosity=0, using=database, apps=all_apps)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    right = permissions.get(content_type__app_label="events", codename="view_auditentry")
    apps.get_model("auth", "Group").objects.using(database).get(name="organizer").permissions.add(
        right
    )


class Migration(migrations.Migration):
    dependencies = [("contest_portal", "0013_second_factor"), ("events", "0025_audit")]

    operations = [
        migrations.RunPython(give, migrations.RunPython.noop),
        migrations.RunSQL(WATCHED, migrations.RunSQL.noop),
    ]
