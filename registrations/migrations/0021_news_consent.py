"""Who wants news says the latest consent, and nothing else."""

from django.db import migrations

LATEST_CONSENTS = """
UPDATE registrations_registration AS registration SET news_consent = latest.given
FROM (
    SELECT DISTINCT ON (registration_id) registration_id, given FROM registrations_consent
    WHERE purpose = 'news' ORDER BY registration_id, id DESC
) AS latest
WHERE latest.registration_id = registration.id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0020_rows_of_seats"),
    ]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, LATEST_CONSENTS),
        migrations.RemoveField("registration", "news_consent"),
    ]
