"""What somebody asked for stays theirs when another comes in the place."""

import django.db.models.deletion
from django.db import migrations, models

OF_THE_REPLACED = """
UPDATE registrations_datarequest AS asked SET former_id = (
    SELECT id FROM registrations_substitution AS former
    WHERE former.registration_id = asked.registration_id
        AND former.replaced_at > asked.received_at
    ORDER BY id LIMIT 1
);
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0011_import_progress"),
    ]

    operations = [
        migrations.AddField(
            "datarequest",
            "former",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to="registrations.substitution",
                verbose_name="replaced delegate",
            ),
        ),
        migrations.RunSQL(OF_THE_REPLACED, migrations.RunSQL.noop),
        migrations.RemoveConstraint("datarequest", "registrations_request_once"),
        migrations.AddConstraint(
            "datarequest",
            models.UniqueConstraint(
                condition=models.Q(("former__isnull", True), ("status", "open")),
                fields=("registration", "kind"),
                name="registrations_request_once",
            ),
        ),
    ]
