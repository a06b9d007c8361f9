"""Seats, invitations and registrations are recorded; who sits where is noted by the service."""

from django.db import migrations

WATCHED = """
SELECT events_audit_watch('registrations_seating', '', '', 'events_event', 'event_id');
SELECT events_audit_watch('registrations_seat', 'row_id,chair', '', '', '');
SELECT events_audit_watch('registrations_hallrow', '', '', 'registrations_seating', 'seating_id');
SELECT events_audit_watch(
    'registrations_registration',
    'submission, turn, created_at, changed_at, notified_revision, reminded_for,
     notified_row, notified_chair, name_sort, name_search, organisation_search, person,
     person_plain_body, person_plain_name, person_plain',
    'code,token,source', 'registrations_invitation', 'invitation_id'
);
SELECT events_audit_watch(
    'registrations_invitation',
    'reminded_for, notified_revision, created_at, changed_at, organisation_search,
     name_search',
    'code,token', '', ''
);
SELECT events_audit_watch(
    'registrations_calllog', '', '', 'registrations_invitation', 'invitation_id');
SELECT events_audit_watch(
    'registrations_substitution',
    'name_search',
    '', 'registrations_registration', 'registration_id'
);
SELECT events_audit_watch(
    'registrations_consent', 'text_id', '', 'registrations_registration', 'registration_id');
SELECT events_audit_watch(
    'registrations_datarequest', '', '', 'registrations_registration', 'registration_id');
SELECT events_audit_watch('registrations_erasure', '', '', 'events_event', 'event_id');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0025_letters_of_a_list"),
        ("events", "0025_audit"),
    ]

    operations = [migrations.RunSQL(WATCHED, migrations.RunSQL.noop)]
