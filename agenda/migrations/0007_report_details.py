"""A report keeps the reason, the day and who accepted, as the task had them then."""

from django.db import migrations, models

import events.fields


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0006_version_rights"),
    ]

    operations = [
        migrations.AddField(
            model_name="taskupdate",
            name="accepted_by",
            field=events.fields.LineField(blank=True, max_length=150, verbose_name="accepted by"),
        ),
        migrations.AddField(
            model_name="taskupdate",
            name="blocked_reason",
            field=events.fields.LinesField(blank=True, verbose_name="what blocks it"),
        ),
        migrations.AddField(
            model_name="taskupdate",
            name="done_on",
            field=models.DateField(blank=True, null=True, verbose_name="done on"),
        ),
    ]
