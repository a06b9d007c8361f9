"""Sponsors and memoranda are recorded."""

from django.db import migrations

WATCHED = """
SELECT events_audit_watch('sponsorship_sponsor', '', '', '', '');
SELECT events_audit_watch(
    'sponsorship_logo',
    'sha256, size, width, height',
    'content', 'sponsorship_sponsor', 'sponsor_id'
);
SELECT events_audit_watch('sponsorship_memorandum', '', '', '', '');
SELECT events_audit_watch('sponsorship_party', '', '', 'sponsorship_memorandum', 'memorandum_id');
SELECT events_audit_watch('sponsorship_basis', '', '', 'sponsorship_memorandum', 'memorandum_id');
SELECT events_audit_watch(
    'sponsorship_article', '', '', 'sponsorship_memorandum', 'memorandum_id');
SELECT events_audit_watch(
    'sponsorship_signedscan', 'sha256', 'content', 'sponsorship_memorandum', 'memorandum_id');
SELECT events_audit_watch(
    'sponsorship_contribution', '', '', 'sponsorship_memorandum', 'memorandum_id');
SELECT events_audit_watch(
    'sponsorship_instalment', '', '', 'sponsorship_contribution', 'contribution_id');
SELECT events_audit_watch(
    'sponsorship_receipt', '', '', 'sponsorship_instalment', 'instalment_id');
"""


class Migration(migrations.Migration):
    dependencies = [("sponsorship", "0002_database_rules"), ("events", "0025_audit")]

    operations = [migrations.RunSQL(WATCHED, migrations.RunSQL.noop)]
