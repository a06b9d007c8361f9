"""Programme and preparation are recorded."""

from django.db import migrations

WATCHED = """
SELECT events_audit_watch(
    'agenda_preparationtask', 'reminded_on,reminded_unit_id', '', 'events_event', 'event_id');
SELECT events_audit_watch(
    'agenda_preparationtask_coordinating_units', '', '',
    'agenda_preparationtask', 'preparationtask_id');
SELECT events_audit_watch(
    'agenda_taskupdate',
    'status_before, percent_before, status, percent, nonce',
    '', 'agenda_preparationtask', 'task_id'
);
SELECT events_audit_watch(
    'agenda_taskfile', 'sha256', 'content', 'agenda_taskupdate', 'update_id');
SELECT events_audit_watch('agenda_agendaitem', '', '', 'events_event', 'event_id');
SELECT events_audit_watch(
    'agenda_agendaitem_members', '', '', 'agenda_agendaitem', 'agendaitem_id');
SELECT events_audit_watch(
    'agenda_agendaitem_units', '', '', 'agenda_agendaitem', 'agendaitem_id');
SELECT events_audit_watch('agenda_programmeversion', 'items', '', 'events_event', 'event_id');
"""


class Migration(migrations.Migration):
    dependencies = [("agenda", "0011_video"), ("events", "0025_audit")]

    operations = [migrations.RunSQL(WATCHED, migrations.RunSQL.noop)]
